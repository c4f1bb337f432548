// Expression → text, the inverse of the parser: the text of a parsed expression parses to the same.

extension Expression {
  /// The canonical text: brackets only where they are needed, spaces around operators.
  package var text: String {
    switch node {
    case .number(let value): Self.text(of: value)
    case .string(let value): Self.text(of: value)
    case .boolean(let value): value ? "true" : "false"
    case .name(let name): name
    case .tuple(let elements):
      if elements.count == 1 {
        "(\(elements[0].text(in: .conditional)),)"
      } else {
        "(\(elements.map { $0.text(in: .conditional) }.joined(separator: ", ")))"
      }
    case .call(let function, let arguments):
      "\(function.text)(\(arguments.map(\.text).joined(separator: ", ")))"
    case .unary(.minus, let operand): "-\(operand.text(in: .operator(.negation)))"
    case .unary(.not, let operand): "not \(operand.text(in: .operator(.not)))"
    case .binary(let operation, let left, let right):
      "\(left.text(in: operation.leftLevel)) \(operation.rawValue) "
        + right.text(in: operation.rightLevel)
    case .chain(let links):
      links.map { $0.text(in: .operator(.or)) }.joined(separator: " -> ")
    case .conditional(let then, let condition, let otherwise):
      "\(then.text(in: .chain)) if \(condition.text(in: .operator(.or)))"
        + (otherwise.map { " else \($0.text(in: .conditional))" } ?? "")
    case .local(let body, let bindings, let requirements):
      body.text(in: .conditional) + Self.text(of: bindings, requirements)
    }
  }

  /// The text where only what is as tight as `level` may stand without brackets.
  private func text(in level: Level) -> String {
    self.level < level ? "(\(text))" : text
  }

  private static func text(of bindings: [Binding], _ requirements: [Requirement]) -> String {
    let names = bindings.map { "\($0.name.text) = \($0.value.text(in: .conditional))" }
    let conditions = requirements.map {
      "requires \($0.condition.text(in: .conditional)) \(text(of: $0.message))"
    }
    guard !(names + conditions).isEmpty else { return "" }
    return (names.isEmpty ? " " : " where ") + (names + conditions).joined(separator: ", ")
  }

  // MARK: Values

  /// The shortest text that reads as the same number.
  private static func text(of number: Double) -> String {
    if let whole = Int(exactly: number), abs(number) < 1e15 { return String(whole) }
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    return number.description.replacing("e-0", with: "e-").replacing("e+", with: "e")
  }

  /// In quotes, with escapes for quotes, backslashes, line ends, and what would melt into the
  /// character before it.
  private static func text(of string: String) -> String {
    var text = "\""
    for character in string {
      switch character {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default:
        for (position, scalar) in character.unicodeScalars.enumerated() {
          if scalar.standsAlone(atStart: position == 0) {
            text.unicodeScalars.append(scalar)
          } else {
            text += "\\u{\(String(scalar.value, radix: 16))}"
          }
        }
      }
    }
    return text + "\""
  }
}

extension Argument {
  /// `value` or `name=value`.
  package var text: String {
    let brackets = if case .local = value.node { true } else { false }
    let text = brackets ? "(\(value.text))" : value.text
    return name.map { "\($0.text)=\(text)" } ?? text
  }
}

extension Unicode.Scalar {
  /// Whether it can be written as it is in a string.
  fileprivate func standsAlone(atStart: Bool) -> Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    case .format, .nonspacingMark, .spacingMark, .enclosingMark, .modifierSymbol: !atStart
    default: true
    }
  }
}

// MARK: How tightly things bind

/// The rules of the grammar from the loosest to the tightest.
private enum Level: Comparable {
  case local, conditional, chain
  case `operator`(Precedence)
  case primary
}

extension Expression {
  private var level: Level {
    switch node {
    case .local: .local
    case .conditional: .conditional
    case .chain: .chain
    case .binary(let operation, _, _): .operator(operation.precedence)
    case .unary(.not, _): .operator(.not)
    case .unary(.minus, _): .operator(.negation)
    case .number(let value) where value < 0: .operator(.negation)
    case .number, .string, .boolean, .name, .tuple, .call: .primary
    }
  }
}

extension Expression.Binary {
  fileprivate var leftLevel: Level {
    switch precedence {
    case .power: .primary
    case .comparison: rightLevel
    default: .operator(precedence)
    }
  }

  fileprivate var rightLevel: Level {
    self == .power ? .operator(.negation) : .operator(precedence.ofRightSide)
  }
}
