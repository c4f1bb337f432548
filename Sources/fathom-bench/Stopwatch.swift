// How time is taken: enough repetitions to be seen, and the median of several rounds.

import Foundation

enum Stopwatch {
  /// A measurement lasts at least so long, in seconds.
  private static let least = 0.2

  /// Seconds that `work` takes, measured over enough repetitions.
  static func seconds(_ work: () -> Void) -> Double {
    var (repetitions, total) = (0, 0.0)
    while total < least {
      let start = now
      work()
      total += now - start
      repetitions += 1
    }
    return total / Double(repetitions)
  }

  private static var now: Double { ProcessInfo.processInfo.systemUptime }
}

extension [Double] {
  /// nan of nothing.
  var median: Double {
    let sorted = sorted()
    guard let upper = sorted.dropFirst(count / 2).first else { return .nan }
    return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + upper) / 2 : upper
  }
}

/// The most memory that this process has held, in bytes. What the kernel tells of a process counts
/// from its own start, while `getrusage` begins with what its parent held.
func peakMemory() -> Int {
  #if canImport(Darwin)
    var usage = rusage()
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0
  #else
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return 1024 * (Int(line.filter(\.isNumber)) ?? 0)
  #endif
}
