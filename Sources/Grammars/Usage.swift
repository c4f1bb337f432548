// The usage line of a command: `jacobian [layer…] [norm=spectral|frobenius|gain|all]`.

extension Signature {
  /// The verb, its operands and options; what may be missing stands in square brackets.
  package var usage: String {
    let places = operands.map { operand in
      let place = operand.placeholder + (operand.repeats ? "…" : "")
      return operand.optional ? "[\(place)]" : place
    }
    let names = options.map { "[\($0.name)=\($0.kind.placeholder)]" }
    return ([verb] + places + names).joined(separator: " ")
  }
}

extension Signature.Parameter {
  /// How an operand is shown: its name, or the words to choose from.
  fileprivate var placeholder: String {
    switch kind {
    case .choice(let words): words.joined(separator: "|")
    case .string, .file: "\"\(name)\""
    case .number, .integer, .boolean, .entry, .model, .layer, .command, .word, .expression,
      .statement:
      name
    }
  }
}

extension Signature.Kind {
  /// How the value of an option is shown.
  fileprivate var placeholder: String {
    switch self {
    case .number: "number"
    case .integer: "integer"
    case .boolean: "true|false"
    case .string: "\"text\""
    case .choice(let words): words.joined(separator: "|")
    case .entry: "name"
    case .file: "\"file\""
    case .model: "model"
    case .layer: "layer"
    case .command: "command"
    case .word: "word"
    case .expression: "expression"
    case .statement: "statement"
    }
  }

  /// What a value must be, for a refusal: "'steps' must be a whole number".
  var phrase: String {
    switch self {
    case .number: "a number"
    case .integer: "a whole number"
    case .boolean: "true or false"
    case .string: "text in quotes"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .entry: "a name or a number"
    case .file: "a file name in quotes"
    case .model: "the name of a model"
    case .layer: "the name of a layer"
    case .command: "the name of a command"
    case .word: "a word"
    case .expression: "a value"
    case .statement: "a statement"
    }
  }
}
