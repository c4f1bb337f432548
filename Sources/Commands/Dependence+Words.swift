// Why the entries of a weight count as dependent, in words.

import Layers
import Reports

extension Dependence {
  /// "dense2.weight is orthogonal up to rounding, so its entries depend on each other".
  func words(of weight: String) -> String {
    switch self {
    case .zero: "\(weight) is 0"
    case .orthogonal:
      "\(weight) is orthogonal up to rounding, so its entries depend on each other"
    case .repeated:
      "\(weight) has rows or columns that are copies or mirror images of others, so its entries "
        + "depend on each other"
    case .alike(let multiple):
      "the entries of \(weight) depend on each other: the mean squared cosine between its rows "
        + "or columns is \(Figures.text(multiple, digits: 3)) times that of independent entries"
    }
  }
}
