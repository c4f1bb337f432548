// Conditions on the live state, and what an exercise says of it.

import Architectures
import Grammars
package import Lessons
import Reports

/// What an exercise says of the live state.
package enum Verdict: Sendable, Equatable {
  case solved
  /// The message of the first check that is not met.
  case failed(String)

  package var isSolved: Bool { self == .solved }
}

extension Session {
  /// Whether `condition` is true now. One that cannot be evaluated is not.
  package func holds(_ condition: String) -> Bool { (try? judge(condition)) ?? false }

  /// Why `condition` cannot be evaluated now; nil if it can.
  func trouble(with condition: String) -> Problem? {
    do throws(Problem) {
      _ = try judge(condition)
      return nil
    } catch { return error }
  }

  private func judge(_ condition: String) throws(Problem) -> Bool {
    try context.evaluator(workspace).flag(parseExpression(condition))
  }

  /// The value of an expression inside a message, in words.
  package func words(of expression: String) -> String {
    do {
      let report = try workspace.show(parseExpression(expression), with: context)
      return context.plain(report).joined(separator: " ")
    } catch { return "– (\(error.message))" }
  }

  /// Whether all checks of `exercise` hold, and none of what must never hold.
  package func verdict(on exercise: Exercise) -> Verdict {
    if let broken = exercise.never.first(where: { holds($0.condition.text) }) {
      return .failed(broken.message.text(words))
    }
    if let missed = exercise.checks.first(where: { !holds($0.condition.text) }) {
      return .failed(missed.message.text(words))
    }
    return .solved
  }
}
