// Repeatable random expressions and texts for the laws.

import Grammars
import Reports

/// SplitMix64, so that a failing case can be run again.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  // MARK: Expressions

  /// Any expression that the parser could make, at most `depth` deep.
  mutating func expression(depth: Int) -> Expression {
    let kind = Int.random(in: depth > 0 ? 0...11 : 0...3, using: &self)
    let node: Expression.Node =
      switch kind {
      case 0: .number(number())
      case 1: .string(string())
      case 2: .boolean(Bool.random(using: &self))
      case 3: .name(name())
      case 4: .tuple(several(0...3, depth))
      case 5: .call(function: word(), arguments: arguments(depth))
      case 6: .unary(Bool.random(using: &self) ? .minus : .not, expression(depth: depth - 1))
      case 7, 8: .binary(operation(), expression(depth: depth - 1), expression(depth: depth - 1))
      case 9: .chain(several(2...4, depth))
      case 10:
        .conditional(
          then: expression(depth: depth - 1), condition: expression(depth: depth - 1),
          otherwise: Bool.random(using: &self) ? expression(depth: depth - 1) : nil)
      default: local(depth)
      }
    return Expression(node, at: nowhere)
  }

  private mutating func several(_ counts: ClosedRange<Int>, _ depth: Int) -> [Expression] {
    (0..<Int.random(in: counts, using: &self)).map { _ in expression(depth: depth - 1) }
  }

  private mutating func arguments(_ depth: Int) -> [Argument] {
    several(0...3, depth).map { value in
      Argument(name: Bool.random(using: &self) ? word() : nil, value: value)
    }
  }

  private mutating func local(_ depth: Int) -> Expression.Node {
    let count = Int.random(in: 0...2, using: &self)
    let bindings = ["p", "q"].prefix(count).map {
      Expression.Binding(name: Word($0, at: nowhere), value: expression(depth: depth - 1))
    }
    let requirements = several((count == 0 ? 1 : 0)...2, depth).map {
      Expression.Requirement(condition: $0, message: string())
    }
    return .local(
      body: expression(depth: depth - 1), bindings: bindings, requirements: requirements)
  }

  private mutating func operation() -> Expression.Binary {
    pick([
      .plus, .minus, .times, .over, .remainder, .power, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .equal, .unequal, .and, .or,
    ])
  }

  private mutating func number() -> Double {
    pick([0, 1, 16, 0.5, 1e-3, 1e-5, 1e15, 1e16, 1.5e300, 5e-308, 0.1, 123_456.789])
  }

  private mutating func name() -> String {
    pick(["x", "conv1.weight", "conv*", "*.weight", "block_*_conv1", "_a2", "größe", "e3", "层"])
  }

  private mutating func word() -> Word { Word(pick(["f", "conv", "norm", "ß1"]), at: nowhere) }

  private mutating func string() -> String {
    pick([
      "", "a b", "\"", "\\", "\\n", "\n\n", "\r\n", "\t", "\u{301}x", "é👩‍👩‍👧", "# no; -> comment",
      "\u{2028}",
    ])
  }

  // MARK: Texts

  /// Any text, made of pieces of the language and of anything else.
  mutating func text() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...24, using: &self) {
      if Int.random(in: 0..<8, using: &self) == 0 {
        let code = UInt32.random(in: 0...0x10FFFF, using: &self)
        text.unicodeScalars.append(Unicode.Scalar(code) ?? "?")
      } else {
        text += pick([
          " ", " ", "\n", "\r\n", ";", "#", "(", ")", ",", "=", "==", "->", "-", "+", "*", "/", "%",
          "^", "<", ">=", "!", "\"", "\\", "\\u{", "}", ".", "1", "2.5", "1e", "x", "conv1.weight",
          "conv*", "if", "else", "where", "requires", "and", "not", "true", "time", "jacobian",
          "forward", "norm=", "save", "🇩🇪", "\u{301}", "\u{0}",
        ])
      }
    }
    return text
  }
}

private let nowhere = Problem.Place(column: 1)
