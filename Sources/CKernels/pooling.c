// The inner loops of pooling; a contest has no branches, for who wins cannot be predicted.
#include "CKernels.h"
#include "widest.h"

#define CONTEST(STRIDE)                                                              \
  for (long c = 0; c < count; c++) {                                                 \
    float value = x[c * STRIDE], rival = best[c];                                    \
    int wins = (winner[c] < 0) | (!(value <= rival) & (rival == rival));             \
    best[c] = wins ? value : rival;                                                  \
    winner[c] = wins ? (int)(index + c * STRIDE) : winner[c];                        \
  }

WIDEST void challenge(const float *x, long stride, long index, float *restrict best,
                      int *restrict winner, long count) {
  if (stride == 1) CONTEST(1)
  else if (stride == 2) CONTEST(2)
  else CONTEST(stride)
}

#define RUNS(STRIDE, STEP, DEPTH, operation)                                         \
  for (long j = first; j < end; j++)                                                 \
    for (long c = 0; c < DEPTH; c++)                                                 \
      y[j * (STEP) * (DEPTH) + c] operation factor * x[j * (STRIDE) * (DEPTH) + c];

WIDEST void sum_runs(const float *restrict x, long stride, float factor, float *restrict y,
                     long step, long first, long end, long depth) {
  if (depth == 1) {
    if (stride == 1 && step == 2) RUNS(1, 2, 1, +=)
    else if (stride == 2 && step == 1) RUNS(2, 1, 1, +=)
    else RUNS(stride, step, 1, +=)
  } else RUNS(stride, step, depth, +=)
}

WIDEST void copy_runs(const float *restrict x, long stride, float factor, float *restrict y,
                      long step, long first, long end, long depth) {
  if (depth == 1) {
    if (stride == 1 && step == 2) RUNS(1, 2, 1, =)
    else RUNS(stride, step, 1, =)
  } else RUNS(stride, step, depth, =)
}
