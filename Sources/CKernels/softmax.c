// Softmax over the channels of one example [channels, inner], a strip of positions at a time.
#include "CKernels.h"
#include "exponential.h"
#include "widest.h"

// e^x of anything smaller is less than the least Float32.
#define LEAST_EXPONENT -110

// Calls for every channel c and every position k of the strip at `first`, which lies at index i.
#define EACH(body)                                                                   \
  for (long c = 0; c < channels; c++)                                                \
    for (long k = 0, i = c * inner + first; k < width; k++, i++) body;

static inline double exponential_of_negative(double x) {
  return whole(exponential(x < LEAST_EXPONENT ? LEAST_EXPONENT : x));
}

WIDEST void softmax_of(const float *restrict x, float *restrict y, long channels, long inner,
                       long first, long width) {
  float largest[SoftmaxStrip];
  double total[SoftmaxStrip];
  for (long k = 0; k < width; k++) {
    largest[k] = -__builtin_inff();
    total[k] = 0;
  }
  EACH(largest[k] = x[i] > largest[k] ? x[i] : largest[k])
  EACH(total[k] += y[i] = (float)exponential_of_negative((double)x[i] - largest[k]))
  for (long k = 0; k < width; k++) total[k] = 1 / total[k];
  EACH(y[i] = (float)(y[i] * total[k]))
}

WIDEST void softmax_slope(const float *restrict y, const float *restrict v,
                          float *restrict result, long channels, long inner, long first,
                          long width) {
  double mean[SoftmaxStrip];
  for (long k = 0; k < width; k++) mean[k] = 0;
  EACH(mean[k] += (double)y[i] * v[i])
  EACH(result[i] = (float)(y[i] * (v[i] - mean[k])))
}
