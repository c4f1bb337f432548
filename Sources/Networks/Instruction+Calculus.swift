// What one instruction computes, forward, backward and in the tangent direction.

import Layers
import Tensors

extension Program.Instruction {
  /// The instruction's value and memo for the given inputs.
  func forward(
    _ inputs: [Tensor], layers: [Network.NamedLayer], phase: Phase, randomness: Randomness
  ) -> Pass {
    switch operation {
    case .layer(let index):
      layers[index].layer.forward(
        inputs[0], phase: phase, randomness: randomness.split(by: name))
    case .sum: Pass(input: inputs[0], output: inputs[0] + inputs[1], phase: phase)
    case .concat: Pass(input: inputs[0], output: Tensor.joined(inputs), phase: phase)
    }
  }

  /// The gradients with respect to each input, and to the layer's parameters if wanted.
  func vjp(
    _ dy: Tensor, of pass: Pass, inputShapes: [Shape], layers: [Network.NamedLayer],
    wanted: Wanted
  ) -> (inputs: [Tensor?], parameters: NamedTensors) {
    switch operation {
    case .layer(let index):
      let cotangent = layers[index].layer.vjp(dy, of: pass, wanted: wanted)
      return ([cotangent.input], cotangent.parameters)
    case .sum:
      // y = a + b, so da = dy and db = dy
      return ([dy, dy], NamedTensors())
    case .concat:
      // each branch gets the channels it gave
      var start = 0
      return (
        inputShapes.map { shape in
          defer { start += shape[1] }
          return dy.channels(start..<start + shape[1])
        }, NamedTensors()
      )
    }
  }

  /// The tangent of the output for tangents of the inputs and of the layer's parameters.
  func jvp(
    _ dx: [Tensor], _ dp: NamedTensors, of pass: Pass, layers: [Network.NamedLayer]
  ) -> Tensor {
    switch operation {
    case .layer(let index): layers[index].layer.jvp(dx[0], dp, of: pass)
    case .sum: dx[0] + dx[1]
    case .concat: Tensor.joined(dx)
    }
  }
}
