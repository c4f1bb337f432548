// From an expression to its value.

package import Grammars
package import Networks
package import Reports

/// Evaluates expressions: arithmetic, chains of layers, functions of the language, and, through
/// its scope, whatever is alive.
package struct Evaluator {
  package let scope: any Scope
  /// Parameters of the function whose body is evaluated.
  private let parameters: [String: Value]
  /// Bindings of `where`, evaluated when they are used.
  private let bindings: [String: Expression]
  /// How many calls and bindings deep the evaluation is.
  private let depth: Int

  /// Deeper than any sensible definition, and far from the end of the stack.
  private static let deepest = 64
  /// More layers than any network in print has.
  private static let mostLayers = 20_000

  package init(scope: any Scope) {
    self.init(scope: scope, parameters: [:], bindings: [:], depth: 0)
  }

  private init(
    scope: any Scope, parameters: [String: Value], bindings: [String: Expression], depth: Int
  ) {
    self.scope = scope
    self.parameters = parameters
    self.bindings = bindings
    self.depth = depth
  }

  /// The value of `expression`.
  package func value(_ expression: Expression) throws(Problem) -> Value {
    switch expression.node {
    case .number(let number): return .number(number)
    case .string(let text): return .string(text)
    case .boolean(let flag): return .boolean(flag)
    case .name(let name): return try value(named: name, at: expression.place)
    case .tuple(let parts):
      var values: [Value] = []
      for part in parts { values.append(try value(part)) }
      return .tuple(values)
    case .call(let function, let arguments):
      return try call(function, arguments)
    case .unary(let operation, let operand):
      return try apply(operation, value(operand), at: operand.place)
    case .binary(let operation, let left, let right):
      return try apply(operation, left, right, at: expression.place)
    case .chain(let links):
      var chain = Chain()
      for (index, link) in links.enumerated() {
        let next = try self.chain(link)
        if next.input != nil, index > 0 {
          throw Problem(
            .wrongArgument, "input(…) can only stand at the start of a chain", place: link.place)
        }
        chain = chain + next
      }
      return .chain(try limited(chain, at: expression.place))
    case .conditional(let then, let condition, let otherwise):
      if try flag(condition) { return try value(then) }
      guard let otherwise else { return .chain(Chain()) }
      return try value(otherwise)
    case .local(let body, let bindings, let requirements):
      let inner = try deeper(at: expression.place).adding(bindings)
      for requirement in requirements where try !inner.flag(requirement.condition) {
        throw Problem(.wrongArgument, requirement.message, place: expression.place)
      }
      return try inner.value(body)
    }
  }

  // MARK: Values of a wanted kind

  /// The expression as a chain of layers.
  package func chain(_ expression: Expression) throws(Problem) -> Chain {
    switch try value(expression) {
    case .chain(let chain): return chain
    case .word(let word): throw unknown(word, at: expression.place)
    case let other:
      throw Problem(
        .wrongArgument, "a chain of layers is needed here, and this is \(other.sort)",
        hint: "layers are written as in conv(16) -> relu, repeated as in 3 * relu",
        place: expression.place)
    }
  }

  /// The expression as a number.
  package func number(_ expression: Expression) throws(Problem) -> Double {
    switch try value(expression) {
    case .number(let number): return number
    case .word(let word): throw unknown(word, at: expression.place)
    case let other:
      throw Problem(
        .wrongArgument, "a number is needed here, and this is \(other.sort)",
        place: expression.place)
    }
  }

  /// The expression as a whole number in `range`.
  package func integer(
    _ expression: Expression, in range: ClosedRange<Int> = 1...1_000_000_000
  ) throws(Problem) -> Int {
    let number = try number(expression)
    guard number == number.rounded(), number >= Double(range.lowerBound),
      number <= Double(range.upperBound)
    else {
      throw Problem(
        .wrongArgument,
        "a whole number from \(range.lowerBound) to \(range.upperBound) is needed here, "
          + "and this is \(Figures.text(number))",
        place: expression.place)
    }
    return Int(number)
  }

  /// The expression as true or false.
  package func flag(_ expression: Expression) throws(Problem) -> Bool {
    switch try value(expression) {
    case .boolean(let flag): return flag
    case .word(let word): throw unknown(word, at: expression.place)
    case let other:
      throw Problem(
        .wrongArgument, "a condition is needed here, and this is \(other.sort)",
        hint: "conditions compare: loss() < 0.05", place: expression.place)
    }
  }

  // MARK: Names and calls

  private func value(named name: String, at place: Problem.Place) throws(Problem) -> Value {
    if let value = parameters[name] { return value }
    if let binding = bindings[name] { return try deeper(at: place).value(binding) }
    // In a chain `bn` is the layer, even when a model is called so too.
    let word = Word(name, at: place)
    if layerKind(name) != nil { return try .chain(layer(word, [])) }
    do {
      if let value = try scope.value(named: name) { return value }
    } catch { throw error.at(place) }
    if isFunction(name) { return try call(word, []) }
    return .word(name)
  }

  private func isFunction(_ name: String) -> Bool {
    scope.function(named: name) != nil || architecture(named: name) != nil
  }

  private func call(_ name: Word, _ arguments: [Argument]) throws(Problem) -> Value {
    switch name.text {
    case "input": return try .chain(input(name, arguments))
    case "residual": return try .chain(residual(name, arguments))
    case "decaying": return try .chain(decaying(name, arguments))
    case "concat": return try .chain(concat(name, arguments))
    default: break
    }
    if let function = scope.function(named: name.text) {
      return try apply(function, to: arguments, at: name.place, outside: scope)
    }
    if layerKind(name.text) != nil { return try .chain(layer(name, arguments)) }
    if let architecture = architecture(named: name.text) {
      let inside = ArchitectureScope(architecture: architecture, outside: scope)
      guard let function = inside.function(named: name.text) else {
        throw unknown(name.text, at: name.place)
      }
      return try apply(function, to: arguments, at: name.place, outside: inside)
    }
    do {
      if let value = try scope.call(name, arguments, by: self) { return value }
    } catch { throw error.at(name.place) }
    throw unknown(name.text, at: name.place, isCall: true)
  }

  /// The body of a function of the language, with its parameters bound.
  private func apply(
    _ function: Function, to arguments: [Argument], at place: Problem.Place,
    outside: any Scope
  ) throws(Problem) -> Value {
    let names = function.parameters.map(\.name.text)
    let placed = try match(arguments, to: names, of: function.name.text)
    let inside = try deeper(at: place)
    var values: [String: Value] = [:]
    for parameter in function.parameters {
      if let argument = placed[parameter.name.text] {
        values[parameter.name.text] = try value(argument)
      } else if let standard = parameter.standard {
        // Defaults mean what they mean where the function was defined.
        do {
          values[parameter.name.text] = try Evaluator(
            scope: outside, parameters: values, bindings: [:], depth: inside.depth
          ).value(standard)
        } catch { throw error.elsewhere(at: place) }
      } else {
        throw Problem(
          .wrongArgument, "\(function.name.text) needs \(parameter.name.text)",
          facts: ["usage: \(function.usage)"], place: place)
      }
    }
    let body = Evaluator(scope: outside, parameters: values, bindings: [:], depth: inside.depth)
    do { return try body.value(function.body) } catch { throw error.elsewhere(at: place) }
  }

  // MARK: The way down

  private func deeper(at place: Problem.Place) throws(Problem) -> Evaluator {
    guard depth < Self.deepest else {
      throw Problem(
        .wrongArgument, "this definition uses itself, or goes more than \(Self.deepest) deep",
        place: place)
    }
    return Evaluator(
      scope: scope, parameters: parameters, bindings: bindings, depth: depth + 1)
  }

  private func adding(_ more: [Expression.Binding]) -> Evaluator {
    var all = bindings
    for binding in more { all[binding.name.text] = binding.value }
    return Evaluator(scope: scope, parameters: parameters, bindings: all, depth: depth)
  }

  func limited(_ chain: Chain, at place: Problem.Place) throws(Problem) -> Chain {
    guard chain.size <= Self.mostLayers else {
      throw Problem(
        .tooLarge,
        "this chain would have more than \(Figures.text(Self.mostLayers)) layers",
        place: place)
    }
    return chain
  }

  /// The error for a name that means nothing.
  package func unknown(
    _ name: String, at place: Problem.Place, isCall: Bool = false
  ) -> Problem {
    let known =
      scope.names + layerNames + architectureCatalog.map(\.name) + parameters.keys.sorted()
      + bindings.keys.sorted()
    return Problem(
      .unknownWord,
      isCall ? "no function or layer '\(name)'" : "no layer, model or value '\(name)'",
      hint: nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "'help layers' lists the layers, 'models' the models", place: place)
  }
}

extension Problem {
  /// A problem inside a function's text, told at the place of the call.
  fileprivate func elsewhere(at place: Place) -> Problem {
    var problem = self
    problem.place = place
    return problem
  }
}
