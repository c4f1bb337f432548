// The one place that turns numbers into text.

import Foundation

/// How numbers read in every report.
package enum Figures {
  /// A number with `digits` significant digits: plain between 1e-4 and 1e6, else with an exponent
  /// as in 3.1e-18. Trailing zeros go; whole numbers below 1e6 are written in full.
  package static func text(_ value: Double, digits: Int = 4) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    if value == value.rounded(), abs(value) < 1e6 { return String(Int(value)) }
    let exponential = String(format: "%.*e", digits - 1, value)
    let parts = exponential.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    if exponent < -4 || exponent >= 6 {
      return trimmed(String(parts[0])) + "e" + String(exponent)
    }
    return trimmed(String(format: "%.*f", max(0, digits - 1 - exponent), value))
  }

  /// A whole number with thousands separated by commas: 336,196.
  package static func text(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var groups: [Substring] = []
    var end = digits.endIndex
    while let start = digits.index(end, offsetBy: -3, limitedBy: digits.startIndex),
      start > digits.startIndex
    {
      groups.insert(digits[start..<end], at: 0)
      end = start
    }
    groups.insert(digits[..<end], at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A shape as in [32, 3, 32, 32].
  package static func text(shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }

  /// A number of things: 1 layer, 2,000 layers.
  package static func count(_ value: Int, _ one: String, _ many: String) -> String {
    text(value) + " " + (value == 1 ? one : many)
  }

  /// Bytes in the largest fitting unit: 1.5 GB.
  package static func text(bytes: Double) -> String {
    var value = bytes
    for unit in ["bytes", "KB", "MB", "GB"] {
      if value < 1000 { return text(value, digits: 3) + " " + unit }
      value /= 1000
    }
    return text(value, digits: 3) + " TB"
  }

  private static func trimmed(_ digits: String) -> String {
    guard digits.contains(".") else { return digits }
    var result = Substring(digits)
    while result.last == "0" { result = result.dropLast() }
    if result.last == "." { result = result.dropLast() }
    return String(result)
  }
}
