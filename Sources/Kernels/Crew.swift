// Threads that help with one piece of work and look out for the next before they sleep.

import CKernels
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The helpers of the process. Waking a thread takes some 30 µs, a small network's layer fewer; who
/// has just helped therefore watches for more work for a moment, and only then sleeps.
///
/// One call at a time has the helpers; whoever else calls meanwhile, from within a piece or from
/// another thread, does its pieces itself. No call ever waits for a helper that has not begun.
final class Crew: @unchecked Sendable {
  static let shared = Crew(size: processorCount() - 1)

  /// How long a helper without work stays awake, in rounds of a pause; some 50 µs.
  private static let patience = 1000

  /// Whether somebody has the helpers; who has them may write what follows.
  private let isTaken = Atomic<Bool>(false)
  private var body: ((Int) -> Void)?
  private var pieces = 0
  /// The next piece that nobody has begun.
  private let next = Atomic<Int>(0)
  /// How many helpers may still join, and how many of those who did are done.
  private let seats = Atomic<Int>(0)
  private let done = Atomic<Int>(0)
  private let helpers: [Helper]

  private final class Helper: Sendable {
    let isAsleep = Atomic<Bool>(false)
    let bell = DispatchSemaphore(value: 0)

    /// Ends the sleep, if it is asleep; nobody else then does.
    func wake() -> Bool { isAsleep.exchange(false, ordering: .sequentiallyConsistent) }
  }

  private init(size: Int) {
    helpers = (0..<max(0, size)).map { _ in Helper() }
    for helper in helpers { start(helper) }
  }

  /// Runs `body(piece)` for every piece in 0..<pieces on this thread and up to `helpers` others;
  /// false, with nothing done, if somebody else has the helpers.
  func run(pieces: Int, helpers wanted: Int, _ body: (Int) -> Void) -> Bool {
    guard !helpers.isEmpty,
      isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    let invited = min(wanted, helpers.count)
    // SAFETY: whoever joins is waited for, and lets go of the body before it says that it is done.
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.pieces = pieces
      next.store(0, ordering: .relaxed)
      done.store(0, ordering: .relaxed)
      invite(invited)
      work()
      let absent = seats.exchange(0, ordering: .acquiring)
      waitFor(invited - absent)
      self.body = nil
    }
    isTaken.store(false, ordering: .releasing)
    return true
  }

  /// Offers the seats. Either a helper that falls asleep sees them, or it is seen sleeping here.
  private func invite(_ count: Int) {
    seats.store(count, ordering: .sequentiallyConsistent)
    var bells = count
    for helper in helpers where bells > 0 && helper.wake() {
      helper.bell.signal()
      bells -= 1
    }
  }

  private func waitFor(_ count: Int) {
    var rounds = 0
    while done.load(ordering: .acquiring) < count {
      rounds += 1
      if rounds < Self.patience { pause_briefly() } else { sched_yield() }
    }
  }

  /// Does pieces until all have been begun; nothing of the body is held on return.
  @inline(never) private func work() {
    guard let body else { return }
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < pieces else { return }
      body(piece)
    }
  }

  /// Takes a seat of the current call, if there is one.
  private func join() -> Bool {
    var free = seats.load(ordering: .relaxed)
    while free > 0 {
      let (taken, now) = seats.weakCompareExchange(
        expected: free, desired: free - 1, ordering: .acquiring)
      if taken { return true }
      free = now
    }
    return false
  }

  /// What a helper does all its life.
  private func serve(as helper: Helper) -> Never {
    while true {
      var rounds = 0
      while rounds < Self.patience {
        if join() {
          work()
          done.wrappingAdd(1, ordering: .releasing)
          rounds = 0
        } else {
          pause_briefly()
          rounds += 1
        }
      }
      helper.isAsleep.store(true, ordering: .sequentiallyConsistent)
      if seats.load(ordering: .sequentiallyConsistent) > 0, helper.wake() { continue }
      helper.bell.wait()
    }
  }

  /// Gives the helper a thread; without one, nobody ever takes its seat.
  private func start(_ helper: Helper) {
    let duty = Unmanaged.passRetained(Duty(crew: self, helper: helper))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let trouble = pthread_create(
      &thread, nil,
      { argument in
        #if canImport(Darwin)
          let duty = Unmanaged<Duty>.fromOpaque(argument).takeRetainedValue()
        #else
          guard let argument else { return nil }
          let duty = Unmanaged<Duty>.fromOpaque(argument).takeRetainedValue()
        #endif
        duty.crew.serve(as: duty.helper)
      }, duty.toOpaque())
    if trouble != 0 { duty.release() } else { pthread_detach(thread) }
  }

  /// What a new thread is handed.
  private final class Duty: Sendable {
    let crew: Crew
    let helper: Helper

    init(crew: Crew, helper: Helper) { (self.crew, self.helper) = (crew, helper) }
  }
}
