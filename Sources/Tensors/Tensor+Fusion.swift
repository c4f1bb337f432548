// Steps that training takes together, on tensors.

package import Kernels

extension Tensor {
  /// φ of every number, in place.
  package mutating func rectify(_ rectification: Rectification) {
    update { rectification.apply(to: $0) }
  }

  /// φ′ times every number, in place, given y = φ(x).
  package mutating func gate(_ rectification: Rectification, at y: Tensor) {
    if order != y.order { self = ordered(y.order) }
    update { rectification.gate($0, at: y.storage, into: $0) }
  }

  /// φ′ times every number, given y = φ(x).
  package func gated(_ rectification: Rectification, at y: Tensor) -> Tensor {
    precondition(shape == y.shape, "shapes differ")
    if y.order == .channelsLast, shape.count > 0 {
      return Tensor(
        shape,
        deferred: DeferredNumbers(
          gating: ordered(y.order).storage, rectification, at: y.storage, columns: shape[1]))
    }
    return Tensor(shape, y.order) {
      rectification.gate(ordered(y.order).storage, at: y.storage, into: $0)
    }
  }

  /// φ(a + b).
  package init(rectifiedSumOf a: Tensor, _ b: Tensor, _ rectification: Rectification) {
    precondition(a.shape == b.shape, "shapes differ")
    let b = b.ordered(a.order)
    self.init(a.shape, a.order) {
      rectification.apply(toSumOf: a.storage, b.storage, into: $0)
    }
  }

  /// Whether every channel is a column of the rows in memory.
  package var hasChannelsInColumns: Bool { order == .channelsLast || shape.rank == 2 }

  /// φ(scale · x + shift + z), with one scale and one shift a channel; channels lie in columns.
  package func channelAffine(
    scale: [Double], shift: [Double], adding z: Tensor?, _ rectification: Rectification
  ) -> Tensor {
    precondition(hasChannelsInColumns && scale.count == shape[1], "channels lie elsewhere")
    if z == nil, order == .channelsLast {
      return Tensor(
        shape,
        deferred: DeferredNumbers(
          rectification, ofAffine: storage, scale: scale, shift: shift))
    }
    return Tensor(shape, order) {
      rectification.apply(
        toAffine: storage, scale: scale, shift: shift, adding: z?.ordered(order).storage, into: $0)
    }
  }

  /// φ′ times every number, in place, given y = φ(…); Σ and Σ ⊙ x over each channel afterwards.
  package mutating func gate(
    _ rectification: Rectification, at y: Tensor, sumsWith x: Tensor
  ) -> (sums: [Double], products: [Double]) {
    precondition(x.hasChannelsInColumns && x.shape == shape, "channels lie elsewhere")
    if order != x.order { self = ordered(x.order) }
    var result: (sums: [Double], products: [Double]) = ([], [])
    let y = y.ordered(x.order)
    update {
      result = rectification.gate(
        $0, at: y.numbers, sumsWith: x.storage, columns: x.shape[1])
    }
    return result
  }

  /// scale · self + otherScale · x + shift, with one of each a channel.
  package consuming func channelsCombined(
    with x: Tensor, scale: [Double], otherScale: [Double], shift: [Double]
  ) -> Tensor {
    precondition(hasChannelsInColumns && x.order == order, "channels lie elsewhere")
    if order == .channelsLast {
      return Tensor(
        shape,
        deferred: DeferredNumbers(
          combining: storage, x.storage, a: scale, b: otherScale, shift: shift))
    }
    var result = self
    result.update { combineInPlace($0, x.storage, a: scale, b: otherScale, shift: shift) }
    return result
  }
}
