// What a rule holds its measurement against, declared once: for the rule, its help and its verdict.

/// A number that a rule compares with; anybody may choose another.
package struct Threshold: Sendable, Equatable {
  /// What it is called as an argument: `dead`.
  package let name: String
  package let standard: Double
  /// What it counts: "share of units".
  package let unit: String
  package let range: ClosedRange<Double>
  /// Who chose it, or why.
  package let source: String

  init(
    _ name: String, _ standard: Double, _ unit: String, in range: ClosedRange<Double> = 0...1e30,
    source: String
  ) {
    self.name = name
    self.standard = standard
    self.unit = unit
    self.range = range
    self.source = source
  }
}

/// The thresholds that somebody chose, by name; the others are at their standard.
package struct Thresholds: Sendable, Equatable {
  private var chosen: [String: Double] = [:]

  package init() {}

  package subscript(threshold: Threshold) -> Double {
    get { chosen[threshold.name] ?? threshold.standard }
    set { chosen[threshold.name] = newValue }
  }
}
