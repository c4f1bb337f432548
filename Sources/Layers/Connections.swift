// Which input maps each output map of a convolution sees: LeNet's partial connections.

import Kernels
import Tensors

/// A table of connections: for every output map the input maps that it sees. It is written as in
/// LeCun et al. 1998, table 1: "012 123" lets the first output see the maps 0, 1 and 2; maps from 10
/// on are separated by commas, as in "8,9,10".
struct Connections: Sendable, Equatable {
  /// 1 where output o sees input c and 0 elsewhere, [O, C].
  private let table: [[Bool]]

  /// Throws unless `text` has one group for each of the outputs, of input maps that exist.
  init(_ text: String, inputs: Int, outputs: Int) throws(ArgumentMistake) {
    let mistake = ArgumentMistake(
      parameter: "connections",
      needed: "all, or \(outputs) groups of different maps from 0 to \(inputs - 1), one for each "
        + "output: \"0 \(inputs > 1 ? "01" : "0") …\"")
    let groups = text.split(separator: " ")
    guard groups.count == outputs else { throw mistake }
    var table: [[Bool]] = []
    for group in groups {
      let maps =
        group.contains(",")
        ? group.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        : group.map { $0.wholeNumberValue }
      var row = [Bool](repeating: false, count: inputs)
      for map in maps {
        guard let map, row.indices.contains(map), !row[map] else { throw mistake }
        row[map] = true
      }
      table.append(row)
    }
    self.table = table
  }

  /// How many kernels there are.
  var count: Int { table.reduce(0) { $0 + $1.count { $0 } } }

  /// The share of the inputs that each output sees.
  var shares: [Double] { table.map { Double($0.count { $0 }) / Double($0.count) } }

  /// `weight` [O, C, K, K] with 0 where there is no connection.
  func masked(_ weight: Tensor) -> Tensor {
    let (inputs, area) = (weight.shape[1], weight.shape[2] * weight.shape[3])
    var result = weight
    result.update { values in
      for (output, row) in table.enumerated() {
        for (input, isConnected) in row.enumerated() where !isConnected {
          let start = (output * inputs + input) * area
          for index in start..<start + area { values[index] = 0 }
        }
      }
    }
    return result
  }
}
