// save: the session as a notebook; weights, gradients, activations and batches for other programs.

import Datasets
import Grammars
import Lessons
import Networks
import Reports
import Sessions
import Tensors
import Layers

enum Save: SessionCommand {
  static let signature = Signature(
    "save", .notebook,
    "Writes the session as a notebook, or weights, gradients, activations, the batch.",
    discussion: """
      A file that ends in .md is a notebook: the statements so far and what they printed, as \
      Markdown that 'open' runs again, 'verify' checks and 'fathom test' replays. \
      .safetensors and .npz are chosen by the file's name; both hold PyTorch's names and shapes, in \
      layer order. Weights include running statistics; gradients include 'input'; activations have \
      one entry for each layer and block.
      """,
    operands: [
      .init(
        "what", .choice(["weights", "gradients", "activations", "batch"]),
        "what to write; the notebook if missing", optional: true),
      .init("file", .file, "\"F.md\"; \"F.safetensors\" or \"F.npz\""),
    ],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init("save \"walk.md\"", "the session so far", after: "data shapes; batch 8"),
      .init(
        "save weights \"net.safetensors\"", "for PyTorch",
        after: "data shapes; batch 8; net = stack(3, 4)"),
    ])

  /// Files that later statements may read are part of the notebook; the notebook itself is not.
  static func leavesCell(_ call: Call) -> Bool { call["what"] != nil }

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let file = try call.word("file") else {
      throw Problem(.wrongArgument, "save needs a file")
    }
    guard let what = try call.word("what")?.text else {
      return try saveNotebook(session, to: file)
    }
    let (workspace, context) = (session.workspace, session.context)
    let arrays = try arrays(what, call, workspace)
    do {
      try context.host.write(try encode(arrays, file: file.text), to: file.text)
    } catch { throw error.at(file.place) }
    let count = arrays.reduce(0) { $0 + $1.array.count }
    return Report(
      kind: "save",
      data: [
        "what": .string(what), "file": .string(file.text), "tensors": .integer(arrays.count),
        "elements": .integer(count),
      ],
      blocks: [
        .text(
          Text("\(what): \(arrays.count) tensors, \(Figures.text(count)) numbers → ")
            + Text(file.text, .code))
      ])
  }

  private static func saveNotebook(_ session: Session, to file: Word) throws(Problem) -> Report {
    guard file.text.hasSuffix(".md") else {
      throw Problem(
        .wrongArgument, "a notebook's name ends in .md",
        hint: "try: save \"walk.md\", or save weights \"net.safetensors\"", place: file.place)
    }
    if let edited = session.firstStale.map({ session.cells[$0].number }) {
      throw Problem(
        .notReady, "cell \(edited) was edited and not run since: the outputs are stale",
        hint: "try: rerun")
    }
    let markdown = LessonWriter.markdown(session.notebook(named: file.text))
    do { try session.context.host.write([UInt8](markdown.utf8), to: file.text) } catch {
      throw error.at(file.place)
    }
    return Report(
      kind: "save",
      data: [
        "what": "notebook", "file": .string(file.text), "cells": .integer(session.cells.count),
      ],
      blocks: [
        .text(
          Text("notebook: " + Figures.count(session.cells.count, "cell", "cells") + " → ")
            + Text(file.text, .code))
      ])
  }

  private static func arrays(
    _ what: String, _ call: Call, _ workspace: Workspace
  ) throws(Problem) -> [(name: String, array: NumericArray)] {
    if what == "batch" { return try workspace.currentBatch().arrays }
    let model = try call.model("model", workspace)
    if what == "weights" {
      return model.network.state.pairs.map { ($0.name, NumericArray($0.tensor)) }
    }
    guard let run = model.run, run.isForwardDone else {
      throw Problem(
        .notReady, "there is no pass of \(model.name) to save", hint: "try: forward; backward")
    }
    if what == "activations" {
      return zip(run.program.instructions, run.values.dropFirst()).compactMap {
        instruction, value in
        value.map { (instruction.name, NumericArray($0)) }
      }
    }
    guard run.isBackwardDone, let input = run.gradients[0] else {
      throw Problem(.notReady, "there are no gradients of \(model.name) yet", hint: "try: backward")
    }
    return [("input", NumericArray(input))]
      + run.gradientsByName.pairs.map { ($0.name, NumericArray($0.tensor)) }
  }

  /// The file's bytes, in the format its name asks for.
  private static func encode(
    _ arrays: [(name: String, array: NumericArray)], file: String
  ) throws(Problem) -> [UInt8] {
    if file.hasSuffix(".npz") {
      do { return try Datasets.encode(npz: arrays) } catch { throw error.problem }
    }
    guard file.hasSuffix(".safetensors") else {
      throw Problem(
        .wrongArgument, "'\(file)' ends in neither .safetensors nor .npz",
        hint: "try: save weights \"net.safetensors\"")
    }
    return Datasets.encode(safetensors: arrays.map { ($0.name, $0.array.tensor) })
  }
}

extension Network {
  /// Parameters and running statistics, layer by layer in PyTorch's order.
  var state: NamedTensors {
    var result = NamedTensors()
    for layer in layers {
      result.append(layer.layer.parameters.prefixed(layer.name))
      result.append(layer.layer.buffers.prefixed(layer.name))
    }
    return result
  }
}
