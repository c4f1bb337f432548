// Calls that arrange layers: residual(…), concat(…), decaying(…), input(…).

import Grammars
import Layers
import Networks
import Reports
import Tensors

/// The words that make blocks, or change them.
let blockNames = blockCatalog.map(\.name)

extension Evaluator {
  /// `residual(body, shortcut=…, survival=…, scaling=…)`.
  func residual(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    let placed = try match(arguments, to: BlockCard.residual.names, of: "residual")
    guard let body = placed["body"] else {
      throw Problem(
        .wrongArgument, "residual needs a body: residual(conv(16) -> relu)", place: name.place)
    }
    var shortcut = Chain()
    if let written = placed["shortcut"], written.node != .name("identity") {
      shortcut = try chain(written)
    }
    let gate = try placed["survival"].map { survival throws(Problem) in
      try self.gate(survival: probability(survival), scaling: placed["scaling"])
    }
    if let scaling = placed["scaling"], gate == nil {
      throw Problem(
        .wrongArgument, "scaling belongs to survival: residual(…, survival=0.5, scaling=training)",
        place: scaling.place)
    }
    return Chain([.residual(body: try inner(body) + (gate ?? Chain()), shortcut: shortcut)])
  }

  /// `decaying(chain, survival=0.5)`: block l of the L residual blocks at the top level survives with
  /// probability 1 − (l/L)(1 − survival) (Huang et al. 2016, equation 4).
  func decaying(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    let placed = try match(arguments, to: BlockCard.decaying.names, of: "decaying")
    guard let written = placed["chain"] else {
      throw Problem(
        .wrongArgument, "decaying needs a chain: decaying(8 * residual(conv(16)), survival=0.5)",
        place: name.place)
    }
    var chain = try self.chain(written)
    let last = try placed["survival"].map { value throws(Problem) in try probability(value) } ?? 0.5
    let count = chain.elements.count(where: \.isResidual)
    guard count > 0 || last == 1 else {
      throw Problem(
        .wrongArgument, "this chain has no residual block that could be dropped",
        hint: "survival needs skips: skip=true, or residual(…)", place: written.place)
    }
    var block = 0
    for (index, element) in chain.elements.enumerated() {
      guard case .residual(let body, let shortcut) = element else { continue }
      block += 1
      // Twelve digits, so that 0.6 reads 0.6.
      let survival = ((1 - Double(block) / Double(count) * (1 - last)) * 1e12).rounded() / 1e12
      chain.elements[index] = .residual(
        body: body.withoutGate + (try gate(survival: survival, scaling: placed["scaling"])),
        shortcut: shortcut)
    }
    return chain
  }

  /// The gate of a branch that survives with probability `survival`; nothing if it always does.
  private func gate(survival: Double, scaling: Expression?) throws(Problem) -> Chain {
    var written: [(name: String, value: LayerArguments.Value)] = [("survival", .number(survival))]
    if let scaling { written.append(("scaling", try plain(scaling))) }
    guard survival < 1 else { return Chain() }
    do {
      let arguments = try LayerArguments(written, for: Gate.card)
      _ = try arguments.word("scaling", among: Gate.scalings)
      return Chain([.layer(Gate.self, arguments, live: nil)])
    } catch let mistake {
      throw Problem(
        .wrongArgument, "\(mistake.parameter) must be \(mistake.needed)", place: scaling?.place)
    }
  }

  /// A number from 0 to 1.
  private func probability(_ expression: Expression) throws(Problem) -> Double {
    let number = try number(expression)
    guard (0...1).contains(number) else {
      throw Problem(
        .wrongArgument, "survival is a probability from 0 to 1, not \(Figures.text(number))",
        place: expression.place)
    }
    return number
  }

  /// `concat(a, b, …)`.
  func concat(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    guard !arguments.isEmpty else {
      throw Problem(
        .wrongArgument, "concat needs branches: concat(conv(8), conv(8, kernel=1))",
        place: name.place)
    }
    var branches: [Chain] = []
    for argument in arguments {
      if let name = argument.name {
        throw Problem(.wrongArgument, "concat takes branches only", place: name.place)
      }
      branches.append(try inner(argument.value))
    }
    return Chain([.concat(branches)])
  }

  /// A chain inside a block, which has its input from outside.
  private func inner(_ expression: Expression) throws(Problem) -> Chain {
    let chain = try chain(expression)
    guard chain.input == nil else {
      throw Problem(
        .wrongArgument, "input(…) can only stand at the start of a whole model",
        place: expression.place)
    }
    return chain
  }

  /// `input(3, 32, 32)`.
  func input(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    var extents: [Int] = []
    for argument in arguments { extents.append(try integer(argument.value, in: 1...1_000_000)) }
    guard (1...3).contains(extents.count), extents.reduce(1.0, { $0 * Double($1) }) < 1e9 else {
      throw Problem(
        .wrongArgument,
        "input takes one to three extents of less than 10⁹ numbers in all, "
          + "without the batch: input(3, 32, 32)", place: name.place)
    }
    return Chain([], input: Shape(extents))
  }
}
