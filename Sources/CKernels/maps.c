// Maps of numbers for themselves, and of examples whose coefficients belong to the channels.
#include "CKernels.h"
#include "each.h"
#include "widest.h"

WIDEST void add_multiple(float factor, const float *x, float *y, long count) {
  EACH(y[i] += factor * x[i])
}

WIDEST void multiply_all(float factor, const float *x, float *y, long count) {
  EACH(y[i] = factor * x[i])
}

WIDEST void add_all(const float *x, const float *z, float *y, long count) {
  EACH(y[i] = x[i] + z[i])
}

// y[n, c, i] = term(c, (n · channels + c) · inner + i); where a channel is one number, the channels
// are the inner loop.
#define MAP(term)                                                                    \
  if (inner == 1) {                                                                  \
    long rows = examples, columns = channels;                                        \
    ROWS(y[i] = (float)(term(c, i)))                                                 \
  } else {                                                                           \
    for (long n = 0; n < examples; n++)                                              \
      for (long c = 0, i = n * channels * inner; c < channels; c++)                  \
        INDEPENDENT for (long end = i + inner; i < end; i++) y[i] = (float)(term(c, i)); \
  }

WIDEST void channel_affine(const float *x, const float *restrict center,
                           const float *restrict scale, const float *restrict shift, float *y,
                           long examples, long channels, long inner) {
#define TERM(c, i) scale[c] * (x[i] - center[c]) + shift[c]
  MAP(TERM)
#undef TERM
}

WIDEST void channel_combine(const float *x, const float *z, const float *restrict a,
                            const float *restrict b, const float *restrict center,
                            const float *restrict shift, float *y, long examples, long channels,
                            long inner) {
#define TERM(c, i) a[c] * x[i] + (b[c] * (z[i] - center[c]) + shift[c])
  MAP(TERM)
#undef TERM
}

WIDEST void channel_combine_exactly(const float *x, const float *z, const double *restrict a,
                                    const double *restrict b, const double *restrict shift,
                                    float *y, long examples, long channels, long inner) {
#define TERM(c, i) a[c] * x[i] + (b[c] * z[i] + shift[c])
  MAP(TERM)
#undef TERM
}
