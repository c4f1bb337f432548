// What the place after some tokens wants: a command, a value of some kind, the name of an option.

import Reports

/// What may stand after the tokens of an unfinished line.
struct Wanted {
  private let vocabulary: Vocabulary
  /// Whether a statement begins here.
  private var statement = false
  /// Kinds of values, the likeliest first.
  private var kinds: [Signature.Kind] = []
  /// Options that can be named.
  private var options: [Signature.Parameter] = []

  init(after tokens: ArraySlice<Token>, in vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    let statement = tokens.afterLast { $0.endsStatement }
    if let open = statement.innermostOpenBracket {
      seekInBrackets(statement[..<open], statement[(open + 1)...])
    } else {
      seek(statement)
    }
  }

  var takesFile: Bool { kinds.contains(.file) }

  // MARK: Where we are

  /// In a statement, outside of brackets.
  private mutating func seek(_ tokens: ArraySlice<Token>) {
    guard let first = tokens.first else {
      statement = true
      return
    }
    let inside = tokens.dropFirst()
    if case .name(let verb) = first.kind, let signature = vocabulary.verbs[verb],
      inside.first?.continuesExpression != true
    {
      seekOperand(of: signature, after: inside)
    } else if tokens.last?.wantsValue == true {
      kinds = [.expression]
    }
  }

  /// Among the operands of a command.
  private mutating func seekOperand(of signature: Signature, after tokens: ArraySlice<Token>) {
    var parser = Parser(tokens)
    var arguments: [Argument] = []
    while !parser.current.endsStatement {
      if parser.isAtInnerStatement(of: signature, after: arguments) {
        return seek(tokens.dropFirst(parser.index))
      }
      guard let argument = try? parser.commandArgument() else { break }
      arguments.append(argument)
    }
    if let option = tokens.openOption {
      kinds = signature.parameter(option).map { [$0.kind] } ?? [.expression]
    } else if let last = tokens.last, last.wantsValue, last.kind != .symbol(.comma) {
      kinds = [.expression]
    } else {
      let names = arguments.compactMap(\.name?.text)
      kinds = signature.kinds(afterOperands: arguments.count - names.count)
      statement = kinds.contains(.statement)
      options = signature.options.filter { !names.contains($0.name) }
    }
  }

  /// Inside a bracket, with the tokens before it and after it.
  private mutating func seekInBrackets(_ before: ArraySlice<Token>, _ inside: ArraySlice<Token>) {
    var callable: Vocabulary.Callable?
    if case .name(let name)? = before.last?.kind { callable = vocabulary.callable(name) }
    if let option = inside.openOption {
      let parameter = callable?.parameters.first { $0.name == option }
      kinds = [parameter?.kind ?? .expression]
    } else if inside.last?.wantsValue ?? true {
      kinds = [.expression]
      if inside.last.map({ $0.kind == .symbol(.comma) }) ?? true {
        options = callable?.parameters.filter { !inside.names.contains($0.name) } ?? []
      }
    }
  }

  // MARK: What there is

  /// The words that may stand here and begin with `prefix`, each once.
  func candidates(beginningWith prefix: String) -> [Completion.Candidate] {
    var all: [Completion.Candidate] = []
    if statement {
      all += verbs + named(vocabulary.models, "model") + named(vocabulary.variables, "variable")
    }
    for kind in kinds { all += words(of: kind) }
    all += options.map { Completion.Candidate($0.name + "=", $0.summary) }
    let beginning = prefix.lowercased()
    var seen: Set<String> = []
    return all.filter {
      $0.text.lowercased().hasPrefix(beginning) && seen.insert($0.text).inserted
    }
  }

  private func words(of kind: Signature.Kind) -> [Completion.Candidate] {
    switch kind {
    case .number, .integer:
      named(vocabulary.variables, "variable") + vocabulary.functions.map(\.candidate)
    case .boolean: named(["true", "false"], "")
    case .choice(let words), .entry(let words): named(words, "")
    case .model: named(vocabulary.models, "model")
    case .layer: named(vocabulary.layers, "layer")
    case .command: verbs
    case .expression:
      (vocabulary.layerKinds + vocabulary.architectures).map(\.candidate)
        + named(vocabulary.models, "model") + named(vocabulary.variables, "variable")
        + vocabulary.functions.map(\.candidate) + named(vocabulary.layers, "layer")
    case .string, .file, .word, .statement: []
    }
  }

  private var verbs: [Completion.Candidate] {
    vocabulary.verbs.signatures.map { Completion.Candidate($0.verb, $0.summary) }
  }

  private func named(_ names: [String], _ summary: String) -> [Completion.Candidate] {
    names.map { Completion.Candidate($0, summary) }
  }
}

extension Vocabulary.Callable {
  fileprivate var candidate: Completion.Candidate { Completion.Candidate(name, summary) }
}

extension Signature {
  fileprivate func parameter(_ name: String) -> Parameter? {
    (options + operands).first { $0.name == name }
  }

  /// The kinds that the next operand may have after `count` of them.
  fileprivate func kinds(afterOperands count: Int) -> [Kind] {
    var kinds: [Kind] = []
    var position = count
    if let last = operands.last, last.repeats { position = min(position, operands.count - 1) }
    for operand in operands.dropFirst(position) {
      kinds.append(operand.kind)
      if !operand.optional { break }
    }
    return kinds
  }
}

// MARK: Reading an unfinished line

extension Token {
  /// Whether an operator or bracket before the cursor leaves a value to be typed.
  fileprivate var wantsValue: Bool {
    switch kind {
    case .symbol(let symbol): symbol != .close
    case .name(let text): Keyword(rawValue: text).map { $0 != .yes && $0 != .no } ?? false
    default: false
    }
  }

  /// Whether it makes the word before it the beginning of an expression.
  fileprivate var continuesExpression: Bool {
    guard case .symbol(let symbol) = kind else { return false }
    return !(symbol == .open && spaceBefore) && symbol != .minus && symbol != .times
  }
}

extension ArraySlice<Token> {
  /// What follows the last token that satisfies `condition`; everything if none does.
  fileprivate func afterLast(where condition: (Token) -> Bool) -> ArraySlice<Token> {
    self[(lastIndex(where: condition).map { $0 + 1 } ?? startIndex)...]
  }

  /// Where the innermost bracket begins that is still open at the end.
  fileprivate var innermostOpenBracket: Int? {
    var open: [Int] = []
    for index in indices {
      if self[index].kind == .symbol(.open) { open.append(index) }
      if self[index].kind == .symbol(.close) { _ = open.popLast() }
    }
    return open.last
  }

  /// The name in `name=` at the very end.
  fileprivate var openOption: String? {
    guard last?.kind == .symbol(.assign), case .name(let name)? = dropLast().last?.kind else {
      return nil
    }
    return name
  }

  /// Every name with a `=` after it.
  fileprivate var names: [String] {
    zip(self, dropFirst()).compactMap { token, next in
      guard case .name(let name) = token.kind, next.kind == .symbol(.assign) else { return nil }
      return name
    }
  }
}
