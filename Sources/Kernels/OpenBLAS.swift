// The system's matrix product, one thread a call.

import COpenBLAS

/// A matrix in memory: rows of `leading` numbers, to be read transposed or not.
struct Operand {
  let pointer: UnsafePointer<Float>
  let leading: Int
  var transposed = false
}

/// c = a · b, or c += a · b, on the calling thread; `leading` is the distance of c's rows.
func multiplyOnThisThread(
  _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, leading: Int,
  rows: Int, columns: Int, inner: Int, adding: Bool
) {
  guard rows > 0 && columns > 0 else { return }
  guard inner > 0 else {
    if !adding { for row in 0..<rows { (c + row * leading).update(repeating: 0, count: columns) } }
    return
  }
  _ = oneThreadACall
  // SAFETY: the callers checked that all three matrices lie inside of their buffers.
  cblas_sgemm(
    CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans,
    b.transposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner),
    1, a.pointer, Int32(a.leading), b.pointer, Int32(b.leading), adding ? 1 : 0, c, Int32(leading))
}

/// The library's own threads stay asleep: `Threads` is what spreads work.
private let oneThreadACall: Void = openblas_set_num_threads(1)
