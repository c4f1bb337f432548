// Functions that look at the live state: gradient(…), output(…), loss(), depth() …

import Architectures
import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Layers
import Kernels
import Datasets

extension LiveScope {
  /// The output of the layer called `name` in its model's pass; nil when no layer has that name.
  func activation(_ name: String, at place: Problem.Place) throws(Problem) -> Tensor? {
    guard let (model, layer) = owner(of: name), model.network.names.contains(layer) else {
      return nil
    }
    let run = try pass(of: model, backward: false)
    guard let stretch = run.program.stretch(layer), let value = run.values[stretch.output] else {
      throw Problem(
        .notReady, "the pass of \(model.name) has not reached \(layer) yet",
        hint: "try: step, or forward", place: place)
    }
    return value
  }

  /// The pass of `model` in hand.
  func pass(of model: Model, backward: Bool) throws(Problem) -> Run {
    guard let run = model.run else {
      throw Problem(
        .notReady, "there is no pass of \(model.name) yet",
        hint: backward ? "forward; backward" : "forward")
    }
    return run
  }

  /// The gradient with respect to a parameter, a layer's output, or the input.
  func gradient(_ name: String, at place: Problem.Place) throws(Problem) -> Tensor {
    guard let (model, rest) = owner(of: name) else {
      throw Problem(.notReady, "there is no model yet", place: place)
    }
    let run = try pass(of: model, backward: true)
    let isKnown =
      rest == "input" || model.network.names.contains(rest)
      || model.network.parameters[rest] != nil
    guard isKnown else {
      let known = ["input"] + model.network.parameters.names + model.network.names
      throw Problem(
        .unknownWord, "\(model.name) has no parameter or layer '\(rest)'",
        hint: nearest(to: rest, among: known).map { "did you mean '\($0)'?" }, place: place)
    }
    let found =
      rest == "input"
      ? run.gradients[0]
      : run.gradientsByName[rest]
        ?? run.program.stretch(rest).flatMap { run.gradients[$0.output] }
    guard let found else {
      throw Problem(
        .notReady, "the gradient of \(rest) is not known yet",
        hint: run.isForwardDone ? "backward" : "forward; backward", place: place)
    }
    return found
  }
}

/// The functions of the language that look at the live state or reduce tensors.
let liveFunctions: [LiveFunction] = [
  LiveFunction("gradient(NAME)", "The gradient of the loss by a parameter, output or input.") {
    arguments, _, scope throws(Problem) in
    let (name, place) = try onlyName(arguments, "gradient(conv1.weight)")
    return .tensor(try scope.gradient(name, at: place))
  },
  LiveFunction("output(LAYER)", "What a layer gave in the last forward pass.") {
    arguments, _, scope throws(Problem) in
    let (name, place) = try onlyName(arguments, "output(relu1)")
    guard let tensor = try scope.activation(name, at: place) else {
      let names =
        scope.workspace.activeName.flatMap { scope.workspace.model(named: $0) }?.network.names ?? []
      throw Problem(
        .unknownWord, "no layer '\(name)'",
        hint: nearest(to: name, among: names).map { "did you mean '\($0)'?" }, place: place)
    }
    return .tensor(tensor)
  },
  LiveFunction("batch()", "The inputs of the current batch.") { _, _, scope throws(Problem) in
    .tensor(try scope.workspace.currentBatch().x)
  },
  LiveFunction("loss(MODEL)", "The loss of the last forward pass.") {
    arguments, _, scope throws(Problem) in
    .number(try loss(arguments, scope).value)
  },
  LiveFunction("accuracy(MODEL)", "The share of the batch that the last forward pass got right.") {
    arguments, _, scope throws(Problem) in
    guard let accuracy = try loss(arguments, scope).accuracy else {
      throw Problem(.notReady, "there is no accuracy: nothing is classified", hint: "try: loss()")
    }
    return .number(accuracy)
  },
  LiveFunction("depth(MODEL)", "How many convolutions and dense layers follow each other.") {
    arguments, _, scope throws(Problem) in
    .number(Double(try model(arguments, scope).network.depth))
  },
  LiveFunction("parameters(MODEL)", "The number of trainable numbers.") {
    arguments, _, scope throws(Problem) in
    .number(Double(try model(arguments, scope).network.parameterCount))
  },
  LiveFunction("layers(MODEL)", "The number of layers and blocks.") {
    arguments, _, scope throws(Problem) in
    .number(Double(try model(arguments, scope).network.names.count))
  },
  LiveFunction("shape(TENSOR)", "The extents of a tensor.") {
    arguments, evaluator, scope throws(Problem) in
    let tensor = try onlyTensor(arguments, evaluator, "shape(conv1.weight)")
    return .tuple(tensor.shape.extents.map { .number(Double($0)) })
  },
  reduction("norm", "The Euclidean norm √Σx².") { $0.norm },
  reduction("sum", "The sum of all elements.") { $0.sum },
  reduction("mean", "The mean of all elements.") { $0.statistics.mean },
  reduction("std", "The standard deviation of all elements (population).") {
    $0.statistics.deviation
  },
  reduction("var", "The variance of all elements (population).") {
    $0.statistics.deviation * $0.statistics.deviation
  },
  reduction("min", "The least element.") { Double($0.statistics.minimum) },
  reduction("max", "The largest element.") { Double($0.statistics.maximum) },
  reduction("count", "The number of elements.") { Double($0.count) },
  elementwise("abs", "The absolute value.") { abs($0) },
  elementwise("sqrt", "The square root.") { $0.squareRoot() },
  elementwise("exp", "The exponential.") { exponential($0) },
  elementwise("log", "The natural logarithm.") { logarithm($0) },
]
