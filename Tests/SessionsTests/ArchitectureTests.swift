// The reference networks: they parse, they bind, and they have the published numbers of parameters.

import Architectures
import Commands
import Grammars
import Networks
import Reports
import Sessions
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
/// classes (0.27M, 0.46M, 0.66M, 0.85M, 1.7M). lenet: LeCun et al. 1998 with full connections.
/// The multilayer perceptron: 784 · 300 + 300 + 300 · 100 + 100 + 100 · 10 + 10. ResNet-18 and
/// ResNet-50 for ImageNet and AlexNet: torchvision's, as `torchinfo` counts them.
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
  ParameterCount("input(1, 28, 28) -> lenet(classes=10)", 61_706),
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
