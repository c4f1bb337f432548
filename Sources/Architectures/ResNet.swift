// ResNet-20 … ResNet-1202 for CIFAR, with type-A shortcuts.

extension Architecture {
  static let resnet = Architecture(
    name: "resnet",
    summary: "The CIFAR ResNet of depth 6n + 2, its shortcuts of type A.",
    source: "He, Zhang, Ren and Sun 2016, section 4.2",
    text: """
      resnet_unit(channels, stride=1) = (
        conv(channels, stride=stride, bias=false) -> bn -> relu ->
        conv(channels, bias=false) -> bn
      )
      resnet_block(channels) = residual(resnet_unit(channels)) -> relu
      resnet_down(channels) = residual(resnet_unit(channels, stride=2),
        shortcut=avgpool(1, stride=2) -> padchannels(channels / 2)) -> relu
      resnet(depth, width=16, classes=data.classes, survival=1) = (
        conv(width, bias=false) -> bn -> relu -> decaying(stages, survival) ->
        globalavgpool -> flatten -> dense(classes)
        where n = (depth - 2) / 6,
          stages = n * resnet_block(width) ->
            resnet_down(2 * width) -> (n - 1) * resnet_block(2 * width) ->
            resnet_down(4 * width) -> (n - 1) * resnet_block(4 * width)
        requires depth >= 8 and (depth - 2) % 6 == 0
          "depth is 8, 14, 20, 32, 44, 56, 110, …: 6n + 2"
      )
      """,
    example: "resnet(8)")
}
