// Everything written, or the reason why not.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package enum OutputFailure: Error, Sendable, Equatable {
  /// The reader went away.
  case closed
  /// The disk is full.
  case full
  /// Any other reason, in the system's words.
  case other(String)

  init(code: Int32) {
    switch code {
    case EPIPE: self = .closed
    case ENOSPC, EDQUOT: self = .full
    default: self = .other(String(cString: strerror(code)))
    }
  }
}

/// A file descriptor that text is written to. `Interrupts.install()` makes a closed pipe an error
/// instead of the program's end.
package struct StandardOutput: Sendable {
  private let descriptor: Int32

  package static let output = StandardOutput(descriptor: STDOUT_FILENO)
  package static let error = StandardOutput(descriptor: STDERR_FILENO)

  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes all of `text`, however many calls that takes.
  package func write(_ text: String) throws(OutputFailure) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      // SAFETY: the buffer is valid during the call and has the size given.
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&room, 1, -1)
      } else if errno != EINTR {
        throw OutputFailure(code: errno)
      }
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(descriptor, bytes, count)
  #else
    Darwin.write(descriptor, bytes, count)
  #endif
}
