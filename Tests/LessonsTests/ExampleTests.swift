// The contract's own example, part by part.

import Lessons
import Testing

@Suite struct ExampleTests {
  private let lesson = reader.read(example).lesson

  @Test func `the example has no mistakes`() {
    #expect(mistakes(in: example) == [])
    #expect(reader.read(example.replacing("\n", with: "\r\n")).lesson.parts.count == 7)
  }

  @Test func `its front matter`() {
    #expect(lesson.header.id == "why-depth-hurts")
    #expect(lesson.header.title == "Why a deep plain stack stops learning")
    #expect(lesson.header.needs.map(\.text) == ["first-forward-pass"])
    #expect(lesson.header.teaches.map(\.text) == ["gradient-flow", "jacobian-norm"])
    #expect(
      lesson.header.teaches.map(\.place) == [
        Place(line: 6, column: 11), Place(line: 6, column: 26),
      ])
    #expect(lesson.header.minutes == 12)
    #expect(lesson.header.seed == 7)
  }

  @Test func `its prose and its transcripts`() throws {
    #expect(
      lesson.parts.prefix(2) == [
        .prose(Prose(.heading(1), "Why a deep plain stack stops learning", line: 11)),
        .prose(
          Prose(
            .paragraph,
            "A deep stack multiplies one Jacobian per layer. Let us watch that product.",
            line: 13)),
      ])
    let transcripts = lesson.parts.compactMap { part -> Transcript? in
      if case .transcript(let transcript) = part { return transcript }
      return nil
    }
    #expect(transcripts.map(\.isSetup) == [true, false])
    #expect(transcripts[0].steps.map(\.statement.text) == ["data shapes; batch 32"])
    #expect(
      transcripts[1].steps.map(\.statement.text) == [
        "plain = vgg(38)", "forward; backward",
        "expect norm(gradient(conv1.weight)) < 1e-10 \"the first layer should be starved\"",
      ])
    #expect(transcripts[1].steps.map(\.line) == [20, 21, 23])
    #expect(transcripts[1].steps.map { $0.expected.map(\.text) } == [[], ["loss 4.6"], []])
  }

  @Test func `its prediction`() throws {
    let prediction = try #require(
      lesson.parts.compactMap { part -> Prediction? in
        if case .prediction(let prediction) = part { return prediction }
        return nil
      }.first)
    #expect(prediction.id.text == "deeper")
    #expect(prediction.ask.text == "You halve the depth. The first layer's gradient becomes …")
    #expect(
      prediction.options.map(\.text) == [
        "about the same", "twice as large", "many orders of magnitude larger",
      ])
    #expect(prediction.steps.map(\.statement.text) == ["half = vgg(20); forward; backward"])
    #expect(prediction.truth.text == "many orders of magnitude larger")
    #expect(
      prediction.say?.text
        == "Depth multiplies factors below one: the loss of signal is geometric.")
  }

  @Test func `its exercise`() throws {
    let exercise = try #require(
      lesson.parts.compactMap { part -> Exercise? in
        if case .exercise(let exercise) = part { return exercise }
        return nil
      }.first)
    #expect(
      exercise.goal.text == "Make the first layer's mean gradient larger than 1e-6. Keep 38 layers."
    )
    #expect(exercise.start?.text == "net = vgg(38)")
    #expect(
      exercise.checks.map(\.condition.text) == [
        "depth() == 38", "mean(abs(gradient(conv1.weight))) > 1e-6",
      ])
    #expect(
      exercise.checks[1].message.text { "<\($0)>" }
        == "Still starved: <mean(abs(gradient(conv1.weight)))>.")
    #expect(
      exercise.hints.map(\.text) == [
        "Look at `jacobian`. Which factor is below one in every layer?"
      ])
    #expect(exercise.conditionalHints.map(\.condition.text) == ["depth() < 38"])
    #expect(
      exercise.conditionalHints.map(\.text.text) == [
        "Removing layers removes the problem, not the cause."
      ])
    #expect(
      exercise.solutions.map(\.text) == [
        "net = vgg(38, norm=batch); forward; backward",
        "net = vgg(38, skip=true); forward; backward",
      ])
    #expect(exercise.wrongs.map(\.statements.text) == ["net = vgg(8); forward; backward"])
    #expect(exercise.wrongs.map(\.fires.text) == ["depth() < 38"])
    #expect(exercise.wrongs.map(\.fires.place) == [Place(line: 43, column: 43)])
  }

  @Test func `its quiz`() throws {
    guard case .quiz(let quiz) = try #require(lesson.parts.last) else {
      Issue.record("the last part is no quiz")
      return
    }
    #expect(quiz.id.text == "q1")
    #expect(quiz.options.map(\.isRight) == [false, true])
    #expect(
      quiz.options.map(\.text.text) == [
        "It has far fewer parameters", "Each factor contains an identity term",
      ])
    #expect(
      quiz.options.map(\.feedback.text) == [
        "Compare `summary`: the same number.", "Yes: some signal is never multiplied away.",
      ])
  }
}
