// What is offered at the cursor, which stands at the end of the text.

import Grammars
import Testing

private let vocabulary = Vocabulary(
  verbs: sampleVerbs,
  layerKinds: [
    .init(
      "conv", "Convolution.",
      parameters: [
        .init("kernel", .integer, "Size."),
        .init("padding", .choice(["same", "valid"]), "Border."),
      ]),
    .init("relu", "Rectifier."),
  ],
  architectures: [.init("vgg", "Plain stack.")],
  functions: [.init("norm", "Size of a tensor.")],
  layers: ["conv1", "relu1"], models: ["net", "plain"], variables: ["g"])

private func offered(_ text: String) -> [String] {
  complete(text, in: vocabulary).candidates.map(\.text)
}

@Suite struct CompletionTests {
  @Test(arguments: [
    ("fo", ["forward"]),
    ("forward; ba", ["batch", "backward"]),
    ("forward\nn", ["note", "net"]),
    ("inspect ", ["conv1", "relu1"]),
    ("inspect re", ["relu1"]),
    ("inspect relu1 ", []),
    ("compare net ", ["net", "plain"]),
    ("compare net, pl", ["plain"]),
    ("jacobian ", ["conv1", "relu1", "norm=", "iterations=", "from="]),
    ("jacobian conv1 no", ["norm="]),
    ("jacobian norm=", ["spectral", "frobenius", "gain", "all"]),
    ("jacobian norm=f", ["frobenius"]),
    ("jacobian norm=all f", ["from="]),
    ("jacobian from=", ["conv1", "relu1"]),
    ("save we", ["weights"]),
    ("insert relu ", ["after", "before"]),
    ("insert relu -> co", ["conv", "conv1"]),
    ("insert relu after ", ["conv1", "relu1"]),
    ("train shuffle=", ["true", "false"]),
    ("help jac", ["jacobian"]),
    ("time forw", ["forward"]),
    ("time jacobian norm=g", ["gain"]),
    ("net = ", ["conv", "relu", "vgg", "net", "plain", "g", "norm", "conv1", "relu1"]),
    ("net = conv(3) -> v", ["vgg"]),
    ("net = conv(3) ", []),
    ("net = conv(k", ["kernel="]),
    (
      "net = conv(3, ",
      [
        "conv", "relu", "vgg", "net", "plain", "g", "norm", "conv1", "relu1", "kernel=", "padding=",
      ]
    ),
    ("net = conv(3, padding=", ["same", "valid"]),
    ("net = conv(3, padding=same, k", ["kernel="]),
    ("net = 2 * (re", ["relu", "relu1"]),
    ("expect norm(co", ["conv", "conv1"]),
    ("loss * ", ["conv", "relu", "vgg", "net", "plain", "g", "norm", "conv1", "relu1"]),
    ("note ", []),
    ("time repeats=", ["g", "norm"]),
    ("forward # fo", []),
    ("\"#\" + re", ["relu", "relu1"]),
  ])
  func `what fits the place is offered`(text: String, expected: [String]) {
    #expect(offered(text) == expected)
  }

  @Test func `a first word is a verb, a model or a variable`() {
    #expect(offered("") == sampleVerbs.names + ["net", "plain", "g"])
    #expect(
      complete("fo", in: vocabulary).candidates == [.init("forward", "Run the model forward.")])
  }

  @Test(arguments: [("for", 0..<3), ("ä = con", 4..<7), ("jacobian ", 9..<9), ("a->re", 3..<5)])
  func `the word at the cursor is replaced`(text: String, range: Range<Int>) {
    #expect(complete(text, in: vocabulary).range == range)
  }

  @Test(arguments: [
    ("save \"", "" as String?, 6..<6), ("save weights \"a/b", "a/b", 14..<17),
    ("note \"a", nil, 6..<7), ("load batch \"Ä x", "Ä x", 12..<15),
  ])
  func `a file is wanted in the string of a file operand`(
    text: String, prefix: String?, range: Range<Int>
  ) {
    let completion = complete(text, in: vocabulary)
    #expect(completion.filePrefix == prefix)
    #expect(completion.range == range)
    #expect(completion.candidates.isEmpty)
  }
}
