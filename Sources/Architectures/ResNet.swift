// ResNet-20 … ResNet-1202 for CIFAR: both shortcuts, five orders of a block, stochastic depth.

extension Architecture {
  static let resnet = Architecture(
    name: "resnet",
    summary: "The CIFAR ResNet of depth 6n + 2, its shortcuts of type A or B.",
    source: "He et al. 2016, section 4.2, and 2016b, figure 4; Huang et al. 2016",
    text: """
      resnet_body(channels, stride, order) = (
        (bn if order == preactivation) ->
        (relu if order == relufirst or order == preactivation) ->
        conv(channels, stride=stride, bias=false) -> bn -> relu ->
        conv(channels, bias=false) ->
        (bn if order != bnafter and order != preactivation) ->
        (relu if order == relubefore)
      )
      resnet_skip(channels, projection) = (
        conv(channels, kernel=1, stride=2, bias=false) -> bn if projection
        else avgpool(1, stride=2) -> padchannels(channels / 2)
      )
      resnet_block(channels, stride, order, projection) = (
        residual(resnet_body(channels, stride, order),
          shortcut=(resnet_skip(channels, projection) if stride == 2)) ->
        (bn if order == bnafter) -> (relu if order == original or order == bnafter)
      )
      resnet_stage(channels, stride, n, order, projection) = (
        resnet_block(channels, stride, order, projection) ->
        (n - 1) * resnet_block(channels, 1, order, projection)
      )
      resnet(depth, width=16, classes=data.classes, survival=1, order=original,
        projection=false) = (
        conv(width, bias=false) -> bn -> relu -> decaying(stages, survival) ->
        globalavgpool -> flatten -> dense(classes)
        where n = (depth - 2) / 6,
          stages = resnet_stage(width, 1, n, order, projection) ->
            resnet_stage(2 * width, 2, n, order, projection) ->
            resnet_stage(4 * width, 2, n, order, projection)
        requires depth >= 8 and (depth - 2) % 6 == 0
          "depth is 8, 14, 20, 32, 44, 56, 110, …: 6n + 2",
        requires order == original or order == bnafter or order == relubefore
            or order == relufirst or order == preactivation
          "order is original, bnafter, relubefore, relufirst or preactivation"
      )
      """,
    example: "resnet(8)")
}
