// Finds out what a path holds and hands it to the reader of that format.

extension Dataset {
  /// Reads a data set: a folder with CIFAR-10 or CIFAR-100 binaries or IDX files, or a single
  /// .bin, IDX (plain or .gz), .npz or .csv file.
  package static func read(
    _ path: String, from files: some FileReading
  ) throws(DataMistake) -> Dataset {
    let place = Path(path)
    if files.isFolder(place.text) { return try readFolder(place, from: files) }
    if place.ends(in: ".bin") { return try CIFAR.read(file: place, from: files) }
    if place.ends(in: ".csv") || place.ends(in: ".tsv") {
      return try CSV.read(place, from: files)
    }
    if place.ends(in: ".npz") { return try readArrays(place, from: files) }
    if IDX.isName(place.name) || place.ends(in: ".gz") {
      return try IDX.read(file: place, from: files)
    }
    if place.ends(in: ".npy") || place.ends(in: ".safetensors") {
      throw DataMistake(
        path: path, found: "a file of tensors without labels",
        needed: "examples x with labels y",
        advice: "write both with numpy.savez(\"F.npz\", x=…, y=…)")
    }
    // The name says nothing: the content may.
    let bytes = try files.bytes(of: place.text)
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return try readArrays(place, from: files) }
    if bytes.starts(with: [0, 0, 8]) || bytes.starts(with: [0x1F, 0x8B]) {
      return try IDX.read(file: place, from: files)
    }
    throw DataMistake(
      path: path, offset: 0, found: bytes.isEmpty ? "an empty file" : "an unknown kind of file",
      needed: knownKinds)
  }

  private static let knownKinds =
    "CIFAR-10 or CIFAR-100 binaries (.bin), IDX (plain or .gz), .npz or .csv"

  private static func readFolder(
    _ folder: Path, from files: some FileReading
  ) throws(DataMistake) -> Dataset {
    let names = try files.names(in: folder.text)
    if names.contains(where: { $0.hasSuffix(".bin") }) {
      return try CIFAR.read(folder: folder, names: names, from: files)
    }
    if names.contains(where: IDX.isName) {
      return try IDX.read(folder: folder, names: names, from: files)
    }
    throw DataMistake(
      path: folder.text,
      found: names.isEmpty
        ? "an empty folder" : "a folder with " + names.prefix(3).joined(separator: ", "),
      needed: knownKinds)
  }
}

/// The names of classes that have none: "0", "1", …
func numberedClasses(_ count: Int) -> [String] { (0..<count).map(String.init) }

/// More classes than this are a mistake in the file.
let mostClasses = 100_000
