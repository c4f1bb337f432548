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
from random_networks import Generator
from twin import Twin

# Largest relative differences: max |a − b| / max |b| for tensors.
TOLERANCES = dict(
    activation=2e-4, statistic=2e-4, loss=2e-3, gradient=2e-3, input=2e-3, flow=2e-3,
    spectral=1e-2, frobenius=1e-2, gain=1e-2)
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

    def add(self, quantity, place, difference):
        if not difference <= self.worst[quantity][0]:
            self.worst[quantity] = (difference, place)

    def tensors(self, quantity, name, ours, theirs, floor=0.0):
        theirs = theirs.detach().numpy()
        if ours.shape != theirs.shape:
            raise Difference(f"{quantity} {name} is {ours.shape}, PyTorch's {theirs.shape}")
        scale = max(np.abs(theirs).max(initial=0), floor, 1e-300)
        self.add(quantity, name, float(np.abs(ours - theirs).max(initial=0) / scale))

    def numbers(self, quantity, name, ours, theirs, floor=1e-300):
        ours = float(ours)
        self.add(quantity, name, abs(ours - theirs) / max(abs(theirs), floor))

    def failures(self):
        return {q: w for q, w in self.worst.items() if not w[0] <= TOLERANCES[q]}


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
    twin = Twin(text, x.shape[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.savez(folder / "batch.npz", x=x, y=labels)
        start = [f'seed {generator.randint(0, 1000)}', 'load batch "batch.npz"', f"net = {text}"]
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


def compare_pass(comparison, twin, folder, before, mode, x, labels, reports, summary, with_norms):
    """One forward and backward pass in one mode; True if an activation is at a kink."""
    training = mode == "training"
    loaded = load_file(folder / f"{before}.safetensors")
    weights = {name: torch.tensor(loaded[name]).double() for name in loaded}
    for name in twin.parameters:
        weights[name].requires_grad_()
    x = torch.tensor(x).double().requires_grad_()
    inputs, outputs = {}, {}

    def observe(name, input, output):
        inputs[name] = input
        outputs[name] = output
        if output.requires_grad:
            output.retain_grad()

    logits = twin.forward(x, weights, training, observe)
    loss = F.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    forward, backward, _, _, flow, jacobian, _ = reports[:7]

    # Activations, and the summary's shapes.
    path = folder / f"activations-{mode}.safetensors"
    expect_equal("activations", names_in_order(path), outputs)
    expect_equal("summary", [entry["name"] for entry in summary["layers"]], outputs)
    activations = load_file(path)
    for entry in summary["layers"]:
        expect_equal(entry["name"], entry["output"], outputs[entry["name"]].shape[1:])
    for name, output in outputs.items():
        comparison.tensors("activation", f"{mode} {name}", activations[name], output)

    # The loss.
    comparison.numbers("loss", mode, forward["loss"], loss.item())
    hits = (logits.argmax(1) == torch.tensor(labels)).double().mean().item()
    if abs(forward["accuracy"] - hits) > 1e-9:
        raise Difference(f"accuracy {forward['accuracy']}, PyTorch's {hits}")

    # Gradients.
    path = folder / f"gradients-{mode}.safetensors"
    expect_equal("gradients", names_in_order(path), ["input", *twin.parameters])
    gradients = load_file(path)
    comparison.tensors("input", f"{mode} input", gradients["input"], x.grad)
    for name in twin.parameters:
        owner, part = name.rsplit(".", 1)
        dy = outputs[owner].grad
        # What a sum of dy · x over examples and pixels would be if nothing cancelled.
        size = dy.abs().sum([axis for axis in range(dy.ndim) if axis != 1]).max().item()
        if weights[name].ndim > 1:
            size *= inputs[owner].detach().square().mean().sqrt().item()
        floor = CANCELLATION / TOLERANCES["gradient"] * size
        theirs = weights[name].grad
        comparison.tensors("gradient", f"{mode} {name}", gradients[name], theirs, floor)
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

    # Running statistics.
    moved = load_file(folder / f"weights-{mode}.safetensors")
    wanted = {name: weights[name] for name in twin.statistics}
    if training:
        frozen = {name: tensor.detach() for name, tensor in weights.items()}
        wanted = moved_statistics_of(twin, frozen, inputs)
    for name in twin.statistics:
        # A mean that is 0 is compared with the deviation.
        floor = wanted[name.rsplit(".", 1)[0] + ".running_var"].max().item() ** 0.5
        comparison.tensors("statistic", f"{mode} {name}", moved[name], wanted[name], floor)
    for name in twin.parameters:
        if not np.array_equal(moved[name], loaded[name]):
            raise Difference(f"{name} has changed without training")

    # Jacobians of the top level.
    expect_equal(
        "jacobian", [entry["name"] for entry in jacobian["layers"]], [n[0] for n in twin.nodes])
    if with_norms:
        frozen = {name: tensor.detach() for name, tensor in weights.items()}
        for node, entry in zip(twin.nodes, jacobian["layers"]):
            at = inputs[node[0]].detach()
            spectral, frobenius = norms(
                lambda v: twin.apply(node, v, frozen, training), at,
                coupled=training and twin.coupled(node))
            place = f"{mode} {node[0]}"
            comparison.numbers("spectral", place, entry["spectral"], spectral)
            comparison.numbers("frobenius", place, entry["frobenius"], frobenius)
            gain = entry["frobenius"] / at.numel() ** 0.5
            comparison.numbers("gain", place, entry["gain"], gain)
    return any(is_at_kink(link, inputs[name]) for name, link in leaves(twin.nodes))


def moved_statistics_of(twin, weights, inputs):
    from twin import moved_statistics

    return moved_statistics(twin, weights, {name: x.detach() for name, x in inputs.items()})


def leaves(nodes):
    for name, link, inner in nodes:
        if inner:
            for chain in inner:
                yield from leaves(chain)
        else:
            yield name, link


def is_at_kink(link, x):
    """Whether rounding could move `x` to the other side of a kink of the layer."""
    x = x.detach()
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
        failures = comparison.failures()
        if options.verbose or failures:
            note = " (at a kink)" if kinks else ""
            print(title + note, flush=True)
            for quantity, (difference, place) in comparison.worst.items():
                mark = "  ← too large" if quantity in failures else ""
                if mark or options.verbose:
                    print(f"  {quantity:<11}{difference:9.1e}  {place}{mark}")
        if failures and kinks:
            kinked.append(seed)
            continue
        if failures:
            failed.append(seed)
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
