// The structure of a tree as text in prefix notation, for tests to write down what they expect.

import Grammars

func shape(_ expression: Expression) -> String {
  switch expression.node {
  case .number(let value): "\(value == value.rounded() ? String(Int(value)) : String(value))"
  case .string(let text): "\"\(text)\""
  case .boolean(let value): "\(value)"
  case .name(let name): name
  case .tuple(let elements): shape("tuple", elements.map(shape))
  case .call(let function, let arguments): shape("call \(function.text)", arguments.map(shape))
  case .unary(let operation, let operand): shape(operation.rawValue, [shape(operand)])
  case .binary(let operation, let left, let right):
    shape(operation.rawValue, [shape(left), shape(right)])
  case .chain(let links): shape("->", links.map(shape))
  case .conditional(let then, let condition, let otherwise):
    shape("if", [shape(condition), shape(then)] + (otherwise.map { [shape($0)] } ?? []))
  case .local(let body, let bindings, let requirements):
    shape(
      "where",
      [shape(body)] + bindings.map { "\($0.name.text)=\(shape($0.value))" }
        + requirements.map { "requires \(shape($0.condition)) \"\($0.message)\"" })
  }
}

func shape(_ argument: Argument) -> String {
  (argument.name.map { "\($0.text)=" } ?? "") + shape(argument.value)
}

func shape(_ statement: Statement) -> String {
  let form =
    switch statement.form {
    case .command(let verb, let arguments): shape("! \(verb.text)", arguments.map(shape))
    case .assignment(let name, let value): shape("= \(name.text)", [shape(value)])
    case .definition(let function):
      shape(
        "define \(function.name.text)",
        function.parameters.map { $0.name.text + ($0.standard.map { "=\(shape($0))" } ?? "") }
          + [shape(function.body)])
    case .expression(let expression): shape(expression)
    }
  return statement.rest.reduce(form) { "\($0) \(shape($1))" }
}

private func shape(_ head: String, _ parts: [String]) -> String {
  "(\(([head] + parts).joined(separator: " ")))"
}
