// LeNet-5 as it is built today, and as it was in 1998.

extension Architecture {
  static let lenet = Architecture(
    name: "lenet",
    summary: "LeNet-5: 61,706 parameters today, 60,850 in the classic form.",
    source: "LeCun, Bottou, Bengio and Haffner 1998; a dense layer stands for its RBF units",
    text: """
      lenet_maps() = (
        "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"
      )
      lenet_classic(activation, classes, padding) = (
        conv(6, kernel=5, padding=padding) -> activation ->
        subsample(2) -> activation ->
        conv(16, kernel=5, padding=0, connections=lenet_maps()) -> activation ->
        subsample(2) -> activation ->
        conv(120, kernel=5, padding=0) -> activation ->
        flatten -> dense(84) -> activation -> dense(classes)
      )
      lenet_modern(activation, classes, padding) = (
        conv(6, kernel=5, padding=padding) -> activation -> maxpool(2) ->
        conv(16, kernel=5, padding=0) -> activation -> maxpool(2) ->
        flatten -> dense(120) -> activation -> dense(84) -> activation ->
        dense(classes)
      )
      lenet(classic=false, activation=(scaledtanh if classic else relu),
        classes=data.classes, padding=same) = (
        lenet_classic(activation, classes, padding) if classic
        else lenet_modern(activation, classes, padding)
      )
      """,
    example: "lenet()")
}
