# PyTorch's side of fathom-bench: prepares a case on "prepare NAME" and does it on "measure", the seconds being the answer.
#
# python3 pytorch.py --once NAME prints the peak memory of one case instead. Of the ways to do it (eager, channels_last, and with
# --compile torch.compile) the fastest is taken for all rounds, so that fathom meets the best.

import argparse
import subprocess
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

LEAST = 0.2


def seconds(work):
    count, total = 0, 0.0
    while total < LEAST:
        start = time.perf_counter()
        work()
        total += time.perf_counter() - start
        count += 1
    return total / count


# ---- The networks, as fathom's architectures of the same names


class Residual(nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body, self.shortcut = body, shortcut or nn.Identity()

    def forward(self, x):
        return self.shortcut(x) + self.body(x)


class Block(nn.Module):
    """Two convolutions of the coursework's VGG, plain, with batch norm, and with a skip before the last activation."""

    def __init__(self, norm, skip):
        super().__init__()
        self.conv1 = nn.Conv2d(32, 32, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(32, 32, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(32) if norm else nn.Identity()
        self.norm2 = nn.BatchNorm2d(32) if norm else nn.Identity()
        self.skip = skip

    def forward(self, x):
        y = F.leaky_relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        return F.leaky_relu(x + y if self.skip else y)


def vgg(depth, norm=False, skip=False):
    blocks = (depth - 8) // 6

    def unit():
        return [nn.Conv2d(32, 32, 3, padding=1), *([nn.BatchNorm2d(32)] if norm else []), nn.LeakyReLU()]

    layers = [nn.Conv2d(3, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.LeakyReLU()]
    for _ in range(3):
        layers += [Block(norm, skip) for _ in range(blocks)]
        layers += unit() + [nn.AvgPool2d(2)] + unit()
    return nn.Sequential(*layers, nn.AvgPool2d(4), nn.Flatten(), nn.Linear(32, 100))


def resnet24():
    def conv(inputs, outputs, kernel, stride=1):
        convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        return [convolution, nn.BatchNorm2d(outputs)]

    layers, inputs = conv(3, 64, 3) + [nn.ReLU()], 64
    for outputs, stride, count in [(64, 1, 3), (128, 2, 3), (128, 2, 2), (256, 2, 3)]:
        for index in range(count):
            step = stride if index == 0 else 1
            body = nn.Sequential(*conv(inputs, outputs, 3, step), nn.ReLU(), *conv(outputs, outputs, 3))
            layers += [Residual(body, nn.Sequential(*conv(inputs, outputs, 1, step)) if step > 1 else None), nn.ReLU()]
            inputs = outputs
    return nn.Sequential(*layers, nn.AvgPool2d(4), nn.Flatten(), nn.Linear(256, 10))


def mlp(depth, width):
    layers = []
    for _ in range(depth):
        layers += [nn.Linear(width, width), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(width, 10))


def network(name):
    """The module, the shape of an example, and the number of classes."""
    if name == "resnet24":
        return resnet24(), (3, 32, 32), 10
    if name.startswith("mlp "):
        depth, width = map(int, name[4:].split("x"))
        return mlp(depth, width), (width,), 10
    depth = int(name[3:].split("+")[0])
    return vgg(depth, "+bn" in name, "+rc" in name), (3, 32, 32), 100


# ---- The cases: each gives its ways of doing the work


def train(name, batch):
    def way(layout, compiled):
        torch.manual_seed(1)
        module, shape, classes = network(name)
        x, labels = torch.randn(batch, *shape), torch.arange(batch) * 7 % classes
        if layout:
            module, x = module.to(memory_format=layout), x.to(memory_format=layout)
        # The rate of TrainingCases.swift, which says why.
        optimizer = torch.optim.Adam(module.parameters(), lr=1e-6, fused=True)
        forward = torch.compile(module) if compiled else module

        def work():
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(forward(x), labels).backward()
            optimizer.step()

        return work

    last = torch.channels_last if not name.startswith("mlp") else None
    yield "eager", lambda: way(None, False)
    if last:
        yield "channels_last", lambda: way(last, False)
    if arguments.compile:
        yield "compiled", lambda: way(last, True)


def convolution(direction, channels, size, stride, kernel):
    inputs, outputs = channels

    def way(layout):
        x = torch.randn(100, inputs, size, size).to(memory_format=layout)
        w = torch.randn(outputs, inputs, kernel, kernel).to(memory_format=layout)
        options = dict(stride=stride, padding=kernel // 2)
        dy = torch.randn_like(F.conv2d(x, w, **options))
        if direction == "forward":
            return lambda: F.conv2d(x, w, **options)
        wanted = (direction == "input", direction == "weight", False)
        steps, pads = [stride] * 2, [kernel // 2] * 2
        return lambda: torch.ops.aten.convolution_backward(dy, x, w, None, steps, pads, [1, 1], False, [0, 0], 1, wanted)

    yield "eager", lambda: way(torch.contiguous_format)
    yield "channels_last", lambda: way(torch.channels_last)


def layer(notation):
    modules = {
        "bn": nn.BatchNorm2d(32), "leakyrelu": nn.LeakyReLU(), "tanh": nn.Tanh(), "gelu": nn.GELU(),
        "maxpool(2)": nn.MaxPool2d(2), "avgpool(2)": nn.AvgPool2d(2), "softmax": nn.Softmax(dim=1),
    }

    def way(layout):
        module = modules[notation]
        x = torch.randn(100, 32, 32, 32).to(memory_format=layout).requires_grad_()
        dy = torch.randn_like(module(x))
        wanted = [x, *module.parameters()]
        return lambda: torch.autograd.grad(module(x), wanted, dy)

    yield "eager", lambda: way(torch.contiguous_format)
    yield "channels_last", lambda: way(torch.channels_last)


def product(size):
    def way():
        a, b, c = (torch.randn(size, size) for _ in range(3))
        return lambda: torch.mm(a, b, out=c)

    yield "eager", way


def spectral():
    """20 power iterations with jvp and vjp on every block of VGG38, as torch.func has them."""

    def way():
        torch.manual_seed(1)
        module = vgg(38)
        x = torch.randn(32, 3, 32, 32)

        def work():
            y = x
            for part in module:
                if isinstance(part, Block):
                    z, pullback = torch.func.vjp(part, y)
                    v = torch.randn_like(y)
                    for _ in range(20):
                        v = v / v.norm()
                        _, u = torch.func.jvp(part, (y,), (v,))
                        u = u / u.norm()
                        (v,) = pullback(u)
                    y = z.detach()
                else:
                    y = part(y).detach()

        return work

    yield "torch.func", way


def ways(name):
    """The ways of doing a case, or nothing where PyTorch has no such work."""
    words = name.split()
    if words[0] == "train":
        return train(" ".join(words[1:-1]), int(words[-1][1:]))
    if words[0] == "sgemm":
        return product(int(words[1]))
    if words[0] == "conv":
        direction, rest = (words[1], words[2:]) if words[1] == "forward" else (words[1], words[3:])
        channels = [int(number) for number in rest[0].split("-")]
        stride = 2 if "stride" in rest else 1
        return convolution(direction, channels, int(rest[1].split("x")[0]), stride, 1 if "1x1" in rest else 3)
    if words[0] == "layer":
        return layer(words[1])
    if words[0] == "spectral":
        return spectral()
    return ()


def timed(work):
    return lambda: seconds(work)


def child(*command):
    return subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True).stdout


def start():
    begin = time.perf_counter()
    child("-c", "import torch; print(torch.tensor(1) + 1)")
    return time.perf_counter() - begin


def prepare(name):
    """How PyTorch does it best, and the measurement."""
    if name == "start":
        return "import torch", start
    if name.startswith("memory "):
        return "eager", lambda: float(child("-W", "ignore", __file__, "--threads", str(arguments.threads), "--once", name[7:]))
    best = None
    for way, make in ways(name):
        work = make()
        work()
        work()
        cost = min(seconds(work) for _ in range(2))
        if best is None or cost < best[0]:
            best = (cost, way, work)
    return (best[1], timed(best[2])) if best else ("-", None)


parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=0)
parser.add_argument("--compile", action="store_true")
parser.add_argument("--once")
arguments = parser.parse_args()
if arguments.threads:
    torch.set_num_threads(arguments.threads)

if arguments.once:
    work = next(iter(ways(arguments.once)))[1]()
    work()
    work()
    # Counted from this process's own start, unlike getrusage.
    status = open("/proc/self/status").read().splitlines()
    print(1024 * int(next(line for line in status if line.startswith("VmHWM")).split()[1]))
else:
    measure = None
    for question in sys.stdin:
        word, _, name = question.strip().partition(" ")
        if word == "prepare":
            way, measure = prepare(name)
            print(way, flush=True)
        else:
            print(measure(), flush=True)
