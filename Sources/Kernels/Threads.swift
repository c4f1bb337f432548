// Work split over threads in pieces that do not depend on how many threads there are.

import Synchronization

/// How work is spread over the processor's cores.
///
/// Results never depend on the number of threads: a piece of work is cut into the same pieces
/// whatever their number, and sums over pieces are added in the pieces' order. That is why this
/// one setting may be shared by the whole process.
@usableFromInline package enum Threads {
  private static let limit = Atomic<Int>(0)

  /// The most threads in use at once; 0 means as many as there are cores.
  package static var count: Int {
    get {
      let set = limit.load(ordering: .relaxed)
      return set > 0 ? set : cores
    }
    set { limit.store(max(0, newValue), ordering: .relaxed) }
  }

  private static let cores = max(1, processorCount())

  /// Runs `body(piece)` for every piece in 0..<pieces, on up to `count` threads.
  package static func forEach(piece pieces: Int, _ body: (Int) -> Void) {
    let workers = min(count, pieces)
    if workers > 1, Crew.shared.run(pieces: pieces, helpers: workers - 1, body) { return }
    for piece in 0..<pieces { body(piece) }
  }

  /// Runs `body(range)` over consecutive ranges of 0..<count of a fixed size; `grain` is how many
  /// elements are worth a thread of their own.
  @usableFromInline package static func forEachRange(
    of count: Int, grain: Int = 1 << 15, _ body: (Range<Int>) -> Void
  ) {
    let size = max(1, grain)
    let pieces = (count + size - 1) / size
    forEach(piece: pieces) { piece in
      body(piece * size..<min(count, (piece + 1) * size))
    }
  }
}
