// A Jacobian written out, column after column or row after row, whichever are fewer.

import Networks
import Tensors
import Layers

/// The matrix itself: one for the whole batch, or one for each of the first examples where
/// examples do not interact. One product with J then gives a column of every example's block.
struct WrittenJacobian {
  /// Products with J or Jᵀ that it took: min(inputs, outputs) of a block.
  let products: Int
  let isByColumns: Bool
  /// Outputs and inputs of a block.
  let rows: Int
  let columns: Int
  /// Column after column of J, or of Jᵀ when it was written row by row.
  private(set) var blocks: [[Double]]

  /// How many numbers all blocks may hold, and how many operations they may take: 12 s or so.
  private static let mostNumbers = 32_000_000
  private static let mostWork = 3e10

  /// How many examples' blocks (or 1, for the whole batch) are not too much; 0 when one is.
  static func affordable(_ map: Linearization, longestSide: Int) -> Int {
    let (rows, columns) = blockSize(map)
    let (short, long) = (Double(min(rows, columns)), Double(max(rows, columns)))
    let numbers = Double(mostNumbers) / max(1, short * long)
    let work = mostWork / max(1, short * short * long)
    guard min(rows, columns) <= longestSide, min(numbers, work) >= 1 else { return 0 }
    return map.coupling == .batch ? 1 : min(map.inputShape[0], Int(min(numbers, work)))
  }

  private static func blockSize(_ map: Linearization) -> (rows: Int, columns: Int) {
    map.coupling == .batch
      ? (map.outputShape.count, map.inputShape.count)
      : (map.outputShape.example.count, map.inputShape.example.count)
  }

  /// - Parameter examples: whose blocks; ignored when the batch is one block.
  /// - Returns: nil when cancelled.
  init?(
    _ map: Linearization, examples: Range<Int>, progress: (Double) -> Void,
    isCancelled: () -> Bool
  ) {
    (rows, columns) = Self.blockSize(map)
    isByColumns = columns <= rows
    products = min(rows, columns)
    let examples = map.coupling == .batch ? 0..<1 : examples
    let length = max(rows, columns)
    blocks = examples.map { _ in [] }
    for index in blocks.indices { blocks[index].reserveCapacity(products * length) }
    let shape = isByColumns ? map.inputShape : map.outputShape
    for product in 0..<products {
      guard !isCancelled() else { return nil }
      progress(Double(product) / Double(products))
      var unit = Tensor.zeros(shape)
      for start in stride(from: product, to: shape.count, by: products) { unit[start] = 1 }
      let line = isByColumns ? map.jvp(unit) : map.vjp(unit)
      for (block, example) in examples.enumerated() {
        for position in example * length..<(example + 1) * length {
          blocks[block].append(Double(line[position]))
        }
      }
    }
  }

  /// How many rows of a block of J hold something else than zeros.
  func activeRows(of block: Int) -> Int {
    let entries = blocks[block]
    return (0..<rows).count { row in
      (0..<columns).contains { column in
        entries[isByColumns ? column * rows + row : row * columns + column] != 0
      }
    }
  }
}
