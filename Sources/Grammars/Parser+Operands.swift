// The operands and options of a command.

import Reports

extension Parser {
  /// What stands behind a verb, and, for a signature with a `.statement` operand, that statement.
  mutating func operands(
    of signature: Signature
  ) throws(Problem) -> ([Argument], rest: [Statement]) {
    var arguments: [Argument] = []
    while !current.endsStatement {
      if isAtInnerStatement(of: signature, after: arguments) {
        return (arguments, [try innerStatement()])
      }
      arguments.append(try commandArgument())
    }
    return (arguments, [])
  }

  /// Whether the rest of the line, after `arguments`, is a statement of its own.
  func isAtInnerStatement(of signature: Signature, after arguments: [Argument]) -> Bool {
    guard let position = signature.operands.firstIndex(where: { $0.kind == .statement }),
      arguments.count(where: { $0.name == nil }) == position
    else { return false }
    guard isAtNamed(), case .name(let text) = current.kind else { return true }
    return !signature.options.contains { $0.name == text }
  }

  /// The next operand or option, and the comma behind it, if any.
  mutating func commandArgument() throws(Problem) -> Argument {
    splitsOperands = true
    defer { splitsOperands = false }
    let argument = try argument()
    if isAt(.comma), token(1).endsStatement { throw missingValue(after: current) }
    _ = accept(.comma)
    return argument
  }

  private mutating func innerStatement() throws(Problem) -> Statement {
    try nest()
    defer { nesting -= 1 }
    return try statement()
  }

  /// `value` or `name=value`, in a command or in a call.
  mutating func argument() throws(Problem) -> Argument {
    guard isAtNamed(), case .name(let text) = current.kind else {
      return Argument(value: try argumentValue())
    }
    let name = Word(text, at: advance().place)
    advance()
    return Argument(name: name, value: try argumentValue())
  }

  private mutating func argumentValue() throws(Problem) -> Expression {
    splitsOperands ? try operand() : try local()
  }

  /// An expression, a glob, or a word of the language as a plain name (`help where`).
  private mutating func operand() throws(Problem) -> Expression {
    let start = current.place
    if isAt(.times) {
      advance()
      var glob = "*"
      if isAttached(0), case .name(let text) = current.kind {
        advance()
        glob += text
      }
      return Expression(.name(glob), at: place(from: start))
    }
    if case .name(let text) = current.kind, let keyword = Keyword(rawValue: text),
      !keyword.beginsValue
    {
      advance()
      return Expression(.name(text), at: start)
    }
    return try conditional()
  }
}
