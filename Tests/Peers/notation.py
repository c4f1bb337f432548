# The notation of models, read by Python itself: enough of the language to build a model's twin.
"""`read("conv(8) -> 2 * (bn -> relu)")` gives the links of a chain with everything spelled out.

Python's operators bind as the language's do: `*` tighter than `>>`, which stands in for `->`.
"""

from dataclasses import dataclass, field

# Arguments of each kind, by position, with PyTorch's defaults; None: must be given.
LAYERS = {
    "conv": dict(out=None, kernel=3, stride=1, padding="same", dilation=1, groups=1, bias=True,
                 connections="all"),
    "dense": dict(out=None, bias=True),
    "bn": dict(momentum=0.1, eps=1e-5, affine=True),
    "relu": {}, "relu6": {}, "sigmoid": {}, "tanh": {}, "gelu": {}, "softmax": {},
    "leakyrelu": dict(slope=0.01), "elu": dict(alpha=1), "swish": dict(beta=1),
    "maxpool": dict(kernel=None, stride="kernel", padding=0),
    "avgpool": dict(kernel=None, stride="kernel", padding=0),
    "subsample": dict(kernel=None), "padchannels": dict(count=None),
    "scaledtanh": dict(amplitude=1.7159, steepness=2 / 3),
    "globalavgpool": {}, "flatten": {}, "identity": {}, "dropout": dict(p=0.5),
    "residual": dict(body=None, shortcut="identity"),
}


@dataclass
class Link:
    """One layer or block: its kind, its arguments, and the chains inside a block."""

    kind: str
    arguments: dict = field(default_factory=dict)
    inner: list = field(default_factory=list)


class Links:
    """A chain under construction; a kind without parentheses is a chain of one link."""

    def __init__(self, links, kind=None):
        self.links, self.kind = links, kind

    def __rshift__(self, other):
        return Links(self.links + other.links)

    def __rmul__(self, count):
        return Links(self.links * count)

    def __call__(self, *values, **named):
        if self.kind == "concat":
            return Links([Link("concat", {}, [branch.links for branch in values])])
        defaults = LAYERS[self.kind]
        arguments = defaults | dict(zip(defaults, values)) | named
        if self.kind == "residual":
            shortcut = arguments["shortcut"]
            around = [] if shortcut == "identity" or shortcut.kind == "identity" else shortcut.links
            return Links([Link("residual", {}, [arguments["body"].links, around])])
        for name in ("stride", "padding"):
            if arguments.get(name) == "kernel":
                arguments[name] = arguments["kernel"]
            if arguments.get(name) == "same":
                arguments[name] = arguments["dilation"] * (arguments["kernel"] - 1) // 2
        return Links([Link(self.kind, arguments)])


def read(text):
    """The links of `text`, which is trusted: it is evaluated."""
    words = {kind: Links([Link(kind, dict(LAYERS.get(kind, {})))], kind) for kind in LAYERS}
    words |= {"concat": Links([], "concat"), "true": True, "false": False, "same": "same"}
    return eval(text.replace("->", ">>"), {"__builtins__": {}}, words).links
