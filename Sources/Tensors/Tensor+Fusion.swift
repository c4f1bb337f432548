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
          gating: ordered(y.order).numbers, rectification, at: y.storage, columns: shape[1]))
    }
    return Tensor(shape, y.order) {
      rectification.gate(ordered(y.order).storage, at: y.storage, into: $0)
    }
  }

  /// The tensor times `factor`; of images with channels last, made as it is read.
  package func multiplied(by factor: Float) -> Tensor {
    guard order == .channelsLast, count > 0 else { return factor * self }
    return Tensor(shape, deferred: DeferredNumbers(factor, times: storage, columns: shape[1]))
  }

  /// Adds factor · other; the Euclidean norm of the sum.
  package mutating func norm(adding factor: Float, times other: Tensor) -> Double {
    precondition(shape == other.shape, "shapes differ")
    let other = other.ordered(order).storage
    var square = 0.0
    if numbers is DeferredNumbers {
      self = Tensor(shape, order) {
        square = Kernels.add(numbers, factor, times: other, into: $0)
      }
    } else {
      update { square = Kernels.add($0, factor, times: other, into: $0) }
    }
    return square.squareRoot()
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

  /// φ(map(x) + z); channels lie in columns.
  package func mapped(
    by map: ChannelAffine, adding z: Tensor?, _ rectification: Rectification
  ) -> Tensor {
    precondition(hasChannelsInColumns && map.channels == shape[1], "channels lie elsewhere")
    if z == nil, order == .channelsLast {
      return Tensor(shape, deferred: DeferredNumbers(rectification, of: map, of: storage))
    }
    return Tensor(shape, order) {
      rectification.apply(to: map, of: storage, adding: z?.ordered(order).storage, into: $0)
    }
  }

  /// Lets `epilogue` visit every number, in memory of this tensor's own.
  package mutating func finish(_ epilogue: Epilogue) { update { epilogue.finish($0) } }

  /// map(self, z); channels lie in columns.
  package func mapped(by map: ChannelCombination, with z: Tensor) -> Tensor {
    precondition(hasChannelsInColumns && map.channels == shape[1], "channels lie elsewhere")
    precondition(shape == z.shape && order == z.order, "shapes differ")
    if order == .channelsLast {
      return Tensor(shape, deferred: DeferredNumbers(map, of: storage, z.storage))
    }
    var result = self
    result.update {
      apply(map, to: $0, z.storage, into: $0, examples: shape[0], inner: 1)
    }
    return result
  }
}

extension Shape {
  /// The rows of channels that images with channels last, or features, lie in; nil of other shapes.
  package var rows: RowGroups? {
    guard rank >= 2, count > 0 else { return nil }
    return RowGroups(examples: self[0], inner: rank == 2 ? 1 : inner, columns: self[1])
  }
}
