# Random networks in the notation, every one of which fits its input.

from twin import Twin, Unfit

ELEMENTWISE = [
    "relu", "relu", "leakyrelu", "leakyrelu(slope=0.2)", "elu", "elu(alpha=1.5)", "sigmoid",
    "tanh", "identity", "dropout(0)", "dropout(p=0)",
]
# Not named in every tutorial, but layers all the same.
RARE = ["relu6", "swish", "gelu", "swish(beta=2)"]


class Generator:
    """Draws networks for one input shape from `random`; `largest` bounds each layer's numbers."""

    def __init__(self, random, shape, batch, largest, widths):
        self.random, self.shape, self.batch = random, tuple(shape), batch
        self.largest, self.widths = largest, widths

    def network(self):
        """The notation of a network that ends in 2 to 12 logits."""
        random = self.random
        links, shape = [], self.shape
        for _ in range(random.randint(1, 7)):
            link = self.fitting(self.link, shape)
            if link:
                links.append(link)
                shape = Twin(link, shape).output
        if len(shape) == 3:
            area = shape[0] * shape[1] * shape[2]
            head = random.choice(["globalavgpool", "globalavgpool -> flatten", "flatten"])
            links.append("globalavgpool" if area > 2000 else head)
            shape = Twin(links[-1], shape).output
            if random.random() < 0.15:
                links.append(random.choice(["bn", "dense(7) -> bn -> relu", "dropout(0)"]))
        links.append(f"dense({random.randint(2, 12)}{random.choice(['', ', bias=false'])})")
        return " -> ".join(links)

    def fitting(self, draw, shape, keep=None, keeps_channels=False):
        """A link that fits `shape` (and gives a shape that ends like `keep`), or None."""
        for _ in range(30):
            try:
                link = draw(shape)
                output = Twin(link, shape).output
            except Unfit:
                continue
            size = 1
            for extent in output:
                size *= extent
            if size * self.batch > self.largest or size == 0:
                continue
            if keep is not None and (len(output) != len(keep) or output[1:] != keep[1:]):
                continue
            if keeps_channels and output != tuple(keep):
                continue
            return link
        return None

    def link(self, shape, depth=0):
        random = self.random
        image = len(shape) == 3
        choices = [(5, self.weighted), (3, self.normalization), (5, self.elementwise)]
        if image:
            choices.append((2, self.pooling))
        if depth < 2:
            choices += [(2, self.residual), (1.5, self.concat), (1, self.repeated)]
        weights, draws = zip(*choices)
        return random.choices(draws, weights)[0](shape, depth)

    # ---- simple layers

    def weighted(self, shape, depth=0):
        random = self.random
        bias = random.choice(["", "", ", bias=false"])
        if len(shape) == 1:
            return f"dense({random.choice(self.widths) * random.randint(1, 3)}{bias})"
        groups = random.choice([1, 1, 1, 1, 2, 3, shape[0]])
        out = random.choice(self.widths) * (groups if groups > 1 else 1)
        return f"conv({out}{self.window(shape)}{f', groups={groups}' if groups > 1 else ''}{bias})"

    def window(self, shape, same=False):
        """The arguments of a convolution's window after its width."""
        random = self.random
        text = ""
        kernel = random.choice([1, 2, 3, 3, 3, 3, 4, 5, 7])
        if same:
            kernel |= 1
        if kernel != 3 or random.random() < 0.1:
            text += f", kernel={kernel}"
        if random.random() < 0.2 and not same:
            text += f", stride={random.choice([2, 2, 3, 4])}"
        if random.random() < 0.25 and not same:
            text += f", padding={random.choice([0, 1, 2, 3])}"
        if random.random() < 0.15:
            text += f", dilation={random.choice([2, 3])}"
        return text

    def normalization(self, shape, depth=0):
        return self.random.choice(
            ["bn", "bn", "bn", "bn(momentum=0.3)", "bn(affine=false)", "bn(eps=0.001)"])

    def elementwise(self, shape, depth=0):
        return self.random.choice(ELEMENTWISE + ELEMENTWISE + RARE)

    def pooling(self, shape, depth=0):
        random = self.random
        kind = random.choice(["maxpool", "maxpool", "avgpool"])
        kernel = random.choice([1, 2, 2, 3, 3, 4, 5])
        text = f"{kind}({kernel}"
        if random.random() < 0.6:
            text += f", stride={random.choice([1, 1, 2, 2, 3, 4, 6])}"
        if random.random() < 0.4:
            text += f", padding={random.randint(0, kernel // 2)}"
        return text + ")"

    # ---- blocks

    def chain(self, shape, depth, keep, length, ends_as=None):
        """A chain whose output keeps the extents of `keep`, and its channels too if asked."""
        links = []
        for _ in range(length):
            link = self.fitting(lambda s: self.link(s, depth + 1), shape, keep=keep)
            if link:
                links.append(link)
                shape = Twin(link, shape).output
        if ends_as is not None and shape[0] != ends_as:
            kind = "conv({}, kernel=1)" if len(shape) == 3 else "dense({})"
            links.append(kind.format(ends_as))
        return links

    def residual(self, shape, depth=0):
        random = self.random
        channels = shape[0]
        if random.random() < 0.6:
            body = self.chain(shape, depth, shape, random.randint(1, 4), channels)
            explicit = ", shortcut=identity" if random.random() < 0.1 else ""
            return f"residual({' -> '.join(body) or 'identity'}{explicit})"
        out = random.choice(self.widths)
        if len(shape) == 1:
            first, around = f"dense({out})", f"dense({out}, bias=false)"
        else:
            window = self.window(shape)
            first, around = f"conv({out}{window})", f"conv({out}{window}, bias=false)"
        middle = Twin(first, shape).output
        body = [first] + self.chain(middle, depth, middle, random.randint(0, 3), out)
        if random.random() < 0.4:
            around += " -> bn"
        return f"residual({' -> '.join(body)}, shortcut={around})"

    def concat(self, shape, depth=0):
        random = self.random
        branches = []
        if len(shape) == 3 and random.random() < 0.5:
            kernel, stride = random.choice([2, 3]), random.choice([1, 2])
            padding = random.choice([0, 1])
            window = f"kernel={kernel}, stride={stride}, padding={padding}"
            pool = f"({kernel}, stride={stride}, padding={padding})"
            for _ in range(random.randint(2, 3)):
                branches.append(random.choice(
                    [f"conv({random.choice(self.widths)}, {window})", "maxpool" + pool,
                     "avgpool" + pool]))
        else:
            for _ in range(random.randint(1, 3)):
                links = self.chain(shape, depth, shape, random.randint(1, 3))
                branches.append(" -> ".join(links) or "identity")
        return f"concat({', '.join(branches)})"

    def repeated(self, shape, depth=0):
        random = self.random
        count = random.randint(2, 4)
        if random.random() < 0.3:
            return f"{count} * {self.fitting(self.weighted, shape) or 'relu'}"
        links = self.chain(shape, depth, shape, random.randint(1, 3), shape[0])
        text = " -> ".join(links) or "tanh"
        return f"{count} * ({text})"
