// How many cells of a terminal a character takes.

extension Character {
  /// The cells this character takes: 0 for a mark without a base, 2 for wide ones and emoji, else 1.
  package var displayWidth: Int {
    if let ascii = asciiValue { return ascii < 0x20 || ascii == 0x7f ? 0 : 1 }
    var width = 0
    for scalar in unicodeScalars {
      if scalar == "\u{fe0f}" { return 2 }  // asks for the emoji form of what stands before it
      width += scalar.displayWidth
    }
    return min(width, 2)
  }
}

extension String {
  /// The cells this text takes on one line of a terminal.
  package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}

extension Unicode.Scalar {
  /// The cells this scalar takes by itself.
  fileprivate var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
      return 0
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .spacingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
      .otherSymbol, .spaceSeparator, .surrogate, .privateUse, .unassigned:
      break
    @unknown default: break
    }
    if (0x1160...0x11ff).contains(value) { return 0 }  // vowels and finals of Hangul syllables
    if properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(value) } ? 2 : 1
  }
}

/// Scalars of East Asian Width W or F (Unicode 16, EastAsianWidth.txt) that are not emoji,
/// unassigned gaps between them included.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115f, 0x2329...0x232a, 0x2630...0x2637, 0x268a...0x268f, 0x2e80...0x303e,
  0x3041...0x33ff, 0x3400...0x4dbf, 0x4dc0...0x4dff, 0x4e00...0xa4cf, 0xa960...0xa97c,
  0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6b, 0xff01...0xff60,
  0xffe0...0xffe6, 0x16fe0...0x18d08, 0x1aff0...0x1b2fb, 0x1d300...0x1d376, 0x1f200...0x1f265,
  0x20000...0x2fffd, 0x30000...0x3fffd,
]
