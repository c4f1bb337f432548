// theory LAW MODEL: what a law says of a model as it is, at the current batch.

import Grammars
import Layers
import Networks
import Reports
import Sessions
import Tensors
import Theory

extension TheoryCommand {
  /// How many draws of the start values the band comes from: its width is then known to an eighth.
  private static let draws = 32

  /// The names of the laws that say something of a given model.
  static var laws: String {
    lawCatalog.filter { $0.live != nil }.map(\.name).joined(separator: ", ")
  }

  static func live(
    _ law: Law, _ model: Model, _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Report {
    for quantity in Law.Quantity.allCases where quantity != .samples {
      guard let expression = call[quantity.rawValue] else { continue }
      throw Problem(
        .wrongArgument, "\(model.name) has its own \(quantity.rawValue)",
        hint: "leave \(quantity.rawValue)= out", place: expression.place)
    }
    let samples = try call.integer("samples", workspace, context, in: 4...100_000) ?? draws
    let run =
      law.live?.needsGradient == true
      ? try workspace.lookBackward(at: model, host: context.host)
      : try workspace.look(at: model, host: context.host)
    let randomness = workspace.randomness.split(by: "theory").split(by: law.name)
    do {
      let found = try LiveConfrontation(law, run, samples: samples, randomness: randomness) {
        share in
        context.host.progress(share, law.name)
        return !context.host.isCancelled
      }
      return law.report(found, of: model.name, samples: samples)
    } catch {
      switch error {
      case .cancelled: throw Problem(.interrupted, "interrupted")
      case .premise(let premise):
        throw premise.problem(of: law, model).at(call["model"]?.place)
      }
    }
  }
}

extension BrokenPremise {
  fileprivate func problem(of law: Law, _ model: Model) -> Problem {
    let (fact, hint) = words
    return Problem(
      .wrongArgument, "\(law.name) says nothing of \(model.name): \(fact)", hint: hint)
  }

  /// What is broken, and what to do about it.
  private var words: (fact: String, hint: String) {
    switch self {
    case .ownNetworksOnly:
      ("it is measured on networks of its own", "laws of a model: \(TheoryCommand.laws)")
    case .noUnit(let unit):
      (
        "it has no \(unit) at its top level",
        "the law is about \(unit), several times in a row or once"
      )
    case .noGate:
      (
        "no branch of it can be dropped",
        "try: residual(…, survival=0.8), or decaying(…) around a chain of blocks"
      )
    case .variance(let layer, let measured, let assumed, let rule):
      (
        "its weights are not those of 'initialize \(rule)': their variance in \(layer) is "
          + "\(Figures.text(measured, digits: 3))/n, where \(Figures.text(assumed, digits: 3))/n is "
          + "assumed",
        "try: initialize \(rule)"
      )
    case .dependent(let layer, let dependence):
      ("\(dependence.words(of: "\(layer).weight"))", "try: initialize he")
    case .parameter(let name, let value):
      (
        "\(name) is not \(Figures.text(value)) everywhere",
        name.hasSuffix(".bias")
          ? "try: initialize he, which sets it so, or bias=false" : "try: initialize he"
      )
    case .evaluation:
      ("it is in mode evaluation, and the law is about training", "try: mode training")
    case .batch(let least):
      ("the batch is too small", "try: batch \(max(32, least)); the law needs \(least) at least")
    case .sizes(let sizes):
      (
        "no weight has a shorter side from \(Figures.text(sizes.lowerBound)) to "
          + "\(Figures.text(sizes.upperBound))",
        "the law is about large matrices, and larger ones take too long"
      )
    }
  }
}
