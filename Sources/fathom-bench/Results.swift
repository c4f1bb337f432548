// All rows of a run, as a file that a later run can be compared with.

import ArgumentParser
import Foundation

struct Results: Codable {
  let rounds: Int
  var rows: [Row] = []

  init(rounds: Int) { self.rounds = rounds }

  init(file: String) throws {
    do {
      self = try JSONDecoder().decode(
        Results.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    } catch {
      throw ValidationError("\(file) is not what fathom-bench --json writes")
    }
  }

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
