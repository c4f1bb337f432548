// A multilayer perceptron of equal hidden layers.

extension Architecture {
  static let mlp = Architecture(
    name: "mlp",
    summary: "Equal dense layers one after another, then the classes.",
    source: "Rumelhart, Hinton and Williams 1986",
    text: """
      mlp(depth=3, width=64, activation=relu, norm=none, skip=false,
        classes=data.classes, survival=1) = (
        flatten -> layer -> rest ->
        dense(classes)
        where layer = dense(width) -> (bn if norm == batch) -> activation,
          rest = decaying(skips, survival) if skip else (depth - 1) * layer,
          skips = (depth - 1) * residual(layer)
        requires depth >= 1 "an mlp has at least 1 hidden layer",
        requires norm == batch or norm == none "norm is batch or none",
        requires skip or survival == 1 "only with skip=true can a layer be dropped"
      )
      """,
    example: "mlp(depth=2, width=16)")
}
