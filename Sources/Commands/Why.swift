// why: the factors that made a gradient or a Jacobian as large as it is.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors

enum Why: Command {
  static let signature = Signature(
    "why", .look, "Tells which factors make a gradient or a Jacobian as large as it is.",
    discussion: """
      A gradient's norm is the norm at the loss, times what each layer on the way makes of it (the \
      ledger's factors), times what the layer itself was given. A Jacobian's Frobenius norm is that \
      of its rows times the root of their number. All factors are measured; their product is the \
      number itself, to rounding.
      """,
    operands: [
      .init(
        "what", .expression,
        "norm(gradient(conv1.weight)), mean(abs(gradient(…))), gradient(conv1), jacobian(conv1)")
    ],
    examples: [
      .init(
        "why norm(gradient(conv1.weight))", "why is it so small?",
        after: "data shapes; batch 8; net = stack(4, 4)"),
      .init("why jacobian(conv2)", "a layer's", after: "data shapes; batch 8; net = stack(4, 4)"),
    ])

  /// What is asked about, with what becomes of its norm.
  private enum Question {
    case gradient(Word, isMean: Bool)
    case jacobian(Word)
  }

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let what = call["what"], let question = question(what) else {
      throw Problem(
        .wrongArgument, "why explains a gradient or a Jacobian",
        hint: "try: why norm(gradient(conv1.weight)), or why jacobian(conv1)",
        place: call["what"]?.place)
    }
    let scope = context.scope(workspace)
    switch question {
    case .gradient(let name, let isMean):
      guard let (model, rest) = scope.owner(of: name.text) else { throw noModel(name) }
      let run = try workspace.lookBackward(at: model, host: context.host)
      guard let factors = Factors.ofGradient(rest, isMean: isMean, in: run) else {
        let known = ["input"] + model.network.parameters.names + model.network.names
        throw Problem(
          .unknownWord, "\(model.name) has no parameter or layer '\(rest)'",
          hint: nearest(to: rest, among: known).map { "did you mean '\($0)'?" }, place: name.place)
      }
      return report(factors, of: model)
    case .jacobian(let name):
      guard let (model, rest) = scope.owner(of: name.text) else { throw noModel(name) }
      let run = try workspace.look(at: model, host: context.host)
      guard let stretch = run.program.stretch(rest), let map = Linearization(run, of: stretch)
      else {
        throw Problem(
          .unknownWord, "\(model.name) has no layer '\(rest)'",
          hint: nearest(to: rest, among: model.network.names).map { "did you mean '\($0)'?" },
          place: name.place)
      }
      let jacobian = Jacobian.measure(
        map, norms: .frobenius, iterations: 1, tolerance: 1, probes: nil,
        randomness: workspace.randomness.split(by: "jacobian"),
        isCancelled: { context.host.isCancelled })
      try context.host.checkCancelled()
      let measured = jacobian.frobenius?.value ?? 0
      return report(Factors.ofJacobian(measured, of: map, in: run), of: model)
    }
  }

  private static func noModel(_ name: Word) -> Problem {
    Problem(
      .notReady, "there is no model yet", hint: "try: net = vgg(8, norm=batch)", place: name.place)
  }

  /// `gradient(x)`, `norm(gradient(x))`, `mean(abs(gradient(x)))`, `jacobian(x)`, or `x` itself.
  private static func question(_ expression: Expression) -> Question? {
    switch expression.node {
    case .name(let name): return .gradient(Word(name, at: expression.place), isMean: false)
    case .call(let function, let arguments):
      guard let inner = arguments.first?.value, arguments.count == 1 else { return nil }
      switch function.text {
      case "gradient", "jacobian":
        guard case .name(let name) = inner.node else { return nil }
        let word = Word(name, at: inner.place)
        return function.text == "jacobian" ? .jacobian(word) : .gradient(word, isMean: false)
      case "norm":
        guard case .gradient(let word, false)? = question(inner) else { return nil }
        return .gradient(word, isMean: false)
      case "mean":
        guard case .call(let absolute, let insides) = inner.node, absolute.text == "abs",
          let gradient = insides.first?.value, case .gradient(let word, false)? = question(gradient)
        else { return nil }
        return .gradient(word, isMean: true)
      default: return nil
      }
    default: return nil
    }
  }

  private static func report(_ factors: Factors, of model: Model) -> Report {
    var left = 1.0
    let rows = factors.factors.map { factor -> [Table.Cell] in
      left *= factor.value
      return [.words(factor.what), .number(factor.value), .number(left)]
    }
    let culprits = factors.culprits.prefix(3).map {
      "\($0.what) ×\(Figures.text($0.value, digits: 3))"
    }
    return Report(
      kind: "why",
      data: [
        "model": .string(model.name), "what": .string(factors.name),
        "measured": .number(factors.measured), "product": .number(factors.product),
        "factors": .list(
          factors.factors.map {
            [
              "layer": $0.layer.map { .string($0) } ?? .null, "what": .string($0.what),
              "value": .number($0.value),
            ]
          }),
      ],
      blocks: [
        .table(
          Table(
            title: "\(factors.name) = \(Figures.text(factors.measured))",
            columns: [.init("factor", .left), .init("×"), .init("so far")], rows: rows)),
        .text(Text("most of it: ") + Text(culprits.joined(separator: "; "))),
      ])
  }
}
