// A stack of equal convolutions: the smallest deep network to take apart.

extension Architecture {
  static let stack = Architecture(
    name: "stack",
    summary: "Equal convolutions in a row, optionally with norms or skips.",
    source: "the plain stack that He et al. 2016 and Balduzzi et al. 2017 take apart",
    text: """
      stack(depth=12, width=16, norm=none, skip=false, activation=relu,
        classes=data.classes) = (
        layer -> (depth - 1) * (residual(layer) if skip else layer) ->
        globalavgpool -> flatten -> dense(classes)
        where layer = conv(width) -> (bn if norm == batch) -> activation
        requires depth >= 1 "a stack has a depth of at least 1",
        requires norm == batch or norm == none "norm is batch or none"
      )
      """,
    example: "stack(6, 8)")
}
