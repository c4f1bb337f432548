// expect: a condition that must hold, so that a session is a test.

import Architectures
import Grammars
import Reports
import Sessions

enum Expect: Command {
  static let signature = Signature(
    "expect", .other, "Checks a condition, and fails with the measured values if it does not hold.",
    operands: [
      .init("condition", .expression, "a comparison"),
      .init("why", .string, "what to say when it fails", optional: true),
    ],
    examples: [
      .init(
        "expect loss() < 10 \"the loss is far too large\"", "a check",
        after: "data shapes; batch 8; net = stack(3, 4); forward")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let condition = call["condition"] else {
      throw Problem(.wrongArgument, "expect needs a condition")
    }
    let evaluator = context.evaluator(workspace)
    let holds = try evaluator.flag(condition)
    let measured = try sides(of: condition, evaluator)
    if !holds {
      let why = try call.word("why")?.text
      throw Problem(
        .expectation, why ?? "\(condition.text) does not hold",
        facts: (why == nil ? [] : ["expected \(condition.text)"]) + measured,
        place: condition.place)
    }
    return Report(
      kind: "expect", data: ["holds": true, "condition": .string(condition.text)],
      blocks: [.text(Text("holds", .good) + Text(measured.first.map { ": \($0)" } ?? ""))])
  }

  /// The values of both sides of a comparison, in words.
  private static func sides(
    of condition: Expression, _ evaluator: Evaluator
  ) throws(Problem) -> [String] {
    guard case .binary(_, let left, let right) = condition.node else { return [] }
    var result: [String] = []
    for side in [left, right] {
      if case .number(let number) = try evaluator.value(side), !side.isLiteral {
        result.append("\(side.text) = \(Figures.text(number))")
      }
    }
    return result
  }
}

extension Expression {
  /// Whether it is just a number.
  fileprivate var isLiteral: Bool {
    if case .number = node { return true }
    return false
  }
}
