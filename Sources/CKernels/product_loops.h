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

/// The right side of a sweep: rows of up to WIDTH numbers, `stride` apart; and where the next one's
/// lines are, which are fetched meanwhile from the slower caches.
typedef struct {
  const float *rows, *ahead;
  long stride, columns, ahead_stride, ahead_block;
} NAME(Panel);

/// c [rows][vectors · LANES] (+)= a · b in registers, each number's terms added one after the other.
INLINE void NAME(block)(const float *a, long a_row, long a_step, NAME(Panel) b, float *c,
                        long leading, long steps, int adding, int rows, int vectors) {
  VEC sum[BLOCK][2];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) {
      sum[r][v] = adding ? AT(c + r * leading + v * LANES) : (VEC){0};
      __builtin_prefetch(c + (rows + r) * leading + v * LANES, 1);
    }
  for (long k = 0; k < steps; k++) {
    VEC right[2];
    __builtin_prefetch(b.ahead + k * b.ahead_stride, 0, 2);
    UNROLL for (int v = 0; v < vectors; v++) right[v] = AT(b.rows + k * b.stride + v * LANES);
    UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++)
        sum[r][v] += a[r * a_row + k * a_step] * right[v];
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++) AT(c + r * leading + v * LANES) = sum[r][v];
}

/// The block of so many `rows` at c, of whose columns only the panel's are there.
INLINE void NAME(place)(const float *a, long a_row, long a_step, NAME(Panel) b, float *c,
                        long leading, long steps, int adding, int rows) {
  if (b.columns == WIDTH)
    return NAME(block)(a, a_row, a_step, b, c, leading, steps, adding, rows, 2);
  float whole[BLOCK * WIDTH] = {0};
  for (long r = 0; adding && r < rows; r++)
    memcpy(whole + r * WIDTH, c + r * leading, b.columns * sizeof(float));
  if (b.columns > LANES) NAME(block)(a, a_row, a_step, b, whole, WIDTH, steps, adding, rows, 2);
  else NAME(block)(a, a_row, a_step, b, whole, WIDTH, steps, adding, rows, 1);
  for (long r = 0; r < rows; r++)
    memcpy(c + r * leading, whole + r * WIDTH, b.columns * sizeof(float));
}

/// All rows of one panel's columns: blocks of 4 rows, and of 1, where there are no more. The first
/// two blocks look ahead.
INLINE void NAME(sweep)(const float *a, long a_row, long a_step, NAME(Panel) b, float *c,
                        long leading, long rows, long steps, int adding) {
  long row = 0;
#define BLOCKS_OF(count)                                                                        \
  for (; row + count <= rows; row += count) {                                                   \
    NAME(place)(a + row * a_row, a_row, a_step, b, c + row * leading, leading, steps, adding,   \
                count);                                                                         \
    if (row == 0) b.ahead += b.ahead_block;                                                     \
    else b.ahead = b.rows, b.ahead_stride = 0;                                                  \
  }
  BLOCKS_OF(BLOCK)
  BLOCKS_OF(4)
  BLOCKS_OF(1)
#undef BLOCKS_OF
}

/// A panel at b of so many columns and steps: packed, unless it lies near enough as it is.
INLINE NAME(Panel) NAME(make_panel)(MatrixProduct p, const float *b, long steps, long columns,
                                    float *memory) {
  long leading = p.b_leading;
  NAME(Panel) panel = {memory, b + WIDTH, WIDTH, columns, leading, LINE};
  if (p.b_transposed) {
    NAME(pack_columns)(b, leading, steps, columns, memory);
    panel.ahead = b + WIDTH * leading, panel.ahead_stride = LINE, panel.ahead_block = steps * LINE;
  } else if (columns < WIDTH || p.steps * leading > NEAR) {
    NAME(pack_rows)(b, leading, steps, columns, memory);
  } else {
    panel.rows = b, panel.stride = leading;
  }
  return panel;
}

static void NAME(multiply)(MatrixProduct p) {
  float memory[STEPS * WIDTH] __attribute__((aligned(64)));
  for (long column = 0; column < p.columns; column += WIDTH)
    for (long step = 0; step == 0 || step < p.steps; step += STEPS) {
      long width = lesser(WIDTH, p.columns - column), steps = lesser(STEPS, p.steps - step);
      const float *b = p.b_transposed ? p.b + column * p.b_leading + step
                                      : p.b + step * p.b_leading + column;
      NAME(Panel) panel = NAME(make_panel)(p, b, steps, width, memory);
      float *c = p.c + column;
      int adding = p.adding || step > 0;
      if (p.a_transposed)
        NAME(sweep)(p.a + step * p.a_leading, 1, p.a_leading, panel, c, p.c_leading, p.rows, steps,
                    adding);
      else
        NAME(sweep)(p.a + step, p.a_leading, 1, panel, c, p.c_leading, p.rows, steps, adding);
    }
}

#undef BLOCK
#undef WIDTH
