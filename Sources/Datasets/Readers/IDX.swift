// IDX files, plain or compressed: MNIST and its kin.

import Tensors

/// Pairs of files: images (unsigned bytes [N, H, W]) and labels (unsigned bytes [N]), found from each
/// other by their names: "images" ↔ "labels", "idx3" ↔ "idx1".
///
/// Source: Y. LeCun, http://yann.lecun.com/exdb/mnist: 0, 0, type, axes, extents, numbers, the
/// most significant byte first.
enum IDX {
  /// Whether a file of this name is one of a pair.
  static func isName(_ name: String) -> Bool {
    name.contains("idx3") || name.contains("idx1") || name.hasSuffix("-images")
      || name.hasSuffix("-labels")
  }

  /// The pair in a folder whose name begins with "train", and as test examples the pair whose name
  /// does not; if there is one pair only, it is the training examples.
  static func read(
    folder: Path, names: [String], from files: some FileReading
  ) throws(DataMistake) -> Dataset {
    var pairs: [(images: String, labels: String)] = []
    for images in names where isName(images) && images.contains("images") {
      // Compressed and plain copies of one file are one.
      let plain = pairs.contains { images.hasPrefix($0.images) }
      if !plain { pairs.append((images, try labels(for: images, in: names, folder: folder))) }
    }
    pairs.sort { $0.images.hasPrefix("train") && !$1.images.hasPrefix("train") }
    guard let first = pairs.first, pairs.count <= 2 else {
      throw DataMistake(
        path: folder.text, found: "\(pairs.count) files of images",
        needed: "one or two, such as train-images-idx3-ubyte",
        advice: "name one file of images instead of the folder")
    }
    let training = try pair(first.images, first.labels, in: folder, from: files)
    let test =
      pairs.count == 2
      ? try pair(pairs[1].images, pairs[1].labels, in: folder, from: files) : nil
    if let test, test.shape != training.shape {
      throw DataMistake(
        path: folder.appending(pairs[1].images), found: "images \(test.shape.extents)",
        needed: "\(training.shape.extents), as in \(first.images)")
    }
    return dataset(folder.name, training, test)
  }

  /// The pair to which a file belongs.
  static func read(file: Path, from files: some FileReading) throws(DataMistake) -> Dataset {
    let folder = Path(file.folder)
    let names = try files.names(in: folder.text.isEmpty ? "." : folder.text)
    let isLabels = file.name.contains("labels")
    let images =
      isLabels ? try partner(of: file.name, in: names, folder: folder, images: true) : file.name
    // A content that is not what the name says is told before a missing partner.
    if !isLabels { _ = try numbers(file.text, from: files, axes: 3...4) }
    let labels = isLabels ? file.name : try labels(for: images, in: names, folder: folder)
    return dataset(file.stem, try pair(images, labels, in: folder, from: files), nil)
  }

  private static func dataset(_ name: String, _ training: Examples, _ test: Examples?) -> Dataset {
    let last = max(training.labels.max() ?? 0, test?.labels.max() ?? 0)
    return Dataset(
      name: name, training: training, test: test, classNames: numberedClasses(last + 1))
  }

  private static func labels(
    for images: String, in names: [String], folder: Path
  ) throws(DataMistake) -> String {
    try partner(of: images, in: names, folder: folder, images: false)
  }

  private static func partner(
    of name: String, in names: [String], folder: Path, images: Bool
  ) throws(DataMistake) -> String {
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    let (from, to) = images ? ("labels", "images") : ("images", "labels")
    let (fromAxes, toAxes) = images ? ("idx1", "idx3") : ("idx3", "idx1")
    let wanted = replaced(replaced(plain, from, to), fromAxes, toAxes)
    guard wanted != plain, let found = [wanted, wanted + ".gz"].first(where: names.contains) else {
      throw DataMistake(
        path: folder.appending(name), found: "no \(to) beside it",
        needed: wanted == plain ? "a name with '\(from)'" : wanted)
    }
    return found
  }

  /// `text` with every `old` replaced.
  private static func replaced(_ text: String, _ old: String, _ new: String) -> String {
    text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }

  private static func pair(
    _ images: String, _ labels: String, in folder: Path, from files: some FileReading
  ) throws(DataMistake) -> Examples {
    let pixels = try numbers(folder.appending(images), from: files, axes: 3...4)
    let classes = try numbers(folder.appending(labels), from: files, axes: 1...1)
    guard pixels.extents[0] == classes.extents[0] else {
      throw DataMistake(
        path: folder.appending(labels), offset: 4, found: "\(classes.extents[0]) labels",
        needed: "\(pixels.extents[0]), as many as images")
    }
    guard pixels.extents.allSatisfy({ $0 > 0 }) else {
      throw DataMistake(
        path: folder.appending(images), offset: 4, found: "images \(pixels.extents)",
        needed: "at least one image of at least one pixel")
    }
    // Images of one channel stand without that axis.
    let example = Array(pixels.extents.dropFirst())
    return Examples(
      .bytes(pixels.values), shape: Shape(example.count == 2 ? [1] + example : example),
      labels: classes.values.map { Int($0) })
  }

  private struct Numbers {
    var extents: [Int]
    var values: [UInt8]
  }

  /// The unsigned bytes of one file.
  private static func numbers(
    _ path: String, from files: some FileReading, axes: ClosedRange<Int>
  ) throws(DataMistake) -> Numbers {
    let bytes = try files.bytes(of: path)
    let compressed = bytes.starts(with: [0x1F, 0x8B])
    guard !bytes.isEmpty, compressed || !Path(path).ends(in: ".gz") else {
      throw DataMistake(
        path: path, offset: 0, found: bytes.isEmpty ? "an empty file" : "bytes that are not gzip",
        needed: Path(path).ends(in: ".gz") ? "a gzip file" : "an IDX file",
        advice: bytes.isEmpty ? nil : "take the .gz off its name if it is not compressed")
    }
    // The header comes first and says how much there is: nothing more is decompressed.
    let start =
      compressed
      ? try inflate(bytes[...], wrapping: .gzip, limit: longestHeader, path: path).bytes : bytes
    var reader = ByteReader(start, path: path)
    let extents = try header(&reader, axes: axes)
    guard let count = elementCount(extents) else {
      throw reader.mistake(found: "extents \(extents)", needed: "extents that fit")
    }
    let size = reader.offset + count
    guard size <= (compressed ? bytes.count * largestExpansion : bytes.count) else {
      throw DataMistake(
        path: path, offset: min(4, bytes.count),
        found: "extents \(extents) in a file of \(bytes.count) bytes",
        needed: "\(size) bytes", advice: "the file is cut short, or its header damaged")
    }
    if !compressed { return try numbers(in: bytes, extents, after: reader.offset, path: path) }
    let content = try inflate(bytes[...], wrapping: .gzip, limit: size, path: path)
    guard content.finished, content.consumed == bytes.count else {
      throw DataMistake(
        path: path, offset: content.consumed,
        found: content.bytes.count < size ? "the end of the file" : "more bytes",
        needed: "\(size) bytes after decompression, as its header says",
        advice: content.bytes.count < size ? "the file is cut short: fetch it again" : nil)
    }
    return try numbers(in: content.bytes, extents, after: reader.offset, path: path)
  }

  /// Four bytes and up to four extents of four bytes.
  private static let longestHeader = 20

  private static func header(
    _ reader: inout ByteReader, axes: ClosedRange<Int>
  ) throws(DataMistake) -> [Int] {
    let magic = Array(try reader.take(4, as: "the magic number"))
    let needed = "0, 0, 8, \(axes.lowerBound): unsigned bytes with \(axes.lowerBound) axes"
    guard magic[..<2] == [0, 0] else {
      throw DataMistake(
        path: reader.path, offset: 0, found: "bytes \(magic)", needed: needed,
        advice: "it is no IDX file")
    }
    guard magic[2] == 8 else {
      throw DataMistake(
        path: reader.path, offset: 2, found: "numbers of type \(magic[2])", needed: needed)
    }
    guard axes.contains(Int(magic[3])) else {
      throw DataMistake(
        path: reader.path, offset: 3, found: "\(magic[3]) axes", needed: needed,
        advice: axes == 1...1 ? "are images and labels swapped?" : nil)
    }
    var extents: [Int] = []
    for _ in 0..<magic[3] {
      extents.append(try reader.integer(UInt32.self, as: "an extent", bigEndian: true))
    }
    return extents
  }

  private static func numbers(
    in bytes: [UInt8], _ extents: [Int], after start: Int, path: String
  ) throws(DataMistake) -> Numbers {
    let size = start + extents.reduce(1, *)
    guard bytes.count == size else {
      throw DataMistake(
        path: path, offset: min(size, bytes.count), found: "\(bytes.count) bytes",
        needed: "\(size), as its header says")
    }
    return Numbers(extents: extents, values: Array(bytes[start...]))
  }
}
