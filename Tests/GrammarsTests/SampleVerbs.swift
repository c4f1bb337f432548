// Signatures like those of the real catalog, for tests that need some.

import Grammars

let sampleVerbs = Verbs([
  Signature("data", .data, "Choose data.", operands: [.init("source", .expression, "What.")]),
  Signature("batch", .data, "Take a batch.", operands: [.init("size", .integer, "How many.")]),
  Signature(
    "load", .data, "Load tensors.",
    operands: [
      .init("what", .choice(["batch", "weights"]), "What."), .init("path", .file, "Where."),
    ]),
  Signature(
    "save", .notebook, "Save.",
    operands: [
      .init("what", .choice(["weights", "gradients", "batch"]), "What.", optional: true),
      .init("path", .file, "Where."),
    ]),
  Signature("forward", .run, "Run the model forward."),
  Signature("backward", .run, "Differentiate the loss."),
  Signature("loss", .run, "Show the loss."),
  Signature(
    "step", .run, "Do one step.",
    operands: [
      .init("direction", .choice(["back"]), "Which way.", optional: true),
      .init("count", .integer, "How many.", optional: true),
    ]),
  Signature("where", .run, "Show the position."),
  Signature(
    "inspect", .look, "Look at a layer.", operands: [.init("layer", .layer, "Which.")],
    examples: [.init("inspect conv1", "Shows it.")]),
  Signature(
    "jacobian", .look, "Measure Jacobians.",
    operands: [.init("layer", .layer, "Which.", optional: true, repeats: true)],
    options: [
      .init("norm", .choice(["spectral", "frobenius", "gain", "all"]), "Which norm."),
      .init("iterations", .number, "How many."),
      .init("from", .layer, "First."),
    ]),
  Signature(
    "insert", .build, "Insert layers.",
    operands: [
      .init("layers", .expression, "What."),
      .init("side", .choice(["after", "before"]), "Which side."),
      .init("place", .layer, "Where."),
    ]),
  Signature(
    "freeze", .build, "Freeze layers.",
    operands: [.init("layer", .layer, "Which.", optional: true, repeats: true)]),
  Signature(
    "compare", .compare, "Compare models.",
    operands: [.init("model", .model, "Which.", repeats: true)]),
  Signature(
    "train", .learn, "Train.",
    options: [.init("steps", .integer, "Steps."), .init("shuffle", .boolean, "Order.")]),
  Signature("note", .notebook, "Note.", operands: [.init("text", .string, "Text.")]),
  Signature(
    "set", .other, "Set.",
    operands: [.init("key", .word, "What."), .init("value", .expression, "Value.")]),
  Signature(
    "help", .other, "Explain.", operands: [.init("verb", .command, "What.", optional: true)]),
  Signature(
    "expect", .other, "Check.",
    operands: [
      .init("condition", .expression, "What holds."),
      .init("reason", .string, "Why.", optional: true),
    ]),
  Signature("seed", .other, "Seed.", operands: [.init("number", .integer, "Seed.")]),
  Signature(
    "time", .other, "Measure.", operands: [.init("statement", .statement, "What.")],
    options: [.init("repeats", .integer, "How often.")]),
  Signature(
    "watch", .run, "Watch.", operands: [.init("expression", .expression, "What.", repeats: true)]),
])

/// Every line of language.md and lessons.md, and then some, that the language must read.
let validTexts = [
  "jacobian norm=spectral", "compare plain bn res", "net = conv(16) -> bn -> relu",
  "g = norm(gradient(conv1.weight))", "mean(output(relu3))", "g / 2", "(3, 32, 32)",
  "plain = 12 * (conv(16) -> relu) -> globalavgpool -> dense(10)",
  "res   = conv(16) -> 5 * (residual(conv(16) -> bn -> relu -> conv(16) -> bn) -> relu)"
    + " -> globalavgpool -> dense(10)",
  "inc   = concat(conv(8, kernel=1), conv(8), maxpool(3, stride=1, padding=1)) -> flatten"
    + " -> dense(10)",
  "deep  = vgg(38, norm=batch, skip=true)", "load batch \"F.npz\"", "step", "step back",
  "jacobian from=conv1", "save weights \"F\"", "save \"walk.md\"", "data shapes; batch 32",
  "forward; backward", "half = vgg(20); forward; backward",
  "expect norm(gradient(conv1.weight)) < 1e-10 \"the first layer should be starved\"",
  "depth() == 38", "mean(abs(gradient(conv1.weight))) > 1e-6",
  "net = vgg(38, norm=batch); forward; backward", "note \"a \\\"b\\\" \\\\ c\"",
  "where", "help where", "freeze conv* *.weight", "freeze *", "insert conv(16) -> bn after relu1",
  "set x -1", "set x - 1", "loss() * 2", "loss * 2", "time train steps=3",
  "block(width, stride=1) = residual(conv(width, stride=stride) -> (bn if norm == batch) -> relu,"
    + " shortcut=(conv(width, kernel=1) if stride > 1))",
  "vgg(depth=38, norm=none) = n * (conv(32) -> relu) where n = depth - 2, w = 2 ^ n % 3"
    + " requires depth > 2 and not norm == odd \"depth is 3 or more\"",
  "a = (x if y else z if w) -> (p where q = -1, r = ())", "x = ((1,), (\"s\", true), ())",
  "net = conv(16) -> # first\n  relu ->\n\n dense(10); net\nforward # last",
  "", "  ;; # nothing",
]
