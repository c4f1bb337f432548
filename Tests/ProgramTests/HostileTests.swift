// A lesson is untrusted text: whatever it asks for, it does nothing that it should not.

import Foundation
import Testing

@Suite struct HostileTests {
  private func lesson(_ statements: [String], title: String = "Hostile") -> String {
    let parts = statements.map { "```fathom\nfathom> \($0)\n```\n" }.joined(separator: "\n")
    return "---\nfathom: lesson/1\nid: hostile\ntitle: \(title)\nseed: 1\n---\n\n# \(title)\n\n"
      + parts
  }

  /// What `fathom test` says of one lesson; it must fail, not crash, and print no control bytes.
  private func verdict(_ text: String, in folder: TemporaryFolder) throws -> FinishedProgram {
    let path = try folder.file("hostile.md", text)
    let program = try FinishedProgram(["test", path])
    #expect([1, 2].contains(program.status))
    #expect(program.output.hasSuffix("0 passed, 1 failed\n"))
    let control = (program.output + program.error).unicodeScalars.first {
      ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value)
    }
    #expect(control == nil)
    return program
  }

  @Test(arguments: [
    "data \"/etc\"", "load weights \"/etc/passwd\"", "data \"../../../../etc\"",
    "load batch \"~/secret.npz\"", "save weights \"../owned.npz\"", "save \"/tmp/owned.md\"",
  ])
  func `a path out of its folder is refused before anything runs`(statement: String) throws {
    let folder = try TemporaryFolder()
    let program = try verdict(lesson([statement]), in: folder)
    #expect(program.status == 2)
    #expect(program.output.contains("lies outside of the lesson's folder"))
  }

  @Test func `a symbolic link does not lead out of its folder`() throws {
    let folder = try TemporaryFolder()
    for (name, target) in [("secret.npz", "/etc/passwd"), ("secrets", "/etc")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + name, withDestinationPath: target)
    }
    let program = try verdict(
      lesson(["load weights \"secret.npz\"", "data \"secrets\""]), in: folder)
    #expect(program.output.components(separatedBy: "is outside of the lesson's folder").count == 3)
    #expect(!program.output.contains("hosts"))
  }

  @Test(arguments: [
    "net = 1000000000 * (conv(16) -> relu)", "net = 1000 * (1000 * (1000 * relu))",
    "net = dense(1000000000) -> dense(1000000000)", "batch 99999999999999",
    "train steps=99999999999", "x = \(String(repeating: "(", count: 4000))1",
    "lesson \"hostile.md\"", "open \"hostile.md\"",
  ])
  func `what is endless, enormous or begins itself is refused at once`(statement: String) throws {
    let folder = try TemporaryFolder()
    _ = try verdict(lesson(["data shapes; batch 2", statement]), in: folder)
  }

  @Test func `escape sequences are shown, not obeyed`() throws {
    let escapes = "\u{1B}[2J\u{1B}]0;owned\u{07}\u{9B}31m"
    let folder = try TemporaryFolder()
    _ = try verdict(
      lesson(["note \"\(escapes)\"", "nosuch", "! \(escapes)"], title: escapes), in: folder)
  }

  @Test func `it writes nothing to the disk`() throws {
    let folder = try TemporaryFolder()
    let statements = ["data spirals; batch 4; net = dense(3)", "save weights \"w.npz\"", "nosuch"]
    _ = try verdict(lesson(statements), in: folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files == ["hostile.md"])
  }
}
