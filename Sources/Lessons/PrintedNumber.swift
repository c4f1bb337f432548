// A number as it stands in a line: its text, its value, and how finely it was written.

import Foundation

/// A number with the digits it was written with.
struct PrintedNumber: Sendable, Equatable {
  let text: String
  let value: Double
  /// Written without a fraction and without an exponent.
  let isInteger: Bool
  /// Half a unit of the last digit written: 0.05 for 4.6, 0.5e-10 for 1e-10.
  let halfUnit: Double

  /// Room for the rounding of the comparison itself, in units of the last place of the larger
  /// number.
  private static let rounding = 4.0

  /// The number that begins at `start`, and how many characters it takes; nil where none begins.
  ///
  /// A number is digits, with an optional sign, thousands separators (336,196), a fraction and an
  /// exponent. Digits that follow a letter belong to a word (`conv1`); a letter that follows digits
  /// is a unit (`12ms`, `3x3`). A sign belongs to a number unless something to subtract from
  /// stands before it.
  static func scan(
    _ characters: [Character], at start: Int
  ) -> (number: PrintedNumber, length: Int)? {
    if start > 0, characters[start - 1].isPartOfWord { return nil }
    var end = start
    if characters[end] == "-" || characters[end] == "+" {
      if start > 0, characters[start - 1].endsOperand { return nil }
      end += 1
    }
    let whole = digits(characters, from: end)
    if whole == 0 { return nil }
    let first = characters[end]
    end += whole
    if whole <= 3, first != "0" { end += thousands(characters, from: end) }
    var decimals = 0
    if end < characters.count, characters[end] == "." {
      decimals = digits(characters, from: end + 1)
      end += decimals > 0 ? decimals + 1 : 0
    }
    var exponent = 0
    let tail = exponentLength(characters, from: end)
    if tail > 0 {
      exponent = Int(String(characters[(end + 1)..<(end + tail)])) ?? 0
      end += tail
    }
    let text = String(characters[start..<end])
    let unit = decimals == 0 && tail == 0 ? 0 : pow(10, Double(exponent) - Double(decimals))
    guard let value = Double(text.filter { $0 != "," }) else { return nil }
    return (
      PrintedNumber(
        text: text, value: value, isInteger: decimals == 0 && tail == 0,
        halfUnit: unit.isFinite ? unit / 2 : 0),
      end - start
    )
  }

  /// The number that `text` is, all of it.
  init?(_ text: String) {
    let characters = Array(text)
    guard !characters.isEmpty, let (number, length) = Self.scan(characters, at: 0),
      length == characters.count
    else { return nil }
    self = number
  }

  private init(text: String, value: Double, isInteger: Bool, halfUnit: Double) {
    self.text = text
    self.value = value
    self.isInteger = isInteger
    self.halfUnit = halfUnit
  }

  /// The text without thousands separators and plus sign.
  var plain: String {
    let bare = text.filter { $0 != "," }
    return bare.hasPrefix("+") ? String(bare.dropFirst()) : bare
  }

  /// Whether `other` lies within `tolerance` of this number. The same digits always agree, however
  /// large; without tolerance two integers agree by their digits alone.
  func agrees(with other: PrintedNumber, within tolerance: Double) -> Bool {
    if plain == other.plain { return true }
    if isInteger, other.isInteger, tolerance == 0 { return value == 0 && other.value == 0 }
    guard value.isFinite, other.value.isFinite else { return false }
    let slack = Self.rounding * max(value.magnitude, other.value.magnitude).ulp
    return abs(other.value - value) <= tolerance + (tolerance > 0 ? slack : 0)
  }

  // MARK: Scanning

  private static func digits(_ characters: [Character], from start: Int) -> Int {
    var end = start
    while end < characters.count, characters[end].isDecimalDigit { end += 1 }
    return max(0, end - start)
  }

  /// The length of `,ddd,ddd…`; groups of any other size are no thousands.
  private static func thousands(_ characters: [Character], from start: Int) -> Int {
    var end = start
    while end < characters.count, characters[end] == ",", digits(characters, from: end + 1) == 3 {
      end += 4
    }
    return end - start
  }

  /// The length of `e-10`, 0 where there is none.
  private static func exponentLength(_ characters: [Character], from start: Int) -> Int {
    guard start < characters.count, characters[start] == "e" || characters[start] == "E" else {
      return 0
    }
    var digitsStart = start + 1
    if digitsStart < characters.count,
      characters[digitsStart] == "-" || characters[digitsStart] == "+"
    {
      digitsStart += 1
    }
    let count = digits(characters, from: digitsStart)
    return count == 0 ? 0 : digitsStart + count - start
  }
}

extension Character {
  var isDecimalDigit: Bool { self >= "0" && self <= "9" && isASCII }
  /// Whether digits that follow belong to the same word or number.
  var isPartOfWord: Bool { isLetter || isNumber || self == "_" }
  /// Whether a sign that follows means subtraction.
  fileprivate var endsOperand: Bool { isPartOfWord || self == ")" || self == "]" || self == "%" }
}
