// What residual blocks add up: the mean squares of skip, branch and sum.

package import Networks
import Tensors

/// Mean squares E x² over the batch at one residual block.
package struct ResidualMoments: Sendable, Equatable {
  package var name: String
  /// Of what goes around.
  package var skip: Double
  /// Of what goes through.
  package var branch: Double
  /// Of the block's output.
  package var sum: Double

  /// The branch's part of both: 1/(l + 1) in block l of a net with batch norm in its branches, 1/2
  /// in one without (De and Smith 2020).
  package var branchShare: Double { branch / (skip + branch) }

  /// One entry a residual block of the top level, of a run whose forward pass is done.
  package static func of(_ run: Run) -> [ResidualMoments] {
    func square(_ register: Int) -> Double {
      run.values[register].map { $0.sumOfSquares / Double(max(1, $0.count)) } ?? .nan
    }
    return run.program.residuals.map { residual in
      ResidualMoments(
        name: residual.name, skip: square(residual.shortcut.output),
        branch: square(residual.body.output), sum: square(residual.output))
    }
  }
}
