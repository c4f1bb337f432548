// summary: the layers of a model with shapes, parameters and arithmetic.

import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Datasets
import Layers

enum Summary: Command {
  static let signature = Signature(
    "summary", .build, "Lists a model's layers with shapes, parameters and multiply-adds.",
    discussion: """
      Multiply-adds are those of a forward pass over one example. A block's line sums up the \
      lines inside it, and the total counts every layer once.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [.init("summary", "the active model", after: "data shapes; net = stack(3, 4)")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let network = model.network
    let examples = workspace.batch?.x.shape.examples ?? 1
    let program: Program
    do {
      program = try Program(network, input: network.input.batched(max(2, examples)), memory: .max)
    } catch { throw error.problem(in: network.chain) }
    var rows: [[Table.Cell]] = []
    var layers: [Datum] = []
    for stretch in program.stretches {
      let parameters = program.parameters(in: network, of: stretch)
      let macs = program.multiplyAdds(in: network, of: stretch)
      let depth = stretch.name.filter { $0 == "." }.count
      let output = program.shape(of: stretch.output).extents
      rows.append([
        .words(String(repeating: "  ", count: depth) + stretch.name),
        .words("[" + (["N"] + output.dropFirst().map(String.init)).joined(separator: ", ") + "]"),
        parameters == 0 ? .empty : .integer(parameters), macs == 0 ? .empty : .integer(macs),
      ])
      layers.append([
        "name": .string(stretch.name), "kind": .string(kind(of: stretch, program, network)),
        "output": .list(output.dropFirst().map { .integer($0) }),
        "parameters": .integer(parameters), "macs": .integer(macs),
      ])
    }
    let macs = program.multiplyAdds(in: network, of: program.whole)
    return Report(
      kind: "summary",
      data: [
        "model": .string(model.name), "parameters": .integer(network.parameterCount),
        "macs": .integer(macs), "depth": .integer(network.depth), "layers": .list(layers),
        "survival": .list(program.gatedBranches.map { .number($0.gate.survival) }),
        "dropped": .list((model.run?.droppedBlocks ?? []).map { .string($0) }),
      ],
      blocks: [
        .table(
          Table(
            title: "\(model.name): input \(Figures.text(shape: network.input.extents))",
            columns: [
              .init("layer", .left), .init("output", .left), .init("parameters"),
              .init("multiply-adds"),
            ], rows: rows,
            footer: [.words("total"), .empty, .integer(network.parameterCount), .integer(macs)]))
      ]
        + [program.survivalWords, model.run?.droppedWords].compactMap { $0 }
        .map { .text(Text($0, .faint)) })
  }

  /// The kind of layer or block that a stretch is.
  private static func kind(
    of stretch: Program.Stretch, _ program: Program, _ network: Network
  ) -> String {
    guard let last = program.instructions[stretch.instructions].last else { return "identity" }
    switch last.operation {
    case .layer(let index): return network.layers[index].layer.kind
    case .sum: return "residual"
    case .concat: return "concat"
    }
  }
}
