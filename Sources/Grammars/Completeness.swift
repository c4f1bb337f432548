// Whether a text can be submitted, or goes on in the next line.

/// Whether `text` is whole: every bracket closed, and not ending in `->`. An unclosed string does
/// not go on; it is for the parser to refuse.
package func isComplete(_ text: String) -> Bool {
  var depth = 0
  var last: Token.Kind?
  for token in Lexer.tokens(of: text) {
    switch token.kind {
    case .symbol(.open): depth += 1
    case .symbol(.close): depth -= 1
    case .unclosedString, .refused: return true
    case .end: continue
    default: break
    }
    if depth < 0 { return true }
    last = token.kind
  }
  return depth == 0 && last != .symbol(.arrow)
}
