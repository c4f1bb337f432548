// Facts about the terminal, and output that fails with a reason.

import Terminals
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct OutputTests {
  @Test(arguments: [
    (["TERM": "xterm"], true, TerminalFacts.Colors.sixteen),
    (["TERM": "xterm-256color"], true, .palette),
    (["TERM": "xterm", "COLORTERM": "truecolor"], true, .full),
    (["TERM": "xterm"], false, .none),
    (["TERM": "xterm", "CLICOLOR_FORCE": "1"], false, .sixteen),
    (["TERM": "xterm", "CLICOLOR_FORCE": "0"], false, .none),
    (["TERM": "xterm", "NO_COLOR": "1"], true, .none),
    (["TERM": "xterm", "NO_COLOR": ""], true, .sixteen),
    (["TERM": "dumb"], true, .none),
    ([:], true, .none),
  ])
  func `colours follow the environment`(
    environment: [String: String], isTerminal: Bool, colors: TerminalFacts.Colors
  ) {
    #expect(TerminalFacts.colors(environment: environment, isTerminal: isTerminal) == colors)
  }

  @Test func `LC_ALL goes before LC_CTYPE goes before LANG`() {
    #expect(TerminalFacts.isUnicode(environment: ["LANG": "de_DE.UTF-8"]))
    #expect(TerminalFacts.isUnicode(environment: ["LANG": "C", "LC_CTYPE": "C.utf8"]))
    #expect(!TerminalFacts.isUnicode(environment: ["LANG": "C.UTF-8", "LC_ALL": "C"]))
    #expect(TerminalFacts.isUnicode(environment: ["LANG": "C.UTF-8", "LC_ALL": ""]))
    #expect(!TerminalFacts.isUnicode(environment: [:]))
  }

  @Test func `a closed pipe is an error, not the end`() {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    #expect(throws: OutputFailure.closed) {
      try StandardOutput(descriptor: ends[1]).write("anything")
    }
    close(ends[1])
  }

  #if os(Linux)
    @Test func `a full disk is an error`() {
      let full = open("/dev/full", O_WRONLY)
      #expect(throws: OutputFailure.full) {
        try StandardOutput(descriptor: full).write("anything")
      }
      close(full)
    }
  #endif
}
