// The product of small matrices: blocks of the result in registers, the right side in panels.

import CKernels

/// c = a · b for matrices of which a piece of the left side stays in a core's own cache. There it
/// beats the system's library, which packs both sides.
package struct PanelProduct {
  /// What the left side may hold, a quarter of a core's cache of 1 MB; more is the library's.
  private static let mostNumbers = 1 << 16

  private let vectors: Int32

  /// Nil if the library serves these sizes better, or this processor.
  init?(rows: Int, inner: Int) {
    let vectors = WinogradConvolution.Vectors.widest
    guard vectors != .plain, rows * inner <= Self.mostNumbers else { return nil }
    self.init(vectors: vectors)
  }

  package init(vectors: WinogradConvolution.Vectors) { self.vectors = vectors.rawValue }

  /// c = a · b, or c += a · b, on the calling thread alone.
  package func multiply(_ a: Matrix, _ b: Matrix, into c: FloatBuffer, adding: Bool = false) {
    precondition(a.columns == b.rows && c.count == a.rows * b.columns)
    multiplyOnThisThread(
      a.operand(), b.operand(), into: c.pointer, leading: b.columns, rows: a.rows,
      columns: b.columns, inner: a.columns, adding: adding)
  }

  /// The same of matrices that may be parts of larger ones; `leading` is the distance of c's rows.
  func multiplyOnThisThread(
    _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, leading: Int,
    rows: Int, columns: Int, inner: Int, adding: Bool
  ) {
    // SAFETY: the callers checked that all three matrices lie inside of their buffers.
    multiply_matrices(
      vectors,
      MatrixProduct(
        a: a.pointer, b: b.pointer, c: c, a_leading: a.leading, b_leading: b.leading,
        c_leading: leading, rows: rows, steps: inner, columns: columns,
        a_transposed: a.transposed ? 1 : 0, b_transposed: b.transposed ? 1 : 0,
        adding: adding ? 1 : 0))
  }
}
