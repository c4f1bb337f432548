// Products of small matrices with vectors of LANES columns; see kinds.h.
//
// Blocks of rows × 2 vectors of the result stay in registers, panels of as many columns of the right
// side in the core's nearest cache.

/// As many rows as leave registers for the right side: there are 32, or else 16.
#define BLOCK (LANES == 16 ? 12 : LANES == 8 ? 6 : 4)
#define WIDTH (2 * LANES)

/// `panels` [columns / WIDTH][STEPS][WIDTH] of b's rows, which are taken as they lie in memory: from
/// afar a panel's parts of them would come in line by line. 0 beyond the last column.
static void NAME(pack_rows)(const float *b, long leading, long steps, long columns,
                            float *panels) {
  for (long k = 0; k < steps; k++, b += leading)
    for (long c = 0; c < columns; c += WIDTH) {
      float *panel = panels + c * STEPS + k * WIDTH;
      if (c + WIDTH <= columns) {
        AT(panel) = AT(b + c), AT(panel + LANES) = AT(b + c + LANES);
      } else {
        AT(panel) = AT(panel + LANES) = (VEC){0};
        memcpy(panel, b + c, (columns - c) * sizeof(float));
      }
    }
}

/// The same of b's columns, which are `leading` apart; 0 beyond to the end of a vector.
static void NAME(pack_columns)(const float *b, long leading, long steps, long columns,
                               float *panels) {
  for (long c = 0; c < columns; c += LANES)
    for (long k = 0; k < steps; k += LANES) {
      VEC block[LANES];
      float *panel = panels + c / WIDTH * STEPS * WIDTH + c % WIDTH;
      long lanes = lesser(LANES, columns - c), length = lesser(LANES, steps - k);
      if (lanes == LANES && length == LANES) {
        UNROLL for (int i = 0; i < LANES; i++) block[i] = AT(b + (c + i) * leading + k);
      } else {
        memset(block, 0, sizeof block);
        for (long i = 0; i < lanes; i++)
          memcpy(&block[i], b + (c + i) * leading + k, length * sizeof(float));
      }
      NAME(transpose)(block);
      for (long i = 0; i < length; i++) AT(panel + (k + i) * WIDTH) = block[i];
    }
}

/// c [rows][vectors · LANES] (+)= a · b in registers, each number's terms added one after the other.
INLINE void NAME(block)(const float *a, long a_row, long a_step, const float *b, long b_step,
                        float *c, long leading, long steps, int adding, int rows, int vectors) {
  VEC sum[BLOCK][2];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sum[r][v] = adding ? AT(c + r * leading + v * LANES) : (VEC){0};
  for (long k = 0; k < steps; k++) {
    VEC right[2];
    UNROLL for (int v = 0; v < vectors; v++) right[v] = AT(b + k * b_step + v * LANES);
    UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++)
        sum[r][v] += a[r * a_row + k * a_step] * right[v];
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) AT(c + r * leading + v * LANES) = sum[r][v];
}

/// The block of so many `rows` at c, of whose columns only the first `columns` are there.
INLINE void NAME(place)(const float *a, long a_row, long a_step, const float *b, long b_step,
                        float *c, long leading, long steps, long columns, int adding, int rows) {
  if (columns == WIDTH)
    return NAME(block)(a, a_row, a_step, b, b_step, c, leading, steps, adding, rows, 2);
  float whole[BLOCK * WIDTH] = {0};
  for (long r = 0; adding && r < rows; r++)
    memcpy(whole + r * WIDTH, c + r * leading, columns * sizeof(float));
  if (columns > LANES) NAME(block)(a, a_row, a_step, b, b_step, whole, WIDTH, steps, adding, rows, 2);
  else NAME(block)(a, a_row, a_step, b, b_step, whole, WIDTH, steps, adding, rows, 1);
  for (long r = 0; r < rows; r++)
    memcpy(c + r * leading, whole + r * WIDTH, columns * sizeof(float));
}

/// Lets the caches fetch a block of c that is about to be written.
INLINE void NAME(fetch)(const float *c, long leading, int rows) {
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < 2; v++) __builtin_prefetch(c + r * leading + v * LANES, 1);
}

/// All rows of one panel's columns. A block of 4 rows, or 1, where there are no more.
INLINE void NAME(sweep)(const float *a, long a_row, long a_step, const float *b, long b_step,
                        float *c, long leading, long rows, long steps, long columns, int adding,
                        int is_far) {
  long row = 0;
#define BLOCKS_OF(count)                                                                        \
  for (; row + count <= rows; row += count) {                                                   \
    if (is_far) NAME(fetch)(c + row * leading, leading, count);                                 \
    NAME(place)(a + row * a_row, a_row, a_step, b, b_step, c + row * leading, leading, steps,   \
                columns, adding, count);                                                        \
  }
  BLOCKS_OF(BLOCK)
  BLOCKS_OF(4)
  BLOCKS_OF(1)
#undef BLOCKS_OF
}

static void NAME(multiply)(MatrixProduct p) {
  float panels[PANELS * STEPS * WIDTH] __attribute__((aligned(64)));
  // What is near and fills its vectors is as good as packed.
  int is_packed = p.b_transposed || p.columns % WIDTH || p.steps * p.b_leading > NEAR;
  long together = p.steps * p.columns > FAR ? PANELS * WIDTH : WIDTH;
  int is_far = p.rows * p.columns > FAR;
  for (long first = 0; first < p.columns; first += together)
    for (long step = 0; step == 0 || step < p.steps; step += STEPS) {
      long columns = lesser(together, p.columns - first);
      long steps = lesser(STEPS, p.steps - step);
      const float *a = p.a + step * (p.a_transposed ? p.a_leading : 1);
      const float *b = p.b_transposed ? p.b + first * p.b_leading + step
                                      : p.b + step * p.b_leading + first;
      if (p.b_transposed) NAME(pack_columns)(b, p.b_leading, steps, columns, panels);
      else if (is_packed) NAME(pack_rows)(b, p.b_leading, steps, columns, panels);
      int adding = p.adding || step > 0;
      for (long column = 0; column < columns; column += WIDTH) {
        const float *right = is_packed ? panels + column * STEPS : b + column;
        long right_step = is_packed ? WIDTH : p.b_leading;
        float *c = p.c + first + column;
        long width = lesser(WIDTH, columns - column);
        if (p.a_transposed)
          NAME(sweep)(a, 1, p.a_leading, right, right_step, c, p.c_leading, p.rows, steps, width,
                      adding, is_far);
        else
          NAME(sweep)(a, p.a_leading, 1, right, right_step, c, p.c_leading, p.rows, steps, width,
                      adding, is_far);
      }
    }
}

#undef BLOCK
#undef WIDTH
