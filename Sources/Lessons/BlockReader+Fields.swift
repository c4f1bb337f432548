// `key: value` lines of exercises, predictions and quizzes.

/// A key with its value, such as `hint when depth() < 38: Removing layers …`.
struct Field {
  var key: Phrase
  /// The condition of `hint when CONDITION: …`.
  var condition: Phrase?
  var value: Phrase
}

/// The fields of one block, to be taken out by name.
struct Fields {
  let kind: String
  let place: Place
  var list: [Field] = []

  /// All values of `key`, in order.
  func all(_ key: String) -> [Phrase] {
    list.filter { $0.key.text == key && $0.condition == nil }.map(\.value)
  }
}

extension BlockReader {
  mutating func add(_ line: SourceLine, to fields: inout Fields, keys: [String]) {
    if line.text.isBlank { return }
    if let field = line.field(keys) {
      if field.value.text.isEmpty {
        report("'\(field.key.text)' is empty", at: field.key.place)
      } else if field.condition?.text.isEmpty == true {
        report("this hint has no condition", at: field.key.place, hint: "hint when depth() < 38: …")
      }
      fields.list.append(field)
    } else if line.isContinuation, let last = fields.list.indices.last {
      fields.list[last].value.text += " " + line.text.trimmed
    } else {
      let hint =
        line.isTyped ? "typed lines stand in blocks without a kind, or in predictions" : nil
      report(
        "this is no part of \(fields.kind)", at: line.place,
        hint: hint ?? "its lines begin with " + keys.map { $0 + ":" }.joined(separator: " "))
    }
  }

  /// The only value of `key`; a mistake if there are several, or none where one is required.
  mutating func only(_ key: String, of fields: Fields) -> Phrase? {
    let values = fields.list.filter { $0.key.text == key }
    for field in values.dropFirst() { report("'\(key)' is given twice", at: field.key.place) }
    return values.first?.value
  }

  mutating func required(_ key: String, of fields: Fields) -> Phrase {
    if let value = only(key, of: fields) { return value }
    report("\(fields.kind) needs a line '\(key): …'", at: fields.place)
    return Phrase("", at: fields.place)
  }

  /// `condition -> message`
  mutating func check(_ phrase: Phrase) -> Check {
    guard let arrow = phrase.text.unquotedRanges(of: " -> ").first else {
      report(
        "this condition has no message", at: phrase.place,
        hint: "write: check: depth() == 38 -> Keep all 38 layers.")
      return Check(
        condition: phrase, message: Message(Phrase("", at: phrase.place)))
    }
    let (condition, words) = phrase.divided(at: arrow)
    let message = Message(words)
    for place in message.strayBraces {
      report(
        "this brace has no partner or nothing in it", at: place,
        hint: "write {expression}, or {{ and }} for braces")
    }
    return Check(condition: condition, message: message)
  }
}

extension SourceLine {
  /// The field that the line holds; nil when it begins with none of `keys`.
  func field(_ keys: [String]) -> Field? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    if keys.contains(String(text[..<colon])) {
      let (key, value) = phrase.divided(at: colon..<text.index(after: colon))
      return Field(key: key, value: value)
    }
    let conditional = "hint when "
    guard keys.contains("hint"), text.hasPrefix(conditional) else { return nil }
    let rest = phrase.suffix(from: text.index(text.startIndex, offsetBy: conditional.count))
    guard let separator = rest.text.unquotedRanges(of: ":").first else { return nil }
    let (condition, value) = rest.divided(at: separator)
    return Field(key: Phrase("hint", at: place), condition: condition, value: value)
  }

  /// Whether the line goes on with the value before it: it is indented by two or more.
  var isContinuation: Bool { text.hasPrefix("  ") && !text.isBlank }
}
