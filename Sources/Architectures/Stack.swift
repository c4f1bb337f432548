// A stack of equal convolutions: the smallest deep network to take apart.

extension Architecture {
  static let stack = Architecture(
    name: "stack",
    summary: "Equal convolutions in a row, optionally with norms or skips.",
    source: "the plain stack that He et al. 2016 and Balduzzi et al. 2017 take apart",
    text: """
      stack(depth=12, width=16, norm=none, skip=false, activation=relu,
        classes=data.classes, survival=1) = (
        layer -> rest ->
        globalavgpool -> flatten -> dense(classes)
        where layer = conv(width) -> (bn if norm == batch) -> activation,
          rest = decaying(skips, survival) if skip else (depth - 1) * layer,
          skips = (depth - 1) * residual(layer)
        requires depth >= 1 "a stack has a depth of at least 1",
        requires norm == batch or norm == none "norm is batch or none",
        requires skip or survival == 1 "only with skip=true can a layer be dropped"
      )
      """,
    example: "stack(6, 8)")
}
