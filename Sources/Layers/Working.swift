// A layer's definition worked out for one number of its output, in Float64.

package import Tensors

/// What a definition reads, and what it writes down on its way. It shares no code with the fast
/// kernels: it is what they are judged by.
///
/// Of all numbers read, one may be the variable: then every quantity carries its slope along it.
package struct Working: Sendable {
  /// The numbers of one tensor, read as quantities.
  package struct Numbers: Sendable {
    package var values: [Double]
    /// The index of the variable, or −1.
    fileprivate(set) var variable = -1

    subscript(index: Int) -> Quantity {
      Quantity(values[index], slope: index == variable ? 1 : 0)
    }
  }

  /// A number that a definition reads.
  package enum Variable: Sendable, Equatable {
    case input(Int)
    case parameter(String, Int)
  }

  /// A sum with its terms, each a product of factors.
  struct Sum {
    let symbol: String
    var total = Quantity(0)
    var terms: [[Double]]?

    mutating func add(_ a: Quantity) {
      total += a
      terms?.append([a.value])
    }

    mutating func add(_ a: Quantity, _ b: Quantity) {
      total += a * b
      terms?.append([a.value, b.value])
    }
  }

  package let shape: Shape
  package let phase: Phase
  /// The layer's input.
  package var x: Numbers
  private var parameters: [(name: String, numbers: Numbers)]
  private let memo: NamedTensors
  /// Which piece of a piecewise definition held, one entry for each choice in the order made.
  package var pieces: [Int32] = []
  /// The way written down, if it was asked for.
  package private(set) var lines: [Line]?
  /// Mean and variance by group: what many numbers of an output share is worked out once.
  private var moments: [Int: (mean: Quantity, variance: Quantity)] = [:]

  /// - Parameters:
  ///   - x: the layer's input of shape `shape`; where it is missing, the pass's own.
  ///   - isWritten: whether the lines are kept.
  package init(
    _ layer: any Layer, of pass: Pass, x: [Double]? = nil, variable: Variable? = nil,
    isWritten: Bool = false
  ) {
    shape = pass.input.shape
    phase = pass.phase
    memo = pass.memo
    self.x = Numbers(values: x ?? pass.input.doubles)
    parameters = (layer.parameters.pairs + layer.buffers.pairs).map {
      ($0.name, Numbers(values: $0.tensor.doubles))
    }
    lines = isWritten ? [] : nil
    if let variable { choose(variable) }
  }

  private mutating func choose(_ variable: Variable) {
    switch variable {
    case .input(let index): x.variable = index
    case .parameter(let name, let index):
      for position in parameters.indices where parameters[position].name == name {
        parameters[position].numbers.variable = index
      }
    }
  }

  /// Moves one number by `step`.
  package mutating func move(_ variable: Variable, by step: Double) {
    moments = [:]
    pieces = []
    switch variable {
    case .input(let index): x.values[index] += step
    case .parameter(let name, let index):
      for position in parameters.indices where parameters[position].name == name {
        parameters[position].numbers.values[index] += step
      }
    }
  }

  /// The parameter or running statistic `name`, if the layer has it.
  subscript(name: String) -> Numbers? { parameters.first { $0.name == name }?.numbers }

  /// What the pass drew at random, as constants.
  func drawn(_ name: String, _ index: Int) -> Quantity? {
    memo[name].map { Quantity(Double($0[index])) }
  }

  /// An empty sum that stands in formulas as `symbol`.
  func sum(_ symbol: String) -> Sum { Sum(symbol: symbol, terms: lines == nil ? nil : []) }

  /// Writes down "formula = numbers = value", and gives the value back.
  ///
  /// - Parameters:
  ///   - formula: "y = γ·x̂ + β": a symbol for the value, then how it comes about.
  ///   - symbols: what stands for a number in the formula.
  mutating func line(
    _ formula: String, _ symbols: @autoclosure () -> KeyValuePairs<String, Quantity> = [:],
    sum: Sum? = nil, _ value: Quantity
  ) -> Quantity {
    guard lines != nil else { return value }
    lines?.append(
      Line(
        formula: formula,
        numbers: symbols().map { (symbol: $0.key, value: $0.value.value) },
        sum: sum.map { (symbol: $0.symbol, terms: $0.terms ?? []) }, value: value.value))
    return value
  }

  /// Whether x lies beyond `bound`, where a piecewise function has a kink, and a note of it.
  mutating func isBeyond(_ bound: Double, _ x: Quantity) -> Bool {
    let isBeyond = x.value > bound
    pieces.append(isBeyond ? 1 : 0)
    return isBeyond
  }

  /// The largest of the numbers of x at `indices`, the first of equal ones, and a note of which.
  mutating func largest(_ indices: some Collection<Int>) -> Quantity {
    var sum = self.sum("max x")
    var best: (position: Int, x: Quantity)?
    for (position, index) in indices.enumerated() {
      sum.add(x[index])
      if best.map({ x[index].value > $0.x.value || x[index].value.isNaN }) ?? true {
        best = (position, x[index])
      }
    }
    pieces.append(Int32(best?.position ?? 0))
    return line("y = max x", sum: sum, best?.x ?? Quantity(-.infinity))
  }

  /// Mean and biased variance of the `count` numbers of x that `index` names: worked out once for
  /// each group.
  mutating func moments(
    group: Int, count: Int, _ index: (Int) -> Int
  ) -> (mean: Quantity, variance: Quantity) {
    if lines == nil, let known = moments[group] { return known }
    let number = Quantity(Double(count))
    var total = sum("Σ x")
    for position in 0..<count { total.add(x[index(position)]) }
    let mean = line("μ = (Σ x) / m", ["m": number], sum: total, total.total / number)
    var squares = sum("Σ (x − μ)²")
    for position in 0..<count {
      let deviation = x[index(position)] - mean
      squares.add(deviation, deviation)
    }
    let variance = line(
      "σ² = (Σ (x − μ)²) / m", ["m": number], sum: squares, squares.total / number)
    moments[group] = (mean, variance)
    return (mean, variance)
  }

  /// γ x̂ + β with x̂ = (x − μ)/√(σ² + ε), the end of every normalization.
  mutating func normalized(
    _ x: Quantity, mean: Quantity, variance: Quantity, epsilon: Double, parameter: Int
  ) -> Quantity {
    let epsilon = Quantity(epsilon)
    let standard = line(
      "x̂ = (x − μ) / √(σ² + ε)", ["x": x, "μ": mean, "σ²": variance, "ε": epsilon],
      (x - mean) / (variance + epsilon).root)
    guard let gain = self["weight"]?[parameter], let shift = self["bias"]?[parameter] else {
      return line("y = x̂", ["x̂": standard], standard)
    }
    return line(
      "y = γ·x̂ + β", ["γ": gain, "x̂": standard, "β": shift], gain * standard + shift)
  }
}

extension Working {
  /// One line of a worked example, as facts.
  package struct Line: Sendable {
    /// "y = γ·x̂ + β".
    package let formula: String
    /// The numbers that symbols of the formula stand for.
    package let numbers: [(symbol: String, value: Double)]
    /// The terms of the formula's sum, each a product of factors.
    package let sum: (symbol: String, terms: [[Double]])?
    package let value: Double

    package init(
      formula: String, numbers: [(symbol: String, value: Double)],
      sum: (symbol: String, terms: [[Double]])? = nil, value: Double
    ) {
      self.formula = formula
      self.numbers = numbers
      self.sum = sum
      self.value = value
    }
  }
}
