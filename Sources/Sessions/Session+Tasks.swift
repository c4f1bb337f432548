// Questions and exercises of a lesson: put, answered, judged, hinted at, solved, begun anew.

import Lessons
package import Reports

extension Session {
  // MARK: Questions

  /// Answers the open question with one of its options, counted from 1, or in its words.
  package mutating func answer(_ answer: String) throws(Problem) -> Report {
    try step("answer") { session, player throws(Problem) in
      guard let options = player.openOptions else {
        throw Problem(.notReady, "no question is open", hint: "try: next")
      }
      let number =
        Int(answer) ?? options.firstIndex { $0.lowercased() == answer.lowercased() }.map { $0 + 1 }
      guard let number, options.indices.contains(number - 1) else {
        throw Problem(
          .wrongArgument, "'\(answer)' is none of the options",
          hint: "answer with a number from 1 to \(options.count)")
      }
      switch player.current {
      case .prediction(let prediction):
        return try session.reveal(prediction, chosen: options[number - 1], &player)
      case .quiz(let quiz): return session.mark(quiz, quiz.options[number - 1], &player)
      default: return []
      }
    }
  }

  /// Runs what was to be predicted and shows the truth.
  private mutating func reveal(
    _ prediction: Prediction, chosen: String?, _ player: inout Player
  ) throws(Problem) -> [Block] {
    var blocks = comeBack(&player)
    for line in prediction.steps { blocks += try run(line, &player) }
    let truth = prediction.truth.text
    if let chosen {
      let isRight = chosen == truth
      player.predictions.count(isRight)
      let score = player.predictions
      blocks.append(
        .text(
          Text(
            isRight ? "As you predicted: " : "You predicted '\(chosen)'. The truth: ",
            isRight ? .good : .bad)
            + Text(truth, .strong)
            + Text("  (\(score.right) of \(score.all) predictions right)", .faint)))
    } else {
      blocks.append(.text(Text("The truth: ") + Text(truth, .strong)))
    }
    if let say = prediction.say { blocks.append(.text(Prose.words(of: say.text))) }
    player.advance()
    return blocks
  }

  /// Says whether an option is right; a wrong one leaves the question open.
  private func mark(_ quiz: Quiz, _ option: Quiz.Option, _ player: inout Player) -> [Block] {
    if player.attempts == 0 { player.quizzes.count(option.isRight) }
    player.attempts += 1
    let verdict = option.isRight ? Text("Right. ", .good) : Text("Not quite. ", .bad)
    let said: [Block] = [.text(verdict + Prose.words(of: option.feedback.text))]
    if option.isRight { player.advance() }
    return said
  }

  // MARK: Exercises

  /// Sets the scene of an exercise and says what is to be reached.
  mutating func put(_ exercise: Exercise, _ player: inout Player) throws(Problem) -> [Block] {
    if let start = exercise.start { try runSilently(start.text, on: player.host) }
    player.isOpen = true
    player.hasTyped = false
    player.opening = snapshot
    return Player.task(exercise)
  }

  /// Judges the learner's try. A wrong one is answered and taken back.
  mutating func judge(_ exercise: Exercise, _ player: inout Player) throws(Problem) -> [Block] {
    guard player.hasTyped else {
      return Player.task(exercise) + [.text(Text("Type what you would try; then Return.", .faint))]
    }
    switch verdict(on: exercise) {
    case .solved: return solved(exercise, &player)
    case .failed(let message):
      player.attempts += 1
      var blocks: [Block] = [.text(Text("Not yet. ", .bad) + Prose.words(of: message))]
      blocks += firedHint(of: exercise, &player)
      set(player.opening)
      player.hasTyped = false
      blocks.append(
        .text(
          Text("The state is again that of the start; ", .faint) + Text("undo", .code)
            + Text(" brings your try back, ", .faint) + Text("hint", .code)
            + Text(" helps.", .faint)))
      return blocks
    }
  }

  private func solved(_ exercise: Exercise, _ player: inout Player) -> [Block] {
    player.exercises.count(true)
    player.advance()
    player.hasTyped = false
    return [.text(Text("Well done. ", .good) + Prose.words(of: exercise.say?.text ?? ""))]
  }

  /// The hint whose condition holds now and that has not been given yet.
  private func firedHint(of exercise: Exercise, _ player: inout Player) -> [Block] {
    let fired = exercise.conditionalHints.first {
      !player.firedHints.contains($0.condition.text) && holds($0.condition.text)
    }
    guard let fired else { return [] }
    player.firedHints.append(fired.condition.text)
    return [.text(Text("Hint: ", .strong) + Prose.words(of: fired.text.text))]
  }

  /// After a statement of the learner's own: it may have solved the exercise.
  mutating func noticeOwnWork(_ cell: inout Cell, isLast: Bool) {
    guard var player, case .report(var report) = cell.outcome else { return }
    player.hasTyped = true
    self.player = player
    guard isLast, let exercise = player.openExercise, verdict(on: exercise).isSolved else { return }
    report.asides += solved(exercise, &player)
    player.place = snapshot
    player.opening = snapshot
    player.openingCaptures = player.captures
    report.asides += player.current == nil ? ending(player) : player.preview
    report.asides += context.keepProgress(player)
    cell.outcome = .report(report)
    self.player = player.current == nil ? nil : player
  }

  // MARK: Help

  /// The next hint: first those that fit the live state, then the written ones, then the solution.
  package mutating func hint() throws(Problem) -> Report {
    var player = try activePlayer()
    var blocks = player.preview
    if let exercise = player.openExercise {
      blocks = firedHint(of: exercise, &player)
      if blocks.isEmpty, player.hints < exercise.hints.count {
        let place =
          exercise.hints.count > 1 ? " \(player.hints + 1) of \(exercise.hints.count)" : ""
        blocks = [
          .text(
            Text("Hint\(place): ", .strong) + Prose.words(of: exercise.hints[player.hints].text))
        ]
        player.hints += 1
      } else if blocks.isEmpty {
        blocks = [
          .text(
            Text("There are no more hints. ") + Text("solution", .code) + Text(" shows one way."))
        ]
      }
    } else if player.openOptions != nil {
      blocks = [.text("Choose what you think; a wrong choice costs nothing and is explained.")]
    }
    self.player = player
    return lessonReport(blocks, player)
  }

  /// Shows the answer of the open question or task, runs it, and goes on.
  package mutating func solution() throws(Problem) -> Report {
    try step("solution") { session, player throws(Problem) in
      guard player.isOpen else {
        throw Problem(.notReady, "no question or exercise is open", hint: "try: next")
      }
      switch player.current {
      case .prediction(let prediction):
        return try session.reveal(prediction, chosen: nil, &player)
      case .quiz(let quiz):
        let right = quiz.options.filter(\.isRight)
        if player.attempts == 0 { player.quizzes.count(false) }
        player.advance()
        return right.map {
          .text(
            Text($0.text.text + ": ", .strong) + Prose.words(of: $0.feedback.text))
        }
      case .exercise(let exercise): return try session.show(exercise, &player)
      case .prose, .transcript, nil: return []
      }
    }
  }

  /// Runs the first solution from the start of the exercise, and tells the others.
  private mutating func show(
    _ exercise: Exercise, _ player: inout Player
  ) throws(Problem) -> [Block] {
    guard let first = exercise.solutions.first else { return [] }
    set(player.opening)
    try runSilently(first.text, on: player.host)
    var blocks: [Block] = [.text(Text("One way: ") + Text(first.text, .code))]
    for other in exercise.solutions.dropFirst() {
      blocks.append(.text(Text("Another way: ") + Text(other.text, .code)))
    }
    if let say = exercise.say { blocks.append(.text(Prose.words(of: say.text))) }
    player.exercises.count(false)
    player.hasTyped = false
    player.advance()
    return blocks
  }

  /// Back to where the present part began.
  package mutating func again() throws(Problem) -> Report {
    try step("again") { session, player throws(Problem) in
      session.set(player.opening)
      player.captures = player.openingCaptures
      player.hasTyped = false
      if let exercise = player.openExercise { return Player.task(exercise) }
      player.step = 0
      player.isOpen = false
      return [.text("This part begins anew.")] + (try session.turnPage(&player))
    }
  }
}
