// VGG08 and VGG38 of the Edinburgh MLP coursework: plain, batch-normed, residual.

extension Architecture {
  static let vgg = Architecture(
    name: "vgg",
    summary: "VGG08 and VGG38: plain, with batch norm, with skips, or both.",
    source: "Edinburgh Machine Learning Practical, coursework 2 (CIFAR-100)",
    text: """
      vgg(depth, norm=none, skip=false, width=32, classes=100, survival=1) = (
        conv(width, bias=false) -> bn -> leakyrelu ->
        (decaying(stages, survival) if skip else stages) ->
        globalavgpool -> flatten -> dense(classes)
        where stages = 3 * (blocks * block -> reduction),
          blocks = (depth - 8) / 6,
          block = (residual(pair) if skip else pair) -> leakyrelu,
          pair = conv(width, bias=false) -> unit -> leakyrelu ->
            conv(width, bias=false) -> unit,
          reduction = conv(width) -> unit -> leakyrelu -> avgpool(2) ->
            conv(width) -> unit -> leakyrelu,
          unit = bn if norm == batch
        requires depth >= 8 and (depth - 8) % 6 == 0
          "depth is 8, 14, 20, 26, 32, 38, …: 8 + 6 · blocks",
        requires norm == batch or norm == none "norm is batch or none",
        requires skip or survival == 1 "only with skip=true can a block be dropped"
      )
      """,
    example: "vgg(8, norm=batch)")
}
