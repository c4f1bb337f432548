// What the batch alone, and what of it reaches the output, can tell.

import Kernels
import Networks
import Reports
import Tensors

extension Rule {
  static let ofInput: [Rule] = [
    Rule(
      "contradicting-labels", "Equal examples with different labels.",
      advice: "no network can fit both; look at 'show batch'"
    ) { examined in
      guard let pair = examined.contradiction else { return nil }
      let labels = examined.run.labels
      return (
        nil,
        "examples \(pair.first) and \(pair.second) of the batch are equal, with labels "
          + "\(labels[pair.first]) and \(labels[pair.second])"
      )
    },
    Rule(
      "constant-input", "A batch whose examples are all the same.",
      advice: "look at how the data was read: 'show batch'"
    ) { examined in
      guard let x = examined.run.values.first ?? nil, x.shape[0] > 1 else { return nil }
      let first = x.examples(0..<1).values
      let isSame = (1..<x.shape[0]).allSatisfy { x.examples($0..<$0 + 1).values == first }
      return isSame ? (nil, "all \(x.shape[0]) examples of the batch are equal") : nil
    },
    Rule(
      "unscaled-input", "Inputs far from mean 0 and deviation 1, by this factor.",
      Threshold("unscaled", 10, "times 1, or 1 over that", in: 1...1e30, source: "chosen here"),
      advice:
        "normalize the batch before it is saved: 'data' does so by itself, 'load batch' does not"
    ) { examined, threshold in
      guard let x = examined.run.values.first ?? nil else { return nil }
      let facts = x.statistics
      let size = (facts.mean * facts.mean + facts.deviation * facts.deviation).squareRoot()
      guard size > threshold || (size > 0 && size < 1 / threshold) else { return nil }
      return (
        nil,
        "the batch has mean \(Figures.text(facts.mean, digits: 3)) and deviation "
          + "\(Figures.text(facts.deviation, digits: 3)); first layers are made for 0 and 1"
      )
    },
    Rule(
      "input-ignored", "Logits that hardly differ over the batch, relative to their size.",
      Threshold(
        "ignored", 1e-5, "spread of the logits over their size",
        source: "the rounding of sums in Float32"),
      advice: "'activations' shows where the differences between examples are lost"
    ) { examined, threshold in
      guard let logits = examined.run.output, logits.shape.rank == 2, logits.shape[0] > 1 else {
        return nil
      }
      let (rows, columns) = (logits.shape[0], logits.shape[1])
      var spread: Float = 0
      for column in 0..<columns {
        let values = (0..<rows).map { logits[$0 * columns + column] }
        spread = max(spread, (values.max() ?? 0) - (values.min() ?? 0))
      }
      let size = logits.map { abs($0) }.statistics.maximum
      guard size > 0, Double(spread) < threshold * Double(size) else { return nil }
      return (
        examined.run.program.topLevel.last,
        "over the batch the logits differ by at most \(Figures.text(Double(spread), digits: 2)), "
          + "and are as large as \(Figures.text(Double(size), digits: 2)): the output hardly "
          + "depends on the input"
      )
    },
  ]
}

extension Examination {
  /// Two equal examples of different labels, the first such pair.
  fileprivate var contradiction: (first: Int, second: Int)? {
    guard let x = run.values.first ?? nil else { return nil }
    let rows = (0..<x.shape[0]).map { x.examples($0..<$0 + 1).values }
    for second in rows.indices {
      for first in 0..<second where run.labels[first] != run.labels[second] {
        if rows[first] == rows[second] { return (first, second) }
      }
    }
    return nil
  }
}
