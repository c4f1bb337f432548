// Losses that do not exist, and what is no example of one.

private let start = "data shapes examples=20; batch 4; net = conv(4) -> globalavgpool -> dense(10)"

let lossRefusals = [
  Refusal(
    "loss hinge", after: start,
    """
      loss hinge
           ^^^^^
    error: no loss and no model 'hinge'
      The losses are crossentropy and mse.
    try: loss crossentropy
    """),
  Refusal(
    "explain loss 1 2", after: start,
    """
      explain loss 1 2
                     ^
    error: 'explain loss' takes the number of an example, from 0 to 3
    try: explain loss 0
    """),
]
