// NumPy's .npz format: named arrays, each a .npy file in a zip archive.

/// The arrays of a .npz file, stored or deflated, in the order of the archive.
package func decode(
  npz bytes: [UInt8], path: String
) throws(DataMistake) -> [(name: String, array: NumericArray)] {
  let archive = try ZipReader(bytes, path: path)
  var result: [(name: String, array: NumericArray)] = []
  for member in archive.members {
    let content = try archive.content(of: member)
    do throws(DataMistake) {
      let name = member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
      result.append((name, try decode(npy: content, path: member.name)))
    } catch {
      throw error.inMember(of: path)
    }
  }
  return result
}

/// The arrays as a .npz file, stored, in the order given: Float32, int64 and uint8. The names are
/// distinct. Fails only beyond 4 GB.
package func encode(
  npz arrays: [(name: String, array: NumericArray)], path: String = ".npz"
) throws(DataMistake) -> [UInt8] {
  var archive = ZipWriter()
  for (name, array) in arrays {
    try archive.add(name + ".npy", encode(npy: array), path: path)
  }
  return archive.finished()
}
