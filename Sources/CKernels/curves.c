// Curves made of exponentials, for many numbers at a time.
#include "CKernels.h"
#include "exponential.h"
#include "widest.h"

// Beyond these limits no result changes in Float32, and none leaves Float64.
#define EXPONENT_LIMIT 110
#define NORMAL_LIMIT 15

// As many numbers as there are always go through the same instructions, so that what becomes of a
// number depends neither on its place nor on how many there are.
#define BLOCK 64

// Defines `name` by y = term(factor · x).
#define CURVE(name, term)                                                            \
  WIDEST void name(double factor, const float *restrict x, float *restrict y,        \
                   long count) {                                                     \
    for (; count >= BLOCK; count -= BLOCK, x += BLOCK, y += BLOCK)                   \
      for (int i = 0; i < BLOCK; i++) y[i] = (float)term(factor * x[i]);             \
    if (count > 0) {                                                                 \
      float block[BLOCK] = {0};                                                      \
      memcpy(block, x, count * sizeof *x);                                           \
      for (int i = 0; i < BLOCK; i++) block[i] = (float)term(factor * block[i]);     \
      memcpy(y, block, count * sizeof *y);                                           \
    }                                                                                \
  }

// The sign of x is that of the result, zeros included.
static inline double exponential_less_one(double x) {
  return __builtin_copysign(less_one(exponential(bounded(x, EXPONENT_LIMIT))), x);
}

// tanh x = m / (m + 2) with m = e²ˣ − 1.
static inline double hyperbolic_tangent(double x) {
  double m = less_one(exponential(bounded(2 * x, EXPONENT_LIMIT)));
  return __builtin_copysign(m / (m + 2), x);
}

static inline double sigmoid(double x) {
  return 1 / (1 + whole(exponential(bounded(-x, EXPONENT_LIMIT))));
}

// exp(−a²/2).
static inline double bell(double a) { return whole(exponential(-0.5 * a * a)); }

// Φ(x) for |x| ≤ 15. Φ(−a) = exp(−a²/2) · p(t) / (a + 5) for a ≥ 0, where t = (a − 5) / (a + 5) and
// p is the polynomial of degree 11 with the least relative error, 7.7 · 10⁻¹¹ (Remez's algorithm).
// Such a t straightens the tail: Shepherd and Laframboise 1981.
static inline double share_below(double x) {
  double a = __builtin_fabs(x);
  double part = 1 / (a + 5);
  double t = (a - 5) * part;
  double p = -5.531941490115207e-05;
  p = p * t - 4.338000953689991e-05;
  p = p * t + 0.0005546689345802295;
  p = p * t - 0.0008033752419769452;
  p = p * t - 0.002997625212392901;
  p = p * t + 0.0207959070501482;
  p = p * t - 0.06911788945036963;
  p = p * t + 0.16502030419065924;
  p = p * t - 0.3135332092675152;
  p = p * t + 0.49530561818129626;
  p = p * t - 0.6653825018786599;
  p = p * t + 0.7691930497318785;
  double tail = bell(a) * (p * part);
  return x > 0 ? 1 - tail : tail;
}

static inline double normal_distribution(double x) {
  return share_below(bounded(x, NORMAL_LIMIT));
}

// Φ(x) + x φ(x) with φ(x) = exp(−x²/2) / √(2π).
static inline double normal_slope(double x) {
  x = bounded(x, NORMAL_LIMIT);
  return share_below(x) + x * (bell(__builtin_fabs(x)) * 0.3989422804014327);
}

CURVE(exponentials_less_one, exponential_less_one)
CURVE(hyperbolic_tangents, hyperbolic_tangent)
CURVE(sigmoids, sigmoid)
CURVE(normal_distributions, normal_distribution)
CURVE(normal_slopes, normal_slope)
