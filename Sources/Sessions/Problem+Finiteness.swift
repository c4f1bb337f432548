// An autopsy of nan and inf in words.

package import Networks
package import Reports
import Kernels

extension NotFinite {
  /// The largest Float32.
  private static let limit = "Float32 ends at 3.4e38"

  /// What has happened, in the pass of `model`.
  package func problem(of model: String) -> Problem {
    Problem(.notFinite, sentence(of: model), facts: facts, hint: hint)
  }

  /// The layer's name, or the loss.
  package var culprit: String { name ?? "the loss" }

  private func sentence(of model: String) -> String {
    switch origin {
    case .batch: "the batch itself holds nan or inf, and \(culprit) is the first to read it"
    case .parameter(let parameter):
      "\(culprit).\(parameter) of \(model) holds nan or inf, and so does what \(culprit) gives"
    case .operation:
      isBackward
        ? "on the way back \(culprit) of \(model) is the first to give nan or inf"
        : "\(culprit) of \(model) is the first to give nan or inf"
    }
  }

  /// What was measured: how many, of what, and who passes them on.
  package var facts: [String] {
    var facts = [
      "its \(place.words) holds \(Figures.text(found.nans)) nan and "
        + "\(Figures.text(found.infinities)) inf among \(Figures.text(found.count)) values"
    ]
    facts += operands.map { operand in
      let range = operand.statistics
      return "\(operand.subject.words): "
        + (range.notFinite > 0
          ? "\(Figures.text(range.notFinite)) of its \(Figures.text(range.count)) values nan or inf"
          : "from \(Figures.text(Double(range.minimum))) to \(Figures.text(Double(range.maximum)))")
    }
    if origin == .operation,
      found.infinities > 0
        || operands.contains(where: { max(-$0.statistics.minimum, $0.statistics.maximum) > 1e18 })
    {
      facts.append(Self.limit)
    }
    let carriers = passedOn + (reachesLoss ? ["the loss"] : [])
    if let last = carriers.last {
      facts.append(
        carriers.count == 1
          ? "\(last) only passes it on"
          : "\(Figures.text(carriers.count)) more only pass it on, \(last) the last of them")
    }
    return facts
  }

  private var hint: String {
    switch origin {
    case .batch: "try: another batch, or inspect \(culprit)"
    case .parameter: "try: undo, or initialize he"
    case .operation:
      isBackward
        ? "try: initialize he, or gradients" : "try: initialize he, or a smaller learning rate"
    }
  }
}

extension NotFinite.Subject {
  fileprivate var words: String {
    switch self {
    case .input: "input"
    case .output: "output"
    case .incomingGradient: "incoming gradient"
    case .inputGradient: "input gradient"
    case .parameter(let name): name
    case .gradient(let name): "gradient of \(name)"
    case .scores: "scores"
    case .targets: "targets"
    case .lossValue: "value"
    case .lossGradient: "gradient"
    }
  }
}
