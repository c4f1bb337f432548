// A lesson with one part of each kind, and a learner who plays it.

import Commands
import Renderers
import Reports
import Sessions

let smallLesson = """
  ---
  fathom: lesson/1
  id: more-layers
  title: More layers
  teaches: [depth]
  minutes: 3
  seed: 7
  ---

  # More layers

  Spirals need *bends*. \u{1b}[31mThis must not become red.

  ```fathom setup
  fathom> data spirals examples=60; batch 8
  ```

  Here is a network.

  ```fathom
  fathom> net = dense(6) -> relu -> dense(3)
  fathom> forward
  loss [num:first]
  fathom> expect loss() < 2 * $first
  ```

  ```fathom predict id=wider
  ask: What has a wider network more of?
  options: layers | parameters
  fathom> wide = dense(20) -> relu -> dense(3)
  truth: parameters
  say: Every unit has weights of its own.
  ```

  ```fathom exercise id=grow
  goal: Make a network of depth 3 or more.
  start: net = dense(4) -> dense(3)
  check: depth() >= 3 -> It has a depth of {depth()}.
  hint: Write another `dense`.
  hint: Write `dense(4) -> dense(4) -> dense(3)`.
  hint when depth() < 2: You have taken a layer away.
  solution: net = dense(4) -> dense(4) -> dense(3)
  solution: net = 2 * dense(4) -> dense(3)
  wrong: net = dense(3) -> depth() < 2
  say: That is deep enough.
  ```

  ```fathom quiz id=layers
  ask: What is depth?
  [ ] Units in a layer -> That is width.
  [x] Layers in a row -> So it is.
  ```

  Go deeper.

  """

let smallLessonPath = "lessons/more-layers.md"
let progressPath = "state/progress.json"

/// A world with the lesson on its shelf.
func classroom(_ text: String = smallLesson) -> MemoryHost {
  MemoryHost(files: [smallLessonPath: [UInt8](text.utf8)])
}

/// A report as a lesson quotes it.
@Sendable func plainLines(_ report: Report) -> [String] {
  TerminalRenderer(width: 80, color: .none, glyphs: .unicode, described: false).render(report)
    .split(separator: "\n").map(String.init)
}

/// A new sitting in a world, as a new process makes it.
func seat(in host: any Host) -> Session {
  Session(
    library: library, host: host, plain: plainLines,
    shelf: Shelf(folders: ["lessons"], progressPath: progressPath))
}

extension Session {
  /// Types a line, as at the prompt; what the learner reads.
  mutating func read(_ line: String) -> String {
    let isEmpty = line.isEmpty
    guard let statement = isEmpty ? repeatable : line else { return "" }
    return submit(statement).map { cell in
      switch cell.outcome {
      case .report(let report):
        TerminalRenderer(width: 200, color: .none, glyphs: .unicode, described: false)
          .render(report.blocks + report.asides)
      case .problem(let problem):
        ([problem.message] + problem.facts + [problem.hint ?? ""]).joined(separator: "\n")
      }
    }.joined(separator: "\n")
  }

  /// Presses Return until `words` are read; what was read last.
  mutating func goOn(until words: String, atMost times: Int = 20) -> String {
    var text = ""
    for _ in 0..<times where !text.contains(words) { text = read("") }
    return text
  }
}
