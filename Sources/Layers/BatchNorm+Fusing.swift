// Batch norm with the sum and the rectifier behind it, measured while its neighbours work.

package import Kernels
package import Tensors

extension BatchNorm: Fusing {
  package func measurement(of shape: Shape, phase: Phase) -> ColumnMoments? {
    phase == .training ? shape.rows.map { ColumnMoments($0) } : nil
  }

  package func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, measured: ColumnMoments?,
    phase: Phase, randomness: Randomness
  ) -> Pass {
    guard isFused(x, phase) else {
      return rectified(
        forward(x, phase: phase, randomness: randomness), adding: z, rectification)
    }
    let statistics =
      measured.flatMap { $0.epilogue.isDone ? $0.moments() : nil }.map {
        Standardization(
          .channels(of: x.shape), means: $0.means, squares: $0.squares, epsilon: epsilon)
      } ?? statistics(at: x, phase: phase)
    // y = φ(γ x̂ + β + z)
    let y = x.mapped(by: statistics.affine(gain: gain, shift: shift), adding: z, rectification)
    return Pass(input: x, output: y, memo: memo(of: statistics), phase: phase)
  }

  package func wantsSums(of pass: Pass) -> Bool { isFused(pass.input, pass.phase) }

  package func vjp(
    _ dz: Tensor, behind gate: RectifierGate?, of pass: Pass, wanted: Wanted,
    then epilogue: Epilogue?
  ) -> Cotangent {
    guard wantsSums(of: pass), let gate else { return vjp(dz, of: pass, wanted: wanted) }
    let (x, statistics) = (pass.input, statistics(of: pass))
    let (sums, products) = gate.sums()
    let moments = statistics.moments(sums: sums, products: products)
    var result = Cotangent(input: nil)
    if wanted.contains(.parameters) { result.parameters = gradients(moments) }
    guard wanted.contains(.input) else { return result }
    // dx = γ r (dz − Σ dz / m − x̂ Σ dz x̂ / m)
    result.input = dz.mapped(by: statistics.derivative(moments, gain: gain), with: x)
    return result
  }

  private func isFused(_ x: Tensor, _ phase: Phase) -> Bool {
    phase == .training && x.hasChannelsInColumns
      && ChannelLayout.channels(of: x.shape).sharing > Standardization.few
  }
}
