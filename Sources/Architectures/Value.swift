// What an expression of the language can be.

package import Networks
package import Tensors

/// The value of an expression.
package indirect enum Value: Sendable {
  case number(Double)
  case boolean(Bool)
  case string(String)
  /// A word that names nothing: an option such as `batch` in `norm=batch`.
  case word(String)
  case tuple([Value])
  case tensor(Tensor)
  /// Layers that are not bound to a shape yet.
  case chain(Chain)

  /// What it is, in a sentence: "a number".
  package var sort: String {
    switch self {
    case .number: "a number"
    case .boolean: "true or false"
    case .string: "a text"
    case .word: "a word"
    case .tuple: "a tuple"
    case .tensor: "a tensor"
    case .chain: "a chain of layers"
    }
  }
}

extension Value {
  /// A tensor of one element as a number; anything else as it is.
  var asNumber: Value {
    if case .tensor(let tensor) = self, tensor.count == 1 { return .number(Double(tensor[0])) }
    return self
  }
}

extension Value: Equatable {
  /// Equal in kind and content; nan equals nan, so that an undone state equals the old one.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.number(let x), .number(let y)): x == y || (x.isNaN && y.isNaN)
    case (.boolean(let x), .boolean(let y)): x == y
    case (.string(let x), .string(let y)), (.word(let x), .word(let y)): x == y
    case (.tuple(let x), .tuple(let y)): x == y
    case (.tensor(let x), .tensor(let y)): x == y
    case (.chain(let x), .chain(let y)): x.notation == y.notation
    default: false
    }
  }
}
