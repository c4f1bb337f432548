// Laws that do not exist, sizes that a law has not, networks without residual blocks.

let theoryRefusals = [
  Refusal(
    "theory he_rleu",
    """
      theory he_rleu
             ^^^^^^^
    error: no law 'he_rleu'
    did you mean 'he_relu'?
    """),
  Refusal(
    "theory he-rleu",
    """
      theory he-rleu
             ^^^^^^^
    error: no law 'he-rleu'
    did you mean 'he_relu'?
    """),
  Refusal(
    "theory 12",
    """
      theory 12
             ^^
    error: no law '12'
      the nearest are 9 correlation_map, 16 slopes
    'theory' lists the laws
    """),
  Refusal(
    "theory plain-relu",
    """
      theory plain-relu
             ^^^^^^^^^^
    error: no law 'plain-relu'
      the nearest are 1 he_relu, 2 lecun_relu, 3 default_relu, 4 relu_moments, 41 shattering_plain
    'theory' lists the laws
    """),
  Refusal(
    "theory he_relu net",
    after:
      "data digits examples=40; batch 8; net = flatten -> 2 * (dense(32) -> relu) -> dense(10); initialize lecun",
    """
      theory he_relu net
                     ^^^
    error: he_relu says nothing of net: its weights are not those of 'initialize he': their variance in dense1 is 1/n, where 2/n is assumed
    try: initialize he
    """),
  Refusal(
    "theory spectral_edges net",
    after:
      "data digits examples=40; batch 8; net = flatten -> 2 * (dense(32) -> relu) -> dense(10); initialize orthogonal",
    """
      theory spectral_edges net
                            ^^^
    error: spectral_edges says nothing of net: dense1.weight is orthogonal up to rounding, so its entries depend on each other
    try: initialize he
    """),
  Refusal(
    "theory bn_growth net",
    after:
      "data digits examples=40; batch 8; net = flatten -> 2 * (dense(32) -> relu) -> dense(10)",
    """
      theory bn_growth net
                       ^^^
    error: bn_growth says nothing of net: it has no dense -> bn -> relu at its top level
    the law is about dense -> bn -> relu, several times in a row or once
    """),
  Refusal(
    "theory bn_growth net",
    after:
      "data digits examples=40; batch 8; net = flatten -> 2 * (dense(32) -> bn -> relu) -> dense(10); mode evaluation",
    """
      theory bn_growth net
                       ^^^
    error: bn_growth says nothing of net: it is in mode evaluation, and the law is about training
    try: mode training
    """),
  Refusal(
    "theory he_relu net depth=3",
    after:
      "data digits examples=40; batch 8; net = flatten -> 2 * (dense(32) -> relu) -> dense(10); initialize he",
    """
      theory he_relu net depth=3
                               ^
    error: net has its own depth
    leave depth= out
    """),
  Refusal(
    "theory he_relu batch=8",
    """
      theory he_relu batch=8
                           ^
    error: he_relu has no batch
    its sizes are width=100, depth=20, samples=200
    """),
  Refusal(
    "theory slopes width=3",
    """
      theory slopes width=3
                          ^
    error: slopes has no width
    it has no sizes to choose
    """),
  Refusal(
    "theory width=3",
    """
      theory width=3
             ^^^^^
    error: 'width' is a size of a law's experiment, and no law is named
    'theory' lists the laws
    """),
  Refusal(
    "paths",
    after: "data shapes examples=20; batch 4; net = conv(4) -> relu -> globalavgpool -> dense(10)",
    """
      paths
      ^^^^^
    error: net has no residual blocks at its top level
      conv(4) -> relu -> globalavgpool -> dense(10)
    try: net = conv(16) -> 4 * residual(bn -> relu -> conv(16)) -> globalavgpool -> dense(10)
    """),
]
