// How live functions take their arguments.

import Architectures
import Foundation
import Grammars
import Layers
import Networks
import Reports
import Sessions
import Tensors

/// The one argument of a function that takes a name.
func onlyName(
  _ arguments: [Argument], _ usage: String
) throws(Problem) -> (String, Problem.Place) {
  guard arguments.count == 1, arguments[0].name == nil,
    case .name(let name) = arguments[0].value.node
  else {
    throw Problem(
      .wrongArgument, "a name is needed here", hint: "try: \(usage)",
      place: arguments.first?.value.place)
  }
  return (name, arguments[0].value.place)
}

/// The one argument of a function that takes a tensor.
func onlyTensor(
  _ arguments: [Argument], _ evaluator: Evaluator, _ usage: String
) throws(Problem) -> Tensor {
  guard arguments.count == 1, arguments[0].name == nil else {
    throw Problem(.wrongArgument, "one tensor is needed here", hint: "try: \(usage)")
  }
  switch try evaluator.value(arguments[0].value) {
  case .tensor(let tensor): return tensor
  case .number(let number): return Tensor([], [Float(number)])
  case .word(let word): throw evaluator.unknown(word, at: arguments[0].value.place)
  case let other:
    throw Problem(
      .wrongArgument, "a tensor is needed here, and this is \(other.sort)", hint: "try: \(usage)",
      place: arguments[0].value.place)
  }
}

/// The model that a function's argument names, or the active one.
func model(_ arguments: [Argument], _ scope: LiveScope) throws(Problem) -> Model {
  guard !arguments.isEmpty else { return try scope.workspace.activeModel() }
  let (name, place) = try onlyName(arguments, "depth(net)")
  return try scope.workspace.requireModel(name, at: place)
}

/// The loss of the last forward pass.
func loss(_ arguments: [Argument], _ scope: LiveScope) throws(Problem) -> any Loss {
  let model = try model(arguments, scope)
  guard let loss = model.run?.loss else {
    throw Problem(.notReady, "there is no loss of \(model.name) yet", hint: "try: forward")
  }
  return loss
}

/// A function from a tensor to a number; of several numbers it takes them as elements.
func reduction(
  _ name: String, _ summary: String, _ f: @escaping @Sendable (Tensor) -> Double
) -> LiveFunction {
  LiveFunction("\(name)(TENSOR)", summary) { arguments, evaluator, _ throws(Problem) in
    if arguments.count > 1 {
      var numbers: [Float] = []
      for argument in arguments { numbers.append(Float(try evaluator.number(argument.value))) }
      return .number(f(Tensor([numbers.count], numbers)))
    }
    return .number(f(try onlyTensor(arguments, evaluator, "\(name)(conv1.weight)")))
  }
}

/// A function of one number, applied to every element of a tensor.
func elementwise(
  _ name: String, _ summary: String, _ f: @escaping @Sendable (Double) -> Double
) -> LiveFunction {
  LiveFunction("\(name)(X)", summary) { arguments, evaluator, _ throws(Problem) in
    if arguments.count == 1, case .number(let x) = try evaluator.value(arguments[0].value) {
      return .number(f(x))
    }
    let tensor = try onlyTensor(arguments, evaluator, "\(name)(conv1.weight)")
    return .tensor(tensor.map { Float(f(Double($0))) })
  }
}

func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }
