// A network as a flat list of instructions over registers, for one shape of batch.

package import Layers
package import Tensors

/// What a network does, one instruction after another. It exists only if every shape fits: shapes
/// are checked here and nowhere else.
package struct Program: Sendable {
  /// One step of the forward pass; the backward pass takes the same steps in reverse.
  package struct Instruction: Sendable {
    /// The layer's or block's name.
    package let name: String
    package let operation: Operation
    /// Registers read. Register 0 is the batch; instruction i writes register i + 1.
    package let inputs: [Int]
    package let inputShape: Shape
    package let outputShape: Shape
    /// Whether it stands at the top level of the network.
    package let isTopLevel: Bool
  }

  package enum Operation: Sendable, Equatable {
    /// Applies layer number `index` of the network.
    case layer(Int)
    /// Adds its inputs: a residual block's body and shortcut.
    case sum
    /// Puts its inputs side by side along the channels.
    case concat
  }

  /// A top-level layer or block: which instructions are its own and what register it reads.
  package struct Stretch: Sendable, Equatable {
    package let name: String
    package let instructions: Range<Int>
    package let input: Int

    package init(name: String, instructions: Range<Int>, input: Int) {
      self.name = name
      self.instructions = instructions
      self.input = input
    }

    /// The register that its last instruction writes, or its input when it is empty.
    package var output: Int { instructions.isEmpty ? input : instructions.upperBound }
  }

  /// A residual body that a gate ends: what it computes before, and the gate.
  package struct GatedBranch: Sendable {
    /// The residual block's full name.
    package let block: String
    /// The gate's full name, by which its draw is made.
    let name: String
    package let gate: Gate
    /// Everything before the gate.
    let instructions: Range<Int>
  }

  package private(set) var instructions: [Instruction] = []
  /// The residual branches that can be dropped, in order.
  package private(set) var gatedBranches: [GatedBranch] = []
  /// What can be done in one go when nobody looks in between.
  private(set) var fusions = Fusions(of: 0)
  /// The shape of the batch.
  package let input: Shape
  /// One stretch for every layer and block, inner ones included, in order of execution.
  package private(set) var stretches: [Stretch] = []
  /// One part for every chain of layers: a block's body, shortcut or branches, and last the whole.
  package private(set) var parts: [Part] = []
  /// The names of the top level, in order.
  package let topLevel: [String]

  /// The shape of what comes out.
  package var output: Shape { shape(of: instructions.count) }

  /// The shape of what register `register` holds.
  package func shape(of register: Int) -> Shape {
    register == 0 ? input : instructions[register - 1].outputShape
  }

  /// The instructions of the layer or block called `name`.
  package func stretch(_ name: String) -> Stretch? { stretches.first { $0.name == name } }

  /// Multiply-adds of a forward pass over one example.
  package func multiplyAdds(in network: Network, of stretch: Stretch) -> Int {
    instructions[stretch.instructions].reduce(0) { total, instruction in
      guard case .layer(let index) = instruction.operation else { return total }
      return total
        + network.layers[index].layer.multiplyAdds(for: instruction.inputShape.example)
    }
  }

  /// The program of `network` for batches of shape `input`.
  ///
  /// - Parameter memory: bytes that activations and their gradients may take.
  package init(_ network: Network, input: Shape, memory: Int) throws(NetworkMistake) {
    self.input = input
    topLevel = network.nodes.map(\.name)
    _ = try add(network.nodes, as: Self.whole, reading: 0, of: network)
    fusions = fusions(in: network)
    let bytes = instructions.reduce(Double(input.count)) { $0 + Double($1.outputShape.count) } * 8
    guard bytes <= Double(memory) else {
      throw .memory(layer: "", needed: bytes, available: Double(memory))
    }
  }

  /// Appends the instructions of `nodes` one after the other, as the part called `name`; returns
  /// the register of the result.
  private mutating func add(
    _ nodes: [Network.Node], as name: String, in block: Part.Place? = nil, reading register: Int,
    of network: Network
  ) throws(NetworkMistake) -> Int {
    let isTopLevel = block == nil
    let first = instructions.count
    var current = register
    var producer: String?
    for node in nodes {
      let start = instructions.count
      let source = current
      switch node.content {
      case .layer(let index):
        let shape = shape(of: current)
        let output: Shape
        do { output = try network.layers[index].layer.outputShape(for: shape) } catch {
          throw .shape(layer: node.name, error, producer: producer)
        }
        append(node.name, .layer(index), [current], output, isTopLevel)
      case .residual(let body, let shortcut):
        let inner = try add(
          body, as: node.name + ".body", in: .init(name: node.name, input: 0), reading: current,
          of: network)
        if let last = body.last, case .layer(let index) = last.content,
          let gate = network.layers[index].layer as? Gate
        {
          gatedBranches.append(
            GatedBranch(
              block: node.name, name: last.name, gate: gate, instructions: start..<inner - 1))
        }
        let around = try add(
          shortcut, as: node.name + ".shortcut", in: .init(name: node.name, input: 1),
          reading: current, of: network)
        guard shape(of: inner) == shape(of: around) else {
          throw .residual(name: node.name, body: shape(of: inner), shortcut: shape(of: around))
        }
        append(node.name, .sum, [inner, around], shape(of: inner), isTopLevel)
      case .concat(let branches):
        var ends: [Int] = []
        for (index, branch) in branches.enumerated() {
          ends.append(
            try add(
              branch, as: "\(node.name).branch\(index + 1)",
              in: .init(name: node.name, input: index), reading: current, of: network))
        }
        let shapes = ends.map { shape(of: $0) }
        guard let first = shapes.first,
          shapes.allSatisfy({ $0.extents.dropFirst(2) == first.extents.dropFirst(2) })
        else { throw .concat(name: node.name, branches: shapes) }
        let channels = shapes.reduce(0) { $0 + $1[1] }
        append(
          node.name, .concat, ends, Shape([first[0], channels] + first.extents.dropFirst(2)),
          isTopLevel)
      }
      current = instructions.count
      stretches.append(
        Stretch(name: node.name, instructions: start..<instructions.count, input: source))
      producer = node.name
    }
    parts.append(
      Part(
        stretch: Stretch(name: name, instructions: first..<instructions.count, input: register),
        elements: nodes.map(\.name), block: block))
    return current
  }

  private mutating func append(
    _ name: String, _ operation: Operation, _ inputs: [Int], _ output: Shape, _ isTopLevel: Bool
  ) {
    instructions.append(
      Instruction(
        name: name, operation: operation, inputs: inputs, inputShape: shape(of: inputs[0]),
        outputShape: output, isTopLevel: isTopLevel))
  }
}

extension Program {
  /// The number of trainable numbers in a stretch.
  package func parameters(in network: Network, of stretch: Stretch) -> Int {
    instructions[stretch.instructions].reduce(0) { total, instruction in
      guard case .layer(let index) = instruction.operation else { return total }
      return total + network.layers[index].layer.parameters.elementCount
    }
  }
}
