// A sitting at the prompt: the workspace, its history, and the cells so far.

import Architectures
package import Grammars
package import Reports
import Tensors

/// One statement and what came of it.
package struct Cell: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case report(Report)
    case problem(Problem)
  }

  /// Counted from 1 over all statements of the session, failed ones too.
  package var number: Int
  /// The statement as typed.
  package var statement: String
  /// Where it begins in the submitted text, in characters. Places of problems count from there.
  package var offset = 0
  package var outcome: Outcome
  /// Whether the statement was written anew and not run since.
  package var isEdited = false

  package var isOK: Bool {
    if case .report = outcome { return true }
    return false
  }
}

/// A session. `submit` is the only way in: draft, run, commit.
///
/// Laws: a statement that fails changes nothing · `undo` restores an equal workspace · the same
/// statements with the same seed give equal cells · one statement, one cell.
package struct Session: Sendable {
  /// What `undo` goes back to.
  package struct Moment: Sendable {
    package var workspace: Workspace
    package var cells: [Cell]
    package var player: Player?
    /// The statement that led away from here.
    package var statement: String
    /// The memory that it holds and its successor does not.
    var bytes: Int
  }

  package internal(set) var workspace = Workspace()
  /// The cells that make up the notebook: those that succeeded and were not undone.
  package internal(set) var cells: [Cell] = []
  package internal(set) var past: [Moment] = []
  package internal(set) var future: [Moment] = []
  /// Whether `quit` was typed.
  package var isOver = false
  /// The lesson that is being played.
  package internal(set) var player: Player?
  /// Workspaces kept under a name, in the order in which they were.
  package internal(set) var branches: [Branch] = []
  /// Whether it is a lesson that types. It begins no other lesson, lest it begin itself.
  var isLessonTyping = false
  package internal(set) var context: Context
  private var count = 0
  private var repeated: String?

  /// What Return on an empty line does: the last statement again, or the lesson's next step.
  package var repeatable: String? { player == nil ? repeated : "next" }

  /// - Parameters:
  ///   - plain: a report as lines of plain text, for notebooks and lessons.
  ///   - shelf: where lessons are found and progress is kept.
  package init(
    library: Library, host: any Host, plain: @escaping Context.Plain = { _ in [] },
    shelf: Shelf = Shelf()
  ) {
    context = Context(host: host, library: library, plain: plain, shelf: shelf)
  }

  /// The statements of `text`, or the problem that keeps it from being read.
  package func statements(of text: String) throws(Problem) -> [Statement] {
    try parse(text, verbs: context.library.verbs)
  }

  /// Runs all statements of `text`, up to the first that fails (or all, when `keepsGoing`), and
  /// tells of each, and the settings then, as soon as it is done. While a lesson is played, `text`
  /// may be the answer to its question.
  @discardableResult
  package mutating func submit(
    _ text: String, keepsGoing: Bool = false, observe: (Cell, Settings) -> Void = { _, _ in }
  ) -> [Cell] {
    let text = player?.meaning(of: text) ?? text
    let statements: [Statement]
    do {
      statements = try self.statements(of: text)
    } catch {
      let cell = numbered(text, .problem(error))
      observe(cell, workspace.settings)
      return [cell]
    }
    var done: [Cell] = []
    var searched = text[...]
    for statement in statements {
      let start = searched.firstRange(of: statement.source)?.lowerBound ?? searched.startIndex
      var cell = perform(statement, offset: text.distance(from: text.startIndex, to: start))
      searched = searched[start...].dropFirst(statement.source.count)
      if !isAboutSession(statement) {
        noticeOwnWork(&cell, isLast: done.count + 1 == statements.count)
      }
      observe(cell, workspace.settings)
      done.append(cell)
      if isOver || (!cell.isOK && !keepsGoing) { break }
    }
    return done
  }

  /// Runs one statement: all of it, or nothing.
  private mutating func perform(_ statement: Statement, offset: Int) -> Cell {
    let before = self
    useThreads(workspace.settings.threads)
    do {
      let outcome = withKernels(isReference: workspace.settings.isReference) {
        Result { () throws(Problem) in try evaluate(statement) }
      }
      let report = try outcome.get()
      var cell = numbered(statement.source, .report(report))
      cell.offset = offset
      if !isAboutSession(statement) {
        cells.append(cell)
        remember(before, statement: statement.source)
      }
      repeated = isRepeatable(statement) ? statement.source : nil
      return cell
    } catch {
      self = before
      repeated = nil
      var problem = error
      problem.place?.column -= offset
      var cell = numbered(statement.source, .problem(problem))
      cell.offset = offset
      return cell
    }
  }

  private mutating func numbered(_ statement: String, _ outcome: Cell.Outcome) -> Cell {
    count += 1
    return Cell(number: count, statement: statement, outcome: outcome)
  }

  /// The report of one statement, applied to this session.
  package mutating func evaluate(_ statement: Statement) throws(Problem) -> Report {
    switch statement.form {
    case .command(let verb, let arguments):
      guard let command = context.library.command(verb.text) else {
        throw Problem(.unknownWord, "no command '\(verb.text)'", place: verb.place)
      }
      let call = try command.signature.bind(verb, arguments, statement: statement.rest)
      if let command = command as? any SessionCommand.Type {
        do { return try command.run(call, in: &self) } catch { throw error.at(verb.place) }
      }
      do { return try command.run(call, in: &workspace, with: context) } catch {
        throw error.at(verb.place)
      }
    case .assignment(let name, let value):
      return try workspace.assign(name, value, with: context)
    case .definition(let function):
      return try workspace.define(function)
    case .expression(let expression):
      return try workspace.show(expression, with: context)
    }
  }

  private func command(of statement: Statement) -> (any Command.Type)? {
    guard case .command(let verb, _) = statement.form else { return nil }
    return context.library.command(verb.text)
  }

  /// Whether a statement leaves the workspace alone; `time` is what it times.
  func isAboutSession(_ statement: Statement) -> Bool {
    guard let command = command(of: statement) as? any SessionCommand.Type,
      case .command(let verb, let arguments) = statement.form
    else { return false }
    if command.runsItsStatement, let timed = statement.rest.first { return isAboutSession(timed) }
    let call = try? command.signature.bind(verb, arguments, statement: statement.rest)
    return call.map { !command.leavesCell($0) } ?? true
  }

  private func isRepeatable(_ statement: Statement) -> Bool {
    command(of: statement)?.isRepeatedByReturn ?? false
  }
}
