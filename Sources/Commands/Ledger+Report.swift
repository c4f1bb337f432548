// A ledger as a report: the waterfall, whom to blame, and the ways through blocks.

import Probes
import Reports
import Sessions

extension Ledger {
  /// - Parameter inside: the ledgers of a single block's ways; empty for any other ledger.
  func report(of model: Model, inside ways: [Ledger] = []) -> Report {
    let isWhole = name == "network"
    var blocks: [Block] = []
    if ways.isEmpty {
      blocks.append(
        waterfall(
          isWhole
            ? "the gradient of \(model.name), from the loss down to the input"
            : "the gradient of \(model.name) through \(name), from its output down to its input",
          start: isWhole ? "loss" : "output"))
    } else {
      blocks += ways.map { $0.waterfall("the gradient through \($0.name)", start: "output") }
    }
    let split = entries.flatMap { entry in entry.ways.map { (entry, $0) } }
    if !split.isEmpty { blocks.append(Self.table(split)) }
    if ways.isEmpty, let verdict { blocks.append(.text(verdict)) }
    if ways.isEmpty, entries.count > 1 {
      blocks.append(
        .text(
          Text(
            "all of a kind together: "
              + kinds.map { "\($0.count) \($0.name) ×\(Figures.text($0.factor, digits: 2))" }
              .joined(separator: ", "))))
    }
    var fields = data(of: model)
    if !ways.isEmpty {
      fields.append(.init("inside", .list(ways.map { .record($0.data(of: model)) })))
    }
    return Report(kind: "ledger", data: .record(fields), blocks: blocks)
  }

  private func waterfall(_ title: String, start label: String) -> Block {
    .waterfall(
      Waterfall(
        title: title, quantity: "norm of the gradient", startLabel: label, startValue: start,
        steps: entries.map { entry in
          Waterfall.Step(
            label: entry.name, factor: entry.factor, value: entry.norm,
            marked: entries.count > 1 && entry == costliest)
        }))
  }

  private var verdict: Text? {
    guard let costliest else { return nil }
    return Text(costliest.name, .strong)
      + Text(
        (product <= 1 ? " costs most: ×" : " adds most: ×")
          + Figures.text(costliest.factor, digits: 3)
          + "; the whole way multiplies by \(Figures.text(product, digits: 3))")
  }

  /// How the gradients of a block's ways add up to the one at its input.
  private static func table(_ ways: [(entry: Entry, way: Way)]) -> Block {
    .table(
      Table(
        title: "ways through blocks: their gradients add up, their norms do not",
        columns: [
          .init("block", .left), .init("way", .left), .init("factor"), .init("size"),
          .init("cosine"), .init("share"), .init("", .left),
        ],
        rows: ways.map { entry, way in
          [
            .words(way == entry.ways.first ? entry.name : ""), .words(way.name),
            .words("×" + Figures.text(way.factor, digits: 3)), .number(way.size),
            way.cosine.map { .number($0) } ?? .empty, .number(way.share),
            .bar(min(1, max(0, way.share))),
          ]
        }))
  }

  private func data(of model: Model) -> [Datum.Field] {
    [
      .init("model", .string(model.name)), .init("name", .string(name)),
      .init("start", .number(start)), .init("end", .number(end)),
      .init("product", .number(product)),
      .init("costliest", costliest.map { .string($0.name) } ?? .null),
      .init(
        "kinds",
        .list(
          kinds.map {
            ["name": .string($0.name), "count": .integer($0.count), "factor": .number($0.factor)]
          })),
      .init("layers", .list(entries.map(\.data))),
    ]
  }
}

extension Ledger.Entry {
  fileprivate var data: Datum {
    var fields: [Datum.Field] = [
      .init("name", .string(name)), .init("factor", .number(factor)), .init("norm", .number(norm)),
    ]
    if !ways.isEmpty { fields.append(.init("ways", .list(ways.map(\.data)))) }
    return .record(fields)
  }
}

extension Ledger.Way {
  fileprivate var data: Datum {
    [
      "name": .string(name), "part": .string(part), "norm": .number(norm),
      "factor": .number(factor), "size": .number(size), "share": .number(share),
      "cosine": cosine.map { .number($0) } ?? .null,
    ]
  }
}
