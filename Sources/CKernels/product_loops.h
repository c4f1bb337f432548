// Products of small matrices with vectors of LANES columns; see kinds.h.
//
// Blocks of rows × 2 vectors of the result stay in registers, panels of as many columns of the right
// side in the core's nearest cache.

/// As many rows as leave registers for the right side: there are 32, or else 16.
#define BLOCK (LANES == 16 ? 12 : LANES == 8 ? 6 : 4)
#define WIDTH (2 * LANES)

/// panel [steps][WIDTH] of b's rows, of which at most WIDTH `columns` are there; 0 beyond.
static void NAME(pack_rows)(const float *b, long leading, long steps, long columns, float *panel) {
  for (long k = 0; k < steps; k++, b += leading, panel += WIDTH) {
    if (columns < WIDTH) AT(panel) = AT(panel + LANES) = (VEC){0};
    if (columns < WIDTH) memcpy(panel, b, columns * sizeof(float));
    else AT(panel) = AT(b), AT(panel + LANES) = AT(b + LANES);
  }
}

/// The same of b's columns, which are `leading` apart; 0 beyond to the end of a vector.
static void NAME(pack_columns)(const float *b, long leading, long steps, long columns,
                               float *panel) {
  for (long c = 0; c < columns; c += LANES)
    for (long k = 0; k < steps; k += LANES) {
      VEC block[LANES];
      long lanes = lesser(LANES, columns - c), length = lesser(LANES, steps - k);
      if (lanes == LANES && length == LANES) {
        UNROLL for (int i = 0; i < LANES; i++) block[i] = AT(b + (c + i) * leading + k);
      } else {
        memset(block, 0, sizeof block);
        for (long i = 0; i < lanes; i++)
          memcpy(&block[i], b + (c + i) * leading + k, length * sizeof(float));
      }
      NAME(transpose)(block);
      for (long i = 0; i < length; i++) AT(panel + (k + i) * WIDTH + c) = block[i];
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

/// All rows of one panel's columns. A block of 4 rows, or 1, where there are no more.
INLINE void NAME(sweep)(const float *a, long a_row, long a_step, const float *b, long b_step,
                        float *c, long leading, long rows, long steps, long columns, int adding) {
  long row = 0;
#define BLOCKS_OF(count)                                                                        \
  for (; row + count <= rows; row += count)                                                     \
    NAME(place)(a + row * a_row, a_row, a_step, b, b_step, c + row * leading, leading, steps,   \
                columns, adding, count);
  BLOCKS_OF(BLOCK)
  BLOCKS_OF(4)
  BLOCKS_OF(1)
#undef BLOCKS_OF
}

static void NAME(multiply)(MatrixProduct p) {
  float panel[STEPS * WIDTH] __attribute__((aligned(64)));
  for (long column = 0; column < p.columns; column += WIDTH)
    for (long step = 0; step == 0 || step < p.steps; step += STEPS) {
      long width = lesser(WIDTH, p.columns - column), depth = lesser(STEPS, p.steps - step);
      const float *b = p.b + (p.b_transposed ? column * p.b_leading + step
                                             : step * p.b_leading + column);
      int is_packed = p.b_transposed || width < WIDTH || p.steps * p.b_leading > NEAR;
      if (p.b_transposed) NAME(pack_columns)(b, p.b_leading, depth, width, panel);
      else if (is_packed) NAME(pack_rows)(b, p.b_leading, depth, width, panel);
      const float *right = is_packed ? panel : b;
      long b_step = is_packed ? WIDTH : p.b_leading;
      int adding = p.adding || step > 0;
      if (p.a_transposed)
        NAME(sweep)(p.a + step * p.a_leading, 1, p.a_leading, right, b_step, p.c + column,
                    p.c_leading, p.rows, depth, width, adding);
      else
        NAME(sweep)(p.a + step, p.a_leading, 1, right, b_step, p.c + column, p.c_leading, p.rows,
                    depth, width, adding);
    }
}

#undef BLOCK
#undef WIDTH
