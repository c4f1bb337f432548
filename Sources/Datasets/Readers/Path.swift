// Paths taken apart and put together, without a look at any file.

/// The folder of a path ("" for a plain name), its last part, and what is before the ending.
struct Path {
  let text: String

  init(_ text: String) {
    // A slash at the end does not change what is meant.
    self.text = text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  var folder: String { text.lastIndex(of: "/").map { String(text[...$0]) } ?? "" }
  var name: String { String(text.dropFirst(folder.count)) }
  /// The name up to its first dot: "mnist" of "mnist.tar.gz".
  var stem: String { name.split(separator: ".").first.map(String.init) ?? name }

  /// The path of `name` in this folder; "" is where the paths begin.
  func appending(_ name: String) -> String {
    text + (text.isEmpty || text.hasSuffix("/") ? "" : "/") + name
  }

  /// Whether the name ends in `ending`, small or capital.
  func ends(in ending: String) -> Bool { name.lowercased().hasSuffix(ending) }
}
