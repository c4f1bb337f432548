// Calls that make layers: conv(16), and how arguments find their parameters.

package import Grammars
package import Layers
import Networks
import Reports

/// The kind of layer called `name`.
package func layerKind(_ name: String) -> (any Layer.Type)? {
  layerCatalog.first { $0.card.name == name }
}

/// The words that make layers or blocks.
package var layerNames: [String] {
  layerCatalog.map { $0.card.name } + blockNames
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
  func plain(_ expression: Expression) throws(Problem) -> LayerArguments.Value {
    switch try value(expression) {
    case .number(let number): return .number(number)
    case .boolean(let flag): return .boolean(flag)
    case .word(let word), .string(let word): return .word(word)
    case let other:
      throw Problem(
        .wrongArgument,
        "a layer's argument is a number, true or false, a word or a text; "
          + "this is \(other.sort)", place: expression.place)
    }
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
