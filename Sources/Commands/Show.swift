// show, image: the pictures of the batch.

import Datasets
import Grammars
import Reports
import Sessions
import Tensors
import Kernels

enum Show: Command {
  static let signature = Signature(
    "show", .data, "Shows the images of the batch with their classes.",
    operands: [.init("what", .choice(["batch"]), "the batch", optional: true)],
    options: [.init("count", .integer, "how many images (8)")],
    examples: [.init("show batch count=4", "the first four", after: "data shapes; batch 8")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let batch = try workspace.currentBatch()
    let count = min(batch.count, try call.integer("count", workspace, context) ?? 8)
    return try pictures(Array(0..<count), of: batch, workspace)
  }
}

enum ImageCommand: Command {
  static let signature = Signature(
    "image", .data, "Shows one image of the batch.",
    operands: [.init("index", .integer, "its place in the batch, from 0")],
    examples: [.init("image 0", "the first one", after: "data shapes; batch 8")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let batch = try workspace.currentBatch()
    let index = try call.integer("index", workspace, context, in: 0...batch.count - 1) ?? 0
    return try pictures([index], of: batch, workspace)
  }
}

/// Examples of a batch as pictures, their normalization undone where it is known.
private func pictures(
  _ indices: [Int], of batch: Batch, _ workspace: Workspace
) throws(Problem) -> Report {
  let shape = batch.x.shape
  guard shape.rank == 4, [1, 3].contains(shape[1]) else {
    throw Problem(
      .wrongArgument,
      "these examples are \(Figures.text(shape: shape.example.extents)), not images of 1 or 3 channels",
      hint: "histogram batch() shows their values")
  }
  var pixels = batch.x
  if let dataset = workspace.dataset, dataset.shape == shape.example,
    batch.origin.hasPrefix(dataset.name)
  {
    pixels = dataset.normalization.undone(batch.x)
  } else {
    let facts = pixels.statistics
    let range = max(facts.maximum - facts.minimum, .leastNormalMagnitude)
    pixels = pixels.map { ($0 - facts.minimum) / range }
  }
  let (channels, height, width) = (shape[1], shape[2], shape[3])
  let names = workspace.dataset?.classNames ?? []
  let images = indices.map { index -> ImageGrid.Image in
    let start = index * shape.example.count
    let label = batch.labels[index]
    return ImageGrid.Image(
      caption: "\(index) \(label < names.count ? names[label] : String(label))", width: width,
      height: height,
      pixels: (0..<height * width).map { place in
        let values = (0..<3).map { color -> Float in
          let value = pixels[start + min(color, channels - 1) * height * width + place]
          return value.isFinite ? min(1, max(0, value)) : 0
        }
        return SIMD3(values[0], values[1], values[2])
      })
  }
  return Report(
    kind: "images",
    data: ["labels": .list(indices.map { .integer(batch.labels[$0]) })],
    blocks: [.images(ImageGrid(images: images))])
}
