// fathom run: files and standard input as scripts, in words and in JSON.

import Foundation
import Testing

@Suite struct RunTests {
  private static let script = """
    # spirals, a small network, one pass
    data spirals examples=60; batch 8
    net = dense(6) -> relu ->
      dense(3)
    forward
    expect loss() < 100
    """
  private static let mistaken = "x = 1\nforwrad\nx + 1\n"

  @Test func `a script prints what came of each statement and ends with 0`() throws {
    let folder = try TemporaryFolder()
    let run = try FinishedProgram(["run", folder.file("a.fathom", Self.script)])
    #expect(run.status == 0)
    #expect(run.error == "")
    #expect(run.output.contains("net: 3 layers, 39 parameters, [2] → [3]"))
    #expect(run.output.contains("holds"))
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.lines.allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: [["run"], ["run", "-"], []])
  func `without a file standard input is the script`(arguments: [String]) throws {
    let run = try FinishedProgram(arguments, input: Self.script)
    #expect(run.status == 0)
    #expect(run.output.contains("net: 3 layers"))
  }

  @Test func `the first mistake ends the run with 1, in words with its place`() throws {
    let run = try FinishedProgram(["run"], input: Self.mistaken)
    #expect(run.status == 1)
    #expect(
      run.output == """
        x = 1
          forwrad
          ^^^^^^^
        error: no command 'forwrad'
        did you mean 'forward'?

        """)
  }

  @Test func `asked to keep going it runs on, and still ends with 1`() throws {
    let run = try FinishedProgram(["run", "--keep-going"], input: Self.mistaken)
    #expect(run.status == 1)
    #expect(run.lines.last == "2")
  }

  @Test func `as JSON every line is one object with its cell and statement`() throws {
    let run = try FinishedProgram(
      ["run", "--json", "--keep-going"],
      input: Self.script + "\n" + Self.mistaken + "0/0\nhelp\nmodels\nsummary; inspect dense1")
    #expect(run.status == 1)
    var cells: [Int] = []
    for line in run.lines {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      cells.append(try #require(object["cell"] as? Int))
      #expect(object["statement"] is String)
      let isRight = try #require(object["ok"] as? Bool)
      let part = object[isRight ? "report" : "error"] as? [String: Any]
      #expect(part?[isRight ? "kind" : "message"] is String)
    }
    #expect(cells == Array(1...cells.count))
    #expect(run.output.contains(#""value": "nan""#))
    #expect(
      run.output.contains(
        #""error": {"message": "no command 'forwrad'", "hint": "did you mean 'forward'?", "column": 1"#
      ))
  }

  @Test(arguments: [
    ["run", "/nowhere/a.fathom"], ["run", "--nonsense"], ["run", "a", "b"], ["nonsense"],
    ["check"], ["run", "/tmp"],
  ])
  func `wrong usage ends with 2 and says why on standard error`(arguments: [String]) throws {
    let run = try FinishedProgram(arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(!run.error.isEmpty)
  }

  @Test func `text that is no UTF-8 is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/latin"
    try Data([0x78, 0x20, 0x3D, 0x20, 0xE4]).write(to: URL(fileURLWithPath: path))
    let run = try FinishedProgram(["run", path])
    #expect(run.status == 2)
    #expect(run.error.contains("is not UTF-8 text"))
  }

  @Test func `quit ends a script with 0`() throws {
    let run = try FinishedProgram(["run"], input: "x = 1\nquit\nforwrad\n")
    #expect(run.status == 0)
  }

  @Test func `a file that cannot be written is a mistake, and nothing else is lost`() throws {
    let run = try FinishedProgram(
      ["run", "--keep-going"],
      input: Self.script + "\nsave weights \"/nowhere/net.npz\"\nloss")
    #expect(run.status == 1)
    #expect(
      run.output.contains("error: /nowhere/net.npz could not be written: no such file or folder"))
    #expect(run.lines.last?.hasPrefix("loss ") == true)
  }

  @Test func `version and help are told on standard output`() throws {
    #expect(try FinishedProgram(["--version"]).output == "0.1.0\n")
    for arguments in [["--help"], ["run", "--help"], ["check", "--help"]] {
      let run = try FinishedProgram(arguments)
      #expect(run.status == 0)
      #expect(run.output.contains("USAGE: fathom"))
    }
  }

  @Test func `a reader that leaves early ends the program quietly`() throws {
    let shell = try PseudoTerminal(
      "/bin/sh",
      ["-c", "yes help | head -2000 | '\(programPath)' run 2>&1 | head -1; echo done"])
    try shell.wait(for: "done")
    #expect(!shell.screen.text.contains { $0.contains("fathom:") || $0.contains("rror") })
  }

  #if os(Linux)
    @Test func `a full disk is told on standard error`() throws {
      let shell = try PseudoTerminal(
        "/bin/sh", ["-c", "echo help | '\(programPath)' run > /dev/full; echo status $?"])
      try shell.wait(for: "status 1")
      #expect(shell.screen.text.contains { $0.contains("the output's disk is full") })
    }
  #endif
}

@Suite struct CheckTests {
  @Test func `a model that learns its batch ends with 0`() throws {
    let run = try FinishedProgram([
      "check", "mlp(depth=2, width=64)", "--data", "spirals", "--batch", "8", "--steps", "600",
      "--target", "0.1", "--rate", "0.01",
    ])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("reached: loss"))
  }

  @Test func `one that does not ends with 1`() throws {
    let run = try FinishedProgram([
      "check", "flatten -> dense(10)", "--data", "shapes", "--batch", "8", "--steps", "2",
    ])
    #expect(run.status == 1, "\(run.output)")
    #expect(run.output.contains("not reached"))
  }

  @Test func `one that cannot be built, or an answer in JSON, follow the same rules`() throws {
    #expect(try FinishedProgram(["check", "conv(", "--data", "shapes"]).status == 2)
    #expect(try FinishedProgram(["check", "dense(3)", "--data", "nothing"]).status == 2)
    let run = try FinishedProgram([
      "check", "flatten -> dense(10)", "--data", "shapes", "--steps", "1", "--json", "--batch", "4",
    ])
    for line in run.lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    #expect(run.lines.count == 5)
  }
}
