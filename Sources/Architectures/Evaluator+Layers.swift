// Calls that make layers: conv(16), residual(…), concat(…), input(…).

package import Grammars
package import Layers
import Networks
import Reports
import Tensors

/// The kind of layer called `name`.
package func layerKind(_ name: String) -> (any Layer.Type)? {
  layerCatalog.first { $0.card.name == name }
}

/// The words that make layers or blocks.
package var layerNames: [String] {
  layerCatalog.map { $0.card.name } + ["residual", "concat", "input"]
}

extension Evaluator {
  /// `conv(16, stride=2)`.
  func layer(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    guard let kind = layerKind(name.text) else { throw unknown(name.text, at: name.place) }
    let card = kind.card
    let placed = try match(arguments, to: card.parameters.map(\.name), of: card.name)
    var values: [(name: String, value: LayerArguments.Value)] = []
    for parameter in card.parameters {
      if let argument = placed[parameter.name] {
        values.append((parameter.name, try plain(argument)))
      } else if let standard = parameter.standard {
        values.append((parameter.name, standard))
      } else {
        throw Problem(
          .wrongArgument, "\(card.name) needs \(parameter.name), \(parameter.summary)",
          facts: ["usage: \(card.usage)"], place: name.place)
      }
    }
    return Chain([.layer(kind, LayerArguments(values), live: nil)])
  }

  /// A value that a layer can be made with.
  private func plain(_ expression: Expression) throws(Problem) -> LayerArguments.Value {
    switch try value(expression) {
    case .number(let number): return .number(number)
    case .boolean(let flag): return .boolean(flag)
    case .word(let word): return .word(word)
    case let other:
      throw Problem(
        .wrongArgument,
        "a layer's argument is a number, true or false, or a word; "
          + "this is \(other.sort)", place: expression.place)
    }
  }

  /// `residual(body, shortcut=…)`.
  func residual(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    let placed = try match(arguments, to: ["body", "shortcut"], of: "residual")
    guard let body = placed["body"] else {
      throw Problem(
        .wrongArgument, "residual needs a body: residual(conv(16) -> relu)", place: name.place)
    }
    var shortcut = Chain()
    if let written = placed["shortcut"], written.node != .name("identity") {
      shortcut = try chain(written)
    }
    return Chain([.residual(body: try inner(body), shortcut: shortcut)])
  }

  /// `concat(a, b, …)`.
  func concat(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    guard !arguments.isEmpty else {
      throw Problem(
        .wrongArgument, "concat needs branches: concat(conv(8), conv(8, kernel=1))",
        place: name.place)
    }
    var branches: [Chain] = []
    for argument in arguments {
      if let name = argument.name {
        throw Problem(.wrongArgument, "concat takes branches only", place: name.place)
      }
      branches.append(try inner(argument.value))
    }
    return Chain([.concat(branches)])
  }

  /// A chain inside a block, which has its input from outside.
  private func inner(_ expression: Expression) throws(Problem) -> Chain {
    let chain = try chain(expression)
    guard chain.input == nil else {
      throw Problem(
        .wrongArgument, "input(…) can only stand at the start of a whole model",
        place: expression.place)
    }
    return chain
  }

  /// `input(3, 32, 32)`.
  func input(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Chain {
    var extents: [Int] = []
    for argument in arguments { extents.append(try integer(argument.value, in: 1...1_000_000)) }
    guard (1...3).contains(extents.count), extents.reduce(1.0, { $0 * Double($1) }) < 1e9 else {
      throw Problem(
        .wrongArgument,
        "input takes one to three extents of less than 10⁹ numbers in all, "
          + "without the batch: input(3, 32, 32)", place: name.place)
    }
    return Chain([], input: Shape(extents))
  }

  /// Arguments by parameter name: those without a name take the parameters' order.
  func match(
    _ arguments: [Argument], to names: [String], of owner: String
  ) throws(Problem) -> [String: Expression] {
    var placed: [String: Expression] = [:]
    var position = 0
    for argument in arguments {
      let name: String
      if let written = argument.name {
        guard names.contains(written.text) else {
          throw Problem(
            .unknownWord, "\(owner) has no argument '\(written.text)'",
            hint: nearest(to: written.text, among: names).map { "did you mean '\($0)'?" }
              ?? (names.isEmpty ? nil : "it has " + names.joined(separator: ", ")),
            place: written.place)
        }
        name = written.text
      } else {
        guard position < names.count else {
          throw Problem(
            .wrongArgument, "\(owner) takes at most \(names.count) arguments",
            place: argument.value.place)
        }
        name = names[position]
        position += 1
      }
      guard placed[name] == nil else {
        throw Problem(
          .wrongArgument, "\(owner) has two values for \(name)", place: argument.value.place)
      }
      placed[name] = argument.value
    }
    return placed
  }
}

extension LayerCard {
  /// `conv(out, kernel=3, …)`.
  package var usage: String {
    parameters.isEmpty
      ? name
      : name + "("
        + parameters.map { parameter in
          parameter.standard.map { "\(parameter.name)=\($0.notation)" } ?? parameter.name
        }.joined(separator: ", ") + ")"
  }
}

extension Function {
  /// `vgg(depth, norm=none, …)`.
  package var usage: String {
    name.text + "("
      + parameters.map { parameter in
        parameter.standard.map { "\(parameter.name.text)=\($0.text)" } ?? parameter.name.text
      }.joined(separator: ", ") + ")"
  }
}
