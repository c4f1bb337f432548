// The many ways through a residual network, by how many branches they take.

package import Networks
import Tensors

/// n residual blocks are 2ⁿ ways: each block is gone through or gone around. Which of them carry
/// the gradient is measured: a block multiplies the squared norm of the loss's gradient by s² on
/// the way around and by b² through its branch, and the share of ways of length k is the
/// coefficient of xᵏ in Π (s² + b² x), as if what comes by different ways were orthogonal.
///
/// Source: Veit, Wilber and Belongie 2016.
package struct PathLengths: Sendable, Equatable {
  /// One block, as the gradient of this batch finds it.
  package struct Block: Sendable, Equatable {
    package var name: String
    /// s: ‖gradient‖ at the block's input through the shortcut alone, over that at its output.
    package var skip: Double
    /// b: the same through the branch alone.
    package var branch: Double
    /// The cosine between what comes by both; the account is exact where it is 0.
    package var cosine: Double

    package init(name: String, skip: Double, branch: Double, cosine: Double) {
      self.name = name
      self.skip = skip
      self.branch = branch
      self.cosine = cosine
    }

    /// b² / (s² + b²); nan where no gradient arrives.
    package var share: Double { branch * branch / (skip * skip + branch * branch) }
  }

  /// From the input to the output.
  package var blocks: [Block]

  /// nil before the run's backward pass is done, or when cancelled.
  package init?(_ run: Run, isCancelled: () -> Bool) {
    var blocks: [Block] = []
    for residual in run.program.residuals {
      guard !isCancelled(), let dy = run.gradients[residual.output],
        let shortcut = Linearization(run, of: residual.shortcut)
      else { return nil }
      let around = shortcut.vjp(dy)
      // A branch that this pass has dropped is no way.
      let through = Linearization(run, of: residual.body)?.vjp(dy) ?? .zeros(around.shape)
      let product = through.norm * around.norm
      blocks.append(
        Block(
          name: residual.name, skip: around.norm / dy.norm, branch: through.norm / dy.norm,
          cosine: product > 0 ? through.dot(around) / product : 0))
    }
    self.blocks = blocks
  }

  package init(blocks: [Block]) { self.blocks = blocks }

  /// The share of all ways that have length 0, 1, …, n: Bin(n, ½).
  package var byNumber: [Double] { Self.shares(blocks.map { _ in 0.5 }) }

  /// The share of the gradient's square that comes by ways of length 0, 1, …, n.
  package var byGradient: [Double] { Self.shares(blocks.map(\.share)) }

  /// How likely it is that 0, 1, …, n of n coins with these probabilities fall (Poisson binomial).
  package static func shares(_ probabilities: [Double]) -> [Double] {
    probabilities.reduce([1]) { shares, probability in
      let without = shares.map { $0 * (1 - probability) } + [0]
      let with = [0] + shares.map { $0 * probability }
      return zip(without, with).map { $0 + $1 }
    }
  }

  /// Σ k · share(k).
  package static func mean(_ shares: [Double]) -> Double {
    shares.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }

  /// The lengths left when at most half of `rest` is cut off at either end, and what they hold; nil
  /// when the shares are no numbers.
  package static func interval(
    of shares: [Double], leaving rest: Double
  ) -> (lengths: ClosedRange<Int>, held: Double)? {
    func cut(_ shares: some Sequence<Double>) -> Int {
      var sum = 0.0
      return Array(
        shares.prefix {
          sum += $0; return sum <= rest / 2
        }
      ).count
    }
    let (low, high) = (cut(shares), shares.count - 1 - cut(shares.reversed()))
    guard low <= high, shares.allSatisfy(\.isFinite) else { return nil }
    return (low...high, shares[low...high].reduce(0, +))
  }
}
