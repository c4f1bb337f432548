# Compares the program's numbers with PyTorch's in float64, on networks drawn at random.
"""By hand: python3 Tests/Peers/twins.py --seed 1 --count 50

Needs torch, numpy and safetensors, and the program built (`swift build -c release`). The program
is driven as any user would: `load batch`, a model in the notation, `save`, `forward`, `backward`,
`jacobian`. What it wrote is compared, name by name and number by number, with the same network in
PyTorch, made from the notation and the saved weights. Ends with status 1 if anything differs.
"""

import argparse
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file, save_file

from norms import norms
from notation import read
from random_networks import Generator
from twin import Twin, moved_statistics

# Largest relative differences: max |a − b| / max |b| for tensors.
TOLERANCES = dict(
    activation=2e-4, statistic=2e-4, loss=2e-3, gradient=2e-3, input=2e-3, flow=2e-3,
    spectral=1e-2, frobenius=1e-2, gain=1e-2)
# Where a network turns float32's rounding into something larger (batch norm of nearly constant
# numbers does), PyTorch in float32 is off as well: up to this many times its error is no defect.
EXCUSE = 10
# Gradients that are sums which cancel (a bias before batch norm: exactly 0) are compared with what
# was summed as well: this share of it is float32's rounding, not a difference.
CANCELLATION = 2e-6
# An input of relu or a pair of candidates of maxpool this close to the kink (relative to the
# layer's largest) may fall on the other side in float32: such a network is set aside if it differs.
KINK = 2e-6


class Difference(Exception):
    """Something that must be equal and is not."""


class Comparison:
    """The worst relative difference of each quantity, and where it was."""

    def __init__(self):
        self.worst = {name: (0.0, "") for name in TOLERANCES}
        self.failures = {}

    def add(self, quantity, place, difference, excuse=0.0):
        """`excuse`: how far off PyTorch itself is in float32."""
        if not difference <= self.worst[quantity][0]:
            self.worst[quantity] = (difference, place)
        if not difference <= max(TOLERANCES[quantity], EXCUSE * excuse):
            self.failures.setdefault(quantity, []).append((difference, excuse, place))

    def tensors(self, quantity, place, ours, exact, single, floor=0.0):
        """Our tensor and PyTorch's in float32 against PyTorch's in float64."""
        exact, single = exact.detach().numpy(), single.detach().numpy()
        if ours.shape != exact.shape:
            raise Difference(f"{quantity} {place} is {ours.shape}, PyTorch's {exact.shape}")
        scale = max(np.abs(exact).max(initial=0), floor, 1e-300)
        ours, single = (float(np.abs(t - exact).max(initial=0) / scale) for t in (ours, single))
        self.add(quantity, place, ours, single)

    def numbers(self, quantity, place, ours, exact, single=None):
        scale = max(abs(exact), 1e-300)
        excuse = 0.0 if single is None else abs(single - exact) / scale
        self.add(quantity, place, abs(float(ours) - exact) / scale, excuse)


def names_in_order(path):
    """The tensors of a safetensors file by ascending position."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    header.pop("__metadata__", None)
    return sorted(header, key=lambda name: (header[name]["data_offsets"], list(header).index(name)))


def expect_equal(what, ours, theirs):
    if list(ours) != list(theirs):
        raise Difference(f"{what}: {list(ours)}\n  expected {list(theirs)}")


def run(program, folder, script):
    """The reports of the script's statements, by statement."""
    done = subprocess.run(
        [program, "run", "--json", "-"], cwd=folder, input="\n".join(script), text=True,
        capture_output=True, timeout=600)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        if not line["ok"]:
            raise Difference(f"{line['statement']}: {line['error']}")
    if done.returncode != 0 or len(lines) != len(script):
        raise Difference(f"status {done.returncode}: {done.stderr}")
    return [line["report"]["data"] for line in lines]


PASSES = [
    "forward", "backward", 'save activations "activations-{0}.safetensors"',
    'save gradients "gradients-{0}.safetensors"', "gradients", "jacobian norm=all",
    'save weights "weights-{0}.safetensors"',
]


def compare(program, text, x, labels, generator, with_norms=True):
    """Runs the program and the twin on one network; returns the comparison and its kinks."""
    comparison = Comparison()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.savez(folder / "batch.npz", x=x, y=labels)
        start = [f'seed {generator.randint(0, 1000)}', 'load batch "batch.npz"', f"net = {text}"]
        # What the program says the network is; an architecture such as vgg(8) is written out there.
        notation = run(program, folder, start)[-1]["notation"]
        twin = Twin(notation, x.shape[1:])
        try:
            expect_equal("notation", read(notation), read(text))
        except NameError:
            pass
        if generator.random() < 0.5:
            save_file(random_weights(twin, generator), folder / "given.safetensors")
            start.append('load weights "given.safetensors"')
        start.append('save weights "weights.safetensors"')
        script = start + [line.format("training") for line in PASSES]
        script += ["mode evaluation"] + [line.format("evaluation") for line in PASSES]
        script.append("summary")
        reports = run(program, folder, script)
        expect_equal("weights", names_in_order(folder / "weights.safetensors"), twin.order)
        summary = reports[-1]
        count = sum(torch.Size(shape).numel() for shape in twin.parameters.values())
        if summary["parameters"] != count:
            raise Difference(f"summary: {summary['parameters']} parameters, PyTorch {count}")
        kinks = False
        before = "weights"
        for index, mode in enumerate(["training", "evaluation"]):
            first = len(start) + index * (len(PASSES) + 1)
            kinks |= compare_pass(
                comparison, twin, folder, before, mode, x, labels, reports[first:], summary,
                with_norms)
            before = "weights-training"
    return comparison, kinks


def random_weights(twin, generator):
    """Weights of a realistic size with nothing at its default: γ of either sign, β ≠ 0, …"""
    source = np.random.default_rng(generator.randint(0, 2**31))
    weights = {}
    for name, shape in (twin.parameters | twin.statistics).items():
        drawn = source.standard_normal(shape)
        if name.endswith("running_var"):
            drawn = np.exp(0.5 * drawn)
        elif len(shape) > 1:
            drawn *= (2 / np.prod(shape[1:])) ** 0.5
        elif name.endswith("weight"):
            drawn = drawn + 0.5
        weights[name] = drawn.astype(np.float32)
    return weights


class Reference:
    """One forward and backward pass of the twin in one precision."""

    def __init__(self, twin, loaded, x, labels, training, precision):
        self.weights = {name: torch.tensor(loaded[name]).to(precision) for name in loaded}
        for name in twin.parameters:
            self.weights[name].requires_grad_()
        self.x = torch.tensor(x).to(precision).requires_grad_()
        self.inputs, self.outputs = {}, {}
        self.logits = twin.forward(self.x, self.weights, training, self.observe)
        self.loss = F.cross_entropy(self.logits, torch.tensor(labels))
        self.loss.backward()
        self.frozen = {name: tensor.detach() for name, tensor in self.weights.items()}
        self.inputs = {name: tensor.detach() for name, tensor in self.inputs.items()}
        self.moved = self.frozen
        if training:
            self.moved = self.frozen | moved_statistics(twin, self.frozen, self.inputs)

    def observe(self, name, input, output):
        self.inputs[name], self.outputs[name] = input, output
        if output.requires_grad:
            output.retain_grad()

    def summed(self, name):
        """What the gradient of a parameter would be like if no sum of dy · x cancelled."""
        owner = name.rsplit(".", 1)[0]
        dy = self.outputs[owner].grad.abs()
        size = dy.sum([axis for axis in range(dy.ndim) if axis != 1]).max().item()
        if self.weights[name].ndim > 1:
            size *= self.inputs[owner].square().mean().sqrt().item()
        return size


def compare_pass(comparison, twin, folder, before, mode, x, labels, reports, summary, with_norms):
    """One forward and backward pass in one mode; True if an activation is at a kink."""
    training = mode == "training"
    loaded = load_file(folder / f"{before}.safetensors")
    exact, single = (
        Reference(twin, loaded, x, labels, training, precision)
        for precision in (torch.float64, torch.float32))
    forward, backward, _, _, flow, jacobian, _ = reports[:7]

    # Activations, and the summary's shapes.
    path = folder / f"activations-{mode}.safetensors"
    expect_equal("activations", names_in_order(path), exact.outputs)
    expect_equal("summary", [entry["name"] for entry in summary["layers"]], exact.outputs)
    activations = load_file(path)
    for entry in summary["layers"]:
        expect_equal(entry["name"], entry["output"], exact.outputs[entry["name"]].shape[1:])
    for name, output in exact.outputs.items():
        comparison.tensors(
            "activation", f"{mode} {name}", activations[name], output, single.outputs[name])

    # The loss.
    comparison.numbers("loss", mode, forward["loss"], exact.loss.item(), single.loss.item())
    hits = (exact.logits.argmax(1) == torch.tensor(labels)).double().mean().item()
    if abs(forward["accuracy"] - hits) > 1e-9:
        raise Difference(f"accuracy {forward['accuracy']}, PyTorch's {hits}")

    # Gradients.
    path = folder / f"gradients-{mode}.safetensors"
    expect_equal("gradients", names_in_order(path), ["input", *twin.parameters])
    gradients = load_file(path)
    comparison.tensors(
        "input", f"{mode} input", gradients["input"], exact.x.grad, single.x.grad)
    for name in twin.parameters:
        floor = CANCELLATION / TOLERANCES["gradient"] * exact.summed(name)
        comparison.tensors(
            "gradient", f"{mode} {name}", gradients[name], exact.weights[name].grad,
            single.weights[name].grad, floor)
    expect_equal("flow", [entry["name"] for entry in flow["parameters"]], twin.parameters)
    total = 0.0
    for entry in flow["parameters"]:
        g = gradients[entry["name"]].astype(np.float64)
        total += float((g * g).sum())
        for key, value in dict(
            mean_abs=np.abs(g).mean(), max_abs=np.abs(g).max(), l1=np.abs(g).sum(),
            l2=np.linalg.norm(g)).items():
            comparison.numbers("flow", f"{mode} {entry['name']} {key}", entry[key], value)
    comparison.numbers("flow", f"{mode} norm", backward["gradient_norm"], total ** 0.5)

    # Running statistics; a mean that is 0 is compared with the deviation.
    after = load_file(folder / f"weights-{mode}.safetensors")
    for name in twin.statistics:
        floor = exact.moved[name.rsplit(".", 1)[0] + ".running_var"].max().item() ** 0.5
        comparison.tensors(
            "statistic", f"{mode} {name}", after[name], exact.moved[name], single.moved[name],
            floor)
    for name in twin.parameters:
        if not np.array_equal(after[name], loaded[name]):
            raise Difference(f"{name} has changed without training")

    # Jacobians of the top level.
    expect_equal(
        "jacobian", [entry["name"] for entry in jacobian["layers"]], [n[0] for n in twin.nodes])
    for node, entry in zip(twin.nodes, jacobian["layers"]) if with_norms else []:
        at = exact.inputs[node[0]]
        spectral, frobenius = norms(
            lambda v: twin.apply(node, v, exact.frozen, training), at,
            coupled=training and twin.coupled(node))
        place = f"{mode} {node[0]}"
        comparison.numbers("spectral", place, entry["spectral"], spectral)
        comparison.numbers("frobenius", place, entry["frobenius"], frobenius)
        comparison.numbers("gain", place, entry["gain"], frobenius / at.numel() ** 0.5)
    return any(is_at_kink(link, exact.inputs[name]) for name, link in leaves(twin.nodes))


def leaves(nodes):
    for name, link, inner in nodes:
        if inner:
            for chain in inner:
                yield from leaves(chain)
        else:
            yield name, link


def is_at_kink(link, x):
    """Whether rounding could move `x` to the other side of a kink of the layer."""
    near = KINK * x.abs().max()
    if link.kind in ("relu", "leakyrelu", "relu6", "elu"):
        return bool(((x != 0) & (x.abs() < near)).any())
    if link.kind == "maxpool":
        a = link.arguments
        padded = F.pad(x, [a["padding"]] * 4, value=-torch.inf)
        windows = padded.unfold(2, a["kernel"], a["stride"]).unfold(3, a["kernel"], a["stride"])
        windows = windows.flatten(4)
        if windows.shape[-1] > 1:
            top = windows.topk(2).values
            gap = top[..., 0] - top[..., 1]
            return bool(((gap != 0) & (gap < near)).any())
    return False


def draw(generator, size):
    """A network, a batch and labels; three sizes, so that small and large kernels are met."""
    batch = generator.randint(2, 8)
    if generator.random() < 0.12:
        shape = (generator.randint(1, 40),)
        largest, widths = 1600, [3, 8, 16]
    elif size == "small":
        extent = generator.randint(3, 11)
        shape = (generator.choice([1, 2, 3]), extent, extent + generator.choice([0, 0, 1, -1]))
        largest, widths = 1500, [1, 2, 3, 4, 6]
    elif size == "medium":
        batch = generator.randint(2, 4)
        extent = generator.randint(8, 17)
        shape = (3, extent, extent)
        largest, widths = 12_000, [4, 8, 12, 16]
    else:
        extent = generator.choice([16, 24, 32, 33])
        shape = (3, extent, extent)
        largest, widths = 150_000, [16, 24, 32, 64]
    text = Generator(generator, shape, batch, largest, widths).network()
    source = np.random.default_rng(generator.randint(0, 2**31))
    x = source.standard_normal((batch, *shape)).astype(np.float32)
    if generator.random() < 0.2:
        x = (3 * x + 5).astype(np.float32)
    classes = Twin(text, shape).output[0]
    return text, x, source.integers(0, classes, batch)


def main():
    here = pathlib.Path(__file__).resolve()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="the first network's number")
    parser.add_argument("--count", type=int, default=20, help="how many networks")
    parser.add_argument("--size", choices=["small", "medium", "large", "mixed"], default="mixed")
    parser.add_argument("--network", help="this network instead of random ones")
    parser.add_argument("--input", default="8,3,32,32", help="the shape of its batch")
    parser.add_argument("--no-norms", action="store_true", help="leave the Jacobians out")
    parser.add_argument("--verbose", action="store_true", help="a line for every network")
    parser.add_argument(
        "--program", default=here.parents[2] / ".build/release/fathom", help="the program")
    options = parser.parse_args()
    worst = Comparison()
    failed, kinked = [], []
    for seed in range(options.seed, options.seed + options.count):
        generator = random.Random(seed)
        size = options.size
        if size == "mixed":
            size = generator.choices(["small", "medium", "large"], [7, 2, 1])[0]
        if options.network:
            source = np.random.default_rng(seed)
            x = source.standard_normal([int(e) for e in options.input.split(",")])
            text, x, labels = options.network, x.astype(np.float32), source.integers(0, 2, len(x))
        else:
            text, x, labels = draw(generator, size)
        title = f"seed {seed}: {list(x.shape)} {text}"
        try:
            comparison, kinks = compare(
                options.program, text, x, labels, generator,
                with_norms=not options.no_norms and size != "large")
        except Difference as difference:
            failed.append(seed)
            print(f"{title}\n  {difference}", flush=True)
            continue
        if options.verbose or comparison.failures:
            print(title + (" (at a kink)" if kinks else ""), flush=True)
        for quantity, (difference, place) in comparison.worst.items():
            if options.verbose:
                print(f"  {quantity:<11}{difference:9.1e}  {place}")
        for quantity, cases in comparison.failures.items():
            for difference, excuse, place in cases[:3]:
                print(f"  {quantity} {place} is off by {difference:.1e}, PyTorch by {excuse:.1e}")
        if comparison.failures:
            (kinked if kinks else failed).append(seed)
        if comparison.failures and kinks:
            continue
        for quantity, (difference, place) in comparison.worst.items():
            worst.add(quantity, f"seed {seed}: {place}", difference)
    print(f"\n{options.count} networks; worst relative differences:")
    for quantity, (difference, place) in worst.worst.items():
        print(f"  {quantity:<11}{difference:9.1e} of {TOLERANCES[quantity]:.0e}  {place}")
    print(f"set aside, at a kink: {kinked or 'none'}")
    print(f"{options.count - len(failed)} passed, {len(failed)} failed"
          + (f": seeds {failed}" if failed else ""))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
