# Singular values of Jacobians by PyTorch and NumPy in float64, for SpectrumTests.swift.
#
# Run beside this file: python3 make-golden.py   (torch 2, numpy 2; seed 5)

import json

import numpy as np
import torch
import torch.nn.functional as F

source = np.random.default_rng(5)


def array(*shape, scale=1.0):
    """Numbers that Float32 holds exactly, so that both sides start from the same."""
    return torch.tensor(
        (scale * source.standard_normal(shape)).astype(np.float32), dtype=torch.float64)


def case(name, x, weights, function):
    jacobian = torch.autograd.functional.jacobian(lambda v: function(v, weights), x)
    jacobian = jacobian.reshape(-1, x.numel()).numpy()
    values = np.linalg.svd(jacobian, compute_uv=False)
    return {
        "name": name, "shape": list(x.shape), "x": [float(f"{v:.9g}") for v in x.flatten()],
        "weights": [
            {"name": key, "shape": list(w.shape), "values": [float(f"{v:.9g}") for v in w.flatten()]}
            for key, w in weights.items()],
        "values": [float(f"{v:.12g}") for v in values],
    }


def conv(x, w, name, **options):
    return F.conv2d(x, w[name + ".weight"], w[name + ".bias"], padding=1, **options)


def bn(x, w, name):
    return F.batch_norm(x, None, None, w[name + ".weight"], w[name + ".bias"], training=True)


def convolution(prefix, out, inputs):
    return {prefix + ".weight": array(out, inputs, 3, 3, scale=0.3), prefix + ".bias": array(out)}


def norm(prefix, channels):
    return {prefix + ".weight": array(channels), prefix + ".bias": array(channels)}


dense = {"dense1.weight": array(5, 7), "dense1.bias": array(5)}
images = array(3, 2, 4, 5)
stack = {**convolution("conv1", 3, 2), **norm("bn1", 3)}
residual = {
    **convolution("residual1.conv1", 2, 2), **norm("residual1.bn1", 2),
    **convolution("residual1.conv2", 2, 2)}

cases = [
    case("dense", array(3, 7), dense, lambda x, w: F.linear(x, w["dense1.weight"], w["dense1.bias"])),
    case(
        "dense relu", array(3, 7), dense,
        lambda x, w: F.relu(F.linear(x, w["dense1.weight"], w["dense1.bias"]))),
    case("conv", images, convolution("conv1", 3, 2), lambda x, w: conv(x, w, "conv1")),
    case(
        "conv bn leakyrelu", images, stack,
        lambda x, w: F.leaky_relu(bn(conv(x, w, "conv1"), w, "bn1"))),
    case("bn", images, norm("bn1", 2), lambda x, w: bn(x, w, "bn1")),
    case(
        "residual", images, residual,
        lambda x, w: x + conv(
            torch.tanh(bn(conv(x, w, "residual1.conv1"), w, "residual1.bn1")), w,
            "residual1.conv2")),
    case("avgpool", images, {}, lambda x, w: F.avg_pool2d(x, 2)),
]

with open("spectra.json", "w") as file:
    json.dump({"origin": f"torch {torch.__version__}, numpy {np.__version__}, seed 5",
               "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
