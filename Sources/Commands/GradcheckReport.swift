// What gradcheck found: a row for each layer or tensor, the worst element, and the bands.

import Probes
import Reports
import Sessions
import Tensors

enum GradcheckReport {
  static func make(_ checks: [GradientCheck], of model: Model, examples: Int) -> Report {
    let verdict = checks.map(\.verdict).max() ?? .unjudged
    // One check alone is shown tensor by tensor.
    let rows = checks.count == 1 ? checks.flatMap(tensorRows) : checks.map(layerRow)
    var blocks: [Block] = [
      .table(
        Table(
          title: "gradients of \(model.name) against central differences, "
            + Figures.count(examples, "example", "examples"),
          columns: [
            .init(checks.count == 1 ? "by" : "layer", .left), .init("checked"), .init("kinks"),
            .init("worst error"), .init("verdict", .left),
          ], rows: rows))
    ]
    blocks += checks.flatMap(remarks)
    if let (name, worst) = checks.flatMap(elements).max(by: { $0.1.error < $1.1.error }) {
      blocks.append(
        .text(
          Text("worst: ") + Text(name, .code)
            + Text(
              ": backward gives \(Figures.text(worst.analytic, digits: 7)), "
                + "the difference \(Figures.text(worst.numeric, digits: 7))")))
    }
    blocks.append(
      .text(
        Text(
          "error ≤ 1e-7 exact, ≤ 1e-4 right, ≤ 1e-2 suspicious, above it wrong (CS231n); "
            + "gradients in Float32 seldom come below 1e-7", .faint)))
    return Report(
      kind: "gradcheck",
      data: [
        "model": .string(model.name), "verdict": .string(verdict.rawValue),
        "examples": .integer(examples), "checks": .list(checks.map(data)),
      ], blocks: blocks)
  }

  private static func layerRow(_ check: GradientCheck) -> [Table.Cell] {
    let worst = check.tensors.compactMap(\.worst?.error).max()
    return row(
      check.name, checked: check.tensors.reduce(0) { $0 + $1.elements.count },
      kinks: check.tensors.reduce(0) { $0 + $1.kinks }, worst, check.verdict)
  }

  private static func tensorRows(_ check: GradientCheck) -> [[Table.Cell]] {
    check.tensors.map {
      row(
        $0.name, checked: $0.elements.count, kinks: $0.kinks, $0.worst?.error,
        $0.verdict ?? .unjudged)
    }
  }

  private static func row(
    _ name: String, checked: Int, kinks: Int, _ error: Double?, _ verdict: GradientCheck.Verdict
  ) -> [Table.Cell] {
    [
      .words(name), .integer(checked), .integer(kinks),
      error.map { .words(Figures.text($0, digits: 2)) } ?? .empty,
      .words(verdict.rawValue, role(of: verdict)),
    ]
  }

  private static func role(of verdict: GradientCheck.Verdict) -> Text.Role {
    switch verdict {
    case .exact, .right: .good
    case .suspicious, .wrong: .bad
    case .unjudged: .faint
    }
  }

  /// What the rows cannot say.
  private static func remarks(_ check: GradientCheck) -> [Block] {
    var lines: [String] = []
    if GradientCheck.Verdict(error: check.forwardError) > .right {
      lines.append(
        "\(check.name): forward is not the definition; it differs by "
          + "\(Figures.text(check.forwardError, digits: 2)) of its norm")
    }
    let drowned = check.tensors.reduce(0) { $0 + $1.drowned }
    if drowned > 0 {
      lines.append(
        "\(check.name): \(Figures.count(drowned, "element", "elements")) left out, so small that "
          + "the difference is nothing but rounding; try a larger step=")
    }
    if check.undecided > 0 {
      lines.append(
        "\(check.name): rounding decides \(Figures.count(check.undecided, "winner", "winners")) "
          + "otherwise than Float64 does; gradients may differ without being wrong")
    }
    return lines.map { .text(Text($0, .bad)) }
  }

  /// The elements compared, with their names.
  private static func elements(
    of check: GradientCheck
  ) -> [(String, GradientCheck.Element)] {
    check.tensors.compactMap { tensor in
      tensor.worst.map {
        (name(of: tensor, in: check) + Figures.text(shape: tensor.shape.position(of: $0.index)), $0)
      }
    }
  }

  /// `conv1.weight`, or `input of conv1`.
  private static func name(
    of tensor: GradientCheck.Comparison, in check: GradientCheck
  ) -> String {
    tensor.name.contains(".") || check.name == "network"
      ? tensor.name : check.name + "." + tensor.name
  }

  private static func data(_ check: GradientCheck) -> Datum {
    [
      "name": .string(check.name), "verdict": .string(check.verdict.rawValue),
      "forward_error": .number(check.forwardError), "undecided": .integer(check.undecided),
      "tensors": .list(
        check.tensors.map { tensor in
          [
            "name": .string(tensor.name), "elements": .integer(tensor.shape.count),
            "checked": .integer(tensor.elements.count), "kinks": .integer(tensor.kinks),
            "drowned": .integer(tensor.drowned),
            "verdict": .string((tensor.verdict ?? .unjudged).rawValue),
            "worst": tensor.worst.map { worst in
              [
                "index": .list(tensor.shape.position(of: worst.index).map { .integer($0) }),
                "analytic": .number(worst.analytic),
                "numeric": .number(worst.numeric), "error": .number(worst.error),
              ]
            } ?? .null,
          ]
        }),
    ]
  }
}
