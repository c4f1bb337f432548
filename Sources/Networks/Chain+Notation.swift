// A chain written in the language: what parsing it again gives back.

package import Layers
import Tensors

extension Chain {
  /// The chain as it could be typed. Arguments at their defaults are left out, and equal
  /// neighbours are gathered as `n * …`.
  package var notation: String {
    var links: [String] = []
    if let input {
      links.append("input(" + input.extents.map(String.init).joined(separator: ", ") + ")")
    }
    links += Self.gathered(elements.map(\.notation))
    return links.joined(separator: " -> ")
  }

  /// Runs of equal neighbours as `n * link`, and runs of equal pairs, triples … as
  /// `n * (a -> b)`; the longest repeated stretch first.
  private static func gathered(_ links: [String]) -> [String] {
    var result: [String] = []
    var start = 0
    while start < links.count {
      var best = (length: 1, count: 1)
      for length in 1...max(1, min(24, (links.count - start) / 2)) {
        let unit = links[start..<min(start + length, links.count)]
        var count = 1
        while start + (count + 1) * length <= links.count,
          links[start + count * length..<start + (count + 1) * length].elementsEqual(unit)
        {
          count += 1
        }
        if count > 1, count * length > best.count * best.length { best = (length, count) }
      }
      let unit = Array(links[start..<start + best.length])
      if best.count > 1 {
        let inner = gathered(unit)
        let text =
          inner.count == 1 && !inner[0].contains(" ")
          ? inner[0] : "(" + inner.joined(separator: " -> ") + ")"
        result.append("\(best.count) * \(text)")
      } else {
        result += unit
      }
      start += best.length * best.count
    }
    return result
  }
}

extension Chain.Element {
  package var notation: String {
    switch self {
    case .layer(let kind, let arguments, live: _): arguments.notation(of: kind.card)
    case .residual(let body, let shortcut):
      residual(body, shortcut)
    case .concat(let branches): "concat(\(branches.map(\.notation).joined(separator: ", ")))"
    }
  }
}

extension Chain.Element {
  /// `residual(body, shortcut=…, survival=…)`: a gate that ends the body is written as its survival.
  private func residual(_ body: Chain, _ shortcut: Chain) -> String {
    var parts = [body.withoutGate.notation]
    if !shortcut.elements.isEmpty { parts.append("shortcut=\(shortcut.notation)") }
    for (parameter, argument) in zip(Gate.card.parameters, body.gate?.values ?? [])
    where parameter.standard != argument.value {
      parts.append("\(parameter.name)=\(argument.value.notation)")
    }
    return "residual(\(parts.joined(separator: ", ")))"
  }
}

extension LayerArguments {
  /// `conv(16, stride=2)`: required arguments by position, others by name, defaults left out.
  package func notation(of card: LayerCard) -> String {
    let written = zip(card.parameters, values).compactMap { parameter, argument -> String? in
      if parameter.standard == argument.value { return nil }
      return parameter.standard == nil
        ? argument.value.notation : "\(parameter.name)=\(argument.value.notation)"
    }
    return written.isEmpty ? card.name : "\(card.name)(\(written.joined(separator: ", ")))"
  }
}

extension LayerArguments.Value {
  /// The value as it is typed.
  package var notation: String {
    switch self {
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    case .boolean(let flag): String(flag)
    case .word(let word): word.allSatisfy(\.isLetter) ? word : "\"\(word)\""
    }
  }
}
