// What is drawn: repeatable, complete, quick.

import Datasets
import Tensors
import Testing

@Suite struct GeneratorTests {
  static let names = generatorCatalog.map(\.name)

  private func generator(_ name: String) throws -> Generator {
    try #require(generatorCatalog.first { $0.name == name })
  }

  @Test(arguments: names)
  func `the same randomness draws the same data set`(name: String) throws {
    let generator = try generator(name)
    let options = GeneratorOptions(examples: 40, test: 10, classes: 3, noise: 0.1)
    let set = try generator.make(options, randomness: Randomness(seed: 5))
    #expect(try generator.make(options, randomness: Randomness(seed: 5)) == set)
    #expect(try generator.make(options, randomness: Randomness(seed: 6)) != set)
    #expect(set.training != set.test)
    #expect(set.training.count == 40 && set.test?.count == 10)
    #expect(set.classes == 3 && Set(set.training.labels) == [0, 1, 2])
  }

  @Test(arguments: names)
  func `more examples leave the first ones as they are`(name: String) throws {
    let generator = try generator(name)
    var options = GeneratorOptions(examples: 8, test: 0, classes: 4, noise: 0.1)
    let few = try generator.make(options, randomness: Randomness(seed: 5))
    options.examples = 20
    let many = try generator.make(options, randomness: Randomness(seed: 5))
    #expect(many.training.subset(0..<8) == few.training)
    #expect(few.test == nil)
  }

  @Test func `options out of range are refused`() throws {
    var options = try generator("shapes").defaults
    options.classes = 11
    let found = mistake { () throws(DataMistake) in
      try generatorCatalog[0].make(options, randomness: Randomness(seed: 1))
    }
    #expect(
      found
        == DataMistake(
          path: "shapes", found: "classes=11", needed: "classes from 2 to 10"))
  }

  /// Where a picture differs from its corner, whatever its colors: the figure's place.
  private func figure(_ x: ArraySlice<Float>, channels: Int) -> [Float] {
    let area = x.count / channels
    return (0..<area).map { place in
      (0..<channels).reduce(0) { sum, channel in
        let start = x.startIndex + channel * area
        return sum + abs(x[start + place] - x[start])
      }
    }
  }

  /// The nearest class mean is right far more often than one time in ten, or else images would not
  /// depend on their labels; and far from always, or else nobody would need a network.
  @Test(arguments: ["shapes", "digits"])
  func `class means tell some classes apart but not all`(name: String) throws {
    let generator = try generator(name)
    let set = try generator.make(generator.defaults, randomness: Randomness(seed: 1))
    let test = try #require(set.test)
    let (size, channels) = (set.shape.count, set.shape[0])
    func figures(_ x: [Float]) -> [[Float]] {
      stride(from: 0, to: x.count, by: size).map {
        figure(x[$0..<$0 + size], channels: channels)
      }
    }
    var means = [[Float]](repeating: [Float](repeating: 0, count: size / channels), count: 10)
    let training = figures(set.batch(Array(0..<set.training.count)).x.values)
    for (label, figure) in zip(set.training.labels, training) {
      for place in figure.indices { means[label][place] += figure[place] / 200 }
    }
    let batch = try #require(set.testBatch(Array(0..<test.count)))
    let right = zip(test.labels, figures(batch.x.values)).count { label, figure in
      let distances = means.map { mean in
        zip(mean, figure).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return distances.firstIndex(of: distances.min() ?? 0) == label
    }
    #expect(100...450 ~= right)
  }
}
