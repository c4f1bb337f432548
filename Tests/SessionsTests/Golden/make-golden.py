# Writes golden.json: small networks and what PyTorch in float64 says of them.
"""By hand: python3 Tests/SessionsTests/Golden/make-golden.py, with PyTorch 2.15 and NumPy 2.4.

The networks, inputs and weights come from fixed seeds. Everything that a session can be asked for is
written, for a pass in training and then one in evaluation: the loss, every activation (its norm and
a few of its numbers), all gradients, the running statistics afterwards, and the norms of each
top-level layer's Jacobian.
"""

import json
import pathlib
import random
import sys

import numpy as np
import torch

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "Peers"))

from norms import norms  # noqa: E402
from twin import Twin  # noqa: E402
from twins import Reference, random_weights  # noqa: E402

NETWORKS = [
    ("conv(4) -> bn -> relu -> maxpool(2) -> flatten -> dense(3)", (4, 2, 6, 5)),
    (
        "conv(4, kernel=5, stride=2, padding=1, groups=2, bias=false) -> leakyrelu(slope=0.2) -> "
        "globalavgpool -> dense(4)", (3, 4, 9, 8)),
    (
        "conv(3, dilation=2) -> elu(alpha=1.5) -> avgpool(3, stride=2, padding=1) -> tanh -> "
        "flatten -> dense(2, bias=false)", (3, 2, 7, 6)),
    (
        "conv(3) -> 2 * (residual(conv(3) -> bn -> relu -> conv(3) -> bn) -> relu) -> "
        "globalavgpool -> dense(5)", (3, 3, 5, 5)),
    (
        "residual(conv(4, stride=2) -> bn -> relu, shortcut=conv(4, kernel=1, stride=2, "
        "bias=false) -> bn) -> globalavgpool -> flatten -> dense(2)", (4, 2, 5, 6)),
    (
        "concat(conv(2, kernel=1), conv(3), maxpool(3, stride=1, padding=1)) -> sigmoid -> "
        "globalavgpool -> dense(3)", (2, 2, 5, 4)),
    ("dense(9) -> bn -> relu -> dense(8) -> bn(affine=false) -> tanh -> dense(4)", (6, 7)),
    ("2 * (dense(6) -> bn) -> dense(3)", (2, 5)),
    (
        "maxpool(2, stride=3) -> conv(3, kernel=2) -> relu -> avgpool(2, stride=3, padding=1) -> "
        "flatten -> dense(2)", (3, 2, 11, 10)),
    (
        "residual(concat(residual(conv(2) -> tanh) -> identity, dropout(0)) -> conv(2, kernel=1)) "
        "-> globalavgpool -> dense(2)", (2, 2, 4, 4)),
    (
        "3 * (conv(3, kernel=1) -> bn(momentum=0.3, eps=0.001) -> relu) -> conv(2) -> flatten -> "
        "dense(2)", (5, 1, 4, 3)),
    ("2 * (conv(6) -> relu) -> globalavgpool -> dense(3)", (2, 1, 9, 9)),
    # Shortcuts of type A, odd sizes included, and the other orders of a residual block.
    (
        "residual(conv(6, stride=2, bias=false) -> bn -> relu -> conv(6, bias=false) -> bn, "
        "shortcut=avgpool(1, stride=2) -> padchannels(3)) -> relu -> globalavgpool -> dense(3)",
        (3, 3, 7, 5)),
    (
        "conv(2) -> residual(conv(4, stride=2) -> tanh, shortcut=avgpool(1, stride=2) -> "
        "padchannels(2)) -> residual(conv(8, stride=2) -> tanh, shortcut=avgpool(1, stride=2) -> "
        "padchannels(4)) -> flatten -> dense(2)", (2, 1, 6, 7)),
    (
        "conv(3) -> residual(conv(3, bias=false) -> bn -> relu -> conv(3, bias=false)) -> bn -> "
        "relu -> globalavgpool -> dense(3)", (4, 2, 5, 4)),
    (
        "conv(3) -> residual(conv(3, bias=false) -> bn -> relu -> conv(3, bias=false) -> bn -> "
        "relu) -> globalavgpool -> dense(3)", (4, 2, 5, 4)),
    (
        "conv(3) -> residual(relu -> conv(3, bias=false) -> bn -> relu -> conv(3, bias=false) -> "
        "bn) -> globalavgpool -> dense(3)", (4, 2, 5, 4)),
    (
        "conv(3) -> residual(bn -> relu -> conv(3, bias=false) -> bn -> relu -> "
        "conv(3, bias=false)) -> globalavgpool -> dense(3)", (4, 2, 5, 4)),
    # LeNet's classic form, small.
    (
        "conv(3, padding=0) -> scaledtanh -> subsample(2) -> scaledtanh -> "
        'conv(4, padding=0, connections="01 12 02 012") -> scaledtanh -> subsample(2) -> '
        "scaledtanh -> flatten -> dense(5) -> scaledtanh -> dense(3)", (2, 1, 14, 15)),
]
# How many numbers of an activation are written.
SAMPLES = 6


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def array(tensor):
    return {"shape": list(tensor.shape), "values": numbers(tensor)}


def expected(twin, weights, x, labels, training):
    """What PyTorch gives for one pass, and the weights after it."""
    reference = Reference(twin, weights, x, labels, training, torch.float64)
    activations = []
    for name, y in reference.outputs.items():
        step = max(1, y.numel() // SAMPLES)
        activations.append({
            "name": name, "shape": list(y.shape), "norm": y.norm().item(), "step": step,
            "samples": numbers(y.flatten()[::step])})
    gradients = [dict(name="input", scale=0, **array(reference.x.grad))] + [
        dict(name=name, scale=reference.summed(name), **array(reference.weights[name].grad))
        for name in twin.parameters
    ]
    jacobians = []
    for node in twin.nodes:
        spectral, frobenius = norms(
            lambda v: twin.apply(node, v, reference.frozen, training),
            reference.inputs[node[0]], coupled=training and twin.coupled(node))
        jacobians.append({
            "name": node[0], "spectral": spectral, "frobenius": frobenius,
            "inputs": reference.inputs[node[0]].numel()})
    after = {name: tensor.numpy().astype(np.float32) for name, tensor in reference.moved.items()}
    return {
        "mode": "training" if training else "evaluation", "loss": reference.loss.item(),
        "activations": activations, "gradients": gradients,
        "statistics": [dict(name=n, **array(reference.moved[n])) for n in twin.statistics],
        "jacobians": jacobians,
    }, after


def main():
    cases = []
    for seed, (notation, shape) in enumerate(NETWORKS):
        twin = Twin(notation, shape[1:])
        source = np.random.default_rng(seed)
        x = source.standard_normal(shape).astype(np.float32)
        labels = source.integers(0, twin.output[0], shape[0])
        weights = random_weights(twin, random.Random(seed))
        training, after = expected(twin, weights, x, labels, training=True)
        evaluation, _ = expected(twin, after, x, labels, training=False)
        cases.append({
            "notation": notation, "x": array(torch.tensor(x)), "labels": labels.tolist(),
            "weights": [dict(name=n, **array(torch.tensor(weights[n]))) for n in twin.order],
            "passes": [training, evaluation],
        })
    (here / "golden.json").write_text(
        "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
