// eˣ as 2ⁿ (1 + m), the start of every curve; Float64, in which a Float32 result is rounded once.
#pragma once
#include <string.h>

// eˣ = power · (1 + rest), where power = 2ⁿ and |rest| < 0.42 keeps its digits where it is small.
typedef struct {
  double power, rest;
} Exponential;

// x between −limit and limit; NaN stays NaN.
static inline double bounded(double x, double limit) {
  x = x < -limit ? -limit : x;
  return x > limit ? limit : x;
}

// x = n ln 2 + r with |r| ≤ ln 2 / 2 and |x| < 700. rest = eʳ − 1 = r + r² p(r), where p is the
// polynomial of degree 5 with the least relative error of rest, 2.4 · 10⁻¹⁰ (Remez's algorithm).
static inline Exponential exponential(double x) {
  // Added to a number, 1.5 · 2⁵² leaves room for nothing but its nearest integer, as lowest bits.
  const double rounder = 0x1.8p52;
  double shifted = x * 1.4426950408889634 + rounder;
  double r = x - (shifted - rounder) * 0.6931471805599453;
  double p = 0x1.a1a1650afea9ep-13;
  p = p * r + 0x1.6d7485e678392p-10;
  p = p * r + 0x1.11108f9a3d3e1p-7;
  p = p * r + 0x1.5554add3f4647p-5;
  p = p * r + 0x1.5555558904e1bp-3;
  p = p * r + 0x1.00000027de7fdp-1;
  Exponential result = {.rest = r + r * r * p};
  unsigned long bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  memcpy(&result.power, &bits, sizeof bits);
  return result;
}

static inline double whole(Exponential e) { return e.power + e.power * e.rest; }

static inline double less_one(Exponential e) { return e.power * e.rest + (e.power - 1); }
