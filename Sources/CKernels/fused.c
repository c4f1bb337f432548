// Several steps in one sweep over memory, as training takes them.
//
// A rectifier passes what is positive and multiplies the rest by `slope`.
#include "CKernels.h"
#include "each.h"
#include "widest.h"
#include <math.h>

#define LEAKY(v) ((v) > 0 ? (v) : slope * (v))
#define PLAIN(v) ((v) <= 0 ? 0 : (v))
#define GATED_LEAKY(v, d) ((v) > 0 ? (d) : slope * (d))
#define GATED_PLAIN(v, d) ((v) > 0 ? (d) : 0 * (d))

WIDEST void rectify(float *x, float slope, long count) {
  if (slope == 0) EACH(x[i] = PLAIN(x[i]))
  else EACH(x[i] = LEAKY(x[i]))
}

WIDEST void gate(const float *dy, const float *restrict y, float slope, float *dx, long count) {
  if (slope == 0) EACH(dx[i] = GATED_PLAIN(y[i], dy[i]))
  else EACH(dx[i] = GATED_LEAKY(y[i], dy[i]))
}

WIDEST void add_and_rectify(const float *a, const float *b, float slope, float *y, long count) {
  if (slope == 0) EACH(float v = a[i] + b[i]; y[i] = PLAIN(v))
  else EACH(float v = a[i] + b[i]; y[i] = LEAKY(v))
}

WIDEST void add_row(const float *restrict row, float *restrict y, long rows, long columns) {
  ROWS(y[i] += row[c])
}

WIDEST void add_row_and_rectify(const float *restrict row, float slope, float *restrict y,
                                long rows, long columns) {
  if (slope == 0) ROWS(float v = y[i] + row[c]; y[i] = PLAIN(v))
  else ROWS(float v = y[i] + row[c]; y[i] = LEAKY(v))
}

WIDEST void normalize_and_rectify(const float *restrict x, const float *restrict center,
                                  const float *restrict scale, const float *restrict shift,
                                  const float *restrict z, float slope, float *restrict y,
                                  long rows, long columns) {
#define NORMALIZED (scale[c] * (x[i] - center[c]) + shift[c])
  if (z && slope == 0) ROWS(float v = NORMALIZED + z[i]; y[i] = PLAIN(v))
  else if (z) ROWS(float v = NORMALIZED + z[i]; y[i] = LEAKY(v))
  else if (slope == 0) ROWS(float v = NORMALIZED; y[i] = PLAIN(v))
  else ROWS(float v = NORMALIZED; y[i] = LEAKY(v))
}

WIDEST void adam_sweep(float *restrict w, float *restrict m, float *restrict v,
                       const float *restrict g, AdamConstants k, long count) {
  for (long i = 0; i < count; i++) {
    float mean = k.beta1 * m[i] + (1 - k.beta1) * g[i];
    float square = k.beta2 * v[i] + (1 - k.beta2) * g[i] * g[i];
    m[i] = mean, v[i] = square;
    w[i] -= k.rate * (mean / (sqrtf(square) * k.root_scale + k.epsilon));
  }
}

void adam_step(float *w, float *m, float *v, const float *g, AdamConstants constants, long count) {
#if defined(__x86_64__)
  // Flush to zero, and take for zero.
  unsigned before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
#endif
  adam_sweep(w, m, v, g, constants, count);
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(before);
#endif
}
