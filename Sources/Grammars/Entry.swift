// The name of an entry of a list, which may hold hyphens, or its number there.

extension Expression {
  /// The name or number as typed; hyphens, which the language takes for minus signs, put back.
  /// nil for anything that is neither.
  package var entryName: String? {
    switch node {
    case .name, .number: return text
    case .string(let text): return text
    case .binary(.minus, let left, let right):
      guard let left = left.entryName, let right = right.entryName else { return nil }
      return left + "-" + right
    default: return nil
    }
  }
}
