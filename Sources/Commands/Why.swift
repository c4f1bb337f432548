// why: the factors that made a gradient or a Jacobian as large as it is.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors

enum Why: Command {
  static let signature = Signature(
    "why", .look, "Takes the norm of a gradient or Jacobian apart into the factors that made it.",
    discussion: """
      'why gradient(conv1.weight)' begins with the norm at the logits, takes each layer's factor on \
      the way back (those of 'ledger'), and ends with what the layer itself does: the norm of its \
      input, and how well input and gradient go together. 'why jacobian(conv3)' takes the Frobenius \
      norm of one layer apart; of a chain (a part such as residual1.body, or network) it shows what \
      each layer does to random directions passed back. The product of the factors is the number \
      itself, to rounding.
      """,
    operands: [
      .init("expression", .expression, "gradient(NAME), norm(gradient(NAME)) or jacobian(NAME)")
    ],
    examples: [
      .init(
        "why gradient(conv1.weight)", "why is it so small?",
        after: "data shapes; batch 8; net = stack(4, 4); forward; backward"),
      .init(
        "why norm(gradient(relu2))", "of an activation",
        after: "data shapes; batch 8; net = stack(4, 4); forward; backward"),
      .init(
        "why jacobian(conv2)", "of a layer's Jacobian",
        after: "data shapes; batch 4; net = stack(3, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let expression = call["expression"] else {
      throw Problem(.wrongArgument, "why what?", hint: "try: why gradient(conv1.weight)")
    }
    let (kind, name, place) = try subject(of: expression)
    let scope = context.scope(workspace)
    guard let (model, rest) = scope.owner(of: name) else {
      throw Problem(.notReady, "there is no model yet", hint: "try: net = stack(4, 8)")
    }
    let cause =
      switch kind {
      case .gradient: try gradient(rest, at: place, of: model, workspace, context)
      case .jacobian: try jacobian(rest, at: place, of: model, workspace, context)
      }
    return report(
      cause,
      of: kind == .gradient ? "‖gradient(\(rest))‖" : "‖jacobian(\(rest))‖ (Frobenius)", model)
  }

  private enum Kind { case gradient, jacobian }

  /// What the expression asks about: `norm(…)` around it may be left out.
  private static func subject(
    of expression: Expression
  ) throws(Problem) -> (Kind, String, Problem.Place) {
    if case .call(let function, let arguments) = expression.node, arguments.count == 1,
      arguments[0].name == nil
    {
      let inner = arguments[0].value
      switch (function.text, inner.node) {
      case ("norm", .call): return try subject(of: inner)
      case ("gradient", .name(let name)): return (.gradient, name, inner.place)
      case ("jacobian", .name(let name)): return (.jacobian, name, inner.place)
      default: break
      }
    }
    throw Problem(
      .wrongArgument, "why can explain gradient(NAME) and jacobian(NAME), not this",
      hint: "try: why gradient(conv1.weight), or explain conv1 for one number of a layer",
      place: expression.place)
  }

  private static func gradient(
    _ name: String, at place: Problem.Place, of model: Model, _ workspace: Workspace,
    _ context: Context
  ) throws(Problem) -> Cause {
    let run = try workspace.lookBackward(at: model, host: context.host)
    let cause =
      model.network.parameters[name] != nil
      ? Cause.gradient(by: name, in: run) : Cause.gradient(at: name, in: run)
    guard let cause else {
      let known = ["input"] + model.network.parameters.names + model.network.names
      throw Problem(
        .unknownWord, "\(model.name) has no parameter or layer '\(name)'",
        hint: nearest(to: name, among: known).map { "did you mean '\($0)'?" }, place: place)
    }
    return cause
  }

  private static func jacobian(
    _ name: String, at place: Problem.Place, of model: Model, _ workspace: Workspace,
    _ context: Context
  ) throws(Problem) -> Cause {
    let run = try workspace.look(at: model, host: context.host)
    let elements =
      run.program.part(name)?.elements ?? (run.program.stretch(name) == nil ? [] : [name])
    guard !elements.isEmpty else {
      throw Problem(
        .unknownWord, "\(model.name) has no layer or part '\(name)'",
        hint: nearest(to: name, among: run.program.stretchNames).map { "did you mean '\($0)'?" },
        place: place)
    }
    let cause = Cause.jacobian(
      of: elements, in: run, randomness: workspace.randomness.split(by: "probes")
    ) { context.host.isCancelled }
    try context.host.checkCancelled()
    guard let cause else {
      throw Problem(.notReady, "there is no forward pass yet", hint: "try: forward")
    }
    return cause
  }

  private static func report(_ cause: Cause, of what: String, _ model: Model) -> Report {
    let culprits = cause.culprits.prefix(3)
    var running = 1.0
    var blocks: [Block] = [
      .text(
        Text(what, .strong) + Text(" of \(model.name) is \(Figures.text(cause.measured))")),
      .table(
        Table(
          columns: [
            .init("factor", .left), .init("×"), .init("so far"), .init("what it is", .left),
          ],
          rows: cause.factors.map { factor in
            running *= factor.value
            return [
              .words(factor.name, culprits.contains(factor) ? .strong : .plain),
              .words(Figures.text(factor.value)), .words(Figures.text(running)),
              .words(factor.meaning, .faint),
            ]
          })),
    ]
    if !culprits.isEmpty {
      blocks.append(
        .text(
          Text(cause.measured < 1 ? "makes it small: " : "makes it large: ")
            + Text(
              culprits.map { "\($0.name) ×\(Figures.text($0.value, digits: 3))" }
                .joined(separator: ", "), .strong)))
    }
    if abs(cause.product - cause.measured) > 1e-6 * abs(cause.measured) {
      blocks.append(
        .text(
          Text(
            "the product is \(Figures.text(cause.product, digits: 7)), "
              + "the number \(Figures.text(cause.measured, digits: 7))", .bad)))
    }
    return Report(
      kind: "why",
      data: [
        "model": .string(model.name), "of": .string(what), "value": .number(cause.measured),
        "product": .number(cause.product),
        "factors": .list(
          cause.factors.map {
            [
              "name": .string($0.name), "value": .number($0.value),
              "meaning": .string($0.meaning),
            ]
          }),
        "culprits": .list(culprits.map { .string($0.name) }),
      ], blocks: blocks)
  }
}
