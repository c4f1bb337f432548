// Commands held against their signatures.

import Grammars
import Reports
import Testing

private func call(_ text: String) throws -> Call {
  let statement = try #require(try parse(text, verbs: sampleVerbs).first)
  guard case .command(let verb, let arguments) = statement.form else {
    throw Problem(.internalError, "no command: \(text)")
  }
  let signature = try #require(sampleVerbs[verb.text])
  return try signature.bind(verb, arguments, statement: statement.rest)
}

private let misfits:
  [(
    text: String, kind: Problem.Kind, message: String, hint: String, usage: String, column: Int,
    length: Int
  )] = [
    (
      "jacobian nrom=all", .unknownWord, "'jacobian' has no option 'nrom'",
      "did you mean 'norm'?",
      "jacobian [layer…] [norm=spectral|frobenius|gain|all] [iterations=number] [from=layer]",
      10, 4
    ),
    (
      "expect loss = 3", .unknownWord, "'expect' has no option 'loss'",
      "to compare, write loss == 3", "expect condition [\"reason\"]", 8, 4
    ),
    (
      "train steps=1 steps=2", .wrongArgument, "'steps' is given twice", "try: help train",
      "train [steps=integer] [shuffle=true|false]", 15, 5
    ),
    (
      "forward conv1", .wrongArgument, "'forward' takes no value", "try: help forward", "forward",
      9, 5
    ),
    (
      "inspect relu1 relu2", .wrongArgument, "'relu2' is one value too many for 'inspect'",
      "try: help inspect", "inspect layer", 15, 5
    ),
    (
      "inspect", .wrongArgument, "'inspect' needs the name of a layer for 'layer'",
      "try: inspect conv1", "inspect layer", 1, 7
    ),
    (
      "save weights", .wrongArgument, "'save' needs a file name in quotes for 'path'",
      "try: help save", "save [weights|gradients|batch] \"path\"", 1, 4
    ),
    (
      "time", .wrongArgument, "'time' needs a statement for 'statement'", "try: help time",
      "time statement [repeats=integer]", 1, 4
    ),
  ]

private let wrongKinds: [(text: String, message: String, hint: String?, column: Int, length: Int)] =
  [
    (
      "jacobian norm=spectrl",
      "'norm' must be one of spectral, frobenius, gain, all, not spectrl",
      "did you mean 'spectral'?", 15, 7
    ),
    ("batch \"a\"", "'size' must be a whole number, not \"a\"", nil, 7, 3),
    ("batch 0.5", "'size' must be a whole number, not 0.5", nil, 7, 3),
    ("train shuffle=1", "'shuffle' must be true or false, not 1", nil, 15, 1),
    ("step bakc", "'direction' must be one of back, not bakc", "did you mean 'back'?", 6, 4),
    ("note hello", "'text' must be text in quotes, not hello", "try: \"hello\"", 6, 5),
    ("inspect \"conv1\"", "'layer' must be the name of a layer, not \"conv1\"", nil, 9, 7),
    ("compare a* b", "'model' must be the name of a model, not a*", nil, 9, 2),
    ("inspect relu1 + 2", "'layer' must be the name of a layer, not relu1 + 2", nil, 9, 9),
    (
      "load btch \"F\"", "'what' must be one of batch, weights, not btch", "did you mean 'batch'?",
      6, 4
    ),
  ]

@Suite struct BindingTests {
  @Test(arguments: [
    ("forward", ""),
    ("batch 32", "size=32"),
    ("step", ""),
    ("step back", "direction=back"),
    ("step 3", "count=3"),
    ("step back 3", "direction=back count=3"),
    ("save \"F\"", "path=\"F\""),
    ("save weights \"F\"", "what=weights path=\"F\""),
    ("insert bn -> relu after conv1", "layers=(-> bn relu) side=after place=conv1"),
    ("insert bn place=conv1 before", "layers=bn place=conv1 side=before"),
    ("jacobian conv1 norm=all conv2", "layer=conv1 norm=all layer=conv2"),
    ("compare a b c", "model=a model=b model=c"),
    ("train steps=2 * n shuffle=false", "steps=(* 2 n) shuffle=false"),
    ("seed -3", "number=(- 3)"),
    ("help where", "verb=where"),
    ("time repeats=2 forward", "repeats=2"),
  ])
  func `operands get their names in order`(text: String, expected: String) throws {
    #expect(try call(text).arguments.map(shape).joined(separator: " ") == expected)
  }

  @Test func `values are found by name`() throws {
    let jacobian = try call("jacobian conv1 norm=all conv2")
    #expect(jacobian["norm"].map(shape) == "all")
    #expect(jacobian["from"] == nil)
    #expect(jacobian.all("layer").map(shape) == ["conv1", "conv2"])
    let time = try call("time train steps=2")
    #expect(time.statement.map(shape) == ["(! train steps=2)"])
  }

  @Test(arguments: misfits.indices)
  func `a call that does not fit is refused with the usage`(index: Int) {
    let expected = misfits[index]
    let problem = Problem(
      expected.kind, expected.message, facts: ["usage: \(expected.usage)"], hint: expected.hint,
      place: .init(column: expected.column, length: expected.length))
    #expect(throws: problem) { try call(expected.text) }
  }

  @Test(arguments: wrongKinds.indices)
  func `a value of the wrong kind is refused`(index: Int) {
    let expected = wrongKinds[index]
    let problem = Problem(
      .wrongArgument, expected.message, hint: expected.hint,
      place: .init(column: expected.column, length: expected.length))
    #expect(throws: problem) { try call(expected.text) }
  }
}
