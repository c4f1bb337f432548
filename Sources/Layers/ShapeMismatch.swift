// A shape that a layer cannot take, as facts, and the checks that throw it.

package import Tensors

/// A shape that a layer cannot take, as facts.
package struct ShapeMismatch: Error, Sendable, Equatable {
  /// What the layer needs, such as "[N, C, H, W]" or "[N, 64]".
  package var needed: String
  package var given: Shape
  /// What would help, if known: "flatten before it".
  package var advice: String?

  package init(needed: String, given: Shape, advice: String? = nil) {
    self.needed = needed
    self.given = given
    self.advice = advice
  }
}

extension Shape {
  /// D of [N, D].
  func features() throws(ShapeMismatch) -> Int {
    guard try isPossible, rank == 2 else {
      throw ShapeMismatch(
        needed: "[N, features]", given: self, advice: "flatten or globalavgpool before it")
    }
    return extents[1]
  }

  /// C of [N, C, H, W].
  func imageChannels() throws(ShapeMismatch) -> Int {
    guard try isPossible, rank == 4 else {
      throw ShapeMismatch(needed: "[N, C, H, W]", given: self)
    }
    return extents[1]
  }

  /// C of [N, C, H, W], or D of [N, D].
  func channels() throws(ShapeMismatch) -> Int {
    guard try isPossible, rank == 2 || rank == 4 else {
      throw ShapeMismatch(needed: "[N, C, H, W] or [N, D]", given: self)
    }
    return extents[1]
  }

  /// The shape of the same rank with `count` channels, in the words of a mismatch.
  func words(channels count: Int) -> String {
    rank == 2 ? "[N, \(count)]" : "[N, \(count), H, W]"
  }

  /// This output shape, unless a tensor of it would be too large to exist.
  func bounded(from input: Shape) throws(ShapeMismatch) -> Shape {
    guard count <= Shape.limit else {
      throw ShapeMismatch(
        needed: "at most \(Shape.limit) numbers in input and output", given: input,
        advice: "a smaller batch, or fewer outputs")
    }
    return self
  }

  /// Whether a tensor of this shape holds anything; throws if it would be too large to exist.
  private var isPossible: Bool {
    get throws(ShapeMismatch) { try bounded(from: self).count > 0 }
  }
}
