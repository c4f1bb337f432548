// Fast kernels, or the plain loops that they are tested against.

/// Which convolutions and matrix products are used. It holds for the work that begins inside of
/// `KernelChoice.$current.withValue`, and nowhere else.
package enum KernelChoice: String, Sendable, CaseIterable {
  /// The fastest that serves the sizes.
  case fast
  /// The formula as loops over single numbers, summed in Float64. Slow.
  case reference

  @TaskLocal package static var current = KernelChoice.fast
}
