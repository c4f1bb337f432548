// A world in memory: files in a dictionary, a clock that stands still, an impatient learner.

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

  init(files: [String: [UInt8]] = [:], memory: Int = 4 << 30) {
    self.files = Mutex(files)
    patience = Mutex(nil)
    self.memory = memory
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

  var now: Double { 0 }

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

/// A session in that world.
func sitting(_ host: MemoryHost = MemoryHost()) -> Session {
  Session(library: library, host: host)
}

/// Small data, a small batch and a small network, in few milliseconds.
let smallStart = "data spirals examples=60; batch 8; net = dense(6) -> relu -> dense(3)"
