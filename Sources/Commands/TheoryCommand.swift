// theory: a law beside its measurement, with the band that finite sizes allow.

import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Theory

enum TheoryCommand: Command {
  static let signature = Signature(
    "theory", .look, "Measures a law of deep networks and draws it beside its prediction.",
    discussion: """
      'theory' alone lists the laws. 'theory LAW' builds the law's own networks from the layers, \
      measures, and says whether the measurement lies within the band of 3 standard deviations around \
      the prediction; z says how many it is off. Options choose the sizes of the experiment; 'seed' \
      chooses other random numbers. 'theory LAW MODEL' measures the model as it is at the current \
      batch, along its longest row of what the law is about, dense -> relu for most. The band is then \
      the spread of that model over fresh start values, 'samples' of them, or computed from \
      its sizes. A law whose premises the model breaks is refused with the one that is broken. \
      Laws of a model: \(laws). Neither form touches a model.
      """,
    operands: [
      .init(
        "law", .entry(lawCatalog.map(\.name)),
        "one of the laws, by name or number; a list of them if missing", optional: true),
      .init(
        "model", .model, "measure this one; networks of the law's own if missing", optional: true),
    ],
    options: [
      .init("width", .integer, "units a layer"), .init("depth", .integer, "layers or blocks"),
      .init("batch", .integer, "examples a batch"),
      .init("samples", .integer, "independent repetitions"),
    ],
    examples: [
      .init("theory", "all laws"),
      .init("theory he_relu depth=10 samples=50", "one law, beside its measurement"),
      .init("theory 19 samples=20", "the same by number"),
      .init(
        "theory he_relu net", "of a model at this batch",
        after: "data digits; batch 32; net = mlp(6, 64); initialize he"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let word = call.entry("law") else {
      if let option = call.arguments.first?.name {
        throw Problem(
          .wrongArgument, "'\(option.text)' is a size of a law's experiment, and no law is named",
          hint: "'theory' lists the laws", place: option.place)
      }
      return list
    }
    guard let law = law(named: word.text) else { throw unknown(word) }
    if call["model"] != nil {
      return try live(law, try call.model("model", workspace), call, workspace, context)
    }
    let setting = try setting(of: law, call, workspace, context)
    let randomness = workspace.randomness.split(by: "theory").split(by: law.name)
    let confrontation: Confrontation?
    do {
      confrontation = try Confrontation(
        law, setting, randomness: randomness, memory: context.host.memory
      ) { share in
        context.host.progress(share, law.name)
        return !context.host.isCancelled
      }
    } catch {
      let problem = error.problem(in: Chain())
      throw Problem(
        problem.kind, problem.message, hint: "try: a smaller width, depth or batch",
        place: word.place)
    }
    try context.host.checkCancelled()
    guard let confrontation else { throw Problem(.interrupted, "interrupted") }
    return law.report(confrontation, at: setting)
  }

  private static func unknown(_ word: Word) -> Problem {
    let near = nearestLaws(to: word.text)
    let names = near.map { "\($0.number) \($0.name)" }.joined(separator: ", ")
    return Problem(
      .unknownWord, "no law '\(word.text)'",
      facts: near.count > 1 ? ["the nearest are \(names)"] : [],
      hint: near.count == 1 ? "did you mean '\(near[0].name)'?" : "'theory' lists the laws",
      place: word.place)
  }

  /// The laws before and after a number; those whose name is near to a word, or shares a part.
  private static func nearestLaws(to word: String) -> [Law] {
    if let number = Int(word) {
      let sorted = lawCatalog.sorted { $0.number < $1.number }
      return [sorted.last { $0.number < number }, sorted.first { $0.number > number }]
        .compactMap(\.self)
    }
    let name = word.replacing("-", with: "_")
    if let near = nearest(to: name, among: lawCatalog.map(\.name)), let law = law(named: near) {
      return [law]
    }
    let parts = Set(name.split(separator: "_"))
    return lawCatalog.filter { !parts.isDisjoint(with: $0.name.split(separator: "_")) }
  }

  /// The law's sizes, those given in place of the standard ones.
  private static func setting(
    of law: Law, _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Law.Setting {
    var setting = law.standard
    for quantity in Law.Quantity.allCases {
      guard let expression = call[quantity.rawValue] else { continue }
      guard let parameter = law.parameters.first(where: { $0.quantity == quantity }) else {
        throw Problem(
          .wrongArgument, "\(law.name) has no \(quantity.rawValue)",
          hint: law.parameters.isEmpty
            ? "it has no sizes to choose" : "its sizes are " + law.sizes(law.standard),
          place: expression.place)
      }
      setting[quantity] =
        try call.integer(quantity.rawValue, workspace, context, in: parameter.range)
        ?? parameter.standard
    }
    return setting
  }

  private static var list: Report {
    Report(
      kind: "theory",
      data: [
        "laws": .list(
          lawCatalog.map {
            [
              "name": .string($0.name), "number": .integer($0.number),
              "summary": .string($0.summary), "source": .string($0.source),
            ]
          })
      ],
      blocks: [
        .table(
          Table(
            columns: [.init(""), .init("law", .left), .init("", .left)],
            rows: lawCatalog.map {
              [.integer($0.number), .words($0.name, .code), .words($0.summary)]
            })),
        .text(
          Text("theory \(lawCatalog[0].name)", .code) + Text(" measures the first.", .faint)),
      ])
  }
}
