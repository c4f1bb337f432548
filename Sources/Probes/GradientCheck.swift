// Is a gradient right? What backward gives, against central differences of the definition.

package import Tensors

/// The outcome of comparing gradients with central differences (f(x + h) − f(x − h)) / 2h, where f
/// is the definition worked out in Float64 (`Layer.define`), not the kernels.
package struct GradientCheck: Sendable {
  /// What was checked: a layer's name, or "loss".
  package var name: String
  /// One entry for each tensor that the gradient is taken by.
  package var tensors: [Comparison]
  /// How far the kernels' output is from the definition's, relative to the definition's norm.
  package var forwardError: Double
  /// Winners (ReLU, maximum) that single precision decides otherwise than the definition does:
  /// where there are any, gradients differ without anything being wrong.
  package var undecided = 0

  /// The worst tensor's verdict; a forward pass that is not the definition's counts as well.
  package var verdict: Verdict {
    (tensors.compactMap(\.verdict) + [Verdict(error: forwardError)]).max() ?? .unjudged
  }

  /// The gradient by one tensor.
  package struct Comparison: Sendable {
    /// "input" or a parameter's name.
    package var name: String
    package var shape: Shape
    /// The elements that were compared, in order.
    package var elements: [Element] = []
    /// Elements left out because between x − h and x + h a winner changes: no derivative exists
    /// there for the difference to agree with.
    package var kinks = 0
    /// Elements left out because the difference itself drowns in the rounding of Float64.
    package var drowned = 0

    package var worst: Element? { elements.max { $0.error < $1.error } }
    /// nil where nothing could be compared.
    package var verdict: Verdict? { worst.map { Verdict(error: $0.error) } }
  }

  /// One element of a gradient, both ways.
  package struct Element: Sendable, Equatable {
    package var index: Int
    /// What the backward pass gives.
    package var analytic: Double
    /// The central difference.
    package var numeric: Double
    /// What the error is measured by: the larger of the two, and at least a thousandth of the sum
    /// of the sizes of the products that the gradient adds up, whose rounding nothing can avoid.
    package var scale: Double

    package var error: Double {
      let gap = abs(analytic - numeric)
      return gap == 0 ? 0 : gap.isNaN ? .infinity : gap / scale
    }
  }

  /// The bands of CS231n ("Gradient checks"), least serious first.
  package enum Verdict: String, Sendable, Comparable, CaseIterable {
    case unjudged = "not judged"
    case exact
    case right
    case suspicious
    case wrong

    /// ≤ 1e-7 exact, ≤ 1e-4 right, ≤ 1e-2 suspicious, above it wrong.
    package init(error: Double) {
      self = error <= 1e-7 ? .exact : error <= 1e-4 ? .right : error <= 1e-2 ? .suspicious : .wrong
    }

    package static func < (left: Verdict, right: Verdict) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
  }

  /// The share of a sum of products' sizes that counts as the least scale of an error: Float32
  /// rounds each product to 6e-8, which then is an error of 6e-5.
  static let leastScale = 1e-3
  /// ε^(1/3) of Float64: the relative step at which rounding and curvature cost a central
  /// difference the same.
  static let relativeStep = 6e-6

  /// The step for a number of a tensor of such `values`: relative to the number, and to the
  /// tensor's root mean square where the number is small.
  static func step(at index: Int, of values: [Double]) -> Double {
    let square = values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))
    let size = max(abs(values[index]), square.squareRoot())
    return relativeStep * (size > 0 && size.isFinite ? size : 1)
  }

  /// How much rounding a difference may hold before it cannot tell right from suspicious.
  static let drowning = 1e-4
}
