# A model's twin: the same network in PyTorch, in float64, with the model's own weights.

import torch
import torch.nn.functional as F

from notation import read


class Unfit(Exception):
    """A layer that cannot take its input."""


class Twin:
    """A network as nodes (name, link, inner chains of nodes), for examples of one shape."""

    def __init__(self, text, shape):
        # Shapes of parameters and running statistics, by full name, in the order of files.
        self.parameters, self.statistics, self.order = {}, {}, []
        self.nodes, self.output = self._bind(read(text), tuple(shape), "")

    # ---- names and shapes

    def _bind(self, links, shape, prefix):
        counts, nodes = {}, []
        for link in links:
            counts[link.kind] = counts.get(link.kind, 0) + 1
            name = f"{prefix}{link.kind}{counts[link.kind]}"
            if link.kind == "residual":
                body, shape1 = self._bind(link.inner[0], shape, name + ".")
                around, shape2 = self._bind(link.inner[1], shape, name + ".shortcut.")
                if shape1 != shape2:
                    raise Unfit(name)
                inner, shape = [body, around], shape1
            elif link.kind == "concat":
                bound = [
                    self._bind(branch, shape, f"{name}.branch{index + 1}.")
                    for index, branch in enumerate(link.inner)
                ]
                if len({branch_shape[1:] for _, branch_shape in bound}) != 1:
                    raise Unfit(name)
                inner = [branch for branch, _ in bound]
                shape = (sum(s[0] for _, s in bound), *bound[0][1][1:])
            else:
                inner, shape = [], self._layer(name, link, shape)
            nodes.append((name, link, inner))
        return nodes, shape

    def _layer(self, name, link, shape):
        """The output's shape; parameters are noted under PyTorch's names and shapes."""
        kind, a = link.kind, link.arguments

        def note(table, **shapes):
            for part, extents in shapes.items():
                table[f"{name}.{part}"] = extents
                self.order.append(f"{name}.{part}")

        if kind in ("conv", "maxpool", "avgpool"):
            if len(shape) != 3:
                raise Unfit(name)
            span = a.get("dilation", 1) * (a["kernel"] - 1) + 1
            extents = [(e + 2 * a["padding"] - span) // a["stride"] + 1 for e in shape[1:]]
            if min(e + 2 * a["padding"] - span for e in shape[1:]) < 0:
                raise Unfit(name)
        if kind == "conv":
            if shape[0] % a["groups"] or a["out"] % a["groups"]:
                raise Unfit(name)
            note(
                self.parameters,
                weight=(a["out"], shape[0] // a["groups"], a["kernel"], a["kernel"]),
                **({"bias": (a["out"],)} if a["bias"] else {}))
            return (a["out"], *extents)
        if kind in ("maxpool", "avgpool"):
            if 2 * a["padding"] > a["kernel"]:
                raise Unfit(name)
            return (shape[0], *extents)
        if kind == "dense":
            if len(shape) != 1:
                raise Unfit(name)
            note(
                self.parameters, weight=(a["out"], shape[0]),
                **({"bias": (a["out"],)} if a["bias"] else {}))
            return (a["out"],)
        if kind == "bn":
            if a["affine"]:
                note(self.parameters, weight=(shape[0],), bias=(shape[0],))
            note(self.statistics, running_mean=(shape[0],), running_var=(shape[0],))
        if kind == "subsample":
            if len(shape) != 3 or min(shape[1:]) < a["kernel"]:
                raise Unfit(name)
            note(self.parameters, weight=(shape[0],), bias=(shape[0],))
            return (shape[0], *(e // a["kernel"] for e in shape[1:]))
        if kind == "padchannels":
            return (shape[0] + a["count"], *shape[1:])
        if kind == "globalavgpool":
            if len(shape) != 3:
                raise Unfit(name)
            return (shape[0],)
        if kind == "flatten":
            return (torch.Size(shape).numel(),)
        return shape

    # ---- passes

    def forward(self, x, weights, training, observe=lambda name, input, output: None):
        """The output; `observe` sees every layer's and block's input and output in order."""
        return self._run(self.nodes, x, weights, training, observe)

    def _run(self, nodes, x, weights, training, observe):
        for node in nodes:
            x = self.apply(node, x, weights, training, observe)
        return x

    def apply(self, node, x, weights, training, observe=lambda name, input, output: None):
        name, link, inner = node
        if link.kind == "residual":
            body = self._run(inner[0], x, weights, training, observe)
            y = body + self._run(inner[1], x, weights, training, observe)
        elif link.kind == "concat":
            y = torch.cat([self._run(b, x, weights, training, observe) for b in inner], dim=1)
        else:
            part = {
                key[len(name) + 1:]: value for key, value in weights.items()
                if key.startswith(name + ".")
            }
            y = layer(link.kind, link.arguments, x, part, training)
        observe(name, x, y)
        return y

    def coupled(self, node):
        """Whether a training pass lets examples interact within `node`."""
        _, link, inner = node
        return link.kind == "bn" or any(self.coupled(n) for chain in inner for n in chain)


def layer(kind, a, x, part, training):
    """One layer as PyTorch computes it; running statistics are read and never moved."""
    match kind:
        case "conv":
            return F.conv2d(
                x, connected(part["weight"], a["connections"]), part.get("bias"), a["stride"], a["padding"], a["dilation"],
                a["groups"])
        case "dense":
            return F.linear(x, part["weight"], part.get("bias"))
        case "bn":
            return F.batch_norm(
                x, None if training else part["running_mean"],
                None if training else part["running_var"],
                part.get("weight"), part.get("bias"), training, a["momentum"], a["eps"])
        case "maxpool":
            return F.max_pool2d(x, a["kernel"], a["stride"], a["padding"])
        case "avgpool":
            return F.avg_pool2d(x, a["kernel"], a["stride"], a["padding"])
        case "relu":
            return F.relu(x)
        case "relu6":
            return F.relu6(x)
        case "leakyrelu":
            return F.leaky_relu(x, a["slope"])
        case "elu":
            return F.elu(x, a["alpha"])
        case "swish":
            return x * torch.sigmoid(a["beta"] * x)
        case "gelu":
            return F.gelu(x)
        case "sigmoid":
            return torch.sigmoid(x)
        case "tanh":
            return torch.tanh(x)
        case "softmax":
            return F.softmax(x, dim=1)
        case "globalavgpool":
            return x.mean((2, 3))
        case "flatten":
            return x.flatten(1)
        case "dropout":
            assert not training or a["p"] == 0
            return x
        case "identity":
            return x
        case "padchannels":
            return torch.cat([x, x.new_zeros(x.shape[0], a["count"], *x.shape[2:])], 1)
        case "subsample":
            sums = F.avg_pool2d(x, a["kernel"]) * a["kernel"] ** 2
            return sums * part["weight"][:, None, None] + part["bias"][:, None, None]
        case "scaledtanh":
            return a["amplitude"] * torch.tanh(a["steepness"] * x)


def connected(weight, connections):
    """A convolution's weight with zeros where an output is not connected to an input."""
    if connections == "all":
        return weight
    mask = torch.zeros(*weight.shape[:2], 1, 1, dtype=weight.dtype)
    for output, maps in enumerate(connections.split()):
        mask[output, [int(m) for m in (maps.split(",") if "," in maps else maps)]] = 1
    return weight * mask


def moved_statistics(twin, weights, inputs):
    """Running statistics after one training pass in which each layer read `inputs[name]`."""
    moved = {}

    def visit(nodes):
        for name, link, inner in nodes:
            for chain in inner:
                visit(chain)
            if link.kind == "bn":
                mean = weights[name + ".running_mean"].clone()
                variance = weights[name + ".running_var"].clone()
                F.batch_norm(
                    inputs[name], mean, variance, training=True,
                    momentum=link.arguments["momentum"], eps=link.arguments["eps"])
                moved[name + ".running_mean"], moved[name + ".running_var"] = mean, variance

    visit(twin.nodes)
    return moved
