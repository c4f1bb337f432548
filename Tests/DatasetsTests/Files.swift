// Where the tests' files come from: memory, the golden folder, or data sets beside the package.

import Datasets
import Foundation

/// Files that exist only here.
struct MemoryFiles: FileReading {
  var contents: [String: [UInt8]]

  init(_ contents: [String: [UInt8]]) { self.contents = contents }

  func read(_ path: String) throws(FileTrouble) -> [UInt8] {
    guard let bytes = contents[path] else {
      throw FileTrouble(path: path, reason: "no such file")
    }
    return bytes
  }

  func list(_ folder: String) throws(FileTrouble) -> [String] {
    let prefix = folder == "." ? "" : folder + "/"
    return contents.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .filter { !$0.contains("/") }.sorted()
  }

  func isFolder(_ path: String) -> Bool {
    contents.keys.contains { $0.hasPrefix(path + "/") }
  }
}

/// The disk, read only.
struct DiskFiles: FileReading {
  func read(_ path: String) throws(FileTrouble) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileTrouble(path: path, reason: "no such file")
    }
    return Array(data)
  }

  func list(_ folder: String) throws(FileTrouble) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw FileTrouble(path: folder, reason: "no such folder")
    }
  }

  func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

private let testFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

/// A file that make-golden.py wrote with numpy 2.4.6 and safetensors 0.8.0.
func golden(_ name: String) -> [UInt8] {
  let path = testFolder.appendingPathComponent("Golden/" + name).path
  return FileManager.default.contents(atPath: path).map(Array.init) ?? []
}

/// The path of a data set in ../shared/datasets beside the package or a folder above it; nil if it
/// is not there.
func sharedDataset(_ name: String) -> String? {
  var folder = testFolder
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let path = folder.appendingPathComponent("shared/datasets/" + name).path
    if FileManager.default.fileExists(atPath: path) { return path }
  }
  return nil
}

/// The mistake that `body` ends in; nil when it succeeds.
func mistake<Value>(_ body: () throws(DataMistake) -> Value) -> DataMistake? {
  do throws(DataMistake) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// Whole numbers, the most significant byte first, as IDX files have them.
func bigEndian(_ values: UInt32...) -> [UInt8] {
  values.flatMap { value in stride(from: 24, through: 0, by: -8).map { UInt8(value >> $0 & 255) } }
}

/// An IDX file of unsigned bytes.
func idx(_ extents: [UInt32], _ values: [UInt8]) -> [UInt8] {
  [0, 0, 8, UInt8(extents.count)] + extents.flatMap { bigEndian($0) } + values
}

/// A CIFAR-10 record whose pixels are all `value`.
func record(label: UInt8, pixels value: UInt8) -> [UInt8] {
  [label] + [UInt8](repeating: value, count: 3072)
}
