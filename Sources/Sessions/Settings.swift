// How fathom works and shows things, as far as a learner can choose.

/// Settings of a session; `undo` restores them with everything else.
package struct Settings: Sendable, Equatable {
  /// Threads that compute; 0 for one a core. Results do not depend on it.
  package var threads = 0
  /// Whether convolutions and matrix products are plain loops instead of the fast kernels.
  package var isReference = false
  /// Columns of output; 0 for the terminal's own.
  package var width = 0
  /// Whether pictures are told in words.
  package var describes = false
}
