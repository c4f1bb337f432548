// Numbers that a lesson caught in one line to use in later ones.

/// The numbers captured so far, by name, as they were printed.
package struct Captures: Sendable, Equatable {
  private var texts: [String: String] = [:]

  package init() {}

  /// The number of that name as it was printed, without thousands separators; nil if there is none.
  package subscript(name: String) -> String? { texts[name] }

  /// Keeps `text` under `name`, in place of what was there.
  package mutating func keep(_ text: String, as name: String) { texts[name] = text }

  func number(_ name: String) -> PrintedNumber? { texts[name].flatMap { PrintedNumber($0) } }

  /// `statement` with every `$name` of a captured number replaced by the number, a negative one in
  /// parentheses. Names that were not captured stay; `Lint` finds them.
  package func substituted(in statement: String) -> String {
    var result = ""
    var rest = Substring(statement)
    while let use = CaptureUse.first(in: rest) {
      result += rest[..<use.range.lowerBound]
      let text = texts[use.name]
      let isNegative = text?.hasPrefix("-") ?? false
      result += text.map { isNegative ? "(\($0))" : $0 } ?? String(rest[use.range])
      rest = rest[use.range.upperBound...]
    }
    return result + rest
  }

  /// The first name that is used as `$name` in one of `texts` and was not captured.
  package func missing(in texts: [String]) -> String? {
    texts.lazy.flatMap(CaptureUse.all).first { self.texts[$0.name] == nil }?.name
  }
}

/// A `$name` in a text.
struct CaptureUse {
  let name: String
  let range: Range<String.Index>

  static func first(in text: Substring) -> CaptureUse? {
    var start = text.startIndex
    while let sign = text[start...].firstIndex(of: "$") {
      let rest = text[text.index(after: sign)...]
      let name = rest.prefix { $0.continuesName }
      if let first = name.first, first.beginsName {
        return CaptureUse(name: String(name), range: sign..<name.endIndex)
      }
      start = name.endIndex
    }
    return nil
  }

  /// All uses in `text`, in order.
  static func all(in text: String) -> [CaptureUse] {
    var uses: [CaptureUse] = []
    var rest = Substring(text)
    while let use = first(in: rest) {
      uses.append(use)
      rest = rest[use.range.upperBound...]
    }
    return uses
  }
}

extension Character {
  var beginsName: Bool { isASCII && isLetter || self == "_" }
  var continuesName: Bool { beginsName || isDecimalDigit }
}
