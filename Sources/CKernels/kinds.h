// Includes the file that LOOPS names, once for every kind of vectors.
//
// Each time LANES, NAME(…) and the perfect shuffles LOW and HIGH of two vectors are defined.

#define VEC NAME(vec)
#define AT(p) (*(VEC *)(p))
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define PAIRS _Pragma("clang loop unroll_count(2)")

#define LANES 4
#define NAME(name) name##_plain
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#include "vectors.h"
#include LOOPS
#undef LANES
#undef NAME
#undef LOW
#undef HIGH

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define NAME(name) name##_256
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#include "vectors.h"
#include LOOPS
#undef LANES
#undef NAME
#undef LOW
#undef HIGH
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#define LANES 16
#define NAME(name) name##_512
#define LOW(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#include "vectors.h"
#include LOOPS
#undef LANES
#undef NAME
#undef LOW
#undef HIGH
#pragma clang attribute pop
#endif
