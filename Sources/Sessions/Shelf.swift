// Where lessons stand, and how they are found there.

import Datasets
import Grammars
package import Lessons
package import Reports

/// Places that the executable knows and nothing below it looks up.
package struct Shelf: Sendable {
  /// Folders that may hold lessons; the first lesson of an id counts.
  package var folders: [String]
  /// The file in which progress is kept; nil keeps none.
  package var progressPath: String?

  package init(folders: [String] = [], progressPath: String? = nil) {
    self.folders = folders
    self.progressPath = progressPath
  }
}

/// A lesson and the file it stands in.
package struct ShelvedLesson: Sendable {
  package var path: String
  package var lesson: Lesson

  package init(path: String, lesson: Lesson) {
    self.path = path
    self.lesson = lesson
  }
}

extension Context {
  /// The lessons on the shelf that can be read, folder by folder, each in the order of names.
  package var lessons: [ShelvedLesson] {
    var found: [ShelvedLesson] = []
    for folder in shelf.folders {
      for name in (try? host.list(folder)) ?? []
      where name.hasSuffix(".md") && name != "README.md" {
        guard let shelved = try? readLesson(folder + "/" + name) else { continue }
        if !found.contains(where: { $0.lesson.header.id == shelved.lesson.header.id }) {
          found.append(shelved)
        }
      }
    }
    return found
  }

  /// The lesson that `name` means: a path, a place in the list of lessons, an id, or how one begins.
  package func lesson(_ name: String) throws(Problem) -> ShelvedLesson {
    if name.hasSuffix(".md") || name.contains("/") { return try readLesson(name) }
    let all = lessons
    if let number = Int(name), all.indices.contains(number - 1) { return all[number - 1] }
    let ids = all.map(\.lesson.header.id)
    if let index = ids.firstIndex(of: name) { return all[index] }
    let begun = all.filter { $0.lesson.header.id.hasPrefix(name) }
    if begun.count == 1 { return begun[0] }
    throw Problem(
      .unknownWord, "no lesson '\(name)'",
      hint: didYouMean(name, among: ids)
        ?? (all.isEmpty ? "there are none here; name a file: lesson \"walk.md\"" : "try: lessons"))
  }

  /// Reads a lesson or notebook, whole or not at all.
  package func readLesson(_ path: String) throws(Problem) -> ShelvedLesson {
    let bytes: [UInt8]
    do { bytes = try host.read(path) } catch {
      throw Problem(.badFile, "\(path): \(error.reason)")
    }
    let reading = LessonReader(isComplete: { isComplete($0) }).read(bytes: bytes)
    if let mistake = reading.mistakes.first {
      throw Problem(
        .badFile, "\(path) is malformed",
        facts: reading.mistakes.prefix(3).map { "line \($0.line): \($0.message)" },
        hint: mistake.hint)
    }
    return ShelvedLesson(path: path, lesson: reading.lesson)
  }
}

extension ShelvedLesson {
  /// The folder it stands in; paths of its statements count from there.
  package var folder: String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
