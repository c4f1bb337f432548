// One law of deep networks: what it says, and an experiment that would show it wrong.

package import Networks

/// A statement about networks at their start values that can be computed and can be measured.
///
/// One declaration in the catalog serves the command, its help and the tests.
package struct Law: Sendable {
  /// What a learner types: `he_relu`.
  package var name: String
  /// Its number in the table of laws.
  package var number: Int
  /// One sentence.
  package var summary: String
  /// The law as a formula, its letters explained.
  package var formula: String
  /// Where it was published.
  package var source: String
  /// Where the width of the band comes from.
  package var band: Band
  /// What can be chosen, with what stands otherwise.
  package var parameters: [Parameter]
  /// What the formula gives: one prediction for each quantity.
  package var predict: @Sendable (Setting) -> [Prediction]
  /// What one sample (for most laws one network) gives: for each prediction one number a point.
  package var measure: @Sendable (Setting, Laboratory) throws(Mistake) -> [[Double]]
  /// The same of a network that somebody else built; nil where the law has nothing to say of one.
  package var live: LiveLaw?

  /// Why an experiment cannot be built: its networks need more memory than there is.
  package typealias Mistake = NetworkMistake

  /// Where the standard deviation behind the band comes from.
  package enum Band: Sendable, Equatable {
    /// Computed: the formula says where.
    case computed(String)
    /// Measured: that of single networks of this size around their mean.
    case spread

    package var words: String {
      switch self {
      case .computed(let origin): origin
      case .spread: "the spread of single networks of this size, from the samples"
      }
    }
  }

  /// A size of the experiment.
  package struct Parameter: Sendable, Equatable {
    package let quantity: Quantity
    package let standard: Int
    package let range: ClosedRange<Int>

    package init(_ quantity: Quantity, _ standard: Int, in range: ClosedRange<Int>) {
      self.quantity = quantity
      self.standard = standard
      self.range = range
    }
  }

  /// The sizes that laws have.
  package enum Quantity: String, Sendable, CaseIterable { case width, depth, batch, samples }

  /// The sizes of one experiment.
  package struct Setting: Sendable, Equatable {
    /// Units a layer, n.
    package var width = 1
    /// Layers or blocks, L.
    package var depth = 1
    /// Examples a batch, B.
    package var batch = 1
    /// Independent repetitions, S.
    package var samples = 1

    package subscript(quantity: Quantity) -> Int {
      get {
        switch quantity {
        case .width: width
        case .depth: depth
        case .batch: batch
        case .samples: samples
        }
      }
      set {
        switch quantity {
        case .width: width = newValue
        case .depth: depth = newValue
        case .batch: batch = newValue
        case .samples: samples = newValue
        }
      }
    }
  }

  /// The sizes that stand where none are chosen.
  package var standard: Setting {
    var setting = Setting()
    for parameter in parameters { setting[parameter.quantity] = parameter.standard }
    return setting
  }
}
