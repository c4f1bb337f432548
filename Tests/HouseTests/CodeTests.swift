// What must not stand in the code: traps, ambient state, hidden output, unsafe memory.

import Foundation
import Testing

@Suite struct CodeTests {
  /// The modules that are programs.
  private static let executables = ["fathom", "fathom-bench"]

  @Test func `nothing below the executables prints`() {
    for file in House.sources where file.isSwift && !Self.executables.contains(file.module) {
      let found = file.lines(with: /\b(print|debugPrint|dump|NSLog)\(/)
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func `nothing below the executable reads the environment`() {
    // OpenBLAS chooses its kernels by a variable when it is loaded, which a user may have set.
    let exception = "Sources/Kernels/OpenBLAS.swift"
    for file in House.sources
    where file.isSwift && !Self.executables.contains(file.module) && file.path != exception {
      let found = file.lines(with: /ProcessInfo\.processInfo\.environment|\bgetenv\(/)
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func `only the executables and the terminal open files`() {
    for file in House.sources
    where file.isSwift && !(Self.executables + ["Terminals"]).contains(file.module) {
      let found = file.lines(with: /FileManager|FileHandle|contentsOf:.*(URL|path)|\bfopen\(/)
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func `there is no ambient state`() {
    for file in House.sources where file.isSwift {
      // A static or global variable with a value is stored; one with a body is computed.
      let found =
        file.lines(with: /^\s*(package |private |fileprivate |public )*static var [^{]*$/)
        + file.lines(
          with: /^(package |private |fileprivate |public |nonisolated\(unsafe\) )*var [^{]*$/)
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func `no trap is written down, and nothing is left undone`() {
    for file in House.sources {
      let found = file.lines(with: /fatalError|try!|\bas!|TODO|FIXME|XXX/)
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func `unsafe memory is touched only in kernels, terminals and file decoders`() {
    let homes = ["Sources/Kernels/", "Sources/Terminals/", "Sources/Datasets/Formats/"]
    for file in House.sources
    where file.isSwift && !homes.contains(where: { file.path.hasPrefix($0) }) {
      let found = file.lines(with: /Unsafe|withUnsafe|\bunsafe |OpaquePointer/)
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func `every unsafe expression of a decoder says why it is safe`() {
    for file in House.sources where file.path.hasPrefix("Sources/Datasets/Formats/") {
      let isUnsafe = !file.lines(with: #/\bunsafe /#).isEmpty
      #expect(!isUnsafe || file.text.contains("// SAFETY:"), "\(file.path)")
    }
  }
}
