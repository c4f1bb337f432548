// load: weights and batches from files of other programs.

import Datasets
import Grammars
import Networks
import Reports
import Sessions
import Tensors

enum Load: Command {
  static let signature = Signature(
    "load", .data, "Reads weights into the model, or a batch, from a file.",
    discussion: """
      Weights come from .safetensors or .npz under the names that 'save weights' gives; every \
      parameter must be there in its shape. A batch comes from an .npz with x [N, …] and y [N].
      """,
    operands: [
      .init("what", .choice(["weights", "batch"]), "what to read"),
      .init("file", .file, "the file"),
    ],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init(
        "load weights \"net.safetensors\"", "back from PyTorch",
        after: "data shapes; batch 8; net = stack(3, 4); save weights \"net.safetensors\"")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let what = try call.word("what")?.text, let file = try call.word("file") else {
      throw Problem(.wrongArgument, "load needs what to read, and a file")
    }
    do {
      let arrays = try decode(file.text, context)
      return what == "batch"
        ? try loadBatch(arrays, file.text, into: &workspace)
        : try loadWeights(arrays, file.text, into: call.model("model", workspace), &workspace)
    } catch { throw error.at(file.place) }
  }

  private static func decode(
    _ file: String, _ context: Context
  ) throws(Problem) -> [(name: String, array: NumericArray)] {
    let bytes: [UInt8]
    do { bytes = try context.host.read(file) } catch {
      throw Problem(.badFile, "\(error.path): \(error.reason)")
    }
    do {
      return file.hasSuffix(".safetensors")
        ? try Datasets.decode(safetensors: bytes, path: file)
        : try Datasets.decode(npz: bytes, path: file)
    } catch { throw error.problem }
  }

  private static func loadBatch(
    _ arrays: [(name: String, array: NumericArray)], _ file: String,
    into workspace: inout Workspace
  ) throws(Problem) -> Report {
    let batch: Batch
    do { batch = try Batch(arrays, classes: 2, path: file) } catch { throw error.problem }
    workspace.setBatch(batch, size: batch.count)
    return BatchCommand.report(batch)
  }

  private static func loadWeights(
    _ arrays: [(name: String, array: NumericArray)], _ file: String, into model: Model,
    _ workspace: inout Workspace
  ) throws(Problem) -> Report {
    var model = model
    var parameters = model.network.parameters
    var buffers = model.network.buffers
    let byName = Dictionary(arrays.map { ($0.name, $0.array) }) { first, _ in first }
    for name in parameters.names + buffers.names {
      guard let array = byName[name] else {
        // Running statistics may be missing, weights may not.
        if parameters[name] == nil { continue }
        throw Problem(
          .badFile, "\(file) has no '\(name)', which \(model.name) needs",
          facts: [
            "it has " + arrays.prefix(6).map(\.name).joined(separator: ", ")
              + (arrays.count > 6 ? ", …" : "")
          ])
      }
      let wanted = (parameters[name] ?? buffers[name])?.shape.extents ?? []
      guard array.shape == wanted else {
        throw Problem(
          .shapeMismatch,
          "\(name) is \(Figures.text(shape: array.shape)) in \(file), and "
            + "\(Figures.text(shape: wanted)) in \(model.name)")
      }
      if parameters[name] != nil {
        parameters[name] = array.tensor
      } else {
        buffers[name] = array.tensor
      }
    }
    model.network.parameters = parameters
    model.network.buffers = buffers
    model.reset()
    workspace.store(model)
    let unused = arrays.map(\.name).filter { parameters[$0] == nil && buffers[$0] == nil }
    return Report(
      kind: "load",
      data: [
        "model": .string(model.name), "tensors": .integer(arrays.count - unused.count),
        "unused": .list(unused.map { .string($0) }),
      ],
      blocks: [
        .text(
          Text(
            "\(arrays.count - unused.count) tensors → \(model.name)"
              + (unused.isEmpty ? "" : "; not used: " + unused.prefix(5).joined(separator: ", "))))
      ])
  }
}
