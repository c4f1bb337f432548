// What the course of the loss tells of a training that did not reach its target.

import Reports

/// The loss before each update and after the last one.
package struct LossCourse: Sendable, Equatable {
  package let losses: [Double]
  /// The least there is.
  package let floor: Double

  /// Fewer losses tell nothing.
  private static let fewest = 8

  package init(losses: [Double], floor: Double) {
    self.losses = losses
    self.floor = floor
  }

  /// - Parameter rate: the learning rate.
  package func finding(rate: Double) -> Finding? {
    guard let start = losses.first, let end = losses.last, let least = losses.min(),
      let most = losses.max(), losses.count >= Self.fewest
    else { return nil }
    let steps = losses.count - 1
    let course =
      "loss \(Figures.text(start)) at the start, \(Figures.text(least)) at best, "
      + "\(Figures.text(end)) after \(steps) steps"
      + (floor > 0 ? ", \(Figures.text(floor)) the entropy of the targets" : "")
    let (first, last, best, worst) = (start - floor, end - floor, least - floor, most - floor)
    let earlier = losses[losses.count * 3 / 4]
    if last > 1.5 * best + 0.1 * first || worst > 3 * first {
      let peak = worst > first ? ", with a peak of \(Figures.text(most)) on the way" : ""
      return Finding(
        rule: "learning-rate-too-high", evidence: course + peak,
        advice: "a tenth of the learning rate: overfit rate=\(Figures.text(rate / 10))")
    }
    // What has been lower before is not falling.
    if last <= best, last < 0.9 * (earlier - floor) {
      return Finding(
        rule: "still-falling",
        evidence: course + "; \(Figures.text(earlier)) a quarter of the way before",
        advice: "more steps: overfit steps=\(steps * 2)")
    }
    if best > 0.9 * first {
      return Finding(
        rule: "loss-flat", evidence: course,
        advice: "a larger learning rate (overfit rate=\(Figures.text(10 * rate))), other start "
          + "values, or 'ledger' for the gradient")
    }
    return Finding(
      rule: "stalled", evidence: course,
      advice: "another learning rate (overfit rate=\(Figures.text(rate / 3)) or "
        + "rate=\(Figures.text(3 * rate))), or more width")
  }
}
