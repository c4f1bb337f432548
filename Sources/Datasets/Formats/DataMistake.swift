// Data that cannot be what it says it is, as facts.

/// Why a file, or a wish for a data set, was refused. Words are made from it elsewhere.
package struct DataMistake: Error, Sendable, Equatable {
  /// The file, for archives followed by a colon and the member; or the name of a generator.
  package var path: String
  /// The byte at which the trouble shows, counted from 0; nil when it is not at one place.
  package var offset: Int?
  package var found: String
  package var needed: String
  package var advice: String?

  package init(
    path: String, offset: Int? = nil, found: String, needed: String, advice: String? = nil
  ) {
    self.path = path
    self.offset = offset
    self.found = found
    self.needed = needed
    self.advice = advice
  }

  /// A file that could not be read at all.
  init(_ trouble: FileTrouble) {
    self.init(path: trouble.path, found: trouble.reason, needed: "a file that can be read")
  }

  /// The same mistake in a member of the archive `path`.
  func inMember(of archive: String) -> DataMistake {
    var result = self
    result.path = archive + ":" + path
    return result
  }
}
