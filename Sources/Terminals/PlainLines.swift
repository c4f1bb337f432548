// Lines from a pipe, a file or a terminal that cannot move its cursor.

import CEditLine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads standard input line by line. A statement that goes on over lines is one text.
package struct PlainLines: LineSource {
  private let isPrompting: Bool
  private let continuation: String
  private let isComplete: (String) -> Bool
  private var pending: [UInt8] = []
  private var isAtEnd = false

  /// - Parameters:
  ///   - isPrompting: whether prompts are written, for a person at a plain terminal.
  ///   - continuation: the prompt for further lines of a statement.
  ///   - isComplete: whether a text is a whole statement.
  package init(
    isPrompting: Bool, continuation: String = "   ...> ",
    isComplete: @escaping (String) -> Bool = { _ in true }
  ) {
    self.isPrompting = isPrompting
    self.continuation = continuation
    self.isComplete = isComplete
  }

  package mutating func next(prompt: String) -> Line {
    Interrupts.clear()
    var statement: String?
    while true {
      if isPrompting {
        try? StandardOutput.output.write(statement == nil ? prompt : continuation)
      }
      switch nextLine() {
      case .text(let line):
        let text = statement.map { $0 + "\n" + line } ?? line
        if isComplete(text) { return .text(text) }
        statement = text
      case .endOfFile:
        return statement.map(Line.text) ?? .endOfFile
      case let other:
        return other
      }
    }
  }

  /// One line of the input, the last one even without a line break.
  private mutating func nextLine() -> Line {
    var searched = 0
    while true {
      if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return .text(take(through: end))
      }
      searched = pending.count
      if isAtEnd { return pending.isEmpty ? .endOfFile : .text(take(through: pending.count)) }
      let isWoken = fathom_wait(STDIN_FILENO, -1) == FATHOM_WOKEN
      if isWoken && Interrupts.isRaised {
        Interrupts.clear()
        pending = []
        return .interrupted
      }
      if !isWoken, let failure = readMore() { return failure }
    }
  }

  private mutating func take(through end: Int) -> String {
    var line = pending[..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    let text = String(decoding: line, as: UTF8.self)
    pending.removeFirst(min(end + 1, pending.count))
    return text
  }

  private mutating func readMore() -> Line? {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    // SAFETY: the buffer is valid during the call and has the size given.
    let count = block.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count < 0 {
      return errno == EINTR || errno == EAGAIN ? nil : .failed(String(cString: strerror(errno)))
    }
    isAtEnd = count == 0
    pending.append(contentsOf: block[..<count])
    return nil
  }
}
