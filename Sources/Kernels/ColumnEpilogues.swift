// What training does with a layer's output or gradient while it is written.

import CKernels

extension Rectification {
  /// y = φ(y + z), where z may be missing.
  package func epilogue(adding z: (any Numbers)?, _ groups: RowGroups) -> Epilogue {
    let slope = slope
    return Epilogue(groups) { visit in
      let (y, rows) = (visit.rows, groups.rows(of: visit.group))
      let count = rows.count * groups.columns
      guard let z else { return rectify(y, slope, count) }
      var scratch: FloatBuffer?
      let start = rows.lowerBound * groups.columns
      z.withPart(start..<start + count, scratch: &scratch) {
        add_and_rectify(y, $0, slope, y, count)
      }
    }
  }
}

/// The mean and Σ (x − mean)² of every column, taken as x is written.
package struct ColumnMoments: Sendable {
  package let epilogue: Epilogue
  private let totals: GroupTotals

  package init(_ groups: RowGroups) {
    let columns = groups.columns
    let totals = GroupTotals(groups: groups.count, width: 3 * columns)
    self.totals = totals
    epilogue = Epilogue(groups) { visit in
      let x = visit.rows
      // Around a center of the column's own size: its first number.
      let centers = totals[visit.group]
      for column in 0..<columns { centers[column] = Double(x[column]) }
      column_moments(
        x, centers, groups.rows(of: visit.group).count, columns, centers + columns,
        centers + 2 * columns)
    }
  }

  /// When all rows have been visited: with c, S = Σ (x − c) and Q = Σ (x − c)² of a group of n, its
  /// mean is c + S / n, and Σ (x − m)² = Q − S² / n + n (c + S / n − m)² around any m.
  package func moments() -> (means: [Double], squares: [Double]) {
    let (groups, columns) = (epilogue.groups, epilogue.groups.columns)
    var means = [Double](repeating: 0, count: columns)
    var squares = means
    for group in 0..<groups.count {
      let (count, of) = (Double(groups.rows(of: group).count), totals[group])
      for column in 0..<columns { means[column] += count * of[column] + of[columns + column] }
    }
    for column in 0..<columns { means[column] /= Double(groups.rows) }
    for group in 0..<groups.count {
      let (count, of) = (Double(groups.rows(of: group).count), totals[group])
      for column in 0..<columns {
        let deviation = of[columns + column]
        let offset = of[column] + deviation / count - means[column]
        squares[column] += max(0, of[2 * columns + column] - deviation * deviation / count)
        squares[column] += count * offset * offset
      }
    }
    return (means, squares)
  }
}

/// dy = φ′ · dy, given y = φ(…), done as dy is written; and, if x is given, every column's Σ dy and
/// Σ dy · x afterwards.
package struct RectifierGate: Sendable {
  package let epilogue: Epilogue
  private let totals: GroupTotals

  /// - Parameter g: added to dy before all else.
  package init(
    _ rectification: Rectification, at y: any Numbers, adding g: (any Numbers)? = nil,
    sumsWith x: FloatBuffer?, _ groups: RowGroups
  ) {
    let (columns, slope) = (groups.columns, rectification.slope)
    let totals = GroupTotals(groups: x == nil ? 0 : groups.count, width: 2 * columns)
    self.totals = totals
    epilogue = Epilogue(groups) { visit in
      let (dy, rows) = (visit.rows, groups.rows(of: visit.group))
      let numbers = rows.lowerBound * columns..<rows.upperBound * columns
      var scratch: FloatBuffer?
      g?.withPart(numbers, scratch: &scratch) { add_multiple(1, $0, dy, numbers.count) }
      if let ready = visit.ready, ready.numbers === y {
        gate(dy, ready.pointer, slope, dy, numbers.count)
      } else {
        y.withPart(numbers, scratch: &scratch) { gate(dy, $0, slope, dy, numbers.count) }
      }
      guard let x else { return }
      let sums = totals[visit.group]
      column_sums_and_products(
        dy, x.pointer + numbers.lowerBound, rows.count, columns, sums, sums + columns)
    }
  }

  /// When all rows have been visited.
  package func sums() -> (sums: [Double], products: [Double]) {
    let (sums, columns) = (totals.sums, epilogue.groups.columns)
    return (Array(sums.prefix(columns)), Array(sums.suffix(columns)))
  }
}
