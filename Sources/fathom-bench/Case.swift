// One piece of work whose cost is of interest.

/// Work with a name, which is the same in the peer's script.
struct Case: Sendable {
  enum Unit: String { case seconds, bytes }

  /// What is to be done once everything is ready.
  enum Work {
    /// Something that takes time.
    case timed(() -> Void)
    /// Something that finds its cost itself.
    case measured(() throws -> Double)
  }

  let name: String
  var unit = Unit.seconds
  /// Left out unless it is asked for.
  var isExtra = false
  let prepare: @Sendable () throws -> Work
}

/// All cases, from the smallest pieces to the whole program.
let cases = kernelCases + trainingCases + probeCases + programCases + growthCases
