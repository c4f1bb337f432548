// What a learner's progress is kept under: a hash of the question, so an edited one asks again.

/// FNV-1a, 64 bits: the same on every machine and in every run.
struct StableHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds a text and its end, so that "ab", "c" and "a", "bc" differ.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xff)  // no byte of UTF-8
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  /// 16 hexadecimal digits.
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  static func key(_ texts: [String]) -> String {
    var hash = StableHash()
    for text in texts { hash.add(text) }
    return hash.text
  }
}

extension Exercise {
  /// Changes when what the exercise demands changes; not with its hints, words and solutions.
  package var progressKey: String {
    StableHash.key(
      ["exercise", id.text, start?.text ?? ""] + checks.map(\.condition.text)
        + ["never"] + never.map(\.condition.text))
  }
}

extension Quiz {
  /// Changes with the question, its options and which of them are right.
  package var progressKey: String {
    StableHash.key(
      ["quiz", id.text, ask.text] + options.flatMap { [$0.isRight ? "x" : " ", $0.text.text] })
  }
}

extension Prediction {
  /// Changes with the question, its options, the statements and the truth.
  package var progressKey: String {
    StableHash.key(
      ["prediction", id.text, ask.text, truth.text] + options.map(\.text) + ["steps"]
        + steps.map(\.statement.text))
  }
}

extension Lesson {
  /// Changes when any of its exercises, quizzes and predictions changes in what it demands.
  package var progressKey: String {
    StableHash.key(
      ["lesson", header.id]
        + parts.compactMap { part in
          switch part {
          case .prose, .transcript: nil
          case .prediction(let prediction): prediction.progressKey
          case .exercise(let exercise): exercise.progressKey
          case .quiz(let quiz): quiz.progressKey
          }
        })
  }
}
