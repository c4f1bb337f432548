// Loops of steps that mind their own numbers, so that results may take the place of operands.
#pragma once

#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")

/// For every i below `count`.
#define EACH(step) INDEPENDENT for (long i = 0; i < count; i++) { step; }

/// For every number i of rows [rows][columns] and its column c: 32 columns at a time, whose
/// coefficients stay in registers, then the rest.
#define ROWS(step)                                                                   \
  {                                                                                  \
    long strip = 0;                                                                  \
    for (; strip + 32 <= columns; strip += 32)                                       \
      for (long r = 0; r < rows; r++) COLUMNS(32, step)                              \
    if (strip < columns)                                                             \
      for (long r = 0; r < rows; r++) COLUMNS(columns - strip, step)                 \
  }

#define COLUMNS(count, step)                                                         \
  INDEPENDENT for (long k = 0; k < (count); k++) {                                   \
    long c = strip + k, i = r * columns + c;                                         \
    step;                                                                            \
  }
