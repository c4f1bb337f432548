// PyTorch's start values for weights and biases.

import Tensors

/// weight and bias from U(−1/√F, 1/√F), where F is the number of inputs of one output
/// (PyTorch, torch.nn.Linear.reset_parameters). `weight` is [out, in] or [out, in/groups, kH, kW].
func standardStart(weight: Shape, bias: Bool, randomness: Randomness) -> NamedTensors {
  let bound = 1 / Float(weight.example.count).squareRoot()
  func draw(_ name: String, _ shape: Shape) -> Tensor {
    randomness.split(by: name).uniform(shape, low: -bound, high: bound)
  }
  var parameters = NamedTensors([("weight", draw("weight", weight))])
  if bias { parameters["bias"] = draw("bias", [weight[0]]) }
  return parameters
}

/// γ = 1 and β = 0 of a normalization, or nothing if it is not `affine`.
func affineStart(
  _ shape: Shape, _ arguments: LayerArguments
) throws(ArgumentMistake) -> NamedTensors {
  guard try arguments.flag("affine") else { return NamedTensors() }
  return NamedTensors([("weight", Tensor(repeating: 1, shape)), ("bias", .zeros(shape))])
}
