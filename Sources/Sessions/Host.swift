// What the outside offers to commands: files, progress, cancellation, a clock.

package import Datasets
package import Reports

/// The capabilities that a session is given. The real ones live in the executable, a memory one in
/// the tests; nothing below the executable opens a file, prints or reads the environment.
package protocol Host: FileReading, Sendable {
  /// Writes a whole file at once: afterwards it is either the old or the new one.
  func write(_ bytes: [UInt8], to path: String) throws(Problem)

  /// Whether the learner has asked to stop (Ctrl-C). Long work asks often.
  var isCancelled: Bool { get }

  /// Throws when work has to stop. The draft is dropped, so nothing has happened.
  func checkCancelled() throws(Problem)

  /// Whether `path` stands inside `folder` once all symbolic links are followed.
  func leads(_ path: String, into folder: String) -> Bool

  /// Shows how far long work has come: a share of 0…1 and a few words.
  func progress(_ share: Double, _ words: String)

  /// Seconds on a clock that never goes back.
  var now: Double { get }

  /// Bytes of memory that the machine has.
  var memory: Int { get }
}

extension Host {
  package func checkCancelled() throws(Problem) {
    if isCancelled {
      throw Problem(
        .interrupted, "interrupted", facts: ["Everything is as it was before this statement."])
    }
  }
  /// True of a world without links.
  package func leads(_ path: String, into folder: String) -> Bool { true }
}
