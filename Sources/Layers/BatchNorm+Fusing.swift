// Batch norm with the sum and the rectifier behind it, in half as many sweeps.

package import Kernels
package import Tensors

extension BatchNorm: Fusing {
  package func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, phase: Phase,
    randomness: Randomness
  ) -> Pass {
    guard isFused(x, phase) else {
      return rectified(
        forward(x, phase: phase, randomness: randomness), adding: z, rectification)
    }
    let statistics = statistics(at: x, phase: phase)
    let map = statistics.affine(gain: gain, shift: shift)
    // y = φ(γ x̂ + β + z)
    let y = x.channelAffine(scale: map.scale, shift: map.shift, adding: z, rectification)
    return Pass(input: x, output: y, memo: memo(of: statistics), phase: phase)
  }

  package func vjp(
    _ dy: consuming Tensor, through rectification: Rectification, of pass: Pass, wanted: Wanted,
    isAdding: Bool
  ) -> (own: Cotangent, added: Tensor?) {
    guard isFused(pass.input, pass.phase) else {
      return gated(
        consume dy, through: rectification, of: pass, wanted: wanted, isAdding: isAdding)
    }
    let (x, statistics) = (pass.input, statistics(of: pass))
    // dz = φ′ dy
    let (sums, products) = dy.gate(rectification, at: pass.output, sumsWith: x)
    let moments = statistics.moments(sums: sums, products: products)
    var result = Cotangent(input: nil)
    if wanted.contains(.parameters) { result.parameters = gradients(moments) }
    guard wanted.contains(.input) else { return (result, isAdding ? dy : nil) }
    // dx = γ r (dz − Σ dz / m − x̂ Σ dz x̂ / m)
    let added = isAdding ? dy : nil
    let derivative = statistics.derivative(moments, gain: gain)
    result.input = (consume dy).channelsCombined(
      with: x, scale: derivative.ofV, otherScale: derivative.ofX, shift: derivative.constant)
    return (result, added)
  }

  private func isFused(_ x: Tensor, _ phase: Phase) -> Bool {
    phase == .training && x.hasChannelsInColumns
      && ChannelLayout.channels(of: x.shape).sharing > Self.few
  }
}
