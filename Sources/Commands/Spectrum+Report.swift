// A spectrum as a report: facts in a table, a picture, data.

import Probes
import Reports
import Sessions

extension Spectrum {
  /// - Parameter examples: how many the batch has.
  func report(of model: Model, examples: Int, bins: Int) -> Report {
    var blocks: [Block] = [
      .table(
        Table(
          title: "singular values of \(name) in \(model.name)",
          columns: [.init("", .left), .init("", .left)],
          rows: facts.map { [.words($0.name, .faint), $0.value] })),
      .text(Text("\(source) \(scope(examples))", .faint)),
    ]
    if isComplete {
      blocks.append(
        .histogram(
          Histogram(
            of: values, intervals: bins, quantity: "singular values: how many lie where",
            marks: marchenkoPastur.map {
              [
                .init("Marchenko–Pastur, lower edge", at: $0.low),
                .init("Marchenko–Pastur, upper edge", at: $0.high),
              ]
            } ?? [])))
    } else {
      let rows = zip(values, residuals).enumerated().map { index, found -> [Table.Cell] in
        [
          .integer(index + 1), .number(found.0), .number(found.1, .faint),
          .bar(largest > 0 ? found.0 / largest : 0),
        ]
      }
      blocks.append(
        .table(
          Table(
            columns: [.init("#"), .init("value"), .init("± at most"), .init("", .left)],
            rows: rows)))
    }
    if let marchenkoPastur {
      blocks.append(
        .text(
          Text(Figures.text(100 * marchenkoPastur.shareInside, digits: 3) + " %", .strong)
            + " of the values that are not 0 lie between the edges; of a wide matrix of "
            + "independent entries all would"))
    }
    if let dependence {
      blocks.append(
        .text(
          Text(
            "No edges of Marchenko and Pastur are drawn, which are those of independent entries: "
              + dependence.words(of: "the weight") + ".")))
    }
    return Report(kind: "spectrum", data: data(of: model), blocks: blocks)
  }

  private var facts: [(name: String, value: Table.Cell)] {
    guard isComplete else {
      return [
        ("found", .words("\(values.count) of \(Figures.text(total))")),
        ("largest", .number(largest)),
      ]
    }
    let isRegular = zeroCount == 0
    return [
      ("count", .integer(total)), ("largest", .number(largest)), ("smallest", .number(smallest)),
      ("condition", .number(condition)),
    ]
      + (isRegular || rank == 0
        ? []
        : [
          ("smallest above 0", .number(smallestNonzero)),
          ("condition above 0", .number(largest / smallestNonzero)),
        ])
      + [
        ("rank", .integer(rank)),
        ("zero", .words(Figures.text(100 * zeroShare, digits: 3) + " %")),
        ("mean square", .number(meanSquare)),
      ]
  }

  /// How the values were obtained, as a sentence.
  private var source: String {
    switch method {
    case .formula: "By formula, without writing the matrix out."
    case .columns(let count):
      "Written out in \(Figures.count(count, "column", "columns")), decomposed by LAPACK."
    case .rows(let count):
      "Written out in \(Figures.count(count, "row", "rows")), decomposed by LAPACK."
    case .lanczos(let steps):
      "The matrix is too large to be written out; \(Figures.count(steps, "step", "steps")) of "
        + "Lanczos found the largest values only, and of several equal ones perhaps not each."
    }
  }

  /// Which part of the batch they belong to, as a sentence.
  private func scope(_ examples: Int) -> String {
    switch extent {
    case .batch: return "All examples of the batch together."
    case .examples where examples == 1: return "The batch is one example."
    case .examples(let range) where range.count == examples:
      return "Examples do not interact: the \(Figures.text(examples)) blocks of all examples, "
        + "taken together."
    case .examples(let range) where range.count == 1:
      return "Only the block of example \(range.lowerBound), of \(Figures.text(examples))."
    case .examples(let range):
      return "Only the blocks of examples \(range.lowerBound) to \(range.upperBound - 1), of "
        + "\(Figures.text(examples)): more would take too long."
    }
  }

  /// More values than this are not listed.
  private static let mostListed = 10_000

  private func data(of model: Model) -> Datum {
    var fields: [Datum.Field] = [
      .init("model", .string(model.name)), .init("name", .string(name)),
      .init("values", .list(values.prefix(Self.mostListed).map { .number($0) })),
      .init("count", .integer(total)), .init("known", .integer(values.count)),
      .init("complete", .boolean(isComplete)), .init("method", .string(method.name)),
      .init("largest", .number(largest)),
    ]
    if isComplete {
      fields += [
        .init("smallest", .number(smallest)), .init("smallest_nonzero", .number(smallestNonzero)),
        .init("condition", .number(condition)), .init("rank", .integer(rank)),
        .init("zero_share", .number(zeroShare)), .init("mean_square", .number(meanSquare)),
      ]
    } else {
      fields += [
        .init("residuals", .list(residuals.map { .number($0) })), .init("condition", .null),
        .init("zero_share", .null),
      ]
    }
    if case .examples(let range) = extent {
      fields.append(.init("examples", .list(range.map { .integer($0) })))
    }
    if let dependence {
      fields.append(.init("dependence", .string(dependence.words(of: "the weight"))))
    }
    if let edges = marchenkoPastur {
      fields.append(
        .init(
          "marchenko_pastur",
          [
            "low": .number(edges.low), "high": .number(edges.high),
            "share_inside": .number(edges.shareInside),
          ]))
    }
    return .record(fields)
  }
}

extension Spectrum.Method {
  fileprivate var name: String {
    switch self {
    case .formula: "formula"
    case .columns: "columns"
    case .rows: "rows"
    case .lanczos: "lanczos"
    }
  }
}
