// Reports to draw: small ones of every block, and the values that break drawings.

import Foundation
import Renderers
import Reports

/// Blocks with known contents.
enum Sample {
  static let text = Block.text(
    Text("The gradient ", .plain) + Text("vanishes", .bad)
      + Text(" on its way to the input: twelve layers multiply it by 0.4 each, so that ")
      + Text("conv1", .code) + Text(" learns nothing."))

  static let table = Block.table(
    Table(
      title: "plain",
      columns: [
        .init("layer", .left), .init("output"), .init("parameters"), .init("loss", .left),
        .init("share", .left),
      ],
      rows: [
        [
          .words("conv1", .code), .shape([32, 16, 32, 32]), .integer(448),
          .sparkline([4, 3, 2, 1.5, 1.2, 1, 1, 1]), .bar(0.25),
        ],
        [
          .words("residual1.shortcut.conv1"), .shape([32, 64, 8, 8]), .integer(1_234_567),
          .sparkline([1, 2, 4, 8, 4, 2, 1]), .bar(1),
        ],
        [.words("dense1"), .shape([32, 10]), .number(.nan), .sparkline([]), .bar(0)],
      ],
      footer: [.words("total"), .empty, .integer(1_235_015)]))

  static let bars = Block.bars(
    BarChart(
      title: "gradient flow", labels: ["conv1", "conv2", "conv3", "dense1"],
      series: [
        .init(name: "plain", values: [3.1e-9, 0, 2e-4, 0.3]),
        .init(name: "bn", values: [0.02, 0.11, .nan, nil]),
      ],
      scale: .logarithmic, quantity: "mean |gradient|"))

  static let linearBars = Block.bars(
    BarChart(
      labels: ["cat", "dog", "ship"], series: [.init(name: "", values: [2.5, -1.25, 0])],
      scale: .linear, quantity: "logit"))

  static let waterfall = Block.waterfall(
    Waterfall(
      title: "where the gradient goes", quantity: "gradient norm", startLabel: "loss",
      startValue: 1,
      steps: [
        .init(label: "dense1", factor: 1.8, value: 1.8),
        .init(label: "relu3", factor: 0.41, value: 0.738),
        .init(label: "conv3", factor: 0.0021, value: 0.00155, marked: true),
        .init(label: "bn3", factor: 1, value: 0.00155),
        .init(label: "conv2", factor: 0, value: 0),
      ]))

  static let histogram = Block.histogram(
    Histogram(
      title: "conv1.weight", quantity: "weight", low: -0.3, high: 0.3,
      counts: [3, 120, 1402, 998, 87, 0], notFinite: 2))

  static let curves = Block.curves(
    CurveChart(
      title: "training",
      curves: [
        .init(name: "plain", values: (0...40).map { 2.3 - 0.004 * Double($0) }),
        .init(name: "bn", values: (0...40).map { 2.4 * exp(-Double($0) / 12) + 0.1 }),
      ],
      scale: .linear, horizontal: "step", vertical: "loss", stride: 5))

  static let logCurve = Block.curves(
    CurveChart(
      curves: [.init(name: "plain", values: [1, 0.1, 0.02, .nan, 1e-4, 1e-5, 0, 3e-7])],
      scale: .logarithmic, horizontal: "layer", vertical: "norm"))

  static let images = Block.images(
    ImageGrid(
      title: "examples",
      images: [
        .init(caption: "a 0 as in MNIST", width: 8, height: 8, pixels: ring(8)),
        .init(caption: "red", width: 3, height: 3, pixels: Array(repeating: [1, 0, 0], count: 9)),
        .init(caption: "broken", width: 3, height: 3, pixels: []),
      ]))

  static let all: [Block] = [
    text, .verbatim("net = conv(16) -> relu\n  -> dense(10)"), table, bars, linearBars, waterfall,
    histogram, curves, logCurve, images,
  ]

  /// A bright ring on black, `size` pixels across.
  static func ring(_ size: Int) -> [SIMD3<Float>] {
    (0..<size * size).map { index in
      let x = Float(index % size) - Float(size - 1) / 2
      let y = Float(index / size) - Float(size - 1) / 2
      let distance = (x * x + y * y).squareRoot() / Float(size)
      return SIMD3(repeating: max(0, 1 - abs(distance - 0.36) * 6))
    }
  }
}

/// `block` as plain text without the last newline.
func picture(_ block: Block, _ width: Int, _ glyphs: Glyphs) -> String {
  String(TerminalRenderer(width: width, glyphs: glyphs).render([block]).dropLast())
}
