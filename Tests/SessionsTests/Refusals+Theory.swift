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
