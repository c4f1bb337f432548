// Products of small matrices, compiled for several kinds of vectors.
#include <string.h>
#include "CKernels.h"

/// Steps of one panel, and how many panels are packed together where b is far.
enum { STEPS = 256, PANELS = 4 };
/// How many numbers of b are as near as a panel without being packed, and how many are far: they come
/// from a cache that all cores share, or from memory.
enum { NEAR = 6 << 10, FAR = 12 << 10 };

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
