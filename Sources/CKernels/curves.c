// Curves made of exponentials, a strip of numbers at a time.
#include "CKernels.h"
#include "exponential.h"
#include "widest.h"

// Beyond these limits no result changes in Float32, and none leaves Float64.
#define EXPONENT_LIMIT 110
#define NORMAL_LIMIT 15

// Defines `name` by y = term(x).
#define CURVE(name, term)                                                            \
  WIDEST void name(const float *restrict x, float *restrict y) {                     \
    for (int i = 0; i < StripCount; i++) y[i] = (float)term(x[i]);                   \
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

// exp(−x²/2); the square of a Float32 has no more digits than a Float64.
static inline double bell(double x) { return whole(exponential(-0.5 * x * x)); }

static inline double normal_density(double x) {
  return bell(bounded(x, NORMAL_LIMIT)) * 0.3989422804014327;
}

// Φ(−a) = exp(−a²/2) · p(t) / (a + 5) for a ≥ 0, where t = (a − 5) / (a + 5) and p is the
// polynomial of degree 11 with the least relative error up to a = 15, 7.7 · 10⁻¹¹ (Remez's algorithm).
// Such a t straightens the tail: Shepherd and Laframboise 1981.
static inline double normal_distribution(double x) {
  x = bounded(x, NORMAL_LIMIT);
  double a = __builtin_fabs(x);
  double one_part = 1 / (a + 5);
  double t = (a - 5) * one_part;
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
  double tail = bell(a) * (p * one_part);
  return x > 0 ? 1 - tail : tail;
}

CURVE(exponential_less_one_of, exponential_less_one)
CURVE(hyperbolic_tangent_of, hyperbolic_tangent)
CURVE(sigmoid_of, sigmoid)
CURVE(normal_density_of, normal_density)
CURVE(normal_distribution_of, normal_distribution)
