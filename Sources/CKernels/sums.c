// Sums in Float64 of Float32 numbers, eight at a time.
#include "CKernels.h"
#include "widest.h"

typedef float Floats __attribute__((vector_size(32), aligned(4)));
typedef double Doubles __attribute__((vector_size(64)));

// Four sums in flight, because an addition takes longer than the next one can wait; `term` says
// what is added for number i, as a vector and as one number.
#define SUM(term)                                                                    \
  Doubles sums[4] = {{0}, {0}, {0}, {0}};                                            \
  long i = 0;                                                                        \
  for (; i + 32 <= count; i += 32)                                                   \
    for (int k = 0; k < 4; k++) sums[k] += term(LOAD, i + 8 * k);                    \
  Doubles all = (sums[0] + sums[1]) + (sums[2] + sums[3]);                           \
  double total = 0;                                                                  \
  for (int k = 0; k < 8; k++) total += all[k];                                       \
  for (; i < count; i++) total += term(SINGLE, i);                                   \
  return total;

#define LOAD(p) __builtin_convertvector(*(const Floats *)(p), Doubles)
#define SINGLE(p) ((double)*(p))

WIDEST double sum_of(const float *x, long count) {
#define TERM(read, i) read(x + (i))
  SUM(TERM)
#undef TERM
}

WIDEST double sum_of_products(const float *x, const float *y, long count) {
#define TERM(read, i) (read(x + (i)) * read(y + (i)))
  SUM(TERM)
#undef TERM
}

WIDEST double sum_of_squared_deviations(const float *x, float center, long count) {
#define TERM(read, i) ((read(x + (i)) - (double)center) * (read(x + (i)) - (double)center))
  SUM(TERM)
#undef TERM
}
