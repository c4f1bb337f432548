// What calls that arrange layers take, as data: read by the evaluator, help and completion.

package import Grammars
import Layers

/// A word that makes a block, or changes those of a chain.
package struct BlockCard: Sendable, Equatable {
  /// An argument and what stands where it is left out; nil: it must be there.
  package struct Argument: Sendable, Equatable {
    package let parameter: Signature.Parameter
    package let standard: String?

    init(_ name: String, _ kind: Signature.Kind, _ summary: String, standard: String? = nil) {
      parameter = .init(name, kind, summary)
      self.standard = standard
    }
  }

  package let name: String
  /// One sentence.
  package let summary: String
  /// The formula, and what else there is to know.
  package let discussion: String
  package let arguments: [Argument]
  /// How it is called where that does not follow from the arguments.
  private let call: String?
  /// Works as typed after `data shapes; batch 4`.
  package let example: String

  init(
    _ name: String, _ summary: String, discussion: String, arguments: [Argument] = [],
    call: String? = nil, example: String
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.arguments = arguments
    self.call = call
    self.example = example
  }

  /// `residual(body, shortcut=identity, survival=1, scaling=evaluation)`.
  package var usage: String {
    let names = arguments.map { argument in
      argument.parameter.name + (argument.standard.map { "=" + $0 } ?? "")
    }
    return name + (call ?? "(" + names.joined(separator: ", ") + ")")
  }

  /// The names of the arguments.
  var names: [String] { arguments.map(\.parameter.name) }
}

/// Every one there is, in the order of help.
package let blockCatalog: [BlockCard] = [.residual, .concat, .decaying, .input]

extension BlockCard {
  private static let scaling = Argument(
    "scaling", .choice(Gate.scalings),
    "where the probability is made up for: see 'help gate'", standard: Gate.scalings[0])

  static let residual = BlockCard(
    "residual", "Adds what the body gives to what the shortcut gives.",
    discussion: """
      y = f(x) + s(x). With a survival below 1 the body is dropped in training with probability \
      1 - survival, by one draw a pass for the whole batch; the draw is part of the pass, so that \
      backward and the Jacobians see the same network. The layer that does it, the last one of the \
      body, is called gate: see 'help gate' for the scaling.
      """,
    arguments: [
      Argument("body", .expression, "a chain, f"),
      Argument("shortcut", .expression, "a chain around it, s", standard: "identity"),
      Argument(
        "survival", .number, "probability that the body is there, in training", standard: "1"),
      scaling,
    ],
    example: "net = conv(4) -> residual(conv(4) -> bn, survival=0.8) -> globalavgpool -> dense(10)")

  static let concat = BlockCard(
    "concat", "Puts the outputs of branches side by side along the channels.",
    discussion: "y = [a(x), b(x), …]; only the channels of the branches may differ.",
    call: "(a, b, …)",
    example: "net = concat(conv(4), conv(4, kernel=1)) -> globalavgpool -> dense(10)")

  static let decaying = BlockCard(
    "decaying", "Lets the residual blocks of a chain survive ever less.",
    discussion: """
      Block l of L gets the survival 1 - (l/L)(1 - survival): the linear decay of Huang et al. 2016, \
      equation 4. Only blocks at the top level of the chain count.
      """,
    arguments: [
      Argument("chain", .expression, "a chain with residual blocks"),
      Argument(
        "survival", .number, "probability that the last block's body is there", standard: "0.5"),
      scaling,
    ],
    example: "net = conv(4) -> decaying(6 * residual(conv(4))) -> globalavgpool -> dense(10)")

  static let input = BlockCard(
    "input", "Names the shape of an example, at the start of a chain.",
    discussion: "Without it a model takes the shape of the current batch.",
    call: "(C, H, W)", example: "net = input(3, 32, 32) -> flatten -> dense(10)")
}
