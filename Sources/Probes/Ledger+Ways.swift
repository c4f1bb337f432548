// The gradient's ways through residual blocks and branches, and how they add up.

package import Networks
import Tensors

extension Ledger {
  /// A way through a block and the gradient that comes to the block's input by it.
  struct Passage {
    var part: Program.Part
    var gradient: Tensor
  }

  /// Of the layers from `first` to `last`, neighbours in one chain; nil when they are not.
  package init?(_ run: Run, from first: String, to last: String) {
    guard let part = run.program.part(holding: first),
      let start = part.elements.firstIndex(of: first),
      let end = part.elements.firstIndex(of: last), start <= end
    else { return nil }
    let name =
      (start, end) == (0, part.elements.count - 1)
      ? part.stretch.name : first == last ? first : "\(first) … \(last)"
    self.init(
      run, of: Array(part.elements[start...end]), called: name,
      from: end == part.elements.count - 1
        ? run.gradient(into: part) : run.program.stretch(last).flatMap { run.gradients[$0.output] })
  }

  /// Of the chain called `part`: `residual1.body`, `network`.
  package init(_ run: Run, through part: Program.Part) {
    self.init(run, of: part.elements, called: part.stretch.name, from: run.gradient(into: part))
  }

  /// The ways through the block called `block`, a residual block's skip first; none for a layer.
  static func parts(of block: String, _ run: Run) -> [Passage] {
    let parts = run.program.parts(of: block)
    let ordered = parts.filter { $0.isShortcut } + parts.filter { !$0.isShortcut }
    return ordered.compactMap { part in
      let gradient =
        part.elements.first.flatMap { run.program.stretch($0) }
        .map { run.gradient(through: $0) } ?? run.gradient(into: part)
      return gradient.map { Passage(part: part, gradient: $0) }
    }
  }

  static func way(
    _ way: Passage, _ all: [Passage], into whole: Tensor?, from outside: Double, _ run: Run
  ) -> Way {
    let norm = way.gradient.norm
    let (inside, overlap) = (whole?.norm ?? 0, whole?.dot(way.gradient) ?? 0)
    func ratio(_ value: Double, _ whole: Double) -> Double { whole == 0 ? 0 : value / whole }
    let others = all.filter { $0.part != way.part }.map(\.gradient)
    let rest = others.dropFirst().reduce(others.first) { sum, gradient in sum.map { $0 + gradient }
    }
    return Way(
      name: way.part.isShortcut
        ? "skip" : String(way.part.stretch.name.split(separator: ".").last ?? ""),
      part: way.part.stretch.name, norm: norm, factor: ratio(norm, outside),
      size: ratio(norm, inside), share: ratio(overlap, inside * inside),
      cosine: rest.map { ratio($0.dot(way.gradient), $0.norm * norm) })
  }
}
