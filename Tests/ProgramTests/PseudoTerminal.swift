// A program on a terminal of its own: keys go in, the screen comes out.

import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A child process whose standard streams are a pseudo-terminal, which it also has as its
/// controlling terminal.
final class PseudoTerminal {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let master: Int32
  private let slave: Int32
  private let process: pid_t
  private var status: Int32?
  private(set) var screen: ScreenModel
  /// Everything that was written, as it came.
  private(set) var transcript: [UInt8] = []
  /// The terminal's mode before the program began.
  let modeBefore: [UInt8]

  /// How long the program may take to show something: generous, because tests share the machine.
  static let patience = 10.0

  init(
    _ program: String = programPath, _ arguments: [String] = [], columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws {
    let slavePath: String
    (master, slavePath) = try Self.openMaster()
    // Kept open, so that the terminal's mode can be looked at when the program is gone.
    slave = open(slavePath, O_RDWR | O_NOCTTY | O_CLOEXEC)
    screen = ScreenModel(columns: columns, rows: rows)
    modeBefore = Self.mode(of: slave)

    var complete = [
      "TERM": "xterm", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/tmp",
      // No lines of earlier programs, and none for later ones.
      "FATHOM_HISTORY": "",
    ]
    complete.merge(environment) { $1 }
    process = try Self.spawn(
      program, arguments, environment: complete, terminal: slavePath, master: master,
      size: winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0))
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(slave)
    close(master)
  }

  /// A new pseudo-terminal's master side and the path of its other side.
  private static func openMaster() throws -> (descriptor: Int32, slavePath: String) {
    #if canImport(Glibc)
      // What posix_openpt, unlockpt and ptsname do; Glibc's module does not show these three.
      let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var locked: Int32 = 0
      var index: UInt32 = 0
      guard master >= 0, ioctl(master, unlock, &locked) == 0, ioctl(master, number, &index) == 0
      else { throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))") }
      return (master, "/dev/pts/\(index)")
    #else
      let master = posix_openpt(O_RDWR | O_NOCTTY)
      guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master)
      else { throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))") }
      _ = fcntl(master, F_SETFD, FD_CLOEXEC)
      return (master, String(cString: name))
    #endif
  }

  private static func spawn(
    _ program: String, _ arguments: [String], environment: [String: String], terminal: String,
    master: Int32, size: winsize
  ) throws -> pid_t {
    var size = size
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
      var actions: posix_spawn_file_actions_t?
    #else
      var attributes = posix_spawnattr_t()
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_init(&actions)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&actions)
    }
    // A session of its own: the first terminal it opens becomes its controlling terminal. The
    // threads of the tests block signals, which the program must not inherit.
    #if canImport(Darwin)
      let newSession: Int32 = 0x400
    #else
      let newSession: Int32 = 0x80
    #endif
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGMASK)))
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)

    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for pointer in words + variables { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, &attributes, words, variables + [nil])
    guard code == 0 else {
      throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))")
    }
    return process
  }

  // MARK: In and out

  func type(_ keys: String) { type(bytes: Array(keys.utf8)) }

  func type(bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Reads between writes, so that neither side fills up.
      let count = rest.prefix(256).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
      if !rest.isEmpty { read(for: 0) }
    }
  }

  func send(signal: Int32) { kill(process, signal) }

  func resize(columns: Int, rows: Int) {
    screen = screen.resized(columns: columns, rows: rows)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Takes in what was written, waiting at most `seconds` for the first of it; false if nothing came.
  @discardableResult
  func read(for seconds: Double) -> Bool {
    var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, Int32(seconds * 1000)) > 0 else { return false }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    let count = block.withUnsafeMutableBytes { systemRead(master, $0.baseAddress, $0.count) }
    guard count > 0 else { return false }
    transcript += block[..<count]
    screen.receive(block[..<count])
    return true
  }

  /// Reads until `condition` holds for the screen.
  func wait(
    for expectation: String, until condition: (ScreenModel) -> Bool
  ) throws {
    let deadline = Date().addingTimeInterval(Self.patience)
    while !condition(screen) {
      guard Date() < deadline else {
        throw Failure(
          description:
            "no \(expectation); the screen shows:\n\(screen.text.joined(separator: "\n"))")
      }
      read(for: 0.05)
    }
  }

  /// Reads until `text` stands on the screen.
  func wait(for text: String) throws {
    try wait(for: "'\(text)'") { $0.text.contains { $0.contains(text) } }
  }

  /// Reads until a prompt stands alone in the cursor's row.
  func waitForPrompt(_ prompt: String = "fathom> ") throws {
    try wait(for: "prompt") { screen in
      screen.cursor.column == prompt.count
        && screen.text[screen.cursor.row] + " " == prompt
    }
  }

  // MARK: The end

  /// The exit status, or 128 and the number of the signal that ended the program.
  func exitStatus() throws -> Int32 {
    let deadline = Date().addingTimeInterval(Self.patience)
    while status == nil {
      var code: Int32 = 0
      if waitpid(process, &code, WNOHANG) == process {
        let signal = code & 0x7F
        status = signal == 0 ? (code >> 8) & 0xFF : 128 + signal
      } else if Date() > deadline {
        throw Failure(description: "the program does not end")
      }
      read(for: 0.01)
    }
    while read(for: 0.01) {}
    return status ?? -1
  }

  /// The terminal's mode, as bytes to be compared.
  var mode: [UInt8] { Self.mode(of: slave) }

  private static func mode(of slave: Int32) -> [UInt8] {
    var mode = termios()
    tcgetattr(slave, &mode)
    return withUnsafeBytes(of: mode) { Array($0.prefix(MemoryLayout<tcflag_t>.size * 4)) }
  }

  /// Whether all that was written ends with bracketed paste switched off.
  var isPasteOff: Bool {
    let text = String(decoding: transcript, as: UTF8.self)
    guard let off = text.range(of: "\u{1B}[?2004l", options: .backwards) else { return false }
    return !text[off.upperBound...].contains("\u{1B}[?2004h")
  }
}

/// The program under test, which is built beside the tests.
let programPath: String = {
  let tests =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    ?? CommandLine.arguments[0]
  return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("fathom")
    .path
}()

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int
{
  #if canImport(Glibc)
    Glibc.read(descriptor, bytes, count)
  #else
    Darwin.read(descriptor, bytes, count)
  #endif
}
