// The contest of maximum pooling, without branches: who wins cannot be predicted.
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
