// LeNet-5 as it is built today: full connections, max pooling, rectifiers.

extension Architecture {
  static let lenet = Architecture(
    name: "lenet",
    summary: "LeNet-5 in its modern form; 61,706 parameters on 1×28×28 digits.",
    source: "LeCun, Bottou, Bengio and Haffner 1998, without its partial connections",
    text: """
      lenet(activation=relu, classes=data.classes) = (
        conv(6, kernel=5) -> activation -> maxpool(2) ->
        conv(16, kernel=5, padding=0) -> activation -> maxpool(2) ->
        flatten -> dense(120) -> activation -> dense(84) -> activation ->
        dense(classes)
      )
      """,
    example: "lenet()")
}
