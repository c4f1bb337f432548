// The .safetensors format: named tensors, a JSON header before the plain numbers.

package import Tensors

/// The tensors of a .safetensors file in the order of their bytes. Types narrower or wider than
/// ours are converted (F64, F16, BF16 → Float32; I32 … → Int64; U8 stays).
///
/// Source: Hugging Face, safetensors format 0.4: 8 bytes header length, JSON header, numbers.
package func decode(
  safetensors bytes: [UInt8], path: String
) throws(DataMistake) -> [(name: String, array: NumericArray)] {
  var result: [(name: String, array: NumericArray)] = []
  for entry in try SafeTensorsHeader(bytes, path: path).entries {
    let storage = try entry.type.decode(
      bytes, at: entry.bytes.lowerBound, count: entry.count, bigEndian: false, path: path)
    result.append((entry.name, NumericArray(shape: entry.shape, storage: storage)))
  }
  return result
}

/// The tensors as a .safetensors file of Float32, in the order given; the numbers begin at a
/// multiple of 8 bytes. The names are distinct.
package func encode(
  safetensors tensors: [(name: String, tensor: Tensor)],
  metadata: [(name: String, text: String)] = []
) -> [UInt8] {
  var fields: [String] = []
  if !metadata.isEmpty {
    let texts = metadata.map { quoted($0.name) + ":" + quoted($0.text) }
    fields.append("\"__metadata__\":{" + texts.joined(separator: ",") + "}")
  }
  var offset = 0
  for (name, tensor) in tensors {
    let shape = tensor.shape.extents.map(String.init).joined(separator: ",")
    let end = offset + tensor.count * 4
    fields.append(
      "\(quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
    )
    offset = end
  }
  var header = Array(("{" + fields.joined(separator: ",") + "}").utf8)
  header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
  var bytes = littleEndianBytes([UInt64(header.count)]) + header
  bytes.reserveCapacity(bytes.count + offset)
  for (_, tensor) in tensors { bytes += littleEndianBytes(tensor.values) }
  return bytes
}

/// A string as JSON writes it.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
