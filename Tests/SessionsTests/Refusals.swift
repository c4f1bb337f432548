// Statements that cannot be done, and all that is said about them.

private let images = "data shapes examples=20; batch 4"
private let small = "\(images); net = conv(4) -> relu -> globalavgpool -> dense(10)"

let shapeRefusals = [
  Refusal(
    "net = conv(16) -> dense(10)", after: images,
    """
      net = conv(16) -> dense(10)
            ^^^^^^^^^^^^^^^^^^^^^
    error: dense1 expects [N, features] but conv1 gives [N, 16, 32, 32]
      conv(16) -> dense(10)
    try: flatten or globalavgpool before it
    """),
  Refusal(
    "net = conv(16, kernel=40, padding=0)", after: images,
    """
      net = conv(16, kernel=40, padding=0)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: conv1 expects [N, 3, ≥40, ≥40] but the input gives [N, 3, 32, 32]
      conv(16, kernel=40, padding=0)
    try: a smaller kernel, or more padding
    """),
  Refusal(
    "net = residual(conv(16)) -> flatten", after: images,
    """
      net = residual(conv(16)) -> flatten
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: the body of residual1 gives [N, 16, 32, 32] but its shortcut gives [N, 3, 32, 32]
      residual(conv(16)) -> flatten
    try: shortcut=conv(16, kernel=1)
    """),
  Refusal(
    "net = concat(conv(8), maxpool(2))", after: images,
    """
      net = concat(conv(8), maxpool(2))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: the branches of concat1 give [N, 8, 32, 32] and [N, 3, 16, 16], which do not fit side by side
    only their channels may differ
    """),
  Refusal(
    "forward", after: "\(images); net = conv(3)",
    """
      forward
      ^^^^^^^
    error: net ends in [N, 3, 32, 32], and the loss needs [N, classes]
    try: end it with globalavgpool -> dense(10)
    """),
  Refusal(
    "forward", after: "\(images); net = flatten -> dense(1)",
    """
      forward
      ^^^^^^^
    error: a label is 8, and net has outputs for 0 to 0 only
    try: end it with dense(9), or name classes=9
    """),
]

let wordRefusals = [
  Refusal(
    "jacobain",
    """
      jacobain
      ^^^^^^^^
    error: no command 'jacobain'
    did you mean 'jacobian'?
    """),
  Refusal(
    "net = conv(16) -> rleu", after: images,
    """
      net = conv(16) -> rleu
                        ^^^^
    error: no layer, model or value 'rleu'
    did you mean 'relu'?
    """),
  Refusal(
    "net = conv(16, strid=2)", after: images,
    """
      net = conv(16, strid=2)
                     ^^^^^
    error: conv has no argument 'strid'
    did you mean 'stride'?
    """),
  Refusal(
    "conv1.weigth", after: small,
    """
      conv1.weigth
      ^^^^^^^^^^^^
    error: no layer, model or value 'conv1.weigth'
    did you mean 'conv1.weight'?
    """),
  Refusal(
    "inspect conv9", after: small,
    """
      inspect conv9
              ^^^^^
    error: no layer 'conv9'
    did you mean 'conv1'?
    """),
  Refusal(
    "use other", after: small,
    """
      use other
          ^^^^^
    error: no model 'other'
    the only model is net
    """),
  Refusal(
    "data shapse",
    """
      data shapse
           ^^^^^^
    error: no built-in data 'shapse'
    did you mean 'shapes'?
    """),
  Refusal(
    "set nosuch 3",
    """
      set nosuch 3
          ^^^^^^
    error: 'key' must be one of threads, width, describe, kernels, not nosuch
    """),
  Refusal(
    "insert relu after=conv1", after: small,
    """
      insert relu after=conv1
                  ^^^^^
    error: 'insert' has no option 'after'
      usage: insert layers before|after place [model=model]
    try: after conv1, without =
    """),
]

let sizeRefusals = [
  Refusal(
    "net = dense(1e9)", after: images,
    """
      net = dense(1e9)
            ^^^^^^^^^^
    error: this network (up to dense1) needs 49.2 TB of memory; this machine has 4.29 GB
    try: fewer or narrower layers
    """),
  Refusal(
    "net = 1000000 * conv(16)", after: images,
    """
      net = 1000000 * conv(16)
            ^^^^^^^
    error: this chain would have more than 20,000 layers
    """),
  Refusal(
    "net = 1000 * (1000 * (1000 * conv(16)))", after: images,
    """
      net = 1000 * (1000 * (1000 * conv(16)))
                    ^^^^
    error: this chain would have more than 20,000 layers
    """),
]

let argumentRefusals = [
  Refusal(
    "batch 0", after: images,
    """
      batch 0
            ^
    error: a whole number from 1 to 1000000000 is needed here, and this is 0
    """),
  Refusal(
    "batch 100", after: images,
    """
      batch 100
            ^^^
    error: shapes has 20 training examples, and a batch of 100 was asked for
    try: a batch of 1 to 20
    """),
  Refusal(
    "net = dropout(2) -> flatten", after: images,
    """
      net = dropout(2) -> flatten
            ^^^^^^^^^^^^^^^^^^^^^
    error: p of dropout1 must be a number from 0 to 1
    """),
  Refusal(
    "jacobian norm=spectrum", after: small,
    """
      jacobian norm=spectrum
                    ^^^^^^^^
    error: 'norm' must be one of all, spectral, frobenius, gain, not spectrum
    did you mean 'spectral'?
    """),
  Refusal(
    "net = vgg(9)", after: images,
    """
      net = vgg(9)
            ^^^
    error: depth is 8, 14, 20, 26, 32, 38, …: 8 + 6 · blocks
    """),
  Refusal(
    "optimizer adam rate=-1",
    """
      optimizer adam rate=-1
                          ^^
    error: rate is -1, and must be from 0 to 1e6
    """),
]

let missingRefusals = [
  Refusal(
    "forward",
    """
      forward
      ^^^^^^^
    error: there is no model yet
    try: net = conv(16) -> bn -> relu -> globalavgpool -> dense(10)
    """),
  Refusal(
    "batch 8",
    """
      batch 8
      ^^^^^
    error: there is no data to take a batch from
    try: data shapes, or data "PATH", or load batch "FILE.npz"
    """),
  Refusal(
    "net = conv(16)",
    """
      net = conv(16)
            ^^^^^^^^
    error: a model needs the shape of its input, and there is no data yet
    try: data shapes; batch 32, or net = input(3, 32, 32) -> …
    """),
  Refusal(
    "forward", after: "data shapes examples=20; net = flatten -> dense(10)",
    """
      forward
      ^^^^^^^
    error: there is no batch yet
    try: data shapes; batch 32
    """),
  Refusal(
    "backward", after: small,
    """
      backward
      ^^^^^^^^
    error: there is no forward pass of net to differentiate
    try: forward
    """),
  Refusal(
    "undo",
    """
      undo
      ^^^^
    error: there is nothing to undo
    """),
]

let fileRefusals = [
  Refusal(
    "load weights \"nowhere.npz\"", after: small,
    """
      load weights "nowhere.npz"
                   ^^^^^^^^^^^^^
    error: nowhere.npz: no such file or folder
    """),
  Refusal(
    "save weights \"/sealed/net.npz\"", after: small,
    """
      save weights "/sealed/net.npz"
                   ^^^^^^^^^^^^^^^^^
    error: /sealed/net.npz could not be written: not permitted
    """),
  Refusal(
    "save weights \"net.txt\"", after: small,
    """
      save weights "net.txt"
                   ^^^^^^^^^
    error: 'net.txt' ends in neither .safetensors nor .npz
    try: save weights "net.safetensors"
    """),
  Refusal(
    "load weights \"other.npz\"",
    after: "\(small); other = conv(5) -> relu -> globalavgpool -> dense(10); "
      + "save weights \"other.npz\"; use net",
    """
      load weights "other.npz"
                   ^^^^^^^^^^^
    error: conv1.weight is [5, 3, 3, 3] in other.npz, and [4, 3, 3, 3] in net
    """),
]

/// All of them.
let refusals =
  shapeRefusals + wordRefusals + sizeRefusals + argumentRefusals + theoryRefusals + missingRefusals
  + fileRefusals + lossRefusals
