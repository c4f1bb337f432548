// Maps of one example [channels, inner] whose coefficients belong to the channels, in Float64.
#include "CKernels.h"
#include "widest.h"

// y[c, i] = term(c, c · inner + i); a channel of one number has no inner loop to speak of.
#define MAP(term)                                                                    \
  if (inner == 1) {                                                                  \
    for (long c = 0; c < channels; c++) y[c] = (float)(term(c, c));                  \
    return;                                                                          \
  }                                                                                  \
  for (long c = 0; c < channels; c++)                                                \
    for (long i = c * inner; i < (c + 1) * inner; i++) y[i] = (float)(term(c, i));

WIDEST void channel_affine(const float *restrict x, const double *restrict scale,
                           const double *restrict shift, float *restrict y, long channels,
                           long inner) {
#define TERM(c, i) scale[c] * x[i] + shift[c]
  MAP(TERM)
#undef TERM
}

WIDEST void channel_combine(const float *restrict x, const float *restrict z,
                            const double *restrict a, const double *restrict b,
                            const double *restrict shift, float *restrict y, long channels,
                            long inner) {
#define TERM(c, i) a[c] * x[i] + (b[c] * z[i] + shift[c])
  MAP(TERM)
#undef TERM
}
