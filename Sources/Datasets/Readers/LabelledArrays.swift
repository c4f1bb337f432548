// Examples x and labels y as named arrays: data sets and batches from .npz and .safetensors files.

import Tensors

extension Dataset {
  /// A .npz file with arrays x [N, …] and y [N], and x_test and y_test for test examples; x_train
  /// and y_train are taken for x and y. Bytes are images; other numbers are taken as they are.
  static func readArrays(
    _ file: Path, from files: some FileReading
  ) throws(DataMistake) -> Dataset {
    let arrays = try decode(npz: try files.bytes(of: file.text), path: file.text)
    let names = arrays.map(\.name)
    let training = try Examples(
      arrays, names.contains("x") ? ("x", "y") : ("x_train", "y_train"), path: file.text)
    let test =
      names.contains("x_test")
      ? try Examples(arrays, ("x_test", "y_test"), path: file.text) : nil
    if let test, test.shape != training.shape {
      throw DataMistake(
        path: file.text, found: "x_test with examples \(test.shape.extents)",
        needed: "\(training.shape.extents), as in x")
    }
    let last = max(training.labels.max() ?? 0, test?.labels.max() ?? 0)
    var normalization: Normalization?
    if case .floats = training.storage { normalization = .identity(training.shape) }
    return Dataset(
      name: file.stem, training: training, test: test, classNames: numberedClasses(last + 1),
      normalization: normalization)
  }
}

extension Batch {
  /// A batch that a program wrote as arrays x [N, …] and y [N], its numbers as they are. At least
  /// `classes` classes; more if a label says so. Floating point y [N, C] are targets for C outputs;
  /// an example's label is then the place of its largest.
  package init(
    _ arrays: [(name: String, array: NumericArray)], classes: Int, path: String
  ) throws(DataMistake) {
    let targets = try Self.targets(arrays, path: path)
    var arrays = arrays
    if let targets, let index = arrays.firstIndex(where: { $0.name == "y" }) {
      arrays[index].array = NumericArray(targets.placesOfLargest)
    }
    let examples = try Examples(arrays, ("x", "y"), path: path)
    var normalization = Normalization.identity(examples.shape)
    if case .bytes = examples.storage {
      // Bytes as they are, 0…255.
      normalization = Normalization(
        mean: normalization.mean, deviation: normalization.deviation.map { _ in 1 / 255 })
    }
    self.init(
      x: examples.tensor(Array(0..<examples.count), normalized: normalization),
      labels: examples.labels, targets: targets,
      classes: targets?.shape[1] ?? max(classes, (examples.labels.max() ?? 0) + 1),
      origin: path)
  }

  /// The array y as targets [N, C], if it holds floating point numbers in two axes.
  private static func targets(
    _ arrays: [(name: String, array: NumericArray)], path: String
  ) throws(DataMistake) -> Tensor? {
    guard let y = arrays.first(where: { $0.name == "y" })?.array, y.integers == nil,
      y.shape.count == 2, y.shape.allSatisfy({ $0 > 0 })
    else { return nil }
    guard y.shape[1] <= mostClasses else {
      throw DataMistake(path: path, found: "y \(y.shape)", needed: "at most \(mostClasses) columns")
    }
    if let index = y.floats.firstIndex(where: { !$0.isFinite }) {
      throw DataMistake(
        path: path, found: "\(y.floats[index]) in y for example \(index / y.shape[1])",
        needed: "finite numbers")
    }
    return y.tensor
  }

  /// The batch as arrays x and y, as the initializer above reads them.
  package var arrays: [(name: String, array: NumericArray)] {
    [("x", NumericArray(x)), ("y", targets.map { NumericArray($0) } ?? NumericArray(labels))]
  }
}

extension Tensor {
  /// The column of the largest number in each row of [N, C], the first of equal ones.
  fileprivate var placesOfLargest: [Int] {
    (0..<shape[0]).map { row in
      (0..<shape[1]).reduce(0) { self[row * shape[1] + $1] > self[row * shape[1] + $0] ? $1 : $0 }
    }
  }
}

extension Examples {
  /// The examples and labels under two names.
  fileprivate init(
    _ arrays: [(name: String, array: NumericArray)], _ names: (x: String, y: String), path: String
  ) throws(DataMistake) {
    func array(_ name: String) throws(DataMistake) -> NumericArray {
      if let found = arrays.first(where: { $0.name == name }) { return found.array }
      throw DataMistake(
        path: path, found: "arrays " + arrays.map(\.name).joined(separator: ", "),
        needed: "arrays \(names.x) [N, …] and \(names.y) [N]",
        advice: "write it with numpy.savez(\"F.npz\", x=…, y=…)")
    }
    let (x, y) = (try array(names.x), try array(names.y))
    guard x.shape.count >= 2, x.shape.allSatisfy({ $0 > 0 }) else {
      throw DataMistake(
        path: path, found: "\(names.x) \(x.shape)",
        needed: "[N, …] with at least one number an example")
    }
    guard let labels = y.integers, y.shape.count == 1 else {
      throw DataMistake(
        path: path,
        found: y.integers == nil
          ? "\(names.y) of floating point numbers" : "\(names.y) \(y.shape)",
        needed: "whole numbers [N], or in a batch also float32 [N, C]",
        advice: "y.astype('int64').ravel()")
    }
    guard labels.count == x.shape[0] else {
      throw DataMistake(
        path: path, found: "\(labels.count) labels \(names.y)",
        needed: "\(x.shape[0]), as many as examples \(names.x)")
    }
    if let index = labels.firstIndex(where: { $0 < 0 || $0 >= mostClasses }) {
      throw DataMistake(
        path: path, found: "label \(labels[index]) of example \(index)",
        needed: "labels 0 to \(mostClasses - 1)")
    }
    var storage = Storage.floats(x.floats)
    if case .byte(let values) = x.storage { storage = .bytes(values) }
    self.init(storage, shape: Shape(Array(x.shape.dropFirst())), labels: labels)
  }
}
