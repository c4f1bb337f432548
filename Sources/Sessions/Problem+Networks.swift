// Where the facts of a network's mistakes become words.

package import Networks
package import Reports
package import Tensors
import Layers

extension Figures {
  /// A shape with its batch axis named: [N, 32, 8, 8].
  package static func text(batched shape: Shape) -> String {
    "[" + (["N"] + shape.extents.dropFirst().map(String.init)).joined(separator: ", ") + "]"
  }
}

extension LabelMismatch {
  /// The mismatch in words, for the output of `model`.
  package func problem(of model: Model, largestLabel largest: Int) -> Problem {
    switch self {
    case .count(let logits, let labels):
      Problem(
        .shapeMismatch,
        "\(model.name) ends in \(Figures.text(batched: logits)), and there are \(labels) labels")
    case .range(_, _, let classes):
      Problem(
        .shapeMismatch,
        "a label is \(largest), and \(model.name) has outputs for 0 to \(classes - 1) only",
        hint: "try: end it with dense(\(largest + 1)), or name classes=\(largest + 1)")
    case .targets(let logits, let targets):
      Problem(
        .shapeMismatch,
        "the batch has \(targets[1]) targets an example, and \(model.name) has \(logits[1]) outputs",
        hint: "try: end it with dense(\(targets[1]))")
    case .shares(let example, let sum):
      Problem(
        .wrongArgument,
        "cross-entropy needs targets that are not negative and sum to 1, and those of example "
          + "\(example) sum to \(Figures.text(sum))",
        hint: "try: loss mse, which takes targets of any kind")
    }
  }
}

extension NetworkMistake {
  /// The mistake in words. `chain` is what was to be bound.
  package func problem(in chain: Chain) -> Problem {
    switch self {
    case .shape(let layer, let mismatch, let producer):
      return Problem(
        .shapeMismatch,
        "\(layer) expects \(mismatch.needed) but \(producer ?? "the input") gives "
          + Figures.text(batched: mismatch.given),
        facts: [chain.notation], hint: mismatch.advice.map { "try: \($0)" })
    case .argument(let layer, let mistake):
      return Problem(
        .wrongArgument,
        mistake.parameter.isEmpty
          ? "\(layer): \(mistake.needed)"
          : "\(mistake.parameter) of \(layer) must be \(mistake.needed)")
    case .residual(let name, let body, let shortcut):
      return Problem(
        .shapeMismatch,
        "the body of \(name) gives \(Figures.text(batched: body)) but its shortcut gives "
          + Figures.text(batched: shortcut),
        facts: [chain.notation],
        hint: body.rank == 4 && shortcut.rank == 4
          ? "try: shortcut=\(bridge(from: shortcut, to: body))" : nil)
    case .concat(let name, let branches):
      return Problem(
        .shapeMismatch,
        "the branches of \(name) give "
          + branches.map { Figures.text(batched: $0) }.joined(separator: " and ")
          + ", which do not fit side by side",
        hint: "only their channels may differ")
    case .memory(let layer, let needed, let available):
      let what = layer.isEmpty ? "one pass over this batch" : "this network (up to \(layer))"
      return Problem(
        .tooLarge,
        "\(what) needs \(Figures.text(bytes: needed)) of memory; "
          + "this machine has \(Figures.text(bytes: available))",
        hint: layer.isEmpty ? "try: a smaller batch" : "try: fewer or narrower layers")
    }
  }

  /// A shortcut that maps one image shape to another.
  private func bridge(from: Shape, to: Shape) -> String {
    let stride = max(1, from[2] / max(1, to[2]))
    return "conv(\(to[1]), kernel=1\(stride > 1 ? ", stride=\(stride)" : ""))"
  }
}
