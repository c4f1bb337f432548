// A law and its measurement as a report: a verdict, a picture, the numbers.

import Reports
import Theory

extension Law {
  /// "width=100, depth=20": the sizes that the law has.
  func sizes(_ setting: Setting) -> String {
    parameters.map { "\($0.quantity.rawValue)=\(setting[$0.quantity])" }.joined(separator: ", ")
  }

  /// Of networks that the law built itself.
  func report(_ confrontation: Confrontation, at setting: Setting) -> Report {
    report(
      confrontation, of: Text("  \(sizes(setting))", .code), band: band.words,
      fields: [
        .init(
          "setting",
          .record(
            parameters.map { .init($0.quantity.rawValue, .integer(setting[$0.quantity])) }))
      ])
  }

  /// Of a network that somebody else built, called `model`.
  func report(_ live: LiveConfrontation, of model: String, samples: Int) -> Report {
    let place = live.reach.map { reach in
      reach.first == reach.last ? "\(reach.first) of " : "\(reach.first) … \(reach.last) of "
    }
    let isComputed = self.live?.start == nil
    let draws = Figures.count(samples, "draw", "draws")
    let band =
      isComputed ? self.live?.origin ?? "" : "the spread of \(model) over \(draws) of start values"
    return report(
      live.confrontation, of: Text("  \(place ?? "")\(model), at this batch"), band: band,
      fields: [.init("model", .string(model))])
  }

  private func report(
    _ confrontation: Confrontation, of what: Text, band: String, fields: [Datum.Field]
  ) -> Report {
    Report(
      kind: "theory",
      data: .record(
        [
          .init("law", .string(name)), .init("number", .integer(number)),
          .init("source", .string(source)), .init("band", .string(band)),
          .init("within", .boolean(confrontation.isWithin)),
          .init("z", confrontation.worst.map { .number($0.point.z) } ?? .null),
          .init("series", .list(confrontation.series.map(\.data))),
        ] + fields),
      blocks: [
        .text(Text(name, .strong) + what), .text(Text(summary)), .text(Text(formula)),
        .text(Text(source, .faint)),
      ] + confrontation.blocks + [
        .text(confrontation.verdict),
        .text(Text("band: ±\(Figures.text(Confrontation.reach)) deviations; \(band)", .faint)),
      ])
  }
}

extension Confrontation {
  /// Within the band, or by how much not, and where.
  fileprivate var verdict: Text {
    guard let (quantity, worst) = worst else { return Text("nothing was measured") }
    let z = Figures.text(abs(worst.z), digits: 2)
    if isWithin {
      return Text("within the band", .good) + Text(": at most \(z) standard deviations off")
    }
    return Text("outside the band", .bad)
      + Text(
        ": z = \(Figures.text(worst.z, digits: 3)) for \(quantity) at \(worst.place), "
          + "\(Figures.text(worst.measured)) where \(Figures.text(worst.predicted)) is predicted "
          + "(band \(Figures.text(worst.low)) … \(Figures.text(worst.high)))")
  }
}

extension Confrontation {
  /// Curves and tables; rows of one quantity stand in one table.
  fileprivate var blocks: [Block] {
    var blocks: [Block] = []
    for (index, series) in series.enumerated() {
      let isSame = index > 0 && series.quantity == self.series[index - 1].quantity
      if isSame, case .table(var table)? = blocks.last {
        table.rows += series.rows
        blocks[blocks.count - 1] = .table(table)
      } else {
        blocks += series.blocks
      }
    }
    return blocks
  }
}

extension Confrontation.Series {
  fileprivate var data: Datum {
    [
      "quantity": .string(quantity),
      "points": .list(
        points.map {
          [
            "at": .string($0.place), "predicted": .number($0.predicted), "low": .number($0.low),
            "high": .number($0.high), "measured": .number($0.measured), "z": .number($0.z),
          ]
        }),
    ]
  }

  /// Numbers along an axis that have a place in a table of few rows: the first, the last, and
  /// between them those at even distances.
  private static let mostRows = 8

  private var shown: [Confrontation.Point] {
    guard axis != nil, points.count > Self.mostRows else { return points }
    let last = points.count - 1
    return (0..<Self.mostRows).map { points[$0 * last / (Self.mostRows - 1)] }
  }

  fileprivate var rows: [[Table.Cell]] {
    shown.map { point in
      [
        .words(point.place), .number(point.predicted), .number(point.measured),
        .words(Figures.text((100 * point.z).rounded() / 100), point.isWithin ? .plain : .bad),
        .number(point.low, .faint), .number(point.high, .faint),
      ]
    }
  }

  fileprivate var blocks: [Block] {
    let table = Block.table(
      Table(
        title: axis == nil ? quantity : nil,
        columns: [
          .init(axis ?? "", .left), .init("predicted"), .init("measured"), .init("z"),
          .init("band from"), .init("to"),
        ],
        rows: rows))
    guard let axis, points.count > 2 else { return [table] }
    let curves: [CurveChart.Curve] = [
      .init(name: "measured", values: points.map(\.measured)),
      .init(name: "predicted", values: points.map(\.predicted)),
      .init(name: "band from", values: points.map(\.low)),
      .init(name: "band to", values: points.map(\.high)),
    ]
    let ends = points.map(\.predicted)
    let isWide = (ends.min() ?? 0) > 0 && (ends.max() ?? 0) > 100 * (ends.min() ?? 0)
    let scale: Scale = isLogarithmic || isWide ? .logarithmic : .linear
    return [
      .curves(
        CurveChart(curves: curves, scale: scale, horizontal: axis, vertical: quantity)),
      table,
    ]
  }
}
