// A command's arguments are held against its signature: what comes out is whole and well named.

package import Reports

extension Signature {
  /// The call that `arguments` make: operands are given their names in order, an optional one
  /// stepping aside for a value that only fits a later one, as in `save weights "F"` and `save "F"`.
  /// Throws `unknownWord` for an unknown option, else `wrongArgument`, with the usage line.
  package func bind(
    _ verb: Word, _ arguments: [Argument], statement: [Statement] = []
  ) throws(Problem) -> Call {
    let named = Set(arguments.compactMap { $0.name?.text })
    let places = operands.filter { !named.contains($0.name) && $0.kind != .statement }
    var bound: [Argument] = []
    var next = 0
    var left = arguments.count { $0.name == nil }
    for argument in arguments {
      if let name = argument.name {
        try checkOption(name, argument.value, bound)
        bound.append(argument)
        continue
      }
      let value = argument.value
      next = position(for: value, left: left, from: next, in: places)
      guard next < places.count else { throw tooMany(value) }
      try places[next].check(value)
      bound.append(Argument(name: Word(places[next].name, at: value.place), value: value))
      next += places[next].repeats ? 0 : 1
      left -= 1
    }
    for operand in operands where !operand.optional {
      let isThere =
        operand.kind == .statement
        ? !statement.isEmpty : bound.contains { $0.name?.text == operand.name }
      if !isThere { throw missing(operand, verb) }
    }
    return Call(verb: verb, arguments: bound, statement: statement)
  }

  /// The first place from `start` that takes `value`, skipping optional ones that cannot, or must
  /// not because the values left are only enough for those that must be there. If none can take it,
  /// the first it may go to, so that this place says what it wants.
  private func position(
    for value: Expression, left: Int, from start: Int, in places: [Parameter]
  ) -> Int {
    var position = start
    while position < places.count, places[position].optional {
      let later = places[(position + 1)...]
      // Too few places would be left for the values.
      if later.count < left, later.last.map({ !$0.repeats }) ?? true { break }
      if places[position].attracts(value), later.count(where: { !$0.optional }) < left {
        return position
      }
      position += 1
    }
    if position < places.count, places[position].accepts(value) { return position }
    return start
  }

  private func checkOption(
    _ name: Word, _ value: Expression, _ bound: [Argument]
  ) throws(Problem) {
    guard let parameter = (options + operands).first(where: { $0.name == name.text }) else {
      let names = options.map(\.name)
      let compares = operands.contains { $0.kind == .expression }
      let isOperand = operands.contains { $0.offers(name.text) }
      throw refusal(
        .unknownWord, "'\(verb)' has no option '\(name.text)'",
        hint: didYouMean(name.text, among: names)
          ?? (isOperand ? "try: \(name.text) \(value.text), without =" : nil)
            ?? (compares ? "to compare, write \(name.text) == \(value.text)" : nil),
        place: name.place)
    }
    if bound.contains(where: { $0.name?.text == name.text }) {
      throw refusal(.wrongArgument, "'\(name.text)' is given twice", place: name.place)
    }
    try parameter.check(value)
  }

  // MARK: Refusals

  private func tooMany(_ value: Expression) -> Problem {
    let message =
      operands.isEmpty
      ? "'\(verb)' takes no value" : "'\(value.text)' is one value too many for '\(verb)'"
    return refusal(.wrongArgument, message, place: value.place)
  }

  private func missing(_ operand: Parameter, _ verb: Word) -> Problem {
    refusal(
      .wrongArgument, "'\(verb.text)' needs \(operand.kind.phrase) for '\(operand.name)'",
      hint: examples.first.map { "try: \($0.line)" }, place: verb.place)
  }

  private func refusal(
    _ kind: Problem.Kind, _ message: String, hint: String? = nil, place: Problem.Place
  ) -> Problem {
    Problem(
      kind, message, facts: ["usage: \(usage)"], hint: hint ?? "try: help \(verb)", place: place)
  }
}

extension Signature.Parameter {
  /// Refuses a value that cannot be of this kind.
  fileprivate func check(_ value: Expression) throws(Problem) {
    guard !accepts(value) else { return }
    var hint: String?
    if case .name(let word) = value.node {
      switch kind {
      case .choice(let words): hint = didYouMean(word, among: words)
      case .string, .file: hint = "try: \"\(word)\""
      default: break
      }
    }
    throw Problem(
      .wrongArgument, "'\(name)' must be \(kind.phrase), not \(value.text)", hint: hint,
      place: value.place)
  }

  /// Whether `word` is one of the words to choose from.
  fileprivate func offers(_ word: String) -> Bool {
    if case .choice(let words) = kind { return words.contains(word) }
    return false
  }

  /// Whether `value` belongs here, or is nearly one of the words to choose from.
  fileprivate func attracts(_ value: Expression) -> Bool {
    if case .choice(let words) = kind, case .name(let word) = value.node {
      return words.contains(word) || nearest(to: word, among: words) != nil
    }
    return accepts(value)
  }

  /// Whether `value` may be of this kind, as far as can be told without evaluating it.
  fileprivate func accepts(_ value: Expression) -> Bool {
    switch (kind, value.node) {
    case (.number, .string), (.number, .boolean), (.number, .tuple), (.number, .chain): false
    case (.integer, .string), (.integer, .boolean), (.integer, .tuple), (.integer, .chain): false
    case (.integer, .number(let number)): number == number.rounded()
    case (.integer, .unary(.minus, let size)): accepts(size)
    case (.boolean, .number), (.boolean, .string), (.boolean, .tuple), (.boolean, .chain): false
    case (.string, .string), (.file, .string): true
    case (.string, _), (.file, _): false
    case (.choice(let words), .name(let word)): words.contains(word)
    case (.model, .name(let name)), (.command, .name(let name)): !name.contains("*")
    case (.layer, .name), (.word, .name): true
    case (.entry, _): value.entryName != nil
    case (.choice, _), (.model, _), (.layer, _), (.command, _), (.word, _): false
    case (.number, _), (.integer, _), (.boolean, _), (.expression, _), (.statement, _): true
    }
  }
}
