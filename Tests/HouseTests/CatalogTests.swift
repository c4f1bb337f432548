// Catalogs equal folders: what is written is listed, and what is listed is written.

import Foundation
import Testing

@Suite struct CatalogTests {
  /// Names of types in `module` that declare one of `protocols`.
  private func types(in module: String, conformingTo protocols: String) throws -> Set<String> {
    let declaration = try Regex<(Substring, Substring)>(
      "^(?:package |private )?(?:enum|struct) (\\w+): [^{]*\\b(?:\(protocols))\\b")
    return Set(
      House.sources.filter { $0.module == module }.flatMap(\.code)
        .compactMap { $0.firstMatch(of: declaration).map { String($0.1) } })
  }

  /// Names that stand as `Name.self` in a catalog.
  private func listed(in path: String) -> [String] {
    House.sources.filter { $0.path == path }.flatMap(\.code)
      .flatMap { $0.matches(of: /(\w+)\.self/).map { String($0.1) } }
  }

  @Test(arguments: [
    ("Commands", "Command|SessionCommand", "Sources/Commands/Catalog.swift"),
    (
      "Layers", "Layer|Activation|PiecewiseLinear|GroupedNormalization",
      "Sources/Layers/LayerCatalog.swift"
    ),
  ])
  func `the catalog lists each type of its folder once`(
    module: String, protocols: String, catalog: String
  ) throws {
    let names = listed(in: catalog)
    let types = try types(in: module, conformingTo: protocols)
    #expect(names.count > 20)
    #expect(Set(names).count == names.count)
    #expect(
      Set(names) == types, "\(Set(names).symmetricDifference(types).sorted()) are in one only")
  }

  @Test func `the catalog of architectures lists each one of its folder`() {
    let files = House.sources.filter { $0.module == "Architectures" }
    let written = files.flatMap(\.code)
      .compactMap { $0.firstMatch(of: /static let (\w+) = Architecture\(/).map { String($0.1) } }
    let catalog = files.first { $0.name == "ArchitectureCatalog.swift" }?.text ?? ""
    for name in written {
      #expect(catalog.contains(".\(name),") || catalog.contains(".\(name)\n"), "\(name)")
    }
    #expect(written.count >= 5)
  }
}
