// The arguments of one layer, complete: what was written, and the defaults for the rest.

/// The arguments a layer is made with. All of its card's parameters are present.
package struct LayerArguments: Sendable, Equatable {
  /// An argument's value.
  package enum Value: Sendable, Equatable {
    case number(Double)
    case boolean(Bool)
    /// A word such as `same`, or a text such as "012 123".
    case word(String)
  }

  /// Names and values in the card's order.
  package private(set) var values: [(name: String, value: Value)]

  package init(_ values: [(name: String, value: Value)]) { self.values = values }

  /// What was `written` for a layer of `card`, completed by the card's defaults.
  package init(
    _ written: [(name: String, value: Value)] = [], for card: LayerCard
  ) throws(ArgumentMistake) {
    for (name, _) in written where !card.parameters.contains(where: { $0.name == name }) {
      let known = card.parameters.map(\.name).joined(separator: ", ")
      throw ArgumentMistake(
        parameter: name, needed: known.isEmpty ? "left out" : "one of \(known)")
    }
    values = []
    for parameter in card.parameters {
      guard
        let value = written.last(where: { $0.name == parameter.name })?.value ?? parameter.standard
      else { throw ArgumentMistake(parameter: parameter.name, needed: "given") }
      values.append((parameter.name, value))
    }
  }

  package subscript(name: String) -> Value? { values.first { $0.name == name }?.value }

  /// The number called `name`, if it is one.
  package func double(_ name: String) -> Double? {
    guard case .number(let number) = self[name] else { return nil }
    return number
  }

  /// A whole number within `range`.
  package func integer(
    _ name: String, in range: ClosedRange<Int> = 1...(1 << 30)
  ) throws(ArgumentMistake) -> Int {
    guard case .number(let number) = self[name], number == number.rounded(),
      number >= Double(range.lowerBound), number <= Double(range.upperBound)
    else {
      let upper = range.upperBound == 1 << 30 ? "" : " to \(range.upperBound)"
      throw ArgumentMistake(
        parameter: name, needed: "a whole number from \(range.lowerBound)\(upper)")
    }
    return Int(number)
  }

  /// A whole number within `range`, or `standard` where `word` stands instead.
  package func integer(
    _ name: String, or word: String, meaning standard: Int, in range: ClosedRange<Int>
  ) throws(ArgumentMistake) -> Int {
    if self[name] == .word(word) { return standard }
    do {
      return try integer(name, in: range)
    } catch {
      throw ArgumentMistake(parameter: name, needed: "\(error.needed), or \(word)")
    }
  }

  /// A number within `range`.
  package func number(
    _ name: String, in range: ClosedRange<Double>
  ) throws(ArgumentMistake) -> Double {
    guard case .number(let number) = self[name], range.contains(number) else {
      func words(_ bound: Double) -> String {
        bound == bound.rounded() ? String(Int(bound)) : String(bound)
      }
      throw ArgumentMistake(
        parameter: name,
        needed: "a number from \(words(range.lowerBound)) to \(words(range.upperBound))")
    }
    return number
  }

  /// true or false.
  package func flag(_ name: String) throws(ArgumentMistake) -> Bool {
    guard case .boolean(let flag) = self[name] else {
      throw ArgumentMistake(parameter: name, needed: "true or false")
    }
    return flag
  }

  /// The word or text called `name`, if it is one.
  package func text(_ name: String) -> String? {
    guard case .word(let word) = self[name] else { return nil }
    return word
  }

  /// One of `words`.
  package func word(_ name: String, among words: [String]) throws(ArgumentMistake) -> String {
    guard case .word(let word) = self[name], words.contains(word) else {
      throw ArgumentMistake(parameter: name, needed: words.joined(separator: " or "))
    }
    return word
  }

  package static func == (left: LayerArguments, right: LayerArguments) -> Bool {
    left.values.elementsEqual(right.values) { $0.name == $1.name && $0.value == $1.value }
  }
}

// So that cards read like the notation: 0.01, true, "same".
extension LayerArguments.Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByStringLiteral
{
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(stringLiteral value: String) { self = .word(value) }
}

/// An argument that a layer cannot be made with, as facts.
package struct ArgumentMistake: Error, Sendable, Equatable {
  package var parameter: String
  /// What it must be: "a whole number from 1".
  package var needed: String

  package init(parameter: String, needed: String) {
    self.parameter = parameter
    self.needed = needed
  }
}
