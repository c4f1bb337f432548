// Data sets that are drawn here, and the list of them.

import Dispatch
import Synchronization
package import Tensors

/// A data set that is drawn by a rule instead of read from a file.
package struct Generator: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  package let defaults: GeneratorOptions
  package let mostClasses: Int
  /// Draws one example of class `label` in 0..<classes: as many numbers as `shape` says.
  let draw: @Sendable (_ label: Int, GeneratorOptions, Randomness) -> Numbers
  let shape: Shape
  let classNames: @Sendable (_ classes: Int) -> [String]

  /// One example as it is kept.
  enum Numbers: Sendable {
    case bytes([UInt8])
    case floats([Float])
  }

  /// The data set: a function of options and randomness alone. More examples leave the first ones
  /// as they are.
  package func make(
    _ options: GeneratorOptions, randomness: Randomness
  ) throws(DataMistake) -> Dataset {
    let examples = 1...1_000_000
    let bounds: [(String, Int, ClosedRange<Int>)] = [
      ("examples", options.examples, examples), ("test", options.test, 0...examples.upperBound),
      ("classes", options.classes, 2...mostClasses),
    ]
    for (option, value, range) in bounds where !range.contains(value) {
      throw DataMistake(
        path: name, found: "\(option)=\(value)",
        needed: "\(option) from \(range.lowerBound) to \(range.upperBound)")
    }
    guard 0...1 ~= options.noise else {
      throw DataMistake(
        path: name, found: "noise=\(options.noise)", needed: "noise from 0 to 1")
    }
    let training = drawn(options.examples, options, randomness.split(by: "training"))
    let test =
      options.test > 0 ? drawn(options.test, options, randomness.split(by: "test")) : nil
    var normalization: Normalization?
    if case .floats = training.storage { normalization = .identity(shape) }
    return Dataset(
      name: name, training: training, test: test, classNames: classNames(options.classes),
      normalization: normalization)
  }

  /// `count` examples, the classes in turn. Each has randomness of its own, so it does not matter
  /// which thread draws it.
  private func drawn(
    _ count: Int, _ options: GeneratorOptions, _ randomness: Randomness
  ) -> Examples {
    let labels = (0..<count).map { $0 % options.classes }
    let size = 64
    let pieces = Mutex([[Numbers]](repeating: [], count: (count + size - 1) / size))
    DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { piece in
      let examples = (piece * size..<min(count, (piece + 1) * size)).map { index in
        draw(labels[index], options, randomness.split(by: index))
      }
      pieces.withLock { $0[piece] = examples }
    }
    var bytes: [UInt8] = []
    var floats: [Float] = []
    for example in pieces.withLock({ $0 }).joined() {
      switch example {
      case .bytes(let values): bytes += values
      case .floats(let values): floats += values
      }
    }
    return Examples(bytes.isEmpty ? .floats(floats) : .bytes(bytes), shape: shape, labels: labels)
  }
}

/// What a generator can be asked for.
package struct GeneratorOptions: Sendable, Equatable {
  /// Training examples.
  package var examples: Int
  package var test: Int
  /// The first so many of the generator's classes.
  package var classes: Int
  /// The standard deviation of the noise, where 1 is the range of the values.
  package var noise: Float

  package init(examples: Int, test: Int, classes: Int, noise: Float) {
    self.examples = examples
    self.test = test
    self.classes = classes
    self.noise = noise
  }
}

/// The data sets that are drawn here, in the order of `help data`.
package let generatorCatalog: [Generator] = [.shapes, .digits, .spirals]
