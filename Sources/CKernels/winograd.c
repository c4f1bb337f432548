// Minimal filtering, compiled for several kinds of vectors.
#include "winograd.h"

#define LOOPS "winograd_loops.h"
#include "kinds.h"

int widest_vectors(void) {
#if defined(__x86_64__)
  // Of the first processors with wide vectors, which lacked the rest, there are hardly any left.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    return Vectors512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Vectors256;
#endif
  return PlainVectors;
}

static const WinogradLoops *loops_for(int vectors) {
#if defined(__x86_64__)
  if (vectors == Vectors512) return &loops_512;
  if (vectors == Vectors256) return &loops_256;
#endif
  return &loops_plain;
}

long winograd_tile_rows(WinogradShape shape) { return (shape.height + 3) / 4; }
long winograd_tile_columns(WinogradShape shape) { return (shape.width + 3) / 4; }

long winograd_filtered_count(WinogradShape shape) {
  return 36 * padded(shape.in_channels, PADDING) * padded(shape.out_channels, PADDING);
}

long winograd_scratch_count(WinogradShape shape, long tile_rows) {
  WinogradWorkspace s = workspace(shape, tile_rows, NULL);
  return (s.filtered_output - s.zeros) + 36 * s.output_plane;
}

// About UNIT tiles, and a multiple of the product's rows where that is to be had.
long winograd_unit_rows(WinogradShape shape) {
  long columns = winograd_tile_columns(shape), whole = 1;
  while (whole < ROWS && whole * columns % ROWS) whole *= 2;
  return whole * (UNIT > whole * columns ? UNIT / (whole * columns) : 1);
}

void pack_channels(int vectors, const float *x, long channels, long pixels, long depth, float *y) {
  loops_for(vectors)->pack(x, channels, pixels, depth, y);
}

void unpack_channels(int vectors, const float *x, long channels, long pixels, long depth,
                     float *y) {
  loops_for(vectors)->unpack(x, channels, pixels, depth, y);
}

void winograd_filter(int vectors, WinogradShape shape, const float *w, int adjoint,
                     float *filtered, long first, long count) {
  loops_for(vectors)->filter(shape, w, adjoint, filtered, first, count);
}

void winograd_convolve(int vectors, WinogradShape shape, const float *x, const float *filtered,
                       const float *bias, float *y, long first, long count, float *scratch) {
  loops_for(vectors)->convolve(shape, x, filtered, bias, y, first, count, scratch);
}

void winograd_correlate(int vectors, WinogradShape shape, const float *x, const float *dy,
                        float *filtered, int adding, long first, long count, float *scratch) {
  loops_for(vectors)->correlate(shape, x, dy, filtered, adding, first, count, scratch);
}

void winograd_collect(int vectors, WinogradShape shape, const float *x, const float *dy, long first,
                      long count, long all, float *planes, float *patch) {
  loops_for(vectors)->collect(shape, x, dy, first, count, all, planes, patch);
}

void winograd_correlate_plane(int vectors, WinogradShape shape, long all, float *planes,
                              long plane, float *filtered) {
  loops_for(vectors)->correlate_plane(shape, all, planes, plane, filtered);
}

void winograd_unfilter(int vectors, WinogradShape shape, const float *filtered, float *dw,
                       long first, long count) {
  loops_for(vectors)->unfilter(shape, filtered, dw, first, count);
}
