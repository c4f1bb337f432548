// Texts and helpers that several tests use.

import Foundation
import Lessons
import Reports

/// The session's judgement of completeness in small: brackets closed.
func bracketsClose(_ text: String) -> Bool {
  text.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) } <= 0
}

let reader = LessonReader(isComplete: bracketsClose)

/// A language in which `forwrad` is no command and all else is fine.
func isKnown(_ text: String) -> Problem? {
  guard let word = text.firstRange(of: "forwrad") else { return nil }
  let column = text.distance(from: text.startIndex, to: word.lowerBound) + 1
  return Problem(
    .unknownWord, "no command 'forwrad'", hint: "did you mean 'forward'?",
    place: .init(column: column, length: 7))
}

/// Everything that is wrong with `text`: its form, and if that is sound, its sense.
func mistakes(in text: String) -> [LessonMistake] {
  let reading = reader.read(text)
  return reading.mistakes.isEmpty ? lint(reading.lesson, isKnown: isKnown) : reading.mistakes
}

/// The example of the format's contract, word for word.
let example = """
  ---
  fathom: lesson/1
  id: why-depth-hurts
  title: Why a deep plain stack stops learning
  needs: [first-forward-pass]
  teaches: [gradient-flow, jacobian-norm]
  minutes: 12
  seed: 7
  ---

  # Why a deep plain stack stops learning

  A deep stack multiplies one Jacobian per layer. Let us watch that product.

  ```fathom setup
  fathom> data shapes; batch 32
  ```

  ```fathom
  fathom> plain = vgg(38)
  fathom> forward; backward
  loss 4.6
  fathom> expect norm(gradient(conv1.weight)) < 1e-10 "the first layer should be starved"
  ```

  ```fathom predict id=deeper
  ask: You halve the depth. The first layer's gradient becomes …
  options: about the same | twice as large | many orders of magnitude larger
  fathom> half = vgg(20); forward; backward
  truth: many orders of magnitude larger
  say: Depth multiplies factors below one: the loss of signal is geometric.
  ```

  ```fathom exercise id=rescue
  goal: Make the first layer's mean gradient larger than 1e-6. Keep 38 layers.
  start: net = vgg(38)
  check: depth() == 38 -> Keep all 38 layers.
  check: mean(abs(gradient(conv1.weight))) > 1e-6 -> Still starved: {mean(abs(gradient(conv1.weight)))}.
  hint: Look at `jacobian`. Which factor is below one in every layer?
  hint when depth() < 38: Removing layers removes the problem, not the cause.
  solution: net = vgg(38, norm=batch); forward; backward
  solution: net = vgg(38, skip=true); forward; backward
  wrong: net = vgg(8); forward; backward -> depth() < 38
  say: Either keeps the product of factors away from zero, in two different ways.
  ```

  ```fathom quiz id=q1
  ask: Why does the residual stack keep its first layer's gradient?
  [ ] It has far fewer parameters            -> Compare `summary`: the same number.
  [x] Each factor contains an identity term  -> Yes: some signal is never multiplied away.
  ```

  """

/// SplitMix64, so that a failing case can be run again.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  /// Up to `most` of `elements`, with repetitions.
  mutating func several<Element>(of elements: [Element], most: Int) -> [Element] {
    (0..<Int.random(in: 0...most, using: &self)).map { _ in pick(elements) }
  }
}
