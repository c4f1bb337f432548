// Which parts of a network a command is about: names, globs, `from=… to=…`.

import Grammars
import Networks
import Reports
import Sessions

extension Signature.Parameter {
  static let from = Self("from", .layer, "the stretch begins with this layer, block or part")
  static let to = Self("to", .layer, "the stretch ends with this one")
  static let ofModel = Self("model", .model, "a model; the active one if missing")
}

extension Call {
  /// The stretch from `from` to `to`, nil when neither is given; one of them alone reaches to the
  /// network's other end. They stand in place of `operand`.
  func stretch(
    of model: Model, _ program: Program, insteadOf operand: String
  ) throws(Problem) -> Program.Stretch? {
    let (from, to) = (try word("from"), try word("to"))
    guard from != nil || to != nil, let top = program.topLevel.first,
      let bottom = program.topLevel.last
    else { return nil }
    if let named = try words(operand).first, program.anyStretch(named.text) != nil {
      throw Problem(
        .wrongArgument, "from= and to= name a stretch already, and \(named.text) another",
        hint: "try one of the two", place: named.place)
    }
    for word in [from, to] { if let word { _ = try model.network.stretches(word, program) } }
    do {
      return try program.stretch(from: from?.text ?? top, to: to?.text ?? bottom)
    } catch {
      throw error.problem(in: program).at((from ?? to)?.place)
    }
  }

  /// The layers, blocks and parts that the words of `operand` mean, by name or glob.
  func stretches(
    _ operand: String, of model: Model, _ program: Program
  ) throws(Problem) -> [Program.Stretch] {
    var result: [Program.Stretch] = []
    for word in try words(operand) { result += try model.network.stretches(word, program) }
    return result
  }
}

extension Network {
  /// What `word` means: one layer, block or part, or all that fit a glob, parts only where no
  /// layer does.
  fileprivate func stretches(
    _ word: Word, _ program: Program
  ) throws(Problem) -> [Program.Stretch] {
    let parts = program.parts.map(\.stretch)
    if word.text.contains("*"), !names.contains(where: { matches($0, glob: word.text) }) {
      let found = parts.filter { matches($0.name, glob: word.text) }
      if !found.isEmpty { return found }
    }
    if let part = parts.first(where: { $0.name == word.text }) { return [part] }
    do { return try layers(matching: word).compactMap { program.stretch($0) } } catch {
      guard let near = nearest(to: word.text, among: program.stretchNames) else { throw error }
      var problem = error
      problem.hint = "did you mean '\(near)'?"
      throw problem
    }
  }
}

extension Program.StretchMistake {
  func problem(in program: Program) -> Problem {
    switch self {
    case .unknown(let name): return Problem(.unknownWord, "no layer '\(name)'")
    case .apart(let from, let to):
      return Problem(
        .wrongArgument, "nothing goes from \(from) to \(to)",
        facts: ["the network runs " + Self.chain(program.topLevel)],
        hint: "from= must come before to=, on the way to it")
    case .joined(let from, let layer):
      let block = program.part(holding: from)?.block?.name
      return Problem(
        .wrongArgument,
        "at \(layer) something joins that does not come through \(from): there is no one Jacobian",
        hint: block.map { "try: from=\($0), or a stretch that ends inside of \($0)" }
          ?? "a stretch must hold all that reads its input")
    }
  }

  /// The names in order, the middle of a long chain left out.
  private static func chain(_ names: [String]) -> String {
    let shown = names.count <= 8 ? names : Array(names.prefix(4)) + ["…"] + names.suffix(3)
    return shown.joined(separator: " -> ")
  }
}
