// A layer's Jacobian written out number by number, and its singular values.

import Layers
import Tensors

/// ∂vec(y)/∂vec(x) of one pass of a layer over the whole batch, in Float64 once it is read off.
struct WrittenJacobian {
  /// One vector for each number of the input.
  let columns: [[Double]]

  init(columns: [[Double]]) { self.columns = columns }

  /// Column by column, J e.
  init(columnsOf layer: any Layer, at pass: Pass) {
    columns = Self.units(pass.input.shape).map { unit in
      layer.jvp(unit, NamedTensors(), of: pass).doubles
    }
  }

  /// Row by row, Jᵀ e: the same matrix if vjp is the transpose of jvp.
  init(rowsOf layer: any Layer, at pass: Pass) {
    let rows = Self.units(pass.output.shape).map { unit in
      layer.vjp(unit, of: pass, wanted: .input).input?.doubles ?? []
    }
    columns = WrittenJacobian(columns: rows).transposed
  }

  private static func units(_ shape: Shape) -> [Tensor] {
    (0..<shape.count).map { index in
      var unit = Tensor.zeros(shape)
      unit[index] = 1
      return unit
    }
  }

  var transposed: [[Double]] {
    (columns.first ?? []).indices.map { row in columns.map { $0[row] } }
  }

  /// The sum of all squares, ‖J‖_F².
  var sumOfSquares: Double {
    columns.reduce(0) { sum, column in column.reduce(sum) { $0 + $1 * $1 } }
  }

  /// The largest absolute number of the difference of both.
  func distance(to other: WrittenJacobian) -> Double {
    zip(columns, other.columns).reduce(0) { distance, pair in
      zip(pair.0, pair.1).reduce(distance) { max($0, abs($1.0 - $1.1)) }
    }
  }

  /// All singular values, largest first: pairs of columns are turned until every two are
  /// orthogonal; their lengths are the answer (Hestenes 1958). Vectors that are shorter than the
  /// roundings of the longest have no direction and are let be.
  var singularValues: [Double] {
    var vectors = columns.count <= (columns.first?.count ?? 0) ? columns : transposed
    let rounding = 1e-30 * sumOfSquares
    var isTurning = true
    while isTurning {
      isTurning = false
      for first in vectors.indices {
        for second in vectors.indices.dropFirst(first + 1) {
          if Self.turn(&vectors, first, second, rounding) { isTurning = true }
        }
      }
    }
    return vectors.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }.sorted(by: >)
  }

  /// Turns two vectors in their plane so that they become orthogonal; false: they were.
  private static func turn(
    _ vectors: inout [[Double]], _ first: Int, _ second: Int, _ rounding: Double
  ) -> Bool {
    var (a, b, product) = (0.0, 0.0, 0.0)
    for index in vectors[first].indices {
      let (x, y) = (vectors[first][index], vectors[second][index])
      a += x * x
      b += y * y
      product += x * y
    }
    guard min(a, b) > rounding, abs(product) > 1e-12 * (a * b).squareRoot() else { return false }
    // cot 2θ = (b − a) / 2xᵀy, and of both tangents the smaller
    let cotangent = (b - a) / (2 * product)
    let tangent =
      (cotangent < 0 ? -1 : 1) / (abs(cotangent) + (1 + cotangent * cotangent).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = cosine * tangent
    for index in vectors[first].indices {
      let (x, y) = (vectors[first][index], vectors[second][index])
      vectors[first][index] = cosine * x - sine * y
      vectors[second][index] = sine * x + cosine * y
    }
    return true
  }
}
