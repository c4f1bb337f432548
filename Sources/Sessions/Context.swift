// What a command may use besides the workspace: the host and the evaluation of its arguments.

package import Architectures
package import Grammars
import Networks
package import Reports

/// Handed to every command.
package struct Context: Sendable {
  /// A report as lines of plain text, 80 columns wide: what a saved notebook holds.
  package typealias Plain = @Sendable (Report) -> [String]

  package let host: any Host
  package let library: Library
  package let plain: Plain
  package let shelf: Shelf

  package init(
    host: any Host, library: Library, plain: @escaping Plain, shelf: Shelf = Shelf()
  ) {
    self.host = host
    self.library = library
    self.plain = plain
    self.shelf = shelf
  }

  /// The same in another world.
  func with(host: any Host) -> Context {
    Context(host: host, library: library, plain: plain, shelf: shelf)
  }

  package func scope(_ workspace: Workspace) -> LiveScope {
    LiveScope(workspace, functions: library.functions, host: host)
  }

  package func evaluator(_ workspace: Workspace) -> Evaluator {
    Evaluator(scope: scope(workspace))
  }
}

extension Call {
  /// The number given for `name`, or nil.
  package func number(
    _ name: String, _ workspace: Workspace, _ context: Context,
    in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) throws(Problem) -> Double? {
    guard let expression = self[name] else { return nil }
    let number = try context.evaluator(workspace).number(expression)
    guard range.contains(number) else {
      throw Problem(
        .wrongArgument,
        "\(name) is \(Figures.text(number)), and must be "
          + (range.upperBound < 1e300
            ? "from \(Figures.text(range.lowerBound)) to \(Figures.text(range.upperBound))"
            : "at least \(Figures.text(range.lowerBound))"),
        place: expression.place)
    }
    return number
  }

  /// The whole number given for `name`, or nil.
  package func integer(
    _ name: String, _ workspace: Workspace, _ context: Context,
    in range: ClosedRange<Int> = 1...1_000_000_000
  ) throws(Problem) -> Int? {
    guard let expression = self[name] else { return nil }
    return try context.evaluator(workspace).integer(expression, in: range)
  }

  /// true or false given for `name`, or nil.
  package func flag(
    _ name: String, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Bool? {
    guard let expression = self[name] else { return nil }
    return try context.evaluator(workspace).flag(expression)
  }

  /// The word given for `name`, not evaluated.
  package func word(_ name: String) throws(Problem) -> Word? {
    guard let expression = self[name] else { return nil }
    return try Self.word(expression)
  }

  /// All words given for `name`.
  package func words(_ name: String) throws(Problem) -> [Word] {
    var result: [Word] = []
    for expression in all(name) { result.append(try Self.word(expression)) }
    return result
  }

  /// The name or number of an entry of a list given for `name`, hyphens put back.
  package func entry(_ name: String) -> Word? {
    self[name].flatMap { value in value.entryName.map { Word($0, at: value.place) } }
  }

  private static func word(_ expression: Expression) throws(Problem) -> Word {
    switch expression.node {
    case .name(let name): return Word(name, at: expression.place)
    case .string(let text): return Word(text, at: expression.place)
    case .boolean(let flag): return Word(String(flag), at: expression.place)
    default:
      throw Problem(.wrongArgument, "a name is needed here", place: expression.place)
    }
  }

  /// The model named by `name`, or the active one.
  package func model(_ name: String, _ workspace: Workspace) throws(Problem) -> Model {
    guard let word = try word(name) else { return try workspace.activeModel() }
    return try workspace.requireModel(word.text, at: word.place)
  }

  /// The models named by `name`, or the active one when none is.
  package func models(_ name: String, _ workspace: Workspace) throws(Problem) -> [Model] {
    var result: [Model] = []
    for word in try words(name) {
      result.append(try workspace.requireModel(word.text, at: word.place))
    }
    return result.isEmpty ? [try workspace.activeModel()] : result
  }
}
