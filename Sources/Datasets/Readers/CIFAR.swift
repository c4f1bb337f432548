// CIFAR-10 and CIFAR-100 in their binary version.

import Tensors

/// Files of records: label bytes, then 3 × 32 × 32 bytes, red, green and blue planes row by row.
///
/// Source: A. Krizhevsky, https://www.cs.toronto.edu/~kriz/cifar.html.
enum CIFAR {
  /// One of the two data sets.
  private struct Variety {
    var name: String
    /// How many classes each label byte may name; the last one is used (the fine label).
    var labels: [Int]
    /// Where the names of the classes stand.
    var namesFile: String

    var classes: Int { labels[labels.count - 1] }
    var recordSize: Int { labels.count + 3072 }
  }

  private static let ten = Variety(
    name: "cifar10", labels: [10], namesFile: "batches.meta.txt")
  private static let hundred = Variety(
    name: "cifar100", labels: [20, 100], namesFile: "fine_label_names.txt")

  /// A folder as the archives unpack: data_batch_1.bin … and test_batch.bin, or train.bin and
  /// test.bin. Without test file there are no test examples.
  static func read(
    folder: Path, names: [String], from files: some FileReading
  ) throws(DataMistake) -> Dataset {
    let batches = names.filter { $0.hasPrefix("data_batch") && $0.hasSuffix(".bin") }
    let variety = batches.isEmpty && names.contains("train.bin") ? hundred : ten
    let (trainingFiles, testFile) =
      variety.name == ten.name ? (batches, "test_batch.bin") : (["train.bin"], "test.bin")
    guard !trainingFiles.isEmpty else {
      throw DataMistake(
        path: folder.text,
        found: names.filter { $0.hasSuffix(".bin") }.prefix(3).joined(separator: ", "),
        needed: "data_batch_1.bin … (CIFAR-10) or train.bin (CIFAR-100)",
        advice: "name one .bin file instead of the folder")
    }
    var records = Records(variety)
    for name in trainingFiles { try records.append(folder.appending(name), from: files) }
    var test: Examples?
    if names.contains(testFile) {
      var testRecords = Records(variety)
      try testRecords.append(folder.appending(testFile), from: files)
      test = testRecords.examples
    }
    return Dataset(
      name: folder.name, training: records.examples, test: test,
      classNames: try classNames(variety, beside: folder.appending(""), from: files))
  }

  /// One file; all of its records are training examples.
  static func read(file: Path, from files: some FileReading) throws(DataMistake) -> Dataset {
    let bytes = try files.bytes(of: file.text)
    let isHundred =
      ["train.bin", "test.bin"].contains(file.name)
      || !["data_batch", "test_batch"].contains(where: file.name.hasPrefix)
        && bytes.count % ten.recordSize != 0 && bytes.count % hundred.recordSize == 0
    let variety = isHundred ? hundred : ten
    var records = Records(variety)
    try records.append(bytes, path: file.text)
    return Dataset(
      name: file.stem, training: records.examples,
      classNames: try classNames(variety, beside: file.folder, from: files))
  }

  /// The names that stand in a file of the folder, one a line; numbers if it is missing.
  private static func classNames(
    _ variety: Variety, beside folder: String, from files: some FileReading
  ) throws(DataMistake) -> [String] {
    let path = folder + variety.namesFile
    guard let bytes = try? files.read(path) else { return numberedClasses(variety.classes) }
    let names = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    guard names.count == variety.classes else {
      throw DataMistake(
        path: path, found: "\(names.count) names of classes", needed: "\(variety.classes)")
    }
    return names
  }

  /// Records taken apart into pixels and labels.
  private struct Records {
    let variety: Variety
    private var pixels: [UInt8] = []
    private var labels: [Int] = []

    init(_ variety: Variety) { self.variety = variety }

    var examples: Examples { Examples(.bytes(pixels), shape: [3, 32, 32], labels: labels) }

    mutating func append(_ path: String, from files: some FileReading) throws(DataMistake) {
      try append(try files.bytes(of: path), path: path)
    }

    mutating func append(_ bytes: [UInt8], path: String) throws(DataMistake) {
      let size = variety.recordSize
      guard bytes.count % size == 0, !bytes.isEmpty else {
        throw DataMistake(
          path: path, offset: bytes.count / size * size,
          found: bytes.isEmpty ? "an empty file" : "\(bytes.count % size) bytes of a record",
          needed: "records of \(size) bytes (\(variety.name))",
          advice: "the file is cut short, or no \(variety.name) file")
      }
      pixels.reserveCapacity(pixels.count + bytes.count / size * 3072)
      for start in stride(from: 0, to: bytes.count, by: size) {
        for (place, classes) in variety.labels.enumerated()
        where Int(bytes[start + place]) >= classes {
          throw DataMistake(
            path: path, offset: start + place, found: "label \(bytes[start + place])",
            needed: "labels 0 to \(classes - 1) (\(variety.name))")
        }
        labels.append(Int(bytes[start + variety.labels.count - 1]))
        pixels.append(contentsOf: bytes[start + variety.labels.count..<start + size])
      }
    }
  }
}
