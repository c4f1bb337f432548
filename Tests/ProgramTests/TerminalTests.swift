// How the program treats its terminal: as it was in the end, whatever the end was.

import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite(.serialized) struct TerminalTests {
  func start(environment: [String: String] = [:]) throws -> (PseudoTerminal, mode: [UInt8]) {
    let terminal = try PseudoTerminal(environment: environment)
    try terminal.waitForPrompt()
    return (terminal, terminal.modeBefore)
  }

  @Test func `Ctrl-D on an empty line ends with status 0 and the terminal as before`() throws {
    let (terminal, mode) = try start()
    #expect(terminal.mode != mode)
    terminal.type("\u{04}")
    #expect(try terminal.exitStatus() == 0)
    #expect(terminal.mode == mode)
    #expect(terminal.isPasteOff)
  }

  @Test func `Ctrl-D in a line deletes and ends nothing`() throws {
    let (terminal, _) = try start()
    terminal.type("xxyz\u{01}\u{04}\u{05}\r")
    try terminal.wait(for: "no command 'xyz'")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func `a signal that ends the program leaves the terminal as before`(signal: Int32) throws {
    let (terminal, mode) = try start()
    terminal.type("half a line")
    try terminal.wait(for: "half a line")
    terminal.send(signal: signal)
    #expect(try terminal.exitStatus() == 128 + signal)
    #expect(terminal.mode == mode)
    #expect(terminal.isPasteOff)
  }

  @Test func `while a command runs the terminal is in its own mode`() throws {
    let (terminal, _) = try start()
    terminal.type("xyz\r")
    try terminal.wait(for: "no command 'xyz'")
    #expect(String(decoding: terminal.transcript, as: UTF8.self).contains("\u{1B}[?2004l"))
  }

  @Test func `stopped in a shell the program leaves it a sane terminal and comes back`() throws {
    let shell = try PseudoTerminal(
      "/bin/bash", ["--norc", "--noprofile", "-i"],
      environment: ["PS1": "shell> ", "TERM": "xterm"])
    try shell.waitForPrompt("shell> ")
    shell.type("stty -a > /tmp/fathom-before-$$; \(programPath)\r")
    try shell.waitForPrompt()
    shell.type("half")
    try shell.wait(for: "fathom> half")
    shell.type("\u{1A}")
    try shell.waitForPrompt("shell> ")
    shell.type("fg\r")
    try shell.wait(for: "the line again") { $0.currentRow == "fathom> half" }
    shell.type("way\r")
    try shell.wait(for: "no command 'halfway'")
    shell.type("quit\r")
    try shell.waitForPrompt("shell> ")
    shell.type("stty -a | diff - /tmp/fathom-before-$$ && echo same; rm /tmp/fathom-before-$$\r")
    try shell.wait(for: "the same mode") { $0.text.contains("same") }
    shell.type("exit\r")
    #expect(try shell.exitStatus() == 0)
  }

  @Test func `in the C locale letters beyond ASCII do no harm`() throws {
    let (terminal, _) = try start(environment: ["LANG": "C", "LC_ALL": "C"])
    terminal.type("wörld λ 日本\u{02}\u{7F}\r")
    try terminal.waitForPrompt()
    terminal.type("xyz\r")
    try terminal.wait(for: "no command 'xyz'")
  }

  @Test func `bytes that are no UTF-8 do no harm`() throws {
    let (terminal, _) = try start()
    terminal.type(String(decoding: [0x61], as: UTF8.self))
    terminal.type(bytes: [0xFF, 0xC3, 0x61, 0xF0, 0x9F])
    Thread.sleep(forTimeInterval: 0.2)
    terminal.type("\u{15}xyz\r")
    try terminal.wait(for: "no command 'xyz'")
  }

  @Test(arguments: [["TERM": "dumb"], ["ACCESSIBLE": "1"]])
  func `a plain terminal gets lines and no escape sequences`(environment: [String: String]) throws {
    let terminal = try PseudoTerminal(environment: environment)
    try terminal.wait(for: "fathom>")
    terminal.type("xyz\r")
    try terminal.wait(for: "no command 'xyz'")
    terminal.type("\u{04}")
    #expect(try terminal.exitStatus() == 0)
    #expect(!terminal.transcript.contains(0x1B))
  }

  @Test func `a pipe's last line counts even without a line break`() throws {
    let shell = try PseudoTerminal(
      "/bin/sh", ["-c", "printf xyz | '\(programPath)'"], environment: ["NO_COLOR": "1"])
    try shell.wait(for: "no command 'xyz'")
    _ = try shell.exitStatus()
    #expect(!shell.transcript.contains(0x1B))
  }
}
