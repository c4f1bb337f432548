// Sums over everything but the channels of x [examples, channels, inner], in Float64.

import CKernels

/// Σ x of every channel.
package func channelSums(
  _ x: FloatBuffer, examples: Int, channels: Int, inner: Int
) -> [Double] {
  precondition(x.count == examples * channels * inner)
  return channelTotals(examples, channels, inner) { _, start, count in
    sum_of(x.pointer + start, count)
  } number: { _, index in
    Double(x.pointer[index])
  }
}

/// Σ x · y of every channel.
package func channelProducts(
  _ x: FloatBuffer, _ y: FloatBuffer, examples: Int, channels: Int, inner: Int
) -> [Double] {
  precondition(x.count == examples * channels * inner && y.count == x.count)
  return channelTotals(examples, channels, inner) { _, start, count in
    sum_of_products(x.pointer + start, y.pointer + start, count)
  } number: { _, index in
    Double(x.pointer[index]) * Double(y.pointer[index])
  }
}

/// Σ (x − center)² of every channel; `centers` [channels].
package func channelSquaredDeviations(
  _ x: FloatBuffer, around centers: [Float], examples: Int, channels: Int, inner: Int
) -> [Double] {
  precondition(x.count == examples * channels * inner && centers.count == channels)
  return channelTotals(examples, channels, inner) { channel, start, count in
    sum_of_squared_deviations(x.pointer + start, centers[channel], count)
  } number: { channel, index in
    let deviation = Double(x.pointer[index]) - Double(centers[channel])
    return deviation * deviation
  }
}

/// Sums `run(channel, start, count)` over a channel's runs of `inner` numbers in the examples'
/// order, or single numbers if that is all that a run has.
@inline(__always) private func channelTotals(
  _ examples: Int, _ channels: Int, _ inner: Int,
  run: (_ channel: Int, _ start: Int, _ count: Int) -> Double,
  number: (_ channel: Int, _ index: Int) -> Double
) -> [Double] {
  guard channels > 0 else { return [] }
  // A channel at a time would jump through memory if its numbers do not lie together.
  if inner == 1 {
    var totals = [Double](repeating: 0, count: channels)
    for example in 0..<examples {
      for channel in 0..<channels {
        totals[channel] += number(channel, example * channels + channel)
      }
    }
    return totals
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
