// Ours and the peer's turn by turn, so that both meet the same machine.

import Tensors

/// What came of one case.
struct Row: Codable {
  let name: String
  let unit: String
  /// Medians over the rounds.
  let ours: Double
  let peer: Double?
  /// Which of the peer's ways was the fastest.
  let way: String?
  let ratio: Double?
  /// All rounds, in order.
  let rounds: [Double]
  let peerRounds: [Double]
}

struct Contest {
  private let item: Case
  private let peer: Peer?
  private let threads: Int

  init(_ item: Case, _ peer: Peer?, threads: Int) {
    self.item = item
    self.peer = peer
    self.threads = threads
  }

  func row(rounds: Int) throws -> Row {
    let work = try item.prepare()
    // The sessions that describe networks have settings of their own.
    useThreads(threads)
    let way = try peer?.prepare(item.name)
    var (ours, theirs): ([Double], [Double]) = ([], [])
    if case .timed(let work) = work { work() }
    for _ in 0..<rounds {
      switch work {
      case .timed(let work): ours.append(Stopwatch.seconds(work))
      case .measured(let measure): ours.append(try measure())
      }
      if way != nil, let answer = try peer?.measure() { theirs.append(answer) }
    }
    let median = theirs.isEmpty ? nil : theirs.median
    return Row(
      name: item.name, unit: item.unit.rawValue, ours: ours.median, peer: median, way: way,
      ratio: median.map { ours.median / $0 }, rounds: ours, peerRounds: theirs)
  }
}
