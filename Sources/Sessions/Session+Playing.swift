// A lesson played at the prompt: begun, led on step by step, left.

import Lessons
package import Reports

extension Session {
  /// Seconds that one statement of a played lesson may take.
  private static let patience = 600.0

  /// The name under which the work before a lesson is kept.
  package static let workBeforeLesson = "work"

  // MARK: Beginning and ending

  /// Begins a lesson in a fresh workspace, or goes on where the learner left it. What was there
  /// before is kept as a branch, and `undo` leads back to it.
  package mutating func begin(
    _ shelved: ShelvedLesson, resumes: Bool = true
  ) throws(Problem) -> Report {
    try refuseInsideLesson("lesson")
    let before = self
    if player == nil, !cells.isEmpty { keep(as: Self.workBeforeLesson) }
    let progress = resumes ? context.progress(in: shelved.lesson) : nil
    var blocks = title(of: shelved.lesson)
    if let progress, !progress.isDone, progress.part > 0 {
      blocks += try resume(shelved, at: progress)
    } else {
      open(shelved)
      try seed()
    }
    guard var player else { return lessonReport(blocks) }
    blocks += try turnPage(&player)
    return close(blocks, player, since: before, statement: "lesson")
  }

  private mutating func open(_ shelved: ShelvedLesson) {
    set(Snapshot())
    let host = LessonHost(context.host, folder: shelved.folder, patience: Self.patience)
    player = Player(shelved.lesson, path: shelved.path, host: host, at: snapshot)
  }

  /// A lesson's random numbers are its own.
  private mutating func seed() throws(Problem) {
    guard var player, let seed = player.lesson.header.seed else { return }
    _ = try play("seed \(seed)", on: player.host)
    player.place = snapshot
    player.opening = snapshot
    self.player = player
  }

  /// Comes to a kept place by running what the lesson runs up to there. If that fails, the lesson
  /// begins anew.
  private mutating func resume(
    _ shelved: ShelvedLesson, at progress: Progress
  ) throws(Problem) -> [Block] {
    open(shelved)
    let begun = self
    do {
      try seed()
      try rehearse(upTo: progress.part, step: progress.step)
    } catch {
      if error.kind == .interrupted { throw error }
      self = begun
      try seed()
      return [.text(Text("Your place could not be reached (\(error.message)), so it begins anew."))]
    }
    player?.predictions = progress.predictions
    player?.quizzes = progress.quizzes
    player?.exercises = progress.exercises
    return [
      .text(
        Text("You were here before and go on where you left; ", .faint)
          + Text("again lesson", .code)
          + Text(" begins anew.", .faint))
    ]
  }

  /// Runs what the lesson runs before its typed line `step` of `part`: of an exercise its first
  /// solution. Nothing is shown.
  private mutating func rehearse(upTo part: Int, step: Int) throws(Problem) {
    while var player, player.part < part || player.step < step, let current = player.current {
      context.host.progress(Double(player.part) / Double(max(1, part)), "back to your place")
      let isHere = player.part == part
      switch current {
      case .transcript(let transcript):
        for line in transcript.steps.prefix(isHere ? step : .max) { _ = try run(line, &player) }
      case .prediction(let prediction):
        for line in prediction.steps { _ = try run(line, &player) }
      case .exercise(let exercise):
        for text in [exercise.start, exercise.solutions.first].compactMap({ $0?.text }) {
          try runSilently(text, on: player.host)
        }
      case .prose, .quiz: break
      }
      if isHere { player.step = step } else { player.advance() }
      player.place = snapshot
      if !isHere { player.openingCaptures = player.captures }
      if !isHere { player.opening = snapshot }
      self.player = player
      if isHere { return }
    }
  }

  /// Leaves the lesson; what was built stays.
  package mutating func leave() throws(Problem) -> Report {
    let before = self
    let player = try activePlayer()
    self.player = nil
    remember(before, statement: "leave")
    var words: Text =
      Text("You have left '\(player.lesson.header.title)'; what you built stays. ")
    if let id = player.lesson.header.id.nonEmpty {
      words = words + Text("lesson \(id)", .code) + Text(" goes on here. ")
    }
    if branch(named: Self.workBeforeLesson) != nil {
      words =
        words + Text("branch \(Self.workBeforeLesson)", .code)
        + Text(" returns to what you had before.")
    }
    return lessonReport([.text(words)])
  }

  // MARK: Steps

  /// The next step: a paragraph, a statement, a question; or the judgement of a try.
  package mutating func next() throws(Problem) -> Report {
    try step("next") { session, player throws(Problem) in
      if let exercise = player.openExercise { return try session.judge(exercise, &player) }
      if let options = player.openOptions { return Player.invitation(options) }
      let back = session.comeBack(&player)
      return back + (try session.turnPage(&player))
    }
  }

  /// One step of the lesson, whatever it runs: one `undo` takes it back.
  mutating func step(
    _ statement: String,
    _ body: (inout Session, inout Player) throws(Problem) -> [Block]
  ) throws(Problem) -> Report {
    let before = self
    var player = try activePlayer()
    let blocks = try body(&self, &player)
    return close(blocks, player, since: before, statement: statement)
  }

  /// Ends a step: the place is kept, what comes is announced, and the end of the lesson celebrated.
  private mutating func close(
    _ blocks: [Block], _ player: Player, since before: Session, statement: String
  ) -> Report {
    var player = player
    player.place = snapshot
    if player.part != before.player?.part {
      player.openingCaptures = player.captures
      if player.openExercise == nil { player.opening = snapshot }
    }
    past = before.past
    remember(before, statement: statement)
    var blocks = blocks
    if player.current == nil {
      blocks += ending(player)
      self.player = nil
    } else {
      blocks += player.preview
      self.player = player
    }
    var report = lessonReport(blocks, player)
    report.asides = context.keepProgress(player)
    return report
  }

  /// After wandering off: the state is again as the lesson left it.
  mutating func comeBack(_ player: inout Player) -> [Block] {
    guard player.hasTyped else { return [] }
    player.hasTyped = false
    guard workspace != player.place.workspace else { return [] }
    set(player.place)
    return [
      .text(
        Text("Back in the lesson: everything is as it left it. ", .faint) + Text("undo", .code)
          + Text(" returns to your own state.", .faint))
    ]
  }

  /// Shows the next paragraph, runs the next typed line, or puts the next question or task.
  mutating func turnPage(_ player: inout Player) throws(Problem) -> [Block] {
    var blocks: [Block] = []
    while let part = player.current {
      switch part {
      case .prose(let prose):
        blocks += prose.blocks
        player.advance()
        if case .heading = prose.kind { continue }
        if let next = player.current, next.belongs(to: prose) { continue }
      case .transcript(let transcript):
        guard player.step < transcript.steps.count else {
          player.advance()
          continue
        }
        let shown = try run(transcript.steps[player.step], &player)
        player.step += 1
        if player.step == transcript.steps.count { player.advance() }
        if transcript.isSetup { continue }
        blocks += shown
      case .prediction(let prediction):
        player.isOpen = true
        blocks += Player.question(prediction.ask.text, prediction.options.map(\.text))
      case .quiz(let quiz):
        player.isOpen = true
        blocks += Player.question(quiz.ask.text, quiz.options.map(\.text.text))
      case .exercise(let exercise): blocks += try put(exercise, &player)
      }
      break
    }
    return blocks
  }

  // MARK: Running the lesson's statements

  /// Runs a typed line of the lesson; what is shown of it.
  mutating func run(_ line: TypedLine, _ player: inout Player) throws(Problem) -> [Block] {
    let text = player.captures.substituted(in: line.statement.text)
    let cells = try play(text, on: player.host)
    let printed = context.printed(cells)
    var blocks: [Block] = [.text(Text("fathom> " + text, .code))]
    for cell in cells {
      if case .report(let report) = cell.outcome { blocks += report.blocks }
    }
    switch Matcher.match(line.expected, printed, captures: player.captures) {
    case .fits(let captures): player.captures = captures
    case .differs(let mismatch):
      if let problem = printed.problem { throw problem.inLesson }
      blocks.append(.text(Text("The lesson expected otherwise: \(mismatch.summary)", .faint)))
    }
    if let problem = printed.problem {
      blocks.append(.text(Text("\(problem.kind.rawValue): \(problem.message)", .bad)))
    }
    return blocks
  }

  /// Runs statements that must succeed and shows nothing of them.
  mutating func runSilently(_ text: String, on host: LessonHost) throws(Problem) {
    if let problem = context.printed(try play(text, on: host)).problem { throw problem.inLesson }
  }

  /// Runs the lesson's text in the world that a lesson may see.
  mutating func play(_ text: String, on host: LessonHost) throws(Problem) -> [Cell] {
    let (world, played, wasTyping, wasOver) = (context, player, isLessonTyping, isOver)
    context = world.with(host: host)
    player = nil
    isLessonTyping = true
    host.beginStatement()
    let cells = submit(text)
    (context, player, isLessonTyping, isOver) = (world, played, wasTyping, wasOver)
    if case .problem(let problem)? = cells.last?.outcome, problem.kind == .interrupted {
      throw problem
    }
    return cells
  }

  /// Refuses what a lesson must not type, because it might go on for ever.
  package func refuseInsideLesson(_ verb: String) throws(Problem) {
    if isLessonTyping {
      throw Problem(.wrongArgument, "'\(verb)' cannot be used inside a lesson or notebook")
    }
  }

  package func activePlayer() throws(Problem) -> Player {
    guard let player else {
      throw Problem(.notReady, "no lesson is being played", hint: "try: lessons")
    }
    return player
  }
}

extension Lesson.Part {
  /// Whether it is shown together with the prose before it: lists and code go with their sentence.
  fileprivate func belongs(to prose: Prose) -> Bool {
    guard case .prose(let next) = self else { return false }
    switch next.kind {
    case .item, .code: return true
    case .heading, .paragraph: return false
    }
  }
}

extension Problem {
  /// The same with the way on that a lesson has.
  fileprivate var inLesson: Problem {
    var problem = self
    problem.place = nil
    problem.hint = "'again' begins this part anew" + (hint.map { "; \($0)" } ?? "")
    return problem
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
