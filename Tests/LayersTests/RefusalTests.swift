// Nonsense is refused with facts, when the layer is made or when its output shape is asked for.

import Layers
import Tensors
import Testing

@Suite("Refusals") struct RefusalTests {
  private func make(
    _ kind: String, _ input: Shape, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:]
  ) throws -> any Layer {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    let written = arguments.map { (name: $0.key, value: $0.value) }
    return try type.init(
      LayerArguments(written, for: type.card), input: input, randomness: Randomness(seed: 1))
  }

  @Test func `a window larger than the bordered image names the least extent`() {
    #expect(
      throws: ShapeMismatch(
        needed: "[N, 3, ≥5, ≥5]", given: [2, 3, 4, 9], advice: "a smaller kernel, or more padding")
    ) { try make("conv", [2, 3, 4, 9], ["out": 8, "kernel": 7, "padding": 1]) }
  }

  @Test func `a dense layer asks for rows`() {
    #expect(
      throws: ShapeMismatch(
        needed: "[N, features]", given: [2, 3, 4, 4], advice: "flatten or globalavgpool before it")
    ) { try make("dense", [2, 3, 4, 4], ["out": 8]) }
  }

  @Test func `other channels than a layer was made for are named`() throws {
    let conv = try make("conv", [2, 3, 4, 4], ["out": 8])
    #expect(throws: ShapeMismatch(needed: "[N, 3, H, W]", given: [2, 4, 4, 4])) {
      try conv.outputShape(for: [2, 4, 4, 4])
    }
    let bn = try make("bn", [2, 16])
    #expect(throws: ShapeMismatch(needed: "[N, 16]", given: [2, 8])) {
      try bn.outputShape(for: [2, 8])
    }
  }

  @Test func `one value per channel cannot be normalized over the batch`() throws {
    let bn = try make("bn", [2, 3, 1, 1])
    #expect(
      throws: ShapeMismatch(
        needed: "more than 1 value per channel when training", given: [1, 3, 1, 1],
        advice: "a larger batch")
    ) { try bn.outputShape(for: [1, 3, 1, 1]) }
  }

  @Test func `groups must divide the channels on both sides`() {
    #expect(throws: ArgumentMistake(parameter: "groups", needed: "a divisor of 3 input channels")) {
      try make("conv", [1, 3, 4, 4], ["out": 4, "groups": 2])
    }
    #expect(throws: ArgumentMistake(parameter: "out", needed: "a multiple of 2 groups")) {
      try make("conv", [1, 4, 4, 4], ["out": 5, "groups": 2])
    }
  }

  @Test func `a pooling's border is at most half its window`() {
    #expect(throws: ArgumentMistake(parameter: "padding", needed: "a whole number from 0 to 1")) {
      try make("maxpool", [1, 3, 4, 4], ["kernel": 3, "padding": 2])
    }
  }

  @Test func `words are named where a number or a word may stand`() {
    #expect(
      throws: ArgumentMistake(
        parameter: "padding", needed: "a whole number from 0 to 4096, or same")
    ) { try make("conv", [1, 3, 4, 4], ["out": 4, "padding": "valid"]) }
  }

  @Test func `a number out of range names both ends`() {
    #expect(throws: ArgumentMistake(parameter: "p", needed: "a number from 0 to 1")) {
      try make("dropout", [1, 3], ["p": 1.5])
    }
  }

  @Test(arguments: [1e9, 1_073_741_824, 1e18, .infinity, .nan, -1, 0, 0.5])
  func `a layer of impossible size is refused before memory is taken`(out: Double) {
    #expect(throws: ArgumentMistake.self) { try make("conv", [1, 3, 9, 9], ["out": .number(out)]) }
    #expect(throws: ArgumentMistake.self) { try make("dense", [1, 30], ["out": .number(out)]) }
  }

  @Test func `an output of impossible size is refused`() throws {
    let conv = try make("conv", [1, 3, 9, 9], ["out": 10_000, "kernel": 1])
    #expect(throws: ShapeMismatch.self) { try conv.outputShape(for: [100_000, 3, 9, 9]) }
    #expect(throws: ShapeMismatch.self) { try conv.outputShape(for: [.max / 8, 3, 64, 64]) }
    let wider = try make("padchannels", [1, 3, 9, 9], ["count": 1_073_741_824])
    #expect(throws: ShapeMismatch.self) { try wider.outputShape(for: [100_000, 3, 9, 9]) }
  }

  @Test func `missing and unknown arguments are named`() {
    #expect(throws: ArgumentMistake(parameter: "out", needed: "given")) {
      try make("dense", [1, 3])
    }
    #expect(throws: ArgumentMistake(parameter: "width", needed: "one of out, bias")) {
      try make("dense", [1, 3], ["out": 1, "width": 3])
    }
    #expect(throws: ArgumentMistake(parameter: "slope", needed: "left out")) {
      try make("relu", [1, 3], ["slope": 1])
    }
  }

  @Test func `averages over whole images may be flattened or not`() throws {
    let pooled = try make("globalavgpool", [2, 3, 4, 4]).outputShape(for: [2, 3, 4, 4])
    #expect(pooled == [2, 3])
    #expect(try make("flatten", pooled).outputShape(for: pooled) == [2, 3])
    #expect(try make("dense", pooled, ["out": 10]).outputShape(for: pooled) == [2, 10])
  }
}
