// Minimal filtering F(4 × 4, 3 × 3) with vectors of LANES channels.
//
// Lavin & Gray 2015, arXiv:1509.09308: y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A, a sum over channels in each of 36 planes.
//
// Included once for every kind of vectors; see kinds.h.

/// Rows of the product's block.
#define BLOCK (LANES == 16 ? 8 : 4)

// ---- One-dimensional transforms of vectors that lie `i` apart into vectors that lie `o` apart.
//
// Polynomials are multiplied by their values at 0, ±a, ±b and ∞. With a = 3/4, b = 3/2 the largest
// rounding error is a fifth of that with the usual 1 and 2: no power of a point is far from 1.

#define A 0.75f
#define B 1.5f
#define A2 (A * A)
#define B2 (B * B)
// The products of the differences between 0, ±a or ±b and the other points.
#define AT_0 (A2 * B2)
#define AT_A (2 * A2 * (A2 - B2))
#define AT_B (2 * B2 * (B2 - A2))

/// Bᵀ: 6 inputs → 6
INLINE void NAME(input_line)(const VEC *x, int i, VEC *y, int o) {
  VEC even1 = x[4 * i] - B2 * x[2 * i], odd1 = x[3 * i] - B2 * x[i];
  VEC even2 = x[4 * i] - A2 * x[2 * i], odd2 = x[3 * i] - A2 * x[i];
  VEC first = AT_0 * x[0] - (A2 + B2) * x[2 * i] + x[4 * i];
  VEC last = AT_0 * x[i] - (A2 + B2) * x[3 * i] + x[5 * i];
  y[0] = first;
  y[o] = even1 + A * odd1;
  y[2 * o] = even1 - A * odd1;
  y[3 * o] = even2 + B * odd2;
  y[4 * o] = even2 - B * odd2;
  y[5 * o] = last;
}

/// Aᵀ: 6 → 4 outputs
INLINE void NAME(output_line)(const VEC *x, int i, VEC *y, int o) {
  VEC sum1 = x[i] + x[2 * i], sum2 = x[3 * i] + x[4 * i];
  VEC difference1 = x[i] - x[2 * i], difference2 = x[3 * i] - x[4 * i];
  VEC last = x[5 * i];
  y[0] = x[0] + sum1 + sum2;
  y[o] = A * difference1 + B * difference2;
  y[2 * o] = A2 * sum1 + B2 * sum2;
  y[3 * o] = A * A2 * difference1 + B * B2 * difference2 + last;
}

/// A: 4 outputs' gradients → 6
INLINE void NAME(output_adjoint_line)(const VEC *x, int i, VEC *y, int o) {
  VEC first = x[0], last = x[3 * i];
  VEC even1 = first + A2 * x[2 * i], odd1 = A * x[i] + A * A2 * last;
  VEC even2 = first + B2 * x[2 * i], odd2 = B * x[i] + B * B2 * last;
  y[0] = first;
  y[o] = even1 + odd1;
  y[2 * o] = even1 - odd1;
  y[3 * o] = even2 + odd2;
  y[4 * o] = even2 - odd2;
  y[5 * o] = last;
}

/// G: 3 weights → 6
INLINE void NAME(weight_line)(const VEC *x, int i, VEC *y, int o) {
  VEC even1 = x[0] * (1 / AT_A) + x[2 * i] * (A2 / AT_A), odd1 = x[i] * (A / AT_A);
  VEC even2 = x[0] * (1 / AT_B) + x[2 * i] * (B2 / AT_B), odd2 = x[i] * (B / AT_B);
  VEC first = x[0] * (1 / AT_0), last = x[2 * i];
  y[0] = first;
  y[o] = even1 + odd1;
  y[2 * o] = even1 - odd1;
  y[3 * o] = even2 + odd2;
  y[4 * o] = even2 - odd2;
  y[5 * o] = last;
}

/// Gᵀ: 6 → 3 weights' gradients
INLINE void NAME(weight_adjoint_line)(const VEC *x, int i, VEC *y, int o) {
  VEC sum1 = x[i] + x[2 * i], sum2 = x[3 * i] + x[4 * i];
  VEC difference1 = x[i] - x[2 * i], difference2 = x[3 * i] - x[4 * i];
  VEC last = x[5 * i];
  y[0] = x[0] * (1 / AT_0) + sum1 * (1 / AT_A) + sum2 * (1 / AT_B);
  y[o] = difference1 * (A / AT_A) + difference2 * (B / AT_B);
  y[2 * o] = sum1 * (A2 / AT_A) + sum2 * (B2 / AT_B) + last;
}

#undef A
#undef B
#undef A2
#undef B2
#undef AT_0
#undef AT_A
#undef AT_B

// ---- Between images [channels][pixels] and [pixels][padded channels].

static void NAME(pack)(const float *x, long channels, long pixels, long depth, float *y) {
  for (long c = 0; c < depth; c += LANES)
    for (long p = 0; p < pixels; p += LANES) {
      VEC block[LANES];
      long lanes = lesser(LANES, channels - c), length = lesser(LANES, pixels - p);
      if (lanes == LANES && length == LANES) {
        UNROLL for (int i = 0; i < LANES; i++) block[i] = AT(x + (c + i) * pixels + p);
      } else {
        memset(block, 0, sizeof block);
        for (long i = 0; i < lanes; i++)
          memcpy(&block[i], x + (c + i) * pixels + p, length * sizeof(float));
      }
      NAME(transpose)(block);
      long width = lesser(LANES, depth - c);
      for (long i = 0; i < length; i++) {
        if (width == LANES) AT(y + (p + i) * depth + c) = block[i];
        else memcpy(y + (p + i) * depth + c, &block[i], width * sizeof(float));
      }
    }
}

static void NAME(unpack)(const float *x, long channels, long pixels, long depth, float *y) {
  for (long c = 0; c < channels; c += LANES)
    for (long p = 0; p < pixels; p += LANES) {
      VEC block[LANES];
      long lanes = lesser(LANES, channels - c), length = lesser(LANES, pixels - p);
      long width = lesser(LANES, depth - c);
      memset(block, 0, sizeof block);
      for (long i = 0; i < length; i++) {
        if (width == LANES) block[i] = AT(x + (p + i) * depth + c);
        else memcpy(&block[i], x + (p + i) * depth + c, width * sizeof(float));
      }
      NAME(transpose)(block);
      for (long i = 0; i < lanes; i++) {
        if (length == LANES) AT(y + (c + i) * pixels + p) = block[i];
        else memcpy(y + (c + i) * pixels + p, &block[i], length * sizeof(float));
      }
    }
}

// ---- Between pixels [height][width][padded channels] and the 36 planes [tiles][padded channels].

/// Where `count` rows of pixels from `top` on begin; those outside of the image are `zeros`.
INLINE void NAME(find_rows)(const float *image, long height, long line, long top, int count,
                            const float *zeros, const float **rows) {
  for (int r = 0; r < count; r++)
    rows[r] = top + r >= 0 && top + r < height ? image + (top + r) * line : zeros;
}

/// planes = Bᵀ x B of one 6 × 6 tile, of which columns first ..< end lie in the image; the others
/// are 0. The rows begin at column 0 of the tile, wherever that is.
INLINE void NAME(filter_input)(const float *const *rows, long first, long end, long depth,
                               float *planes, long plane) {
  for (long c = 0; c < depth; c += LANES) {
    VEC x[6], half[36], y[6];
    UNROLL for (int column = 0; column < 6; column++) {
      int is_inside = column >= first && column < end;
      UNROLL for (int row = 0; row < 6; row++)
        x[row] = is_inside ? AT(rows[row] + column * depth + c) : (VEC){0};
      NAME(input_line)(x, 1, half + column, 6);
    }
    UNROLL for (int row = 0; row < 6; row++) {
      NAME(input_line)(half + 6 * row, 1, y, 1);
      UNROLL for (int column = 0; column < 6; column++)
        AT(planes + (6 * row + column) * plane + c) = y[column];
    }
  }
}

/// planes = A dy Aᵀ of one 4 × 4 tile, of which the first `end` columns lie in the image: the
/// transposed map of `unfilter_output`.
INLINE void NAME(filter_output)(const float *const *rows, long end, long depth, float *planes,
                                long plane) {
  for (long c = 0; c < depth; c += LANES) {
    VEC x[4], half[24], y[6];
    UNROLL for (int column = 0; column < 4; column++) {
      int is_inside = column < end;
      UNROLL for (int row = 0; row < 4; row++)
        x[row] = is_inside ? AT(rows[row] + column * depth + c) : (VEC){0};
      NAME(output_adjoint_line)(x, 1, half + column, 4);
    }
    UNROLL for (int row = 0; row < 6; row++) {
      NAME(output_adjoint_line)(half + 4 * row, 1, y, 1);
      UNROLL for (int column = 0; column < 6; column++)
        AT(planes + (6 * row + column) * plane + c) = y[column];
    }
  }
}

/// rows = Aᵀ m A + bias of one tile's 36 numbers m.
INLINE void NAME(unfilter_output)(const float *planes, long plane, long depth, const float *bias,
                                  float *const *rows) {
  for (long c = 0; c < depth; c += LANES) {
    VEC x[6], half[24], y[4], shift = bias ? AT(bias + c) : (VEC){0};
    UNROLL for (int column = 0; column < 6; column++) {
      UNROLL for (int row = 0; row < 6; row++)
        x[row] = AT(planes + (6 * row + column) * plane + c);
      NAME(output_line)(x, 1, half + column, 6);
    }
    UNROLL for (int row = 0; row < 4; row++) {
      NAME(output_line)(half + 6 * row, 1, y, 1);
      UNROLL for (int column = 0; column < 4; column++)
        AT(rows[row] + column * depth + c) = y[column] + shift;
    }
  }
}

// ---- The product.

/// c [BLOCK][columns] (+)= a · b for one block of rows and 1 or 2 vectors of columns, kept in
/// registers; a's number (row, step) lies at a[row · a_row + step · a_step], b's rows b_step apart.
INLINE void NAME(block)(const float *a, long a_row, long a_step, const float *b, long b_step,
                        float *c, long steps, long columns, int adding, int vectors) {
  VEC sum[BLOCK][2];
  UNROLL for (int r = 0; r < BLOCK; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sum[r][v] = adding ? AT(c + r * columns + v * LANES) : (VEC){0};
  PAIRS for (long k = 0; k < steps; k++) {
    VEC right[2];
    UNROLL for (int v = 0; v < vectors; v++) right[v] = AT(b + k * b_step + v * LANES);
    UNROLL for (int r = 0; r < BLOCK; r++)
      UNROLL for (int v = 0; v < vectors; v++)
        sum[r][v] += a[r * a_row + k * a_step] * right[v];
  }
  UNROLL for (int r = 0; r < BLOCK; r++)
    UNROLL for (int v = 0; v < vectors; v++) AT(c + r * columns + v * LANES) = sum[r][v];
}

/// The columns of a panel that starts at `column`.
INLINE long NAME(panel)(long column, long columns) { return lesser(2 * LANES, columns - column); }

/// c [rows][columns] (+)= a · b [steps][columns]; rows and columns are padded. If `packed`, b lies in
/// panels [steps][panel] one after the other, of which each stays in the core's nearest cache.
static void NAME(multiply)(const float *a, long a_row, long a_step, const float *b, int packed,
                           float *c, long rows, long steps, long columns, int adding) {
  for (long column = 0; column < columns; column += 2 * LANES) {
    long width = NAME(panel)(column, columns);
    const float *right = packed ? b + column * steps : b + column;
    long b_step = packed ? width : columns;
    for (long row = 0; row < rows; row += BLOCK) {
      const float *left = a + row * a_row;
      float *target = c + row * columns + column;
      if (width < 2 * LANES)
        NAME(block)(left, a_row, a_step, right, b_step, target, steps, columns, adding, 1);
      else if (steps == UNIT)
        // A loop of known length ends without a surprise for the processor.
        NAME(block)(left, a_row, a_step, right, b_step, target, UNIT, columns, adding, 2);
      else
        NAME(block)(left, a_row, a_step, right, b_step, target, steps, columns, adding, 2);
    }
  }
}

// ---- The convolution and its gradients; CKernels.h says what they do.

static void NAME(filter)(WinogradShape shape, const float *w, int adjoint, float *filtered,
                         long first, long count) {
  long depth = padded(shape.out_channels, PADDING), plane = shape.in_channels * depth;
  for (long c = first; c < first + count; c++)
    for (long o = 0; o < depth; o += LANES) {
      VEC x[9] = {0}, half[18], y[6];
      long first_of_panel = o / (2 * LANES) * (2 * LANES);
      long start = first_of_panel * shape.in_channels +
                   c * NAME(panel)(first_of_panel, depth) + o - first_of_panel;
      for (int lane = 0; lane < lesser(LANES, shape.out_channels - o); lane++)
        for (int k = 0; k < 9; k++)
          x[k][lane] = adjoint ? w[(c * shape.out_channels + o + lane) * 9 + 8 - k]
                               : w[((o + lane) * shape.in_channels + c) * 9 + k];
      UNROLL for (int column = 0; column < 3; column++)
        NAME(weight_line)(x + column, 3, half + column, 3);
      UNROLL for (int row = 0; row < 6; row++) {
        NAME(weight_line)(half + 3 * row, 1, y, 1);
        UNROLL for (int column = 0; column < 6; column++)
          AT(filtered + (6 * row + column) * plane + start) = y[column];
      }
    }
}

static void NAME(unfilter)(WinogradShape shape, const float *filtered, float *dw, long first,
                           long count) {
  long depth = padded(shape.out_channels, PADDING);
  long plane = padded(shape.in_channels, PADDING) * depth;
  for (long c = first; c < first + count; c++)
    for (long o = 0; o < shape.out_channels; o += LANES) {
      VEC x[6], half[18], y[9];
      UNROLL for (int column = 0; column < 6; column++) {
        UNROLL for (int row = 0; row < 6; row++)
          x[row] = AT(filtered + (6 * row + column) * plane + c * depth + o);
        NAME(weight_adjoint_line)(x, 1, half + column, 6);
      }
      UNROLL for (int row = 0; row < 3; row++)
        NAME(weight_adjoint_line)(half + 6 * row, 1, y + 3 * row, 1);
      for (int lane = 0; lane < lesser(LANES, shape.out_channels - o); lane++)
        for (int k = 0; k < 9; k++)
          dw[((o + lane) * shape.in_channels + c) * 9 + k] = y[k][lane];
    }
}

/// Filters the tile rows first ..< first + count of x into the planes of the inputs.
static void NAME(take_inputs)(WinogradShape shape, WinogradWorkspace s, const float *x, long first,
                              long count) {
  long down = winograd_tile_rows(shape), line = shape.width * s.inputs;
  memset(s.zeros, 0, line * sizeof(float));
  for (long r = 0; r < count; r++) {
    const float *lines[6], *image = x + (first + r) / down * shape.height * line;
    NAME(find_rows)(image, shape.height, line, 4 * ((first + r) % down) - 1, 6, s.zeros, lines);
    for (long tile = 0; tile < s.columns; tile++) {
      long left = 4 * tile - 1, end = shape.width - left;
      float *planes = s.filtered_input + (r * s.columns + tile) * s.inputs;
      const float *rows[6];
      UNROLL for (int row = 0; row < 6; row++) rows[row] = lines[row] + left * s.inputs;
      if (left >= 0 && end >= 6) NAME(filter_input)(rows, 0, 6, s.inputs, planes, s.input_plane);
      else NAME(filter_input)(rows, at_least_zero(-left), end, s.inputs, planes, s.input_plane);
    }
  }
}

/// Filters the tile rows of dy into the planes of the outputs.
static void NAME(take_outputs)(WinogradShape shape, WinogradWorkspace s, const float *dy,
                               long first, long count) {
  long down = winograd_tile_rows(shape), line = shape.width * s.outputs;
  memset(s.zeros, 0, line * sizeof(float));
  for (long r = 0; r < count; r++) {
    const float *lines[4], *image = dy + (first + r) / down * shape.height * line;
    NAME(find_rows)(image, shape.height, line, 4 * ((first + r) % down), 4, s.zeros, lines);
    for (long tile = 0; tile < s.columns; tile++) {
      float *planes = s.filtered_output + (r * s.columns + tile) * s.outputs;
      long end = shape.width - 4 * tile;
      const float *rows[4];
      UNROLL for (int row = 0; row < 4; row++) rows[row] = lines[row] + 4 * tile * s.outputs;
      if (end >= 4) NAME(filter_output)(rows, 4, s.outputs, planes, s.output_plane);
      else NAME(filter_output)(rows, end, s.outputs, planes, s.output_plane);
    }
  }
}

/// Unfilters the planes of the outputs to the tile rows of y.
static void NAME(give_outputs)(WinogradShape shape, WinogradWorkspace s, const float *bias,
                               float *y, long first, long count) {
  long down = winograd_tile_rows(shape), line = shape.width * s.outputs;
  for (long r = 0; r < count; r++) {
    long top = 4 * ((first + r) % down), high = lesser(4, shape.height - top);
    float *image = y + ((first + r) / down * shape.height + top) * line;
    for (long tile = 0; tile < s.columns; tile++) {
      const float *planes = s.filtered_output + (r * s.columns + tile) * s.outputs;
      long wide = lesser(4, shape.width - 4 * tile);
      int is_whole = high == 4 && wide == 4;
      float *rows[4];
      for (int row = 0; row < 4; row++)
        rows[row] = is_whole ? image + row * line + 4 * tile * s.outputs
                             : s.patch + 4 * row * s.outputs;
      NAME(unfilter_output)(planes, s.output_plane, s.outputs, bias, rows);
      for (long row = 0; !is_whole && row < high; row++)
        memcpy(image + row * line + 4 * tile * s.outputs, rows[row],
               wide * s.outputs * sizeof(float));
    }
  }
}

static void NAME(convolve)(WinogradShape shape, const float *x, const float *filtered,
                           const float *bias, float *y, long first, long count, float *scratch) {
  WinogradWorkspace s = workspace(shape, count, scratch);
  NAME(take_inputs)(shape, s, x, first, count);
  for (int plane = 0; plane < 36; plane++) {
    float *input = s.filtered_input + plane * s.input_plane;
    memset(input + s.tiles * s.inputs, 0, (s.rows - s.tiles) * s.inputs * sizeof(float));
    NAME(multiply)(input, s.inputs, 1, filtered + plane * shape.in_channels * s.outputs, 1,
                   s.filtered_output + plane * s.output_plane, s.rows, shape.in_channels,
                   s.outputs, 0);
  }
  NAME(give_outputs)(shape, s, bias, y, first, count);
}

static void NAME(correlate)(WinogradShape shape, const float *x, const float *dy, float *filtered,
                            int adding, long first, long count, float *scratch) {
  WinogradWorkspace s = workspace(shape, count, scratch);
  NAME(take_inputs)(shape, s, x, first, count);
  NAME(take_outputs)(shape, s, dy, first, count);
  for (int plane = 0; plane < 36; plane++)
    NAME(multiply)(s.filtered_input + plane * s.input_plane, 1, s.inputs,
                   s.filtered_output + plane * s.output_plane, 0,
                   filtered + plane * s.inputs * s.outputs, s.inputs, s.tiles, s.outputs, adding);
}

static void NAME(collect)(WinogradShape shape, const float *x, const float *dy, long first,
                          long count, long all, float *planes, float *patch) {
  WinogradWorkspace s = workspace(shape, all, planes);
  s.zeros += patch - planes;
  s.patch += patch - planes;
  s.filtered_input += first * s.columns * s.inputs;
  s.filtered_output += first * s.columns * s.outputs;
  NAME(take_inputs)(shape, s, x, first, count);
  NAME(take_outputs)(shape, s, dy, first, count);
}

static void NAME(correlate_plane)(WinogradShape shape, long all, float *planes, long plane,
                                  float *filtered) {
  WinogradWorkspace s = workspace(shape, all, planes);
  NAME(multiply)(s.filtered_input + plane * s.input_plane, 1, s.inputs,
                 s.filtered_output + plane * s.output_plane, 0,
                 filtered + plane * s.inputs * s.outputs, s.inputs, s.tiles, s.outputs, 0);
}

static const WinogradLoops NAME(loops) = {
    NAME(pack),      NAME(unpack),  NAME(filter),          NAME(convolve),
    NAME(correlate), NAME(collect), NAME(correlate_plane), NAME(unfilter)};

#undef BLOCK
