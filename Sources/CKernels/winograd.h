// What the loops of minimal filtering share, whatever vectors they use.
#pragma once
#include <string.h>
#include "CKernels.h"

/// Channels are padded to a multiple of the widest vectors, tiles to one of the product's blocks.
/// A unit of work is about UNIT tiles, which stay in the core's own cache together with their filtered
/// forms.
enum { PADDING = ChannelPadding, ROWS = 8, UNIT = 32 };

static inline long at_least_zero(long n) { return n > 0 ? n : 0; }
static inline long lesser(long a, long b) { return a < b ? a : b; }
static inline long padded(long n, long to) { return (n + to - 1) / to * to; }

/// The work of one kind of vectors; CKernels.h says what each does.
typedef struct {
  void (*pack)(const float *, long, long, long, float *);
  void (*unpack)(const float *, long, long, long, float *);
  void (*filter)(WinogradShape, const float *, int, float *, long, long);
  void (*convolve)(WinogradShape, const float *, const float *, const float *, float *, long, long,
                   float *);
  void (*correlate)(WinogradShape, const float *, const float *, float *, int, long, long,
                    float *);
  void (*collect)(WinogradShape, const float *, const float *, long, long, long, float *, float *);
  void (*correlate_plane)(WinogradShape, long, float *, long, float *);
  void (*unfilter)(WinogradShape, const float *, float *, long, long);
} WinogradLoops;

/// Where a unit of work keeps its parts inside of the scratch memory.
typedef struct {
  long inputs, outputs;                        // padded channels
  long columns, tiles, rows;                   // tiles across, tiles of the unit, those padded
  long input_plane, output_plane;              // floats from plane to plane
  float *zeros, *patch;                        // a row of pixels outside; an output tile at the border
  float *filtered_input, *filtered_output;
} WinogradWorkspace;

static inline WinogradWorkspace workspace(WinogradShape shape, long tile_rows, float *scratch) {
  WinogradWorkspace s;
  s.inputs = padded(shape.in_channels, PADDING);
  s.outputs = padded(shape.out_channels, PADDING);
  s.columns = winograd_tile_columns(shape);
  s.tiles = tile_rows * s.columns;
  s.rows = padded(s.tiles, ROWS);
  // The extra vector keeps the 36 planes from competing for the same lines of the cache.
  s.input_plane = s.rows * s.inputs + PADDING;
  s.output_plane = s.rows * s.outputs + PADDING;
  long depth = s.inputs > s.outputs ? s.inputs : s.outputs;
  s.zeros = scratch;
  s.patch = s.zeros + shape.width * depth;
  s.filtered_input = s.patch + 16 * depth;
  s.filtered_output = s.filtered_input + 36 * s.input_plane;
  return s;
}
