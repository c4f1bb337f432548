// The lines of this and earlier sessions, one JSON object a line in a file of their own.

package import Foundation

/// Lines entered before, oldest first. Sessions that run side by side append to the same file.
package struct History {
  /// One line of the file.
  private struct Entry: Codable {
    var time: Int
    var text: String
  }

  /// Only the file's end is read.
  private static let readLimit = 1 << 19
  private static let limit = 2000

  private let path: String?
  package private(set) var lines: [String] = []

  /// The history kept in the file at `path`; nil keeps it only for this session. A file that
  /// cannot be read, or lines of it, count as absent.
  package init(path: String?) {
    self.path = path
    guard let path, let file = FileHandle(forReadingAtPath: path) else { return }
    let size = (try? file.seekToEnd()) ?? 0
    let start = size > UInt64(Self.readLimit) ? size - UInt64(Self.readLimit) : 0
    try? file.seek(toOffset: start)
    guard let data = try? file.readToEnd() else { return }
    let decoder = JSONDecoder()
    for line in data.split(separator: UInt8(ascii: "\n")).suffix(Self.limit) {
      guard let entry = try? decoder.decode(Entry.self, from: line) else { continue }
      remember(entry.text)
    }
  }

  /// Adds a line, which the file gets at once. A line like the last is not kept twice; a file that
  /// cannot be written is let be.
  package mutating func add(_ text: String, at time: Date) {
    guard !text.allSatisfy(\.isWhitespace), text != lines.last else { return }
    remember(text)
    let entry = Entry(time: Int(time.timeIntervalSince1970), text: text)
    guard let path, var data = try? JSONEncoder().encode(entry) else { return }
    data.append(UInt8(ascii: "\n"))
    // Created with its final permissions: nobody else may read it, not even for a moment.
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try? file.write(contentsOf: data)
  }

  private mutating func remember(_ text: String) {
    guard text != lines.last else { return }
    lines.append(text)
  }

  /// The place of the nearest line before `index` that begins with `prefix`.
  package func older(than index: Int, beginning prefix: String) -> Int? {
    lines[..<min(index, lines.count)].lastIndex { $0.hasPrefix(prefix) && $0 != prefix }
  }

  /// The place of the nearest line after `index` that begins with `prefix`.
  package func newer(than index: Int, beginning prefix: String) -> Int? {
    guard index + 1 < lines.count else { return nil }
    return lines[(index + 1)...].firstIndex { $0.hasPrefix(prefix) && $0 != prefix }
  }

  /// Lines that contain every word of `query`, newest first, each once.
  package func matching(_ query: String) -> [String] {
    let words = query.split(separator: " ").map { $0.lowercased() }
    var seen: Set<String> = []
    return lines.reversed().filter { line in
      let folded = line.lowercased()
      return words.allSatisfy { folded.contains($0) } && seen.insert(line).inserted
    }
  }
}
