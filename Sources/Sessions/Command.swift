// What every command is: a signature, and what it does to a draft of the workspace.

package import Grammars
package import Reports

/// A word that a learner can type. A new one is its file and one line in the catalog.
package protocol Command: Sendable {
  static var signature: Signature { get }

  /// Whether Return on an empty line does it again.
  static var isRepeatedByReturn: Bool { get }

  /// Does the work on a draft. Whatever it throws, the draft is dropped and nothing has happened.
  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report
}

extension Command {
  package static var isRepeatedByReturn: Bool { false }
}

/// A command that is about the session itself: its history, its cells, its end.
package protocol SessionCommand: Command {
  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report

  /// Whether this call belongs into the notebook all the same.
  static func leavesCell(_ call: Call) -> Bool

  /// Whether it is about the session exactly if the statement behind it is, which it runs.
  static var runsItsStatement: Bool { get }
}

extension SessionCommand {
  package static func leavesCell(_ call: Call) -> Bool { false }
  package static var runsItsStatement: Bool { false }

  package static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    throw Problem(.wrongArgument, "'\(signature.verb)' cannot be used inside another command")
  }
}

/// All that can be typed: commands and functions.
package struct Library: Sendable {
  package let commands: [any Command.Type]
  package let functions: [LiveFunction]

  /// The commands' signatures, for the parser and completion.
  package let verbs: Verbs

  package init(commands: [any Command.Type], functions: [LiveFunction]) {
    self.commands = commands
    self.functions = functions
    verbs = Verbs(commands.map { $0.signature })
  }

  package func command(_ verb: String) -> (any Command.Type)? {
    commands.first { $0.signature.verb == verb }
  }
}
