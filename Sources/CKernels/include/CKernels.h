// The few inner loops that need wide vectors; all pointers are to Float32, nothing is allocated.
#pragma once

// Instruction sets that the loops are compiled for, from any processor to the widest vectors.
enum { PlainVectors = 0, Vectors256 = 1, Vectors512 = 2 };

/// The widest set that this processor has.
int widest_vectors(void);

/// Spares the core while a thread waits in a loop: some 10 to 50 ns.
static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

/// c [rows, columns] = a [rows, steps] · b [steps, columns], or c += a · b. A matrix's rows are its
/// `leading` numbers apart; a transposed one's columns are.
typedef struct {
  const float *a, *b;
  float *c;
  long a_leading, b_leading, c_leading, rows, steps, columns;
  int a_transposed, b_transposed, adding;
} MatrixProduct;

/// The product on this thread, for matrices of which a stays in the core's own cache. Every number's
/// terms are added one after the other, so that it does not matter how c is cut.
void multiply_matrices(int vectors, MatrixProduct product);

/// The loops over channels want a multiple of so many of them, the widest vectors.
enum { ChannelPadding = 16 };

/// One image's channels moved to the innermost place, y [pixels, depth] from x [channels, pixels] and
/// back; in y the channels from `channels` to `depth` are 0, and ignored on the way back.
void pack_channels(int vectors, const float *x, long channels, long pixels, long depth, float *y);
void unpack_channels(int vectors, const float *x, long channels, long pixels, long depth, float *y);

/// A 3 × 3 convolution with stride 1 and padding 1 of images [height, width, padded channels]: to
/// the next multiple of ChannelPadding, the added ones being 0.
typedef struct {
  long in_channels, out_channels, height, width;
} WinogradShape;

/// Tiles of 4 × 4 outputs down and across an image; work is cut along tile rows, counted through
/// all examples.
long winograd_tile_rows(WinogradShape shape);
long winograd_tile_columns(WinogradShape shape);

/// The most tile rows that one call may work on.
long winograd_unit_rows(WinogradShape shape);

/// How many numbers the filtered weights take, and the scratch memory for a number of tile rows.
long winograd_filtered_count(WinogradShape shape);
long winograd_scratch_count(WinogradShape shape, long tile_rows);

/// filtered [36][in · padded out], in panels of outputs, = G w Gᵀ of the weights w [out, in, 3, 3]; if `adjoint`, w is
/// [in, out, 3, 3] and turned by 180°, which makes the convolution the input gradient.
/// Works on input channels first ..< first + count.
void winograd_filter(int vectors, WinogradShape shape, const float *w, int adjoint,
                     float *filtered, long first, long count);

/// y = x ⋆ w + bias [padded out] for tile rows first ..< first + count; bias may be null.
void winograd_convolve(int vectors, WinogradShape shape, const float *x, const float *filtered,
                       const float *bias, float *y, long first, long count, float *scratch);

/// The gradient of the filtered weights from tile rows first ..< first + count; if `adding`, added to
/// what is there.
void winograd_correlate(int vectors, WinogradShape shape, const float *x, const float *dy,
                        float *filtered, int adding, long first, long count, float *scratch);

/// The same sum in two steps, for many channels: first the filtered x and dy of tile rows
/// first ..< first + count of `all` go where `planes` has room for all of them (`patch` has room for
/// none), then each of the 36 planes of the filtered weights is one product, overwritten.
void winograd_collect(int vectors, WinogradShape shape, const float *x, const float *dy, long first,
                      long count, long all, float *planes, float *patch);
void winograd_correlate_plane(int vectors, WinogradShape shape, long all, float *planes,
                              long plane, float *filtered);

/// dw [out, in, 3, 3] = Gᵀ filtered G for input channels first ..< first + count.
void winograd_unfilter(int vectors, WinogradShape shape, const float *filtered, float *dw,
                       long first, long count);

/// Σ x, Σ x · y and Σ (x − center)² over `count` numbers, in Float64.
double sum_of(const float *x, long count);
double sum_of_products(const float *x, const float *y, long count);
double sum_of_squared_deviations(const float *x, float center, long count);

/// Whether none of `count` numbers is nan or infinite.
int all_finite(const float *x, long count);

/// The same sums of every column of rows [rows][columns], added to `sums`.
void column_sums(const float *x, long rows, long columns, double *sums);
void column_products(const float *x, const float *y, long rows, long columns, double *sums);
void column_squared_deviations(const float *x, const double *centers, long rows, long columns,
                               double *sums);

/// Σ x and Σ x · y, and Σ (x − center) and Σ (x − center)² of every column; overwritten.
void column_sums_and_products(const float *x, const float *y, long rows, long columns, double *sums,
                              double *products);
void column_moments(const float *x, const double *centers, long rows, long columns, double *sums,
                    double *products);

/// A rectifier φ passes what is positive and multiplies the rest by `slope`; 0: a nan stays a nan, all
/// else becomes 0. x = φ(x); dx = φ′ · dy, where y has the sign of φ's argument and dx may be dy;
/// y = y + row and y = φ(y + row) for every row of y [rows][columns];
/// y = φ(a + b); y = φ(scale[c] · (x − center[c]) + shift[c] + z) for rows [rows][columns], where z may
/// be null.
void rectify(float *x, float slope, long count);
void gate(const float *dy, const float *y, float slope, float *dx, long count);
void add_row(const float *row, float *y, long rows, long columns);
void add_row_and_rectify(const float *row, float slope, float *y, long rows, long columns);
void add_and_rectify(const float *a, const float *b, float slope, float *y, long count);
void normalize_and_rectify(const float *x, const float *center, const float *scale,
                           const float *shift, const float *z, float slope, float *y, long rows,
                           long columns);

/// m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; w = w − rate · m / (√v · root_scale + ε). Numbers
/// below the least normal one, of which g² has many where gradients vanish, count as 0 on processors
/// that would take fifty times as long over them; beside any usual ε they are nothing.
typedef struct {
  float beta1, beta2, rate, root_scale, epsilon;
} AdamConstants;
void adam_step(float *w, float *m, float *v, const float *g, AdamConstants constants, long count);

/// Challenges best[c] with x[c · stride], which lies at index + c · stride, for c below `count`. The
/// first number wins, then a larger one, then the first NaN; winner[c] is the index, −1 for none yet.
void challenge(const float *x, long stride, long index, float *best, int *winner, long count);

/// Adds factor · x[j · stride] to y[j · step] for every j in first ..< end, each being a run of `depth`
/// numbers; x and y do not overlap. The other one overwrites what was there.
void sum_runs(const float *x, long stride, float factor, float *y, long step, long first, long end,
              long depth);
void copy_runs(const float *x, long stride, float factor, float *y, long step, long first, long end,
               long depth);

/// y = y + factor · x, y = factor · x and y = x + z, where y may be one of the others.
void add_multiple(float factor, const float *x, float *y, long count);
void multiply_all(float factor, const float *x, float *y, long count);
void add_all(const float *x, const float *z, float *y, long count);

/// y = scale[c] · (x − center[c]) + shift[c] and y = a[c] · x + b[c] · (z − center[c]) + shift[c] for
/// examples [channels, inner]; y may be x. The last one, y = a[c] · x + b[c] · z + shift[c], is worked
/// out in Float64, for where what is left is far smaller than the terms: under batch norm of two
/// examples, by five digits.
void channel_affine(const float *x, const float *center, const float *scale, const float *shift,
                    float *y, long examples, long channels, long inner);
void channel_combine(const float *x, const float *z, const float *a, const float *b,
                     const float *center, const float *shift, float *y, long examples,
                     long channels, long inner);
void channel_combine_exactly(const float *x, const float *z, const double *a, const double *b,
                             const double *shift, float *y, long examples, long channels,
                             long inner);

/// y = f(factor · x) for f(x) = eˣ − 1, tanh x, 1 / (1 + e⁻ˣ), Φ(x), and Φ(x) + x φ(x), the slope of
/// x Φ(x); φ and Φ are the density and the distribution function of the standard normal distribution.
/// Worked out in Float64. y does not overlap x.
void exponentials_less_one(double factor, const float *x, float *y, long count);
void hyperbolic_tangents(double factor, const float *x, float *y, long count);
void sigmoids(double factor, const float *x, float *y, long count);
void normal_distributions(double factor, const float *x, float *y, long count);
void normal_slopes(double factor, const float *x, float *y, long count);

/// The most positions that one call of the following works on.
enum { SoftmaxStrip = 64 };

/// y = eˣ / Σ eˣ and result = y (v − Σ y v), sums over the channels of one example [channels, inner],
/// for positions first ..< first + width. Sums are in Float64.
void softmax_of(const float *x, float *y, long channels, long inner, long first, long width);
void softmax_slope(const float *y, const float *v, float *result, long channels, long inner,
                   long first, long width);
