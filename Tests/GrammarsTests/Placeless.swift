// Expressions without their places, so that those from different texts can be compared.

import Grammars
import Reports

private let nowhere = Problem.Place(column: 1)

extension Expression {
  var placeless: Expression {
    let node: Node =
      switch self.node {
      case .number, .string, .boolean, .name: self.node
      case .tuple(let elements): .tuple(elements.map(\.placeless))
      case .call(let function, let arguments):
        .call(
          function: function.placeless,
          arguments: arguments.map {
            Argument(name: $0.name?.placeless, value: $0.value.placeless)
          })
      case .unary(let operation, let operand): .unary(operation, operand.placeless)
      case .binary(let operation, let left, let right):
        .binary(operation, left.placeless, right.placeless)
      case .chain(let links): .chain(links.map(\.placeless))
      case .conditional(let then, let condition, let otherwise):
        .conditional(
          then: then.placeless, condition: condition.placeless, otherwise: otherwise?.placeless)
      case .local(let body, let bindings, let requirements):
        .local(
          body: body.placeless,
          bindings: bindings.map { Binding(name: $0.name.placeless, value: $0.value.placeless) },
          requirements: requirements.map {
            Requirement(condition: $0.condition.placeless, message: $0.message)
          })
      }
    return Expression(node, at: nowhere)
  }
}

extension Word {
  var placeless: Word { Word(text, at: nowhere) }
}
