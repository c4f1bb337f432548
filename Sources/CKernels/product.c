// Products of small matrices, compiled for several kinds of vectors.
#include <string.h>
#include "CKernels.h"

/// Steps of one panel, how many panels are packed at once, and how many numbers of b are as near as
/// a panel without being packed.
enum { STEPS = 256, PANELS = 4, NEAR = 6 << 10 };

static inline long lesser(long a, long b) { return a < b ? a : b; }

#define LOOPS "product_loops.h"
#include "kinds.h"

void multiply_matrices(int vectors, MatrixProduct product) {
#if defined(__x86_64__)
  if (vectors == Vectors512) return multiply_512(product);
  if (vectors == Vectors256) return multiply_256(product);
#endif
  multiply_plain(product);
}
