// Sums in Float64 of Float32 numbers, eight at a time.
#include <string.h>
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

WIDEST int all_finite(const float *x, long count) {
  // Of infinity and of every nan all bits of the exponent are set.
  int largest = 0;
  for (long i = 0; i < count; i++) {
    int bits;
    memcpy(&bits, x + i, sizeof bits);
    bits &= 0x7fffffff;
    largest = bits > largest ? bits : largest;
  }
  return largest < 0x7f800000;
}

// The same sums of every column of rows [rows][columns], added to `sums`: 32 columns at a time, of
// which each keeps a place in a vector, then 8, then single ones.
#define COLUMN_SUMS(term)                                                            \
  long c = 0;                                                                        \
  for (; c + 32 <= columns; c += 32) {                                               \
    Doubles all[4];                                                                  \
    for (int k = 0; k < 4; k++) all[k] = *(const UnalignedDoubles *)(sums + c + 8 * k); \
    for (long r = 0; r < rows; r++)                                                  \
      for (int k = 0; k < 4; k++) all[k] += term(LOAD, LOAD_DOUBLES, r, c + 8 * k);  \
    for (int k = 0; k < 4; k++) *(UnalignedDoubles *)(sums + c + 8 * k) = all[k];    \
  }                                                                                  \
  for (; c + 8 <= columns; c += 8) {                                                 \
    Doubles all = *(const UnalignedDoubles *)(sums + c);                             \
    for (long r = 0; r < rows; r++) all += term(LOAD, LOAD_DOUBLES, r, c);           \
    *(UnalignedDoubles *)(sums + c) = all;                                           \
  }                                                                                  \
  for (; c < columns; c++)                                                           \
    for (long r = 0; r < rows; r++) sums[c] += term(SINGLE, SINGLE, r, c);

typedef double UnalignedDoubles __attribute__((vector_size(64), aligned(8)));
#define LOAD_DOUBLES(p) (*(const UnalignedDoubles *)(p))

WIDEST void column_sums(const float *x, long rows, long columns, double *sums) {
#define TERM(read, read_double, r, c) read(x + (r) * columns + (c))
  COLUMN_SUMS(TERM)
#undef TERM
}

WIDEST void column_products(const float *x, const float *y, long rows, long columns,
                            double *sums) {
#define TERM(read, read_double, r, c)                                                \
  (read(x + (r) * columns + (c)) * read(y + (r) * columns + (c)))
  COLUMN_SUMS(TERM)
#undef TERM
}

WIDEST void column_squared_deviations(const float *x, const double *centers, long rows,
                                      long columns, double *sums) {
#define TERM(read, read_double, r, c)                                                \
  ((read(x + (r) * columns + (c)) - read_double(centers + (c))) *                    \
   (read(x + (r) * columns + (c)) - read_double(centers + (c))))
  COLUMN_SUMS(TERM)
#undef TERM
}

// Two sums at once: of x and of x · y, or of deviations and of their squares.
#define TWO_COLUMN_SUMS(first, second)                                               \
  long c = 0;                                                                        \
  for (; c + 32 <= columns; c += 32) {                                               \
    Doubles one[4] = {{0}}, two[4] = {{0}};                                          \
    for (long r = 0; r < rows; r++)                                                  \
      for (int k = 0; k < 4; k++) {                                                  \
        Doubles v = first(LOAD, LOAD_DOUBLES, r, c + 8 * k);                         \
        one[k] += v;                                                                 \
        two[k] += v * second(LOAD, r, c + 8 * k);                                    \
      }                                                                              \
    for (int k = 0; k < 4; k++) {                                                    \
      *(UnalignedDoubles *)(sums + c + 8 * k) = one[k];                              \
      *(UnalignedDoubles *)(products + c + 8 * k) = two[k];                          \
    }                                                                                \
  }                                                                                  \
  for (; c < columns; c++) {                                                         \
    double one = 0, two = 0;                                                         \
    for (long r = 0; r < rows; r++) {                                                \
      double v = first(SINGLE, SINGLE, r, c);                                        \
      one += v;                                                                      \
      two += v * second(SINGLE, r, c);                                               \
    }                                                                                \
    sums[c] = one, products[c] = two;                                                \
  }

WIDEST void column_sums_and_products(const float *x, const float *y, long rows, long columns,
                                     double *sums, double *products) {
#define FIRST(read, read_double, r, c) read(x + (r) * columns + (c))
#define SECOND(read, r, c) read(y + (r) * columns + (c))
  TWO_COLUMN_SUMS(FIRST, SECOND)
#undef FIRST
#undef SECOND
}

WIDEST void column_moments(const float *x, const double *centers, long rows, long columns,
                           double *sums, double *products) {
#define FIRST(read, read_double, r, c) (read(x + (r) * columns + (c)) - read_double(centers + (c)))
#define SECOND(read, r, c) v
  TWO_COLUMN_SUMS(FIRST, SECOND)
#undef FIRST
#undef SECOND
}
