// Finding, adding and changing models.

import Layers
package import Networks
import Grammars
package import Reports
package import Tensors
import Datasets

extension Workspace {
  /// The model that commands mean when they name none.
  package func activeModel() throws(Problem) -> Model {
    guard let name = activeName, let model = model(named: name) else {
      throw Problem(
        .notReady, "there is no model yet",
        hint: "try: net = conv(16) -> bn -> relu -> globalavgpool -> dense(10)")
    }
    return model
  }

  package func model(named name: String) -> Model? { models.first { $0.name == name } }

  /// The model called `name`, or a suggestion.
  package func requireModel(
    _ name: String, at place: Problem.Place? = nil
  ) throws(Problem) -> Model {
    if let model = model(named: name) { return model }
    throw Problem(
      .unknownWord, "no model '\(name)'",
      hint: nearest(to: name, among: models.map(\.name)).map { "did you mean '\($0)'?" }
        ?? whatThereIs(insteadOf: name),
      place: place)
  }

  private func whatThereIs(insteadOf name: String) -> String {
    switch models.count {
    case 0: "try: \(name) = vgg(8)"
    case 1: "the only model is \(models[0].name)"
    default: "the models are " + models.map(\.name).joined(separator: ", ")
    }
  }

  /// Puts `model` in the place of the one of the same name, or last.
  package mutating func store(_ model: Model) {
    if let index = models.firstIndex(where: { $0.name == model.name }) {
      models[index] = model
    } else {
      models.append(model)
    }
  }

  /// Binds `chain` to the current batch's shape and makes it the active model.
  package mutating func define(
    _ name: String, as chain: Chain, memory: Int
  ) throws(Problem) -> Model {
    guard let input = chain.input ?? batch?.x.shape.example ?? dataset?.shape else {
      throw Problem(
        .notReady, "a model needs the shape of its input, and there is no data yet",
        hint: "try: data shapes; batch 32, or \(name) = input(3, 32, 32) -> …")
    }
    let network = try bound(chain, to: input, memory: memory)
    let model = Model(name: name, network: network)
    store(model)
    variables.removeAll { $0.name == name }
    activeName = name
    return model
  }

  /// `chain` as a network, its mistakes as problems.
  package func bound(_ chain: Chain, to input: Shape, memory: Int) throws(Problem) -> Network {
    do {
      return try Network(
        chain, input: input, randomness: randomness.split(by: "weights"), memory: memory)
    } catch { throw error.problem(in: chain) }
  }
}
