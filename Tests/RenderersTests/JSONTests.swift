// JSON that every program can read.

import Foundation
import Renderers
import Reports
import Testing

private func decoded(_ text: String) throws -> Any {
  try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
}

@Test func `every string reads back the same`() throws {
  let scalars = (0...0x10ffff).lazy.filter { $0 < 0x3000 || $0 % 251 == 0 }
    .compactMap(Unicode.Scalar.init)
  let words = String(String.UnicodeScalarView(scalars))
  let text = JSONRenderer().render(.string(words))
  // Compared by scalars: equal strings may be composed differently.
  let read = try #require(try decoded(text) as? String)
  #expect(read.unicodeScalars.elementsEqual(words.unicodeScalars))
}

@Test func `no string breaks a line`() {
  var dice = Dice(seed: 1)
  for _ in 0..<100 {
    let text = JSONRenderer().render(Report(kind: dice.words()), cell: 1, statement: dice.words())
    #expect(!text.contains { $0.isNewline })
  }
}

@Test func `every finite number reads back the same`() throws {
  var dice = Dice(seed: 2)
  var numbers: [Double] = [
    0, -0.0, 1, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 1e-5, 1e21,
  ]
  for _ in 0..<2000 { numbers.append(Double(bitPattern: dice.next())) }
  for number in numbers where number.isFinite {
    let text = JSONRenderer().render(.number(number))
    #expect(try JSONDecoder().decode(Double.self, from: Data(text.utf8)) == number)
    #expect(Double(text) == number)
  }
}

@Test func `numbers that are not finite are strings`() {
  let data: Datum = .list([.number(.nan), .number(.infinity), .number(-.infinity)])
  #expect(JSONRenderer().render(data) == #"["nan", "inf", "-inf"]"#)
}

@Test func `fields keep their order`() {
  let data: Datum = ["z": 1, "a": [true, .null, 0.5], "m": "\"\\\n\u{1}"]
  #expect(JSONRenderer().render(data) == #"{"z": 1, "a": [true, null, 0.5], "m": "\"\\\n\u0001"}"#)
}

@Test func `a report is one line`() {
  let report = Report(kind: "forward", data: ["loss": 2.3026, "accuracy": 0.1])
  let expected =
    #"{"cell": 3, "statement": "forward", "ok": true, "#
    + #""report": {"kind": "forward", "data": {"loss": 2.3026, "accuracy": 0.1}}}"#
  #expect(JSONRenderer().render(report, cell: 3, statement: "forward") == expected)
}

@Test func `a problem is one line`() {
  let problem = Problem(
    .unknownWord, "no command 'forwrad'", hint: "did you mean 'forward'?", place: .init(column: 1))
  let expected =
    #"{"cell": 4, "statement": "forwrad", "ok": false, "error": {"message": "no command 'forwrad'", "#
    + #""hint": "did you mean 'forward'?", "column": 1, "kind": "unknown-word", "facts": []}}"#
  #expect(JSONRenderer().render(problem, cell: 4, statement: "forwrad") == expected)
  let bare = JSONRenderer().render(Problem(.notFinite, "x"), cell: 1, statement: "y")
  #expect(!bare.contains("hint") && !bare.contains("column"))
}
