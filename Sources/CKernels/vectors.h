// One kind of vectors, of LANES numbers; see kinds.h.

typedef float NAME(vec) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

/// Transposes LANES vectors: every round shuffles the first half's rows between the second's.
INLINE void NAME(transpose)(VEC *rows) {
  UNROLL for (int round = 1; round < LANES; round *= 2) {
    VEC next[LANES];
    UNROLL for (int i = 0; i < LANES / 2; i++) {
      next[2 * i] = LOW(rows[i], rows[i + LANES / 2]);
      next[2 * i + 1] = HIGH(rows[i], rows[i + LANES / 2]);
    }
    UNROLL for (int i = 0; i < LANES; i++) rows[i] = next[i];
  }
}
