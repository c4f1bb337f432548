// The commands by name: what the parser asks about a first word.

/// The signatures of all commands, in the order of the catalog.
package struct Verbs: Sendable {
  package let signatures: [Signature]
  private let positions: [String: Int]

  /// Of two signatures with the same verb the first counts.
  package init(_ signatures: [Signature]) {
    self.signatures = signatures
    positions = Dictionary(
      signatures.enumerated().map { ($1.verb, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(verb: String) -> Signature? {
    positions[verb].map { signatures[$0] }
  }

  package var names: [String] { signatures.map(\.verb) }
}
