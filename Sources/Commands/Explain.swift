// explain: a layer's formula, with one number of the live batch worked out.

import Architectures
import Grammars
import Layers
import Networks
import Probes
import Reports
import Sessions
import Tensors

enum Explain: Command {
  static let signature = Signature(
    "explain", .look,
    "Works out one number of a layer by its formula: an output, or an element of a gradient.",
    discussion: """
      Names the element by its place along each axis, as in 'explain conv2 0 3 4 4': example 0, \
      channel 3, row 4, column 4; the middle of the first example if missing. After 'backward' one \
      element of the gradient is worked out too, as the sum over all numbers y that depend on it. \
      'of=input', 'of=weight' or another parameter asks for an element of that gradient. What the \
      formula comes to in Float64 is compared with what the run holds. 'explain loss 3' works out the \
      loss of example 3 with its targets, as they are when smoothed or brought along by the batch.
      """,
    operands: [
      .init("layer", .layer, "a layer or block, or loss"),
      .init("element", .integer, "its place along each axis", optional: true, repeats: true),
    ],
    options: [
      .init("of", .word, "output, input or a parameter: input and parameters mean the gradient"),
      .init("model", .model, "a model; the active one if missing"),
    ],
    examples: [
      .init(
        "explain conv2", "one output, in numbers",
        after: "data shapes; batch 8; net = stack(3, 4); forward"),
      .init(
        "explain bn1 1 2 5 5", "an element of your choice",
        after: "data shapes; batch 8; net = stack(3, 4, norm=batch); forward"),
      .init(
        "explain dense1 2 0 of=weight", "an element of the weight's gradient",
        after: "data shapes; batch 8; net = stack(3, 4); forward; backward"),
      .init(
        "explain loss", "the loss of the first example",
        after: "data shapes; batch 8; net = stack(3, 4); forward"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    guard let word = try call.word("layer") else {
      throw Problem(.wrongArgument, "explain needs a layer", hint: "try: explain conv1")
    }
    if word.text == "loss", !model.network.names.contains("loss") {
      return try LossExplanation.report(call, model, workspace, context)
    }
    let name = try model.network.layers(matching: word)[0]
    let asked = try call.word("of")
    let wantsGradient = asked.map { $0.text != "output" } ?? false
    let run =
      wantsGradient
      ? try workspace.lookBackward(at: model, host: context.host)
      : try workspace.look(at: model, host: context.host)
    guard let stretch = run.program.stretch(name), !stretch.instructions.isEmpty else {
      throw Problem(.notReady, "\(name) has no numbers yet", hint: "try: forward")
    }
    let instruction = stretch.output - 1
    let element = try element(call, workspace, context)
    var explanations: [Explanation] = []
    if !wantsGradient {
      let shape = run.program.shape(of: stretch.output)
      let offset = try offset(element, in: shape, of: "the output of \(name)", call)
      explanations += [Explanation.output(of: instruction, offset, in: run)].compactMap { $0 }
    }
    if wantsGradient || (asked == nil && run.isBackwardDone) {
      let (tensor, shape) = try tensor(asked, of: name, instruction, run)
      let place = wantsGradient ? element : []
      if let shape {
        let offset = try offset(place, in: shape, of: "\(tensor) of \(name)", call)
        explanations += [
          Explanation.gradient(of: instruction, by: tensor, offset, in: run)
        ].compactMap { $0 }
      }
    }
    return report(explanations, of: name, model)
  }

  /// The place named, axis by axis.
  private static func element(
    _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> [Int] {
    var place: [Int] = []
    for expression in call.all("element") {
      place.append(
        try context.evaluator(workspace).integer(expression, in: 0...1_000_000_000))
    }
    return place
  }

  /// Where the place stands in a tensor; the middle of its first example if none is named.
  private static func offset(
    _ place: [Int], in shape: Shape, of what: String, _ call: Call
  ) throws(Problem) -> Int {
    let middle = shape.extents.enumerated().map { $0.offset == 0 ? 0 : $0.element / 2 }
    guard let offset = shape.offset(of: place.isEmpty ? middle : place) else {
      throw Problem(
        .wrongArgument,
        "\(Figures.text(shape: place)) is no place in \(what), which is "
          + Figures.text(shape: shape.extents),
        hint: "every axis counts from 0; the last place is "
          + shape.extents.map { String($0 - 1) }.joined(separator: " "),
        place: call["element"]?.place)
    }
    return offset
  }

  /// The tensor whose gradient is meant: the one asked for, else the weight, else the input.
  private static func tensor(
    _ asked: Word?, of name: String, _ instruction: Int, _ run: Run
  ) throws(Problem) -> (String, Shape?) {
    guard case .layer(let number) = run.program.instructions[instruction].operation else {
      if let asked {
        throw Problem(
          .wrongArgument, "\(name) is a block: the gradient passes it as it is",
          hint: "explain a layer inside it", place: asked.place)
      }
      return ("input", nil)
    }
    let parameters = run.network.layers[number].layer.parameters
    let known = ["output", "input"] + parameters.names
    let tensor = asked?.text ?? (parameters.names.first ?? "input")
    guard known.contains(tensor) else {
      throw Problem(
        .wrongArgument, "\(name) has no '\(tensor)'",
        hint: "of= can be " + known.joined(separator: ", "), place: asked?.place)
    }
    return (
      tensor,
      tensor == "input"
        ? run.program.instructions[instruction].inputShape : parameters[tensor]?.shape
    )
  }

  private static func report(
    _ explanations: [Explanation], of name: String, _ model: Model
  ) -> Report {
    var blocks: [Block] = []
    if let layer = model.network.layer(name) {
      let card = type(of: layer).card
      blocks = [
        .text(Text(name, .strong) + Text("  \(layer.arguments.notation(of: card))", .code)),
        .verbatim("  \(card.formula)\n  \(card.derivative)"),
      ]
    } else {
      blocks = [.text(Text(name, .strong))]
    }
    for explanation in explanations {
      blocks.append(
        .text(
          Text(explanation.symbol + Figures.text(shape: explanation.index), .heading)))
      for line in explanation.lines.flatMap(\.texts) { blocks.append(.text(Text("  " + line))) }
      let held = Figures.text(explanation.held, digits: 6)
      blocks.append(
        .text(
          explanation.agrees
            ? Text("  the run holds \(held)", .good)
            : Text(
              "  the run holds \(held): they differ by "
                + Figures.text(abs(explanation.held - explanation.value), digits: 2), .bad)))
    }
    return Report(
      kind: "explain",
      data: [
        "layer": .string(name), "model": .string(model.name),
        "elements": .list(
          explanations.map { explanation in
            [
              "of": .string(explanation.symbol),
              "index": .list(explanation.index.map { .integer($0) }),
              "formula": .list(explanation.lines.map { .string($0.formula) }),
              "terms": .integer(explanation.lines.last?.sum?.terms.count ?? 0),
              "value": .number(explanation.value), "held": .number(explanation.held),
              "agrees": .boolean(explanation.agrees),
            ]
          }),
      ], blocks: blocks)
  }
}
