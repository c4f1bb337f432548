// The reference networks: they parse, they bind, and they have the published numbers of parameters.

import Architectures
import Commands
import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Testing

/// A network, its input and how many parameters it has.
struct ParameterCount: Sendable, CustomTestStringConvertible {
  var network: String
  var parameters: Int

  init(_ network: String, _ parameters: Int) {
    self.network = network
    self.parameters = parameters
  }

  var testDescription: String { network }
}

/// vgg: Edinburgh MLP coursework 2. resnet: He et al. 2016, table 6, with type A shortcuts and 10
/// vgg: Edinburgh MLP coursework 2. resnet: He et al. 2016, table 6, with type A shortcuts and 10
/// classes (0.27M, 0.46M, 0.66M, 0.85M, 1.7M); projections add 512 + 64 + 2,048 + 128, and full
/// preactivation has the first batch norm of a widening block on the narrower side. fudan24: the
/// ResNet24 of a Fudan report, whose stages always begin with a projection. lenet: LeCun et al.
/// 1998 with full connections; the classic form has their 60,000, and 850 of the dense layer that
/// stands for the RBF units. The multilayer perceptron:
/// 784 · 300 + 300 + 300 · 100 + 100 + 100 · 10 + 10. ResNet-18 and ResNet-50 for ImageNet and
/// AlexNet: torchvision's, as `torchinfo` counts them.
private let counts = [
  ParameterCount("input(3, 32, 32) -> vgg(8, classes=100)", 59_716),
  ParameterCount("input(3, 32, 32) -> vgg(38)", 336_196),
  ParameterCount("input(3, 32, 32) -> vgg(38, norm=batch)", 338_500),
  ParameterCount("input(3, 32, 32) -> vgg(38, skip=true)", 336_196),
  ParameterCount("input(3, 32, 32) -> vgg(38, norm=batch, skip=true)", 338_500),
  ParameterCount("input(3, 32, 32) -> resnet(20, classes=10)", 269_722),
  ParameterCount("input(3, 32, 32) -> resnet(32, classes=10)", 464_154),
  ParameterCount("input(3, 32, 32) -> resnet(44, classes=10)", 658_586),
  ParameterCount("input(3, 32, 32) -> resnet(56, classes=10)", 853_018),
  ParameterCount("input(3, 32, 32) -> resnet(110, classes=10)", 1_727_962),
  ParameterCount("input(3, 32, 32) -> resnet(110, classes=100)", 1_733_812),
  ParameterCount("input(3, 32, 32) -> resnet(110, classes=10, projection=true)", 1_730_714),
  ParameterCount("input(3, 32, 32) -> resnet(110, classes=10, survival=0.5)", 1_727_962),
  ParameterCount("input(3, 32, 32) -> resnet(20, classes=10, order=bnafter)", 269_722),
  ParameterCount("input(3, 32, 32) -> resnet(20, classes=10, order=relubefore)", 269_722),
  ParameterCount("input(3, 32, 32) -> resnet(20, classes=10, order=relufirst)", 269_722),
  ParameterCount("input(3, 32, 32) -> resnet(20, classes=10, order=preactivation)", 269_626),
  ParameterCount("input(3, 32, 32) -> \(fudan24(order: "a"))", 4_935_242),
  ParameterCount("input(3, 32, 32) -> \(fudan24(order: "e"))", 4_934_858),
  ParameterCount("input(1, 28, 28) -> lenet(classes=10)", 61_706),
  ParameterCount("input(1, 28, 28) -> lenet(classic=true, classes=10)", 60_850),
  ParameterCount("input(1, 32, 32) -> lenet(classic=true, classes=10, padding=0)", 60_850),
  ParameterCount(
    "input(1, 28, 28) -> flatten -> dense(300) -> relu -> dense(100) -> relu -> dense(10)", 266_610),
  ParameterCount(
    "input(3, 224, 224) -> \(imageNet(blocks: [2, 2, 2, 2], isDeep: false))", 11_689_512),
  ParameterCount(
    "input(3, 224, 224) -> \(imageNet(blocks: [3, 4, 6, 3], isDeep: true))", 25_557_032),
  ParameterCount(
    """
    input(3, 224, 224) -> conv(64, kernel=11, stride=4, padding=2) -> relu -> maxpool(3, stride=2) \
    -> conv(192, kernel=5) -> relu -> maxpool(3, stride=2) -> conv(384) -> relu -> conv(256) -> relu \
    -> conv(256) -> relu -> maxpool(3, stride=2) -> flatten \
    -> dropout(0.5) -> dense(4096) -> relu -> dropout(0.5) -> dense(4096) -> relu -> dense(1000)
    """, 61_100_840),
]

/// Stages of 3, 3, 2 and 3 blocks of 64, 128, 128 and 256 channels, with projections wherever the
/// stride or the channels change, in the order a (original) or e (full preactivation).
private func fudan24(order: String) -> String {
  func block(_ channels: Int, _ stride: Int) -> String {
    let (first, second) = (
      "conv(\(channels), stride=\(stride), bias=false)", "conv(\(channels), bias=false)"
    )
    let body =
      order == "a"
      ? "\(first) -> bn -> relu -> \(second) -> bn"
      : "bn -> relu -> \(first) -> bn -> relu -> \(second)"
    let projection = "conv(\(channels), kernel=1, stride=2, bias=false) -> bn"
    return "residual(\(body)" + (stride == 2 ? ", shortcut=\(projection))" : ")")
      + (order == "a" ? " -> relu" : "")
  }
  let stages = [(64, 1, 3), (128, 2, 3), (128, 2, 2), (256, 2, 3)].map { channels, stride, count in
    "\(block(channels, stride)) -> \(count - 1) * (\(block(channels, 1)))"
  }
  return "conv(64, bias=false) -> bn -> relu -> \(stages.joined(separator: " -> ")) -> "
    + "avgpool(4) -> flatten -> dense(10)"
}

/// The orders of a residual block (He et al. 2016b, figure 4; reports number them a to e), as a
/// block of four channels reads.
private let orders = [
  (
    "original",
    "residual(conv(4, bias=false) -> bn -> relu -> conv(4, bias=false) -> bn) -> relu"
  ),
  (
    "bnafter",
    "residual(conv(4, bias=false) -> bn -> relu -> conv(4, bias=false)) -> bn -> relu"
  ),
  (
    "relubefore",
    "residual(2 * (conv(4, bias=false) -> bn -> relu))"
  ),
  (
    "relufirst",
    "residual(2 * (relu -> conv(4, bias=false) -> bn))"
  ),
  (
    "preactivation",
    "residual(2 * (bn -> relu -> conv(4, bias=false)))"
  ),
]

/// He et al. 2016, table 1, in the notation; deep blocks are the bottlenecks of ResNet-50 on.
private func imageNet(blocks: [Int], isDeep: Bool) -> String {
  func conv(_ out: Int, _ kernel: Int, _ stride: Int = 1) -> String {
    "conv(\(out), kernel=\(kernel), stride=\(stride), bias=false) -> bn"
  }
  var links = [conv(64, 7, 2), "relu", "maxpool(3, stride=2, padding=1)"]
  for (stage, count) in blocks.enumerated() {
    let width = 64 << stage
    let out = isDeep ? 4 * width : width
    for block in 0..<count {
      let stride = block == 0 && stage > 0 ? 2 : 1
      let body =
        isDeep
        ? "\(conv(width, 1)) -> relu -> \(conv(width, 3, stride)) -> relu -> \(conv(out, 1))"
        : "\(conv(width, 3, stride)) -> relu -> \(conv(out, 3))"
      let isWider = block == 0 && (isDeep || stage > 0)
      let shortcut = isWider ? ", shortcut=\(conv(out, 1, stride))" : ""
      links += ["residual(\(body)\(shortcut))", "relu"]
    }
  }
  return (links + ["globalavgpool", "dense(1000)"]).joined(separator: " -> ")
}

@Suite struct ArchitectureTests {
  @Test(arguments: orders)
  func `a residual block has the order that is asked for`(order: String, block: String) throws {
    var session = sitting()
    for cell in session.submit(
      "net = input(3, 12, 12) -> resnet(8, width=4, classes=10, order=\(order))")
    { #expect(cell.trouble == nil) }
    let model = try session.workspace.activeModel()
    let notation = model.network.chain.notation
    #expect(notation.contains("-> relu -> \(block) ->"), "\(notation)")
    let program = try Program(model.network, input: [2, 3, 12, 12], memory: .max)
    for (name, output) in [
      ("residual1", [2, 4, 12, 12]), ("residual2", [2, 8, 6, 6]), ("residual3", [2, 16, 3, 3]),
    ] as [(String, Shape)] {
      #expect(program.shape(of: try #require(program.stretch(name)).output) == output)
    }
  }

  @Test(arguments: counts)
  func `a network has as many parameters as its source says`(count: ParameterCount) {
    var session = sitting()
    for cell in session.submit("net = \(count.network)") { #expect(cell.trouble == nil) }
    #expect(session.workspace.models.first?.network.parameterCount == count.parameters)
  }

  @Test(arguments: architectureCatalog.map(\.name))
  func `an architecture reads as a definition that a learner could type`(name: String) throws {
    let reference = try #require(architecture(named: name))
    let statements = try parse(reference.text, verbs: library.verbs)
    guard case .definition(let last)? = statements.last?.form else {
      Issue.record("\(name) ends in no definition")
      return
    }
    #expect(last.name.text == name)
    #expect(reference.summary.hasSuffix("."))
    #expect(!reference.source.isEmpty)
  }

  @Test(arguments: architectureCatalog.map(\.name))
  func `an architecture's example binds on shapes, and a copy typed in gives the same`(
    name: String
  ) throws {
    let reference = try #require(architecture(named: name))
    var session = sitting()
    for cell in session.submit("data shapes examples=20; net = \(reference.example)") {
      #expect(cell.trouble == nil)
    }
    let statements = reference.text.replacing("\(name)(", with: "copy_of_\(name)(")
    let example = reference.example.replacing("\(name)(", with: "copy_of_\(name)(")
    for cell in session.submit("\(statements)\nagain = \(example)") { #expect(cell.trouble == nil) }
    #expect(
      session.workspace.model(named: "net")?.network.chain.notation
        == session.workspace.model(named: "again")?.network.chain.notation)
  }
}
