// Words from outside made harmless: nothing in them can command the terminal.

import Foundation

extension Glyphs {
  /// `words` with every control character, invisible character and change of writing direction
  /// written out (␛ or \u{1b}), and in ASCII with everything else spelled in ASCII.
  func visible(_ words: String) -> String {
    if words.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return words }
    var result = String.UnicodeScalarView()
    if self == .unicode, words.first?.displayWidth == 0, words.unicodeScalars.first?.isMark == true
    {
      result.append("◌")  // or the mark would stand on whatever comes before these words
    }
    for scalar in words.unicodeScalars {
      switch self {
      case .unicode: result.append(contentsOf: visible(scalar).unicodeScalars)
      case .ascii: result.append(contentsOf: spelled(scalar).unicodeScalars)
      }
    }
    return String(result)
  }

  private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: return String(Unicode.Scalar(0x2400 + scalar.value) ?? "␀")
    case 0x7f: return "␡"
    case 0x200c, 0x200d: return String(scalar)  // joiners, which shape emoji and Persian
    default: return scalar.commands ? escape(scalar) : String(scalar)
    }
  }

  private func spelled(_ scalar: Unicode.Scalar) -> String {
    if (0x20..<0x7f).contains(scalar.value) { return String(scalar) }
    if let spelling = spelling(scalar) { return spelling }
    let simple = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.filter {
      $0.properties.generalCategory != .nonspacingMark
    }
    let isPrintable = simple.allSatisfy { (0x20..<0x7f).contains($0.value) }
    return isPrintable ? String(String.UnicodeScalarView(simple)) : escape(scalar)
  }

  private func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16) + "}"
  }

  /// The ASCII for signs of formulas and drawings that Unicode itself does not take apart.
  private func spelling(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "×", "✕": "x"
    case "·", "⋅", "•": "*"
    case "−", "–", "—", "─": "-"
    case "→": "->"
    case "←": "<-"
    case "≤": "<="
    case "≥": ">="
    case "≠": "!="
    case "≈": "~"
    case "±": "+-"
    case "√": "sqrt"
    case "∂": "d"
    case "∇": "grad"
    case "∞": "inf"
    case "‖": "||"
    case "⟨": "<"
    case "⟩": ">"
    case "‘", "’": "'"
    case "“", "”": "\""
    case "✓": "ok"
    case "✗": "no"
    case "α": "alpha"
    case "β": "beta"
    case "γ": "gamma"
    case "δ": "delta"
    case "Δ": "Delta"
    case "ε": "eps"
    case "η": "eta"
    case "λ": "lambda"
    case "μ", "µ": "mu"
    case "π": "pi"
    case "ρ": "rho"
    case "σ": "sigma"
    case "Σ", "∑": "sum"
    default: nil
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool {
    properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark
  }

  /// Whether a terminal may act on this scalar instead of showing it.
  fileprivate var commands: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol, .spaceSeparator, .surrogate, .privateUse, .unassigned:
      false
    @unknown default: false
    }
  }
}
