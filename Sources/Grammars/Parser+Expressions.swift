// The grammar of expressions, loosest first:
//
//   local        body where a = e, b = e, requires condition "message"
//                (in brackets, or as a whole line)
//   conditional  a if c else b · a if c
//                (looser than ->, and c holds no ->: write a -> (b if c) -> d)
//   chain        a -> b -> c
//   operators    or · and · not · < <= > >= == != (not in a row) · + - · * / % · unary - · ^
//                (powers group from the right)
//   value        number, string, true, false, name, f(a, name=b), (a), (a, b), (a,), ()

import Reports

extension Parser {
  // MARK: Local names

  /// `body where name = value, …, requires condition "message", …`. A value extends to the next
  /// `, name =`, to `requires`, or to the end.
  mutating func local() throws(Problem) -> Expression {
    let start = current.place
    let body = try conditional()
    guard isAt(.where) || isAt(.requires) else { return body }
    var bindings: [Expression.Binding] = []
    var requirements: [Expression.Requirement] = []
    if accept(.where), !isAt(.requires), !isAtNamed() { throw missingBinding() }
    while true {
      if accept(.requires) {
        requirements.append(try requirement())
      } else if isAtNamed(), case .name(let text) = current.kind {
        let name = Word(text, at: advance().place)
        try requireNewName(name)
        if bindings.contains(where: { $0.name.text == text }) { throw standsTwice(name) }
        advance()
        bindings.append(Expression.Binding(name: name, value: try conditional()))
      }
      if isAt(.comma), isAtNamed(offset: 1) || token(1).kind == .name(Keyword.requires.rawValue) {
        advance()
      } else if !isAt(.requires) {
        break
      }
    }
    let node = Expression.Node.local(body: body, bindings: bindings, requirements: requirements)
    return Expression(node, at: place(from: start))
  }

  private mutating func requirement() throws(Problem) -> Expression.Requirement {
    let condition = try conditional()
    guard case .string(let message) = current.kind else { throw missingMessage() }
    advance()
    return Expression.Requirement(condition: condition, message: message)
  }

  // MARK: Conditionals and chains

  mutating func conditional() throws(Problem) -> Expression {
    try nest()
    defer { nesting -= 1 }
    let start = current.place
    let then = try chain()
    guard accept(.if) else { return then }
    let condition = try binary(.or)
    if isAt(.arrow) { throw chainAfterCondition() }
    let otherwise = accept(.else) ? try conditional() : nil
    let node = Expression.Node.conditional(then: then, condition: condition, otherwise: otherwise)
    return Expression(node, at: place(from: start))
  }

  private mutating func chain() throws(Problem) -> Expression {
    let start = current.place
    var links = [try binary(.or)]
    while accept(.arrow) { links.append(try binary(.or)) }
    return links.count == 1 ? links[0] : Expression(.chain(links), at: place(from: start))
  }

  // MARK: Operators

  /// An expression whose operators all bind at least as tightly as `loosest`.
  private mutating func binary(_ loosest: Precedence) throws(Problem) -> Expression {
    try nest()
    defer { nesting -= 1 }
    let start = current.place
    var left = try unary(loosest)
    while let operation = binaryOperator, operation.precedence >= loosest {
      advance()
      try countOperator()
      let right = try binary(operation.precedence.ofRightSide)
      if operation.precedence == .comparison, binaryOperator?.precedence == .comparison {
        throw comparisonsInARow()
      }
      left = Expression(.binary(operation, left, right), at: place(from: start))
    }
    return left
  }

  private mutating func unary(_ loosest: Precedence) throws(Problem) -> Expression {
    let start = current.place
    if isAt(.not), loosest <= .not {
      advance()
      return Expression(.unary(.not, try binary(.not)), at: place(from: start))
    }
    if accept(.minus) {
      return Expression(.unary(.minus, try binary(.negation)), at: place(from: start))
    }
    return try primary()
  }

  /// The operator here, unless it begins the next operand, as in `set x -1`.
  private var binaryOperator: Expression.Binary? {
    switch current.kind {
    case .symbol(.minus) where splitsOperands && current.spaceBefore && isAttached(1): nil
    case .symbol(let symbol): Expression.Binary(rawValue: symbol.rawValue)
    case .name(let text) where text == "and" || text == "or": Expression.Binary(rawValue: text)
    default: nil
    }
  }

  // MARK: Values

  private mutating func primary() throws(Problem) -> Expression {
    let place = current.place
    switch current.kind {
    case .number(let value):
      advance()
      return Expression(.number(value), at: place)
    case .string(let text):
      advance()
      return Expression(.string(text), at: place)
    case .name(let text): return try named(text)
    case .symbol(.open): return try group()
    default: throw missingValue()
    }
  }

  /// A name, a call, `true` or `false`.
  private mutating func named(_ text: String) throws(Problem) -> Expression {
    let word = Word(text, at: current.place)
    switch Keyword(rawValue: text) {
    case nil: break
    case .yes, .no:
      advance()
      return Expression(.boolean(text == Keyword.yes.rawValue), at: word.place)
    default: throw missingValue()
    }
    advance()
    guard isAt(.open), isAttached(0) else { return Expression(.name(text), at: word.place) }
    let inside = try bracketed { parser throws(Problem) in try parser.argument() }
    let call = Expression.Node.call(function: word, arguments: inside.values)
    return Expression(call, at: place(from: word.place))
  }

  /// An expression in brackets, whose place includes them, or a tuple.
  private mutating func group() throws(Problem) -> Expression {
    let start = current.place
    let inside = try bracketed { parser throws(Problem) in try parser.local() }
    let isTuple = inside.values.count != 1 || inside.endsInComma
    let node = isTuple ? .tuple(inside.values) : inside.values[0].node
    return Expression(node, at: place(from: start))
  }

  /// Values between brackets with commas between them, the last comma being optional. Spaces and
  /// line ends mean nothing inside.
  private mutating func bracketed<Value>(
    _ value: (inout Parser) throws(Problem) -> Value
  ) throws(Problem) -> (values: [Value], endsInComma: Bool) {
    let splits = splitsOperands
    splitsOperands = false
    defer { splitsOperands = splits }
    advance()
    var values: [Value] = []
    var endsInComma = false
    while !isAt(.close) {
      values.append(try value(&self))
      endsInComma = accept(.comma)
      guard endsInComma || isAt(.close) else { throw unexpected() }
    }
    advance()
    return (values, endsInComma)
  }
}

/// How tightly an operator binds, loosest first.
enum Precedence: Int, Comparable {
  case or, and, not, comparison, sum, product, negation, power

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }

  /// What may stand to the right of such an operator without brackets: something tighter, except
  /// for powers, which group from the right and may have a sign.
  var ofRightSide: Precedence {
    self == .power ? .power : Precedence(rawValue: rawValue + 1) ?? .power
  }
}

extension Expression.Binary {
  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .unequal: .comparison
    case .plus, .minus: .sum
    case .times, .over, .remainder: .product
    case .power: .power
    }
  }
}
