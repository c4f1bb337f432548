// A worked line in words: the formula, the same with numbers put in, and what it comes to.

import Layers
import Reports

extension Working.Line {
  /// The lines for a report: "y = Σ W·x + b", then "  = 0.1·0.5 + … + 0.2", then "  = 0.53".
  var texts: [String] {
    let numbers = substituted
    let result = "  = \(Figures.text(value, digits: 6))"
    return numbers.isEmpty || numbers == Figures.text(value, digits: 4)
      ? [formula, result] : [formula, "  = \(numbers)", result]
  }

  /// How many terms of a sum are written out at most.
  private static let most = 6

  /// The right side of the formula with every symbol replaced by its number.
  private var substituted: String {
    guard let equals = formula.firstRange(of: " = ") else { return "" }
    var rest = formula[equals.upperBound...]
    var symbols = numbers.map { ($0.symbol, Self.factor($0.value)) }
    if let sum { symbols.append((sum.symbol, Self.text(of: sum.terms, isMaximum: isMaximum))) }
    // The longest first: σ² before σ, x̂ before x.
    symbols.sort { $0.0.count > $1.0.count }
    var text = ""
    while let character = rest.first {
      if let (symbol, value) = symbols.first(where: { rest.hasPrefix($0.0) }),
        !isInsideWord(text, rest.dropFirst(symbol.count))
      {
        text += value
        rest = rest.dropFirst(symbol.count)
      } else {
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  private var isMaximum: Bool { formula.hasSuffix("max x") }

  /// Whether a symbol between `before` and `after` is but a letter of a word, as the x of exp.
  private func isInsideWord(_ before: String, _ after: Substring) -> Bool {
    func isLetter(_ character: Character?) -> Bool {
      character.map { $0.isASCII && $0.isLetter } ?? false
    }
    return isLetter(before.last) || isLetter(after.first)
  }

  /// "0.1·0.5 + (-0.2)·0.3 + … 20 more … + 0.4·0.1".
  private static func text(of terms: [[Double]], isMaximum: Bool) -> String {
    let products = terms.map { factors in
      factors.count == 2 && factors[0] == factors[1]
        ? factor(factors[0]) + "²" : factors.map(factor).joined(separator: "·")
    }
    let joint = isMaximum ? ", " : " + "
    let shown: String
    if products.isEmpty {
      shown = "0"
    } else if products.count > most {
      let more = "… \(Figures.text(products.count - most + 1)) more …"
      shown = (products.prefix(most - 2) + [more] + products.suffix(1)).joined(separator: joint)
    } else {
      shown = products.joined(separator: joint)
    }
    return isMaximum ? "max(\(shown))" : shown
  }

  /// A number as a factor: negative ones in brackets.
  private static func factor(_ value: Double) -> String {
    value < 0 ? "(\(Figures.text(value)))" : Figures.text(value)
  }
}
