// A named set of labelled examples: what `data` loads and batches are drawn from.

package import Tensors

/// Training examples and, where there are any, test examples. A value that is cheap to copy; two
/// of them are compared by their checksums.
package struct Dataset: Sendable, Equatable {
  package let name: String
  package let training: Examples
  /// Of the same shape as the training examples.
  package let test: Examples?
  /// One a class; labels are positions in it.
  package let classNames: [String]
  package let normalization: Normalization
  /// What a user should know about the examples.
  package let remarks: [Remark]

  /// Labels are below `classNames.count`; `normalization` is measured on the training examples
  /// unless given.
  package init(
    name: String, training: Examples, test: Examples? = nil, classNames: [String],
    normalization: Normalization? = nil
  ) {
    self.name = name
    self.training = training
    self.test = test
    self.classNames = classNames
    self.normalization = normalization ?? Normalization(of: training)
    remarks = Remark.all(training: training, test: test)
  }

  /// The shape of one example.
  package var shape: Shape { training.shape }
  package var classes: Int { classNames.count }

  /// The training examples `indices`, normalized.
  package func batch(_ indices: [Int]) -> Batch {
    batch(of: training, indices, origin: name + ", training")
  }

  /// The test examples `indices`, normalized; nil without test examples.
  package func testBatch(_ indices: [Int]) -> Batch? {
    test.map { batch(of: $0, indices, origin: name + ", test") }
  }

  /// The same examples under another normalization.
  package func normalized(by normalization: Normalization) -> Dataset {
    Dataset(
      name: name, training: training, test: test, classNames: classNames,
      normalization: normalization)
  }

  /// The last `count` training examples kept back as test examples, instead of those there are.
  /// 0 < count < training.count.
  package func holdingOut(_ count: Int) -> Dataset {
    let boundary = training.count - count
    return Dataset(
      name: name, training: training.subset(0..<boundary),
      test: training.subset(boundary..<training.count), classNames: classNames,
      normalization: normalization)
  }

  private func batch(of examples: Examples, _ indices: [Int], origin: String) -> Batch {
    Batch(
      x: examples.tensor(indices, normalized: normalization),
      labels: indices.map { examples.labels[$0] }, classes: classes, origin: origin)
  }
}

/// Something about examples that does not prevent their use but may surprise.
package enum Remark: Sendable, Equatable {
  /// So many numbers are nan or infinite.
  case notFinite(count: Int)
  /// Examples [H, W, C] whose last axis looks like color: layers take [C, H, W].
  case channelsLast(Shape)

  static func all(training: Examples, test: Examples?) -> [Remark] {
    var remarks: [Remark] = []
    let notFinite = training.notFinite + (test?.notFinite ?? 0)
    if notFinite > 0 { remarks.append(.notFinite(count: notFinite)) }
    let shape = training.shape
    if shape.rank == 3, [1, 3].contains(shape[2]), shape[0] > 4 {
      remarks.append(.channelsLast(shape))
    }
    return remarks
  }
}
