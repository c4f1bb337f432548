// The share that is classified right: in words and as data, or nothing where nothing is classified.

import Layers
import Reports

/// A share of examples, or nil where the loss is one of regression.
struct Accuracy {
  let share: Double?

  init(_ share: Double?) { self.share = share }

  var datum: Datum { share.map { .number($0) } ?? .null }

  /// In percent, with one decimal.
  var cell: Table.Cell { share.map { .number((1000 * $0).rounded() / 10) } ?? .empty }

  /// ", accuracy 96.9 %"; empty where nothing is classified.
  var tail: String {
    share.map { ", accuracy \(Figures.text(100 * $0, digits: 3)) %" } ?? ""
  }

  /// The mean, each counting by its weight; none where one of them is none.
  static func mean(_ shares: [Double?], weights: [Double]? = nil) -> Double? {
    let known = shares.compactMap(\.self)
    guard known.count == shares.count, !known.isEmpty else { return nil }
    let weights = weights ?? Array(repeating: 1, count: known.count)
    return zip(known, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }
}
