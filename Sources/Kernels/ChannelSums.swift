// Sums over everything but the channels of x [examples, channels, inner] in any order, in Float64.

import CKernels

/// Σ x of every channel.
package func channelSums(
  _ x: FloatBuffer, examples: Int, channels: Int, inner: Int,
  order: MemoryOrder = .rowMajor
) -> [Double] {
  precondition(x.count == examples * channels * inner)
  return channelTotals(examples, channels, inner, order) { _, start, count in
    sum_of(x.pointer + start, count)
  } rows: { start, count, sums in
    column_sums(x.pointer + start, count, channels, sums)
  }
}

/// Σ x · y of every channel.
package func channelProducts(
  _ x: FloatBuffer, _ y: FloatBuffer, examples: Int, channels: Int, inner: Int,
  order: MemoryOrder = .rowMajor
) -> [Double] {
  precondition(x.count == examples * channels * inner && y.count == x.count)
  return channelTotals(examples, channels, inner, order) { _, start, count in
    sum_of_products(x.pointer + start, y.pointer + start, count)
  } rows: { start, count, sums in
    column_products(x.pointer + start, y.pointer + start, count, channels, sums)
  }
}

/// Σ (x − center)² of every channel; `centers` [channels].
package func channelSquaredDeviations(
  _ x: FloatBuffer, around centers: [Float], examples: Int, channels: Int, inner: Int,
  order: MemoryOrder = .rowMajor
) -> [Double] {
  precondition(x.count == examples * channels * inner && centers.count == channels)
  let exact = centers.map { Double($0) }
  return channelTotals(examples, channels, inner, order) { channel, start, count in
    sum_of_squared_deviations(x.pointer + start, centers[channel], count)
  } rows: { start, count, sums in
    column_squared_deviations(x.pointer + start, exact, count, channels, sums)
  }
}

/// Sums `run(channel, start, count)` over a channel's runs of `inner` numbers in the examples'
/// order; where a run is one number, `rows(start, count, sums)` adds `count` rows of channels to the
/// sums of all.
@inline(__always) private func channelTotals(
  _ examples: Int, _ channels: Int, _ inner: Int, _ order: MemoryOrder,
  run: (_ channel: Int, _ start: Int, _ count: Int) -> Double,
  rows: (_ start: Int, _ count: Int, _ sums: UnsafeMutablePointer<Double>) -> Void
) -> [Double] {
  guard channels > 0 else { return [] }
  if inner == 1 || order == .channelsLast {
    let groups = RowGroups(examples: examples, inner: max(1, inner), columns: channels)
    let totals = GroupTotals(groups: groups.count, width: channels)
    Threads.forEachRange(of: groups.count, grain: groups.grain) { range in
      for group in range {
        let part = groups.rows(of: group)
        rows(part.lowerBound * channels, part.count, totals[group])
      }
    }
    return totals.sums
  }
  let grain = max(1, (1 << 15) / max(1, examples * inner))
  return pieces(of: channels, size: grain) { range in
    range.map { channel in
      var total = 0.0
      for example in 0..<examples {
        total += run(channel, (example * channels + channel) * inner, inner)
      }
      return total
    }
  }.flatMap(\.self)
}
