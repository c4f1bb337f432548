// A multilayer perceptron of equal hidden layers.

extension Architecture {
  static let mlp = Architecture(
    name: "mlp",
    summary: "Equal dense layers one after another, then the classes.",
    source: "Rumelhart, Hinton and Williams 1986",
    text: """
      mlp(depth=3, width=64, activation=relu, norm=none, skip=false,
        classes=data.classes) = (
        flatten -> layer -> (depth - 1) * (residual(layer) if skip else layer) ->
        dense(classes)
        where layer = dense(width) -> (bn if norm == batch) -> activation
        requires depth >= 1 "an mlp has at least 1 hidden layer",
        requires norm == batch or norm == none "norm is batch or none"
      )
      """,
    example: "mlp(depth=2, width=16)")
}
