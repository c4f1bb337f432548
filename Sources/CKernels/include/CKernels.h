// The few inner loops that need wide vectors; all pointers are to Float32, nothing is allocated.
#pragma once

// Instruction sets that the loops are compiled for, from any processor to the widest vectors.
enum { PlainVectors = 0, Vectors256 = 1, Vectors512 = 2 };

/// The widest set that this processor has.
int widest_vectors(void);

/// A 3 × 3 convolution with stride 1 and padding 1 of images [in_channels, height, width].
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

/// filtered [36][in][padded out] = G w Gᵀ of the weights w [out, in, 3, 3]; if `adjoint`, w is
/// [in, out, 3, 3] and turned by 180°, which makes the convolution the input gradient.
/// Works on input channels first ..< first + count.
void winograd_filter(int vectors, WinogradShape shape, const float *w, int adjoint,
                     float *filtered, long first, long count);

/// y = x ⋆ w + bias for tile rows first ..< first + count; bias may be null.
void winograd_convolve(int vectors, WinogradShape shape, const float *x, const float *filtered,
                       const float *bias, float *y, long first, long count, float *scratch);

/// Adds the gradient of the filtered weights from tile rows first ..< first + count.
void winograd_correlate(int vectors, WinogradShape shape, const float *x, const float *dy,
                        float *filtered, long first, long count, float *scratch);

/// The same sum in two steps, for many channels: first the filtered x and dy of tile rows
/// first ..< first + count of `all` go where `planes` has room for all of them (`strip` has room for
/// none), then each of the 36 planes of the filtered weights is one product, overwritten.
void winograd_collect(int vectors, WinogradShape shape, const float *x, const float *dy, long first,
                      long count, long all, float *planes, float *strip);
void winograd_correlate_plane(int vectors, WinogradShape shape, long all, float *planes,
                              long plane, float *filtered);

/// dw [out, in, 3, 3] = Gᵀ filtered G for input channels first ..< first + count.
void winograd_unfilter(int vectors, WinogradShape shape, const float *filtered, float *dw,
                       long first, long count);

/// Σ x, Σ x · y and Σ (x − center)² over `count` numbers, in Float64.
double sum_of(const float *x, long count);
double sum_of_products(const float *x, const float *y, long count);
double sum_of_squared_deviations(const float *x, float center, long count);

/// Challenges best[c] with x[c · stride], which lies at index + c · stride, for c below `count`. The
/// first number wins, then a larger one, then the first NaN; winner[c] is the index, −1 for none yet.
void challenge(const float *x, long stride, long index, float *best, int *winner, long count);

/// y = scale[c] · x + shift[c] and y = a[c] · x + b[c] · z + shift[c] for one example
/// [channels, inner]. Worked out in Float64, for what is left may be far smaller than the terms:
/// under batch norm of two examples, by five digits. y overlaps neither x nor z.
void channel_affine(const float *x, const double *scale, const double *shift, float *y,
                    long channels, long inner);
void channel_combine(const float *x, const float *z, const double *a, const double *b,
                     const double *shift, float *y, long channels, long inner);

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
