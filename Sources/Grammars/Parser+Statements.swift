// What kind of statement a line is, decided by its first word and what follows it.

import Reports

extension Parser {
  mutating func statements() throws(Problem) -> [Statement] {
    var statements: [Statement] = []
    while true {
      while isAt(.semicolon) || current.kind == .newline { advance() }
      if current.kind == .end { return statements }
      operators = 0
      statements.append(try statement())
      guard current.endsStatement else { throw unexpected() }
    }
  }

  /// Everything there is, as one expression.
  mutating func wholeExpression() throws(Problem) -> Expression {
    while current.kind == .newline { advance() }
    let expression = try local()
    while current.kind == .newline { advance() }
    guard current.kind == .end else { throw unexpected() }
    return expression
  }

  mutating func statement() throws(Problem) -> Statement {
    let start = current.place
    var rest: [Statement] = []
    let form: Statement.Form
    if case .name(let text) = current.kind {
      let word = Word(text, at: start)
      if isAt(.assign, offset: 1) {
        form = try assignment(word)
      } else if beginsDefinition {
        form = try definition(word)
      } else if let signature = verbs[text], beginsCommand(signature) {
        advance()
        let (arguments, statement) = try operands(of: signature)
        form = .command(verb: word, arguments: arguments)
        rest = statement
      } else if verbs[text] == nil, current.freeName != nil, beginsOperand(offset: 1) {
        throw noCommand(word)
      } else {
        form = .expression(try local())
      }
    } else {
      form = .expression(try local())
    }
    return Statement(form: form, source: text(at: place(from: start)), rest: rest)
  }

  // MARK: Deciding

  /// Whether `name(…) =` stands here.
  private var beginsDefinition: Bool {
    guard isAt(.open, offset: 1), isAttached(1) else { return false }
    var depth = 0
    var offset = 1
    while true {
      switch token(offset).kind {
      case .symbol(.open): depth += 1
      case .symbol(.close): depth -= 1
      case .newline, .end, .symbol(.semicolon): return false
      default: break
      }
      offset += 1
      if depth == 0 { return isAt(.assign, offset: offset) }
    }
  }

  /// Whether what follows the verb here makes it a command: the end, an operand, `name=value`; and
  /// not a bracket that touches it, as in `loss()`, nor an operator, as in `loss * 2`.
  private func beginsCommand(_ signature: Signature) -> Bool {
    let next = token(1)
    guard case .symbol(let symbol) = next.kind else { return true }
    switch symbol {
    case .open: return next.spaceBefore
    case .minus: return next.spaceBefore && isAttached(2)
    case .times:
      return signature.operands.first?.kind == .layer || token(2).endsStatement
        || (next.spaceBefore && isAttached(2))
    case .comma, .close, .semicolon: return true
    default: return false
    }
  }

  /// Whether the token `offset` ahead can only be an operand, so that a word before it must be
  /// meant as a command.
  private func beginsOperand(offset: Int) -> Bool {
    switch token(offset).kind {
    case .number, .string: true
    case .name(let text): Keyword(rawValue: text)?.beginsValue ?? true
    case .symbol(.open): token(offset).spaceBefore
    default: false
    }
  }

  // MARK: Assignments and definitions

  private mutating func assignment(_ word: Word) throws(Problem) -> Statement.Form {
    try requireNewName(word)
    advance()
    advance()
    return .assignment(name: word, value: try local())
  }

  private mutating func definition(_ word: Word) throws(Problem) -> Statement.Form {
    try requireNewName(word)
    advance()
    advance()
    var parameters: [Function.Parameter] = []
    while !isAt(.close) {
      guard case .name(let text) = current.kind else { throw unexpected() }
      let name = Word(text, at: advance().place)
      try requireNewName(name)
      if parameters.contains(where: { $0.name.text == text }) { throw standsTwice(name) }
      let standard = accept(.assign) ? try conditional() : nil
      parameters.append(Function.Parameter(name: name, standard: standard))
      guard accept(.comma) || isAt(.close) else { throw unexpected() }
    }
    advance()
    advance()
    return .definition(Function(name: word, parameters: parameters, body: try local()))
  }
}
