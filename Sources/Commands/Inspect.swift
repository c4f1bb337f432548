// inspect: everything about one layer, its rule and its numbers.

import Grammars
import Layers
import Networks
import Probes
import Reports
import Sessions
import Tensors
import Kernels

enum Inspect: Command {
  static let signature = Signature(
    "inspect", .look, "Shows one layer: its rule, its tensors, and what passes through it.",
    discussion: """
      Lists the layer's parameters, running statistics, memo, input and output, and after 'backward' \
      the gradients of the loss: 'd weight' is that with respect to the weight.
      """,
    operands: [.init("layer", .layer, "a layer or block")],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init(
        "inspect conv2", "one layer after a pass",
        after: "data shapes; batch 8; net = stack(3, 4); forward; backward")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    guard let word = try call.word("layer") else {
      throw Problem(.wrongArgument, "inspect needs a layer")
    }
    let name = try model.network.layers(matching: word)[0]
    var tensors: [(what: String, tensor: Tensor)] = []
    var blocks: [Block] = []
    if let layer = model.network.layer(name) {
      let card = type(of: layer).card
      blocks = [
        .text(Text(name, .strong) + Text("  \(layer.arguments.notation(of: card))", .code)),
        .text(Text(card.summary)), .verbatim("  \(card.formula)\n  \(card.derivative)"),
        .text(Text(card.source, .faint)),
      ]
      tensors += layer.parameters.pairs.map { ($0.name, $0.tensor) }
      tensors += layer.buffers.pairs.map { ($0.name, $0.tensor) }
    } else {
      blocks = [.text(Text(name, .strong))]
    }
    if let run = model.run { tensors += passing(through: name, of: run) }
    let rows = tensors.map { what, tensor -> [Table.Cell] in
      let facts = tensor.statistics
      return [
        .words(what), .shape(tensor.shape.extents), .number(facts.mean),
        .number(facts.deviation), .number(Double(facts.minimum)), .number(Double(facts.maximum)),
        .number(tensor.norm),
      ]
    }
    if rows.isEmpty {
      blocks.append(.text("no numbers yet: 'forward' makes some"))
    } else {
      blocks.append(
        .table(
          Table(
            columns: [
              .init("tensor", .left), .init("shape", .left), .init("mean"), .init("std"),
              .init("min"), .init("max"), .init("norm"),
            ], rows: rows)))
    }
    return Report(
      kind: "inspect",
      data: [
        "name": .string(name),
        "tensors": .list(
          tensors.map { what, tensor in
            let facts = tensor.statistics
            return [
              "name": .string(what), "shape": .list(tensor.shape.extents.map { .integer($0) }),
              "mean": .number(facts.mean), "std": .number(facts.deviation),
              "min": .number(Double(facts.minimum)), "max": .number(Double(facts.maximum)),
              "norm": .number(tensor.norm),
            ]
          }),
      ], blocks: blocks)
  }

  /// Input, memo, output and gradients of a layer or block in a pass, as far as they are known.
  private static func passing(through name: String, of run: Run) -> [(String, Tensor)] {
    guard let stretch = run.program.stretch(name) else { return [] }
    var result: [(String, Tensor)] = []
    if let input = run.values[stretch.input] { result.append(("input", input)) }
    if stretch.instructions.count == 1, let pass = run.passes[stretch.instructions.lowerBound] {
      result += pass.memo.pairs.map { ("memo " + $0.name, $0.tensor) }
    }
    if let output = run.values[stretch.output] { result.append(("output", output)) }
    if let dy = run.gradients[stretch.output] { result.append(("d output", dy)) }
    if case .layer(let index)? = run.program.instructions[stretch.instructions].last?.operation,
      let gradients = run.parameterGradients[index]
    {
      result += gradients.pairs.map { ("d " + $0.name, $0.tensor) }
    }
    if let dx = run.gradients[stretch.input] { result.append(("d input", dx)) }
    return result
  }
}
