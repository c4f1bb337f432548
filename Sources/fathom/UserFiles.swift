// Where a user's files stand: history, progress and lessons.

import Foundation
import Sessions

/// Places that follow from the environment; read here and nowhere below.
struct UserFiles {
  let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Where earlier lines are kept; nil for nowhere.
  var history: String? {
    if let path = environment["FATHOM_HISTORY"] { return path.isEmpty ? nil : path }
    return state("history.jsonl")
  }

  /// Where lessons are found and progress is kept.
  var shelf: Shelf {
    Shelf(folders: lessonFolders, progressPath: state("progress.json"))
  }

  /// A file in the user's state folder, which is made if it is missing.
  private func state(_ name: String) -> String? {
    let state =
      environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.local/state" }
    guard let folder = state.map({ $0 + "/fathom" }) else { return nil }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder + "/" + name
  }

  /// The folder that FATHOM_LESSONS names, `lessons` here, and those beside the program: in a
  /// checkout two or three folders above it, installed in ../share/fathom.
  private var lessonFolders: [String] {
    let program = (Bundle.main.executablePath.map { ($0 as NSString).deletingLastPathComponent })
    let beside = ["/../../lessons", "/../../../lessons", "/../share/fathom/lessons"]
    let named = environment["FATHOM_LESSONS"].flatMap { $0.isEmpty ? nil : $0 }
    return [named, "lessons"].compactMap { $0 } + (program.map { p in beside.map { p + $0 } } ?? [])
  }
}
