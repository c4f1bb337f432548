// Ordered names and their tensors: parameters, gradients, tangents, moments and memos alike.

/// Tensors under names, in a fixed order. Parameters, gradients, tangents, optimizer moments,
/// running statistics and memos are all of this type, so that what is done to one is written once.
package struct NamedTensors: Sendable, Equatable {
  package private(set) var names: [String] = []
  package private(set) var tensors: [Tensor] = []
  /// Where each name stands, if there are many of them.
  private var positions: [String: Int] = [:]

  /// A layer's few names are found faster by looking at each.
  private static let few = 8

  private func position(of name: String) -> Int? {
    count <= Self.few ? names.firstIndex(of: name) : positions[name]
  }

  package init() {}

  package init(_ pairs: [(name: String, tensor: Tensor)]) {
    for (name, tensor) in pairs { self[name] = tensor }
  }

  package var count: Int { names.count }
  package var isEmpty: Bool { names.isEmpty }
  /// How many numbers all tensors hold together.
  package var elementCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The tensor `name`. Setting a new name appends it; setting nil removes it.
  package subscript(name: String) -> Tensor? {
    get { position(of: name).map { tensors[$0] } }
    set {
      switch (position(of: name), newValue) {
      case (let index?, let tensor?): tensors[index] = tensor
      case (nil, let tensor?):
        names.append(name)
        tensors.append(tensor)
        if count > Self.few + 1 { positions[name] = count - 1 } else { findPositions() }
      case (let index?, nil):
        names.remove(at: index)
        tensors.remove(at: index)
        findPositions()
      case (nil, nil): break
      }
    }
  }

  private mutating func findPositions() {
    positions =
      count <= Self.few
      ? [:] : Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// Names and tensors side by side, in order.
  package var pairs: [(name: String, tensor: Tensor)] {
    zip(names, tensors).map { (name: $0, tensor: $1) }
  }

  /// The same tensors with `prefix` and a dot before every name.
  package func prefixed(_ prefix: String) -> NamedTensors {
    NamedTensors(pairs.map { (name: prefix + "." + $0.name, tensor: $0.tensor) })
  }

  /// The tensors under `prefix` and a dot, without it.
  package func under(_ prefix: String) -> NamedTensors {
    NamedTensors(
      pairs.filter { $0.name.hasPrefix(prefix + ".") }.map {
        (name: String($0.name.dropFirst(prefix.count + 1)), tensor: $0.tensor)
      })
  }

  /// f of every tensor, under the same names.
  package func mapTensors(_ f: (Tensor) -> Tensor) -> NamedTensors {
    var result = self
    result.tensors = tensors.map(f)
    return result
  }

  /// Changes every tensor in place.
  package mutating func updateEach(_ body: (String, inout Tensor) -> Void) {
    for index in tensors.indices { body(names[index], &tensors[index]) }
  }

  /// Changes the tensor `name` in place; one that was not there is 0, of shape `shape`, before.
  package mutating func update(_ name: String, zeros shape: Shape, _ body: (inout Tensor) -> Void) {
    if position(of: name) == nil { self[name] = .zeros(shape) }
    if let index = position(of: name) { body(&tensors[index]) }
  }

  /// Whether no number is nan or infinite.
  package var isFinite: Bool { tensors.allSatisfy { $0.isFinite } }

  /// Adds the tensors of `other`, name by name; names that are new are appended.
  package static func += (left: inout NamedTensors, right: NamedTensors) {
    for (name, tensor) in zip(right.names, right.tensors) {
      if let index = left.position(of: name) {
        left.tensors[index] += tensor
      } else {
        left[name] = tensor
      }
    }
  }

  package static func * (factor: Float, right: NamedTensors) -> NamedTensors {
    right.mapTensors { factor * $0 }
  }

  /// Σ over all names of the dot products; names that only one side has count as zero.
  package func dot(_ other: NamedTensors) -> Double {
    zip(names, tensors).reduce(0) { total, pair in
      total + (other[pair.0].map { pair.1.dot($0) } ?? 0)
    }
  }

  /// Appends all of `other`.
  package mutating func append(_ other: NamedTensors) {
    for (name, tensor) in zip(other.names, other.tensors) { self[name] = tensor }
  }

  package static func == (left: NamedTensors, right: NamedTensors) -> Bool {
    left.names == right.names && left.tensors == right.tensors
  }
}
