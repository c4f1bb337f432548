// Assignments, definitions and shown expressions.

import Architectures
package import Grammars
import Networks
package import Reports
import Tensors
import Kernels

extension Workspace {
  /// `name = expression`: a chain becomes a model, anything else a variable.
  mutating func assign(
    _ name: Word, _ expression: Expression, with context: Context
  ) throws(Problem) -> Report {
    try checkNew(name, isModel: true)
    switch try context.evaluator(self).value(expression) {
    case .chain(let chain):
      guard !chain.elements.isEmpty else {
        throw Problem(.wrongArgument, "this chain has no layers", place: expression.place)
      }
      do {
        return try define(name.text, as: chain, memory: context.host.memory).report
      } catch { throw error.at(expression.place) }
    case .word(let word):
      throw context.evaluator(self).unknown(word, at: expression.place)
    case let value:
      try checkNew(name)
      guard model(named: name.text) == nil else {
        throw Problem(
          .wrongArgument, "\(name.text) is a model; a variable needs another name",
          place: name.place)
      }
      variables.removeAll { $0.name == name.text }
      variables.append(Variable(name: name.text, value: value))
      return value.report(named: name.text)
    }
  }

  /// `name(parameters) = expression`.
  mutating func define(_ function: Function) throws(Problem) -> Report {
    try checkNew(function.name)
    functions.removeAll { $0.name.text == function.name.text }
    functions.append(function)
    return Report(
      kind: "definition", data: ["name": .string(function.name.text)],
      blocks: [.text(Text(function.usage, .code) + Text(" is defined"))])
  }

  /// An expression on its own line: its value, shown.
  func show(_ expression: Expression, with context: Context) throws(Problem) -> Report {
    if case .name(let name) = expression.node, let model = model(named: name) {
      return model.report
    }
    let value = try context.evaluator(self).value(expression)
    if case .word(let word) = value {
      throw unknownWord(word, at: expression.place, with: context)
    }
    return value.report(named: nil)
  }

  /// A line that is one unknown word was meant as a command, or as a name.
  private func unknownWord(
    _ word: String, at place: Problem.Place, with context: Context
  ) -> Problem {
    let names = context.library.verbs.names + context.scope(self).names + layerNames
    return Problem(
      .unknownWord,
      word.contains(".") ? "no layer, model or value '\(word)'" : "no command '\(word)'",
      hint: didYouMean(word, among: names) ?? "help lists the commands", place: place)
  }

  private static let reserved = [
    "true", "false", "if", "else", "where", "requires", "and", "or", "not",
  ]

  /// Names that would hide something else are refused. A model may be called like a layer, as in
  /// `compare plain bn`: commands mean the model, chains go on meaning the layer.
  package func checkNew(_ name: Word, isModel: Bool = false) throws(Problem) {
    let isLayer = isModel ? name.text == "input" : layerNames.contains(name.text)
    if isLayer || Self.reserved.contains(name.text) {
      throw Problem(
        .wrongArgument, "'\(name.text)' is \(isLayer ? "a layer's name" : "part of the language")",
        hint: "choose another name", place: name.place)
    }
    guard !isModel || !isLikeLayer(name.text) else {
      throw Problem(
        .wrongArgument, "'\(name.text)' is what a layer inside a model is called",
        hint: "choose another name", place: name.place)
    }
    guard !name.text.contains("."), !name.text.contains("*") else {
      throw Problem(
        .wrongArgument, "a name has no dots or stars", place: name.place)
    }
  }
}

/// Whether layers get such names: a kind and its count, as in conv1.
private func isLikeLayer(_ name: String) -> Bool {
  guard let last = name.last, last.isNumber else { return false }
  let kind = String(name.reversed().drop { $0.isNumber }.reversed())
  return layerNames.contains(kind)
}

extension Model {
  /// What a model is, in one line.
  package var report: Report {
    let program = try? Program(network, input: network.input.batched(2), memory: .max)
    let output = program?.output.example ?? network.input
    return Report(
      kind: "model",
      data: [
        "name": .string(name), "parameters": .integer(network.parameterCount),
        "depth": .integer(network.depth), "layers": .integer(network.names.count),
        "input": .list(network.input.extents.map { .integer($0) }),
        "output": .list(output.extents.map { .integer($0) }),
        "notation": .string(network.chain.notation),
      ],
      blocks: [
        .text(
          Text(name, .strong)
            + Text(
              ": " + Figures.count(network.names.count, "layer", "layers") + ", "
                + Figures.count(network.parameterCount, "parameter", "parameters") + ", "
                + "\(Figures.text(shape: network.input.extents)) → "
                + Figures.text(shape: output.extents)))
      ])
  }
}

extension Value {
  /// The value, shown: a number as itself, a tensor as its shape and statistics.
  func report(named name: String?) -> Report {
    let prefix = name.map { Text($0, .strong) + Text(" = ") } ?? Text(spans: [])
    switch self {
    case .number(let number):
      return Report(
        kind: "value", data: ["value": .number(number)],
        blocks: [.text(prefix + Text(Figures.text(number)))])
    case .boolean(let flag):
      return Report(
        kind: "value", data: ["value": .boolean(flag)],
        blocks: [.text(prefix + Text(String(flag)))])
    case .string(let text), .word(let text):
      return Report(
        kind: "value", data: ["value": .string(text)], blocks: [.text(prefix + Text(text))])
    case .tuple(let parts):
      let words = "(" + parts.map(\.words).joined(separator: ", ") + ")"
      return Report(
        kind: "value", data: ["value": .list(parts.map { .string($0.words) })],
        blocks: [.text(prefix + Text(words))])
    case .tensor(let tensor): return tensor.report(prefix: prefix)
    case .chain(let chain):
      return Report(
        kind: "value", data: ["value": .string(chain.notation)],
        blocks: [.text(prefix + Text(chain.notation, .code))])
    }
  }

  private var words: String {
    switch self {
    case .number(let number): Figures.text(number)
    case .boolean(let flag): String(flag)
    case .string(let text), .word(let text): text
    case .tuple(let parts): "(" + parts.map(\.words).joined(separator: ", ") + ")"
    case .tensor(let tensor): "tensor " + Figures.text(shape: tensor.shape.extents)
    case .chain(let chain): chain.notation
    }
  }
}

extension Tensor {
  /// A tensor's shape and statistics, and its first numbers when it is small.
  fileprivate func report(prefix: Text) -> Report {
    if count == 1 {
      return Report(
        kind: "value", data: ["value": .number(Double(self[0])), "shape": .list([])],
        blocks: [.text(prefix + Text(Figures.text(Double(self[0]))))])
    }
    let facts = statistics
    var blocks: [Block] = [
      .text(
        prefix
          + Text(
            "tensor \(Figures.text(shape: shape.extents)): "
              + "min \(Figures.text(Double(facts.minimum))), max \(Figures.text(Double(facts.maximum))), "
              + "mean \(Figures.text(facts.mean)), std \(Figures.text(facts.deviation))"
              + (facts.notFinite > 0 ? ", \(facts.notFinite) not finite" : "")))
    ]
    if count <= 16 {
      blocks.append(.text(Text(values.map { Figures.text(Double($0)) }.joined(separator: "  "))))
    }
    return Report(
      kind: "value",
      data: [
        "shape": .list(shape.extents.map { .integer($0) }),
        "min": .number(Double(facts.minimum)), "max": .number(Double(facts.maximum)),
        "mean": .number(facts.mean), "std": .number(facts.deviation),
      ], blocks: blocks)
  }
}
