// What each module may build on: two towers, joined by a thin bridge.

import Foundation
import Testing

/// A module and the modules that its files may import.
struct Permission: Sendable, CustomTestStringConvertible {
  var module: String
  /// Modules of ours, and libraries.
  var imports: Set<String>

  init(_ module: String, _ imports: Set<String>) {
    self.module = module
    self.imports = imports
  }

  var testDescription: String { module }
}

/// Numbers never know a word of text; words never know a tensor. SwiftPM does not enforce this.
private let permissions = [
  // Numbers
  Permission(
    "Kernels",
    ["CKernels", "COpenBLAS", "Foundation", "Dispatch", "Synchronization", "Glibc", "Darwin"]),
  Permission("Tensors", ["Kernels"]),
  Permission("Layers", ["Tensors", "Kernels", "Foundation"]),
  Permission("Networks", ["Layers", "Tensors", "Kernels"]),
  Permission("Datasets", ["Tensors", "CZlib", "Foundation", "Dispatch", "Synchronization"]),

  // Words
  Permission("Reports", ["Foundation"]),
  Permission("Renderers", ["Reports", "Foundation"]),
  Permission("Grammars", ["Reports"]),
  Permission("Lessons", ["Reports", "Foundation"]),

  // The bridge
  Permission(
    "Architectures", ["Networks", "Layers", "Tensors", "Grammars", "Reports", "Foundation"]),
  Permission(
    "Probes", ["Networks", "Layers", "Tensors", "Kernels", "Reports", "Foundation"]),
  Permission("Theory", ["Networks", "Layers", "Tensors", "Kernels", "Foundation"]),
  Permission(
    "Sessions",
    [
      "Networks", "Layers", "Tensors", "Kernels", "Datasets", "Grammars", "Lessons", "Reports",
      "Architectures", "Foundation", "Synchronization",
    ]),
  Permission(
    "Commands",
    [
      "Sessions", "Probes", "Theory", "Architectures", "Networks", "Layers", "Tensors", "Kernels",
      "Datasets", "Grammars", "Lessons", "Reports", "Foundation",
    ]),

  // The outside
  Permission("Terminals", ["CEditLine", "Foundation", "Glibc", "Darwin"]),
  Permission(
    "fathom",
    [
      "Commands", "Sessions", "Datasets", "Grammars", "Lessons", "Renderers", "Reports",
      "Terminals", "ArgumentParser", "Foundation", "Synchronization",
    ]),
  Permission(
    "fathom-bench",
    [
      "Commands", "Sessions", "Probes", "Networks", "Layers", "Tensors", "Kernels", "Datasets",
      "Renderers", "Reports", "ArgumentParser", "Foundation",
    ]),
]

/// Modules without Swift: system libraries and C.
private let librariesInC: Set = ["CEditLine", "CKernels", "COpenBLAS", "CZlib"]

@Suite struct ImportTests {
  @Test(arguments: permissions)
  func `a module imports only what its layer may`(permission: Permission) throws {
    let statement = try Regex<(Substring, Substring)>(
      #"^\s*(?:@\w+ )*(?:package |public |internal |private )?import (?:func |struct |class |enum |var )?(\w+)"#
    )
    for file in House.sources where file.module == permission.module {
      for (number, line) in file.lines.enumerated() {
        guard let match = line.firstMatch(of: statement) else { continue }
        #expect(
          permission.imports.contains(String(match.1)),
          "\(file.path):\(number + 1) imports \(match.1)")
      }
    }
  }

  @Test func `every module is in the table`() {
    let known = librariesInC.union(permissions.map(\.module))
    let unknown = Set(House.sources.map(\.module)).subtracting(known)
    #expect(unknown.isEmpty, "\(unknown.sorted())")
  }
}
