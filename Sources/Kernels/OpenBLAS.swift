// The system's matrix product, one thread a call.

import COpenBLAS

#if canImport(Glibc)
  import Glibc
#endif

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
  prepareOpenBLAS()
  // SAFETY: the callers checked that all three matrices lie inside of their buffers.
  cblas_sgemm(
    CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans,
    b.transposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner),
    1, a.pointer, Int32(a.leading), b.pointer, Int32(b.leading), adding ? 1 : 0, c, Int32(leading))
}

/// Makes the library ready, if it is not yet.
func prepareOpenBLAS() { _ = preparation }

/// Done once, before the first product. The library's own threads stay asleep: `Threads` is what
/// spreads work.
private let preparation: Void = {
  #if canImport(Glibc) && arch(x86_64)
    knowTheProcessor()
  #endif
  openblas_set_num_threads(1)
}()

#if canImport(Glibc) && arch(x86_64)
  /// An older library takes a newer processor for a Haswell and leaves its 512-bit vectors unused;
  /// this makes it choose again, half of the speed being at stake. Whoever set the variable decides.
  private func knowTheProcessor() {
    let variable = "OPENBLAS_CORETYPE"
    guard getenv(variable) == nil, WinogradConvolution.Vectors.widest == .of512Bits,
      String(cString: openblas_get_corename()) == "Haswell",
      let quit = dlsym(nil, "gotoblas_dynamic_quit"),
      let start = dlsym(nil, "gotoblas_dynamic_init")
    else { return }
    typealias Function = @convention(c) () -> Void
    setenv(variable, "SkylakeX", 1)
    // SAFETY: in every version that exports them, both are functions without arguments or result.
    unsafeBitCast(quit, to: Function.self)()
    unsafeBitCast(start, to: Function.self)()
    unsetenv(variable)
  }
#endif
