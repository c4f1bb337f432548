// The program that takes the time: kernels, training steps, probes and the prompt, beside a peer.

import ArgumentParser
import Foundation

@main
struct FathomBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fathom-bench",
    abstract: "Measures how long fathom's work takes, and its peer's beside it.",
    discussion: """
      Every case is measured in several rounds, ours and the peer's in turn, and the medians count. \
      With --peer the same cases run in PyTorch: --peer python3 (it needs torch; the best of eager, \
      channels_last and, with --compile, torch.compile counts).
      """)

  @Option(help: "A python that has torch, to measure PyTorch in the same run.")
  var peer: String?

  @Option(help: "The peer's script.")
  var script = "Tests/Peers/pytorch.py"

  @Flag(help: "Let the peer try torch.compile as well, which takes minutes to prepare.")
  var compile = false

  @Option(help: "Only cases whose name contains one of these words, separated by commas.")
  var only: String?

  @Option(help: "How many rounds.")
  var rounds = 5

  @Option(help: "How many threads; 0 is as many as there are cores.")
  var threads = 0

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  @Option(help: "Compare with a file that --json has written.")
  var against: String?

  @Flag(help: "Only tell the names of the cases.")
  var list = false

  @Option(help: .hidden)
  var once: String?

  func validate() throws {
    if rounds < 1 || threads < 0 { throw ValidationError("rounds and threads are counts") }
  }

  func run() throws {
    if let once { return try Self.runOnce(once) }
    let wanted = chosen
    guard !wanted.isEmpty else { throw ValidationError("no case is called so; see --list") }
    if list {
      for item in wanted { print(item.name) }
      return
    }
    let earlier = try against.map(Results.init(file:))
    let opponent = try peer.map {
      try Peer(python: $0, script: script, compiles: compile, threads: threads)
    }
    var results = Results(rounds: rounds)
    for item in wanted {
      if !json { Table.progress(item.name) }
      results.rows.append(try Contest(item, opponent, threads: threads).row(rounds: rounds))
      if !json { Table.write(results.rows[results.rows.count - 1], earlier) }
    }
    if json { print(try results.text) }
  }

  private var chosen: [Case] {
    guard let only else { return cases.filter { !$0.isExtra } }
    let words = only.split(separator: ",")
    return cases.filter { item in words.contains { item.name.contains($0) } }
  }

  /// Prepares a case and does its work twice; how much memory that took is the answer.
  private static func runOnce(_ name: String) throws {
    guard let item = cases.first(where: { $0.name == name }),
      case .timed(let work) = try item.prepare()
    else { throw ValidationError("no case is called so") }
    work()
    work()
    print(peakMemory())
  }
}
