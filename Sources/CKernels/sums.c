// Sums in Float64 of Float32 numbers, eight at a time.
#include "CKernels.h"

// One binary, the widest vectors chosen when it is loaded.
#if defined(__x86_64__) && defined(__linux__)
#define WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST
#endif

typedef float Floats __attribute__((vector_size(32), aligned(4)));
typedef double Doubles __attribute__((vector_size(64)));
typedef int Ints __attribute__((vector_size(32)));
typedef long Longs __attribute__((vector_size(64)));

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

WIDEST double sum_of_squared_deviations(const float *x, double center, long count) {
#define TERM(read, i) ((read(x + (i)) - center) * (read(x + (i)) - center))
  SUM(TERM)
#undef TERM
}

// Bits that are all set where a number is finite: only then is x − x zero.
#define FINITE(x) ((Ints)((x) - (x) == 0))

WIDEST Extent extent_of(const float *x, long count) {
  Floats least = (Floats){0} + __builtin_inff(), largest = -least;
  Doubles sum = {0};
  Ints finite = {0};
  for (long i = 0; i < count; i += 8) {
    Floats v = (Floats){0} + __builtin_nanf("");
    if (i + 8 <= count) v = *(const Floats *)(x + i);
    else for (long k = i; k < count; k++) v[k - i] = x[k];
    Ints mask = FINITE(v);
    Floats kept = (Floats)((Ints)v & mask), marked = (Floats)((Ints)v | ~mask);
    // What is not finite has become NaN here, which both of these pass over.
    least = __builtin_elementwise_min(least, marked);
    largest = __builtin_elementwise_max(largest, marked);
    sum += __builtin_convertvector(kept, Doubles);
    finite -= mask;
  }
  Extent all = {least[0], largest[0], 0, 0};
  for (int k = 0; k < 8; k++) {
    if (least[k] < all.minimum) all.minimum = least[k];
    if (largest[k] > all.maximum) all.maximum = largest[k];
    all.sum += sum[k];
    all.finite += finite[k];
  }
  return all;
}

WIDEST double sum_of_finite_squared_deviations(const float *x, double center, long count) {
  Doubles sum = {0};
  for (long i = 0; i < count; i += 8) {
    Floats v = (Floats){0} + __builtin_nanf("");
    if (i + 8 <= count) v = *(const Floats *)(x + i);
    else for (long k = i; k < count; k++) v[k - i] = x[k];
    Doubles deviation = __builtin_convertvector(v, Doubles) - center;
    Longs mask = __builtin_convertvector(FINITE(v), Longs);
    sum += (Doubles)((Longs)(deviation * deviation) & mask);
  }
  double total = 0;
  for (int k = 0; k < 8; k++) total += sum[k];
  return total;
}
