// How readers reach files: through a value that their caller hands in.

/// Where readers get their bytes from. The real one lives in the executable, one in memory in the
/// tests.
package protocol FileReading: Sendable {
  /// The whole file.
  func read(_ path: String) throws(FileTrouble) -> [UInt8]
  /// The names (not paths) of what stands in the folder, sorted.
  func list(_ folder: String) throws(FileTrouble) -> [String]
  func isFolder(_ path: String) -> Bool
}

/// A file or folder that could not be read, as facts.
package struct FileTrouble: Error, Sendable, Equatable {
  package var path: String
  /// What stood in the way, such as "no such file".
  package var reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension FileReading {
  /// The whole file, its trouble told as a mistake in the data.
  func bytes(of path: String) throws(DataMistake) -> [UInt8] {
    do throws(FileTrouble) { return try read(path) } catch { throw DataMistake(error) }
  }

  /// The names in the folder, its trouble told as a mistake in the data.
  func names(in folder: String) throws(DataMistake) -> [String] {
    do throws(FileTrouble) { return try list(folder) } catch { throw DataMistake(error) }
  }
}
