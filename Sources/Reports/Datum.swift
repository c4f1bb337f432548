// Structured data of a report: an ordered tree that every renderer can write as it likes.

/// One piece of structured data. Fields of a record keep their order, so output never depends on
/// hashing.
package indirect enum Datum: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// Any Double; JSON writes those that are not finite as the strings "nan", "inf" and "-inf".
  case number(Double)
  case string(String)
  case list([Datum])
  case record([Field])

  /// A named entry of a record.
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: Datum

    package init(_ name: String, _ value: Datum) {
      self.name = name
      self.value = value
    }
  }

  /// The entry `name` of a record, or nil.
  package subscript(name: String) -> Datum? {
    guard case .record(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }
}

extension Datum: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: Datum...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, Datum)...) {
    self = .record(elements.map { Field($0.0, $0.1) })
  }
}
