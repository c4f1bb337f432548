// How far a learner has come, kept from one sitting to the next.

import Datasets
import Foundation
package import Lessons
import Reports

/// The place in one lesson, and how it went up to there.
package struct Progress: Codable, Sendable, Equatable {
  /// The lesson's progress key: an edited lesson asks again.
  package var key: String
  package var part: Int
  package var step: Int
  package var isDone: Bool
  package var predictions: Player.Score
  package var quizzes: Player.Score
  package var exercises: Player.Score

  init(_ player: Player) {
    key = player.lesson.progressKey
    part = player.part
    step = player.step
    isDone = player.current == nil
    predictions = player.predictions
    quizzes = player.quizzes
    exercises = player.exercises
  }
}

extension Context {
  /// Progress in all lessons, by id; empty where none was kept or the file cannot be read.
  package var progress: [String: Progress] {
    guard let path = shelf.progressPath, let bytes = try? host.read(path) else { return [:] }
    return (try? JSONDecoder().decode([String: Progress].self, from: Data(bytes))) ?? [:]
  }

  /// Progress in `lesson`, unless what it asks has changed since.
  package func progress(in lesson: Lesson) -> Progress? {
    progress[lesson.header.id].flatMap { $0.key == lesson.progressKey ? $0 : nil }
  }

  /// Keeps the learner's place. Returns what is to be said when it cannot be kept.
  func keepProgress(_ player: Player) -> [Block] {
    guard let path = shelf.progressPath else { return [] }
    var all = progress
    all[player.lesson.header.id] = Progress(player)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      try host.write([UInt8]((try? encoder.encode(all)) ?? Data()), to: path)
      return []
    } catch { return [.text(Text("Your place is not kept: \(error.message)", .faint))] }
  }
}
