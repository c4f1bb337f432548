// A world in memory: files, a clock that ticks when it is looked at, an impatient learner.

import Commands
import Datasets
import Reports
import Sessions
import Synchronization

final class MemoryHost: Host {
  private let files: Mutex<[String: [UInt8]]>
  /// How often work may still ask before it is told to stop; nil for as often as it likes.
  private let patience: Mutex<Int?>
  let memory: Int

  /// What a path holds; nil when there is nothing.
  func text(_ path: String) -> String? {
    files.withLock { $0[path] }.map { String(decoding: $0, as: UTF8.self) }
  }

  init(files: [String: [UInt8]] = [:], memory: Int = 4 << 30, tick: Double = 0) {
    self.files = Mutex(files.merging(["quiz.md": [UInt8](oneQuestion.utf8)]) { given, _ in given })
    patience = Mutex(nil)
    self.memory = memory
    self.tick = tick
  }

  /// Lets the learner press Ctrl-C before the poll after `polls` others; nil for never.
  func interrupt(after polls: Int?) { patience.withLock { $0 = polls } }

  var isCancelled: Bool {
    patience.withLock { left in
      guard let polls = left else { return false }
      left = max(0, polls - 1)
      return polls == 0
    }
  }

  func progress(_ share: Double, _ words: String) {}

  /// Seconds that go by from one look at the clock to the next.
  private let tick: Double
  private let clock = Mutex(0.0)

  var now: Double {
    clock.withLock { now in
      now += tick
      return now
    }
  }

  func read(_ path: String) throws(FileTrouble) -> [UInt8] {
    guard let bytes = files.withLock({ $0[path] }) else {
      throw FileTrouble(path: path, reason: "no such file or folder")
    }
    return bytes
  }

  func list(_ folder: String) throws(FileTrouble) -> [String] {
    let prefix = folder == "." ? "" : folder + "/"
    let names = files.withLock { $0.keys.filter { $0.hasPrefix(prefix) } }
    guard !names.isEmpty else {
      throw FileTrouble(path: folder, reason: "no such file or folder")
    }
    return names.map { String($0.dropFirst(prefix.count)) }.sorted()
  }

  func isFolder(_ path: String) -> Bool {
    files.withLock { $0.keys.contains { $0.hasPrefix(path + "/") } }
  }

  /// Everything can be written but what lies under /sealed.
  func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    guard !path.hasPrefix("/sealed/") else {
      throw Problem(.badFile, "\(path) could not be written: not permitted")
    }
    files.withLock { $0[path] = bytes }
  }
}

/// A lesson that begins with a question, for the examples of commands that answer it.
let oneQuestion = """
  ---
  fathom: lesson/1
  id: one-question
  title: One question
  ---

  ```fathom quiz id=q
  ask: What is the derivative of relu at 3?
  [ ] 0 -> That is its derivative at -3.
  [x] 1 -> Yes: relu passes what is positive.
  ```

  Well.

  """

/// A session in that world.
func sitting(_ host: MemoryHost = MemoryHost()) -> Session {
  Session(library: library, host: host)
}

/// Small data, a small batch and a small network, in few milliseconds.
let smallStart = "data spirals examples=60; batch 8; net = dense(6) -> relu -> dense(3)"
