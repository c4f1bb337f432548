// histogram: how the numbers of a tensor are spread.

import Grammars
import Reports
import Sessions
import Tensors
import Kernels
import Architectures

enum HistogramCommand: Command {
  static let signature = Signature(
    "histogram", .look, "Draws how the values of a tensor are spread.",
    discussion: """
      The tensor is any expression: a parameter (conv1.weight), a gradient \
      (gradient(conv1.weight)), an activation (output(relu3)), or a layer's name for its output.
      """,
    operands: [.init("tensor", .expression, "a tensor, or a layer's name for its output")],
    options: [.init("bins", .integer, "how many intervals (20)")],
    examples: [
      .init(
        "histogram conv1.weight", "the start values of a layer",
        after: "data shapes; batch 8; net = stack(3, 4)"),
      .init(
        "histogram relu1 bins=10", "what a layer gives",
        after: "data shapes; batch 8; net = stack(3, 4); forward"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let expression = call["tensor"] else {
      throw Problem(.wrongArgument, "histogram needs a tensor")
    }
    let tensor = try context.tensor(expression, in: workspace)
    let facts = tensor.statistics
    let bins = try call.integer("bins", workspace, context, in: 1...200) ?? 20
    let name = expression.text
    let histogram = Histogram(
      of: tensor.doubles, intervals: bins,
      title: "\(name) \(Figures.text(shape: tensor.shape.extents))", quantity: "value")
    return Report(
      kind: "histogram",
      data: [
        "name": .string(name), "low": .number(histogram.low), "high": .number(histogram.high),
        "counts": .list(histogram.counts.map { .integer($0) }), "mean": .number(facts.mean),
        "std": .number(facts.deviation), "not_finite": .integer(facts.notFinite),
      ],
      blocks: [
        .histogram(histogram),
        .text(
          Text("mean \(Figures.text(facts.mean)), std \(Figures.text(facts.deviation))")),
      ])
  }
}

extension Context {
  /// A tensor expression, where a layer's name stands for its output.
  func tensor(_ expression: Expression, in workspace: Workspace) throws(Problem) -> Tensor {
    if case .name(let name) = expression.node,
      let output = try scope(workspace).activation(name, at: expression.place)
    {
      return output
    }
    switch try evaluator(workspace).value(expression) {
    case .tensor(let tensor): return tensor
    case .number(let number): return Tensor([], [Float(number)])
    case .word(let word): throw evaluator(workspace).unknown(word, at: expression.place)
    case let other:
      throw Problem(
        .wrongArgument, "a tensor is needed here, and this is \(other.sort)",
        hint: "try: conv1.weight, gradient(conv1.weight), output(relu1)", place: expression.place)
    }
  }
}
