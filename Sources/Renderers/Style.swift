// Colors and weights of drawn characters, readable on dark and on light backgrounds.

import Reports

/// A color that a terminal can show.
enum Ink: Sendable, Equatable {
  /// One of the 256 colors that every color terminal of today has.
  case palette(UInt8)
  case exact(red: UInt8, green: UInt8, blue: UInt8)

  // Each of these has a contrast of at least 3 to black and to white.
  static let gray = Ink.palette(243)
  static let blue = Ink.palette(32)
  static let orange = Ink.palette(166)
  static let green = Ink.palette(29)
  static let violet = Ink.palette(133)
  static let teal = Ink.palette(30)
  static let red = Ink.palette(167)

  /// Colors of series and curves, told apart by most color-blind eyes in this order.
  static let series: [Ink] = [.blue, .orange, .green, .violet, .teal, .gray]

  /// The color of the series at `index`; they repeat.
  static func series(_ index: Int) -> Ink { series[index % series.count] }

  /// The parameters of the escape sequence; 38 sets the foreground, 48 the background.
  fileprivate func parameters(_ layer: Int) -> String {
    switch self {
    case .palette(let index): "\(layer);5;\(index)"
    case .exact(let red, let green, let blue): "\(layer);2;\(red);\(green);\(blue)"
    }
  }
}

/// How a character is drawn.
struct Style: Sendable, Equatable {
  var ink: Ink?
  var ground: Ink?
  var isBold = false

  static let plain = Style()
  static let strong = Style(isBold: true)
  static let faint = Style(ink: .gray)

  init(ink: Ink? = nil, ground: Ink? = nil, isBold: Bool = false) {
    self.ink = ink
    self.ground = ground
    self.isBold = isBold
  }

  init(_ role: Text.Role) {
    switch role {
    case .plain: self = .plain
    case .heading, .strong: self = .strong
    case .faint: self = .faint
    case .good: self.init(ink: .green)
    case .bad: self.init(ink: .red)
    case .code: self.init(ink: .teal)
    }
  }

  /// The escape sequence that begins this style; empty for the plain one.
  var opening: String {
    var parameters: [String] = []
    if isBold { parameters.append("1") }
    if let ink { parameters.append(ink.parameters(38)) }
    if let ground { parameters.append(ground.parameters(48)) }
    return parameters.isEmpty ? "" : "\u{1b}[" + parameters.joined(separator: ";") + "m"
  }

  /// The escape sequence that ends every style.
  static let closing = "\u{1b}[0m"
}
