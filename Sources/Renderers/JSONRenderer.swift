// Reports and problems as JSON, for programs.

import Foundation
package import Reports

/// Writes JSON on one line: fields in their given order, numbers in the shortest form
/// that reads back as the same Double, those that are not finite as "nan", "inf" and "-inf".
package struct JSONRenderer: Sendable, Equatable {
  package init() {}

  package func render(_ datum: Datum) -> String {
    switch datum {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? "\(value)" : quoted(Figures.text(value))
    case .string(let value): quoted(value)
    case .list(let values): "[" + values.map(render).joined(separator: ", ") + "]"
    case .record(let fields):
      "{" + fields.map { quoted($0.name) + ": " + render($0.value) }.joined(separator: ", ") + "}"
    }
  }

  /// The line of a statement that succeeded, without a newline.
  package func render(_ report: Report, cell: Int, statement: String) -> String {
    line(cell, statement, ok: true, "report", ["kind": .string(report.kind), "data": report.data])
  }

  /// The line of a statement that was refused, without a newline.
  package func render(_ problem: Problem, cell: Int, statement: String) -> String {
    var fields = [Datum.Field("message", .string(problem.message))]
    if let hint = problem.hint { fields.append(.init("hint", .string(hint))) }
    if let place = problem.place { fields.append(.init("column", .integer(place.column))) }
    fields.append(.init("kind", .string(problem.kind.rawValue)))
    fields.append(.init("facts", .list(problem.facts.map(Datum.string))))
    return line(cell, statement, ok: false, "error", .record(fields))
  }

  private func line(
    _ cell: Int, _ statement: String, ok: Bool, _ name: String, _ outcome: Datum
  ) -> String {
    render(
      .record([
        .init("cell", .integer(cell)), .init("statement", .string(statement)),
        .init("ok", .boolean(ok)), .init(name, outcome),
      ]))
  }

  /// A JSON string. Line separators of JavaScript are escaped too, so that one object stays one
  /// line for every reader.
  private func quoted(_ words: String) -> String {
    var result = "\""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
        result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
