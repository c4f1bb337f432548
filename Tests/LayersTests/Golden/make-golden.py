# Golden cases for every layer and the losses, from PyTorch in float64: python3 make-golden.py writes one JSON file each.
#
# Each case holds a layer's arguments, an input x, parameters, a cotangent dy and tangents dx and dp (multiples of 1/16,
# which are exact in Float32), and what PyTorch answers: y, the vjp of dy, the jvp of (dx, dp), the norms of the
# Jacobian ∂y/∂x of the whole batch, and the running statistics after one training step. Some inputs are exactly 0 and
# some are equal, so that the rules for kinks and ties are compared too.
# Written by PyTorch 2.15.0; every file has a seed of its own, so that a new layer changes no other's cases.

import json
import pathlib
import random

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
folder = pathlib.Path(__file__).parent


def draw(*shape, low=None):
    """Normal multiples of 1/16; with `low`, uniform in low ..< low + 1."""
    numbers = torch.randn(shape) if low is None else torch.rand(shape) + low
    return torch.round(numbers * 16) / 16


def distinct(*shape):
    """Distinct multiples of 1/16 in random order."""
    count = int(torch.tensor(shape).prod())
    return (torch.randperm(count) / 16 - 2).reshape(shape)


def pick(*options):
    return random.choice(options)


def extent(least=1, most=6):
    return random.randint(least, most)


def text(tensor):
    numbers = ",".join(f"{v:.7g}" if v != 0 else "0" for v in tensor.flatten().tolist())
    return f'{{"shape":{json.dumps(list(tensor.shape))},"values":[{numbers}]}}'


def tensors(named):
    return "{" + ",".join(f'"{name}":{text(tensor)}' for name, tensor in named.items()) + "}"


def case(function, x, parameters={}, phase="training", buffers={}, absorbed={}, **arguments):
    """One case of y = function(x, *parameters)."""
    names, values = list(parameters), tuple(parameters.values())
    y, pullback = torch.func.vjp(function, x, *values)
    dy, dx = draw(*y.shape), draw(*x.shape)
    dp = {name: draw(*value.shape) for name, value in parameters.items()}
    gradients = pullback(dy)
    _, tangent = torch.func.jvp(function, (x, *values), (dx, *dp.values()))
    jacobian = torch.func.jacrev(function)(x, *values).reshape(y.numel(), x.numel())
    frobenius, spectral = torch.linalg.matrix_norm(jacobian), torch.linalg.matrix_norm(jacobian, 2)
    return (
        f'{{"arguments":{json.dumps(arguments)},"phase":"{phase}","x":{text(x)},'
        f'"parameters":{tensors(parameters)},"buffers":{tensors(buffers)},'
        f'"dy":{text(dy)},"dx":{text(dx)},"dp":{tensors(dp)},'
        f'"y":{text(y)},"vjpInput":{text(gradients[0])},'
        f'"vjpParameters":{tensors(dict(zip(names, gradients[1:])))},'
        f'"jvp":{text(tangent)},"frobenius":{frobenius:.9g},"spectral":{spectral:.9g},'
        f'"absorbed":{tensors(absorbed)}}}'
    )


def write(name, make, count=24):
    random.seed("20240607 " + name)
    torch.manual_seed(random.getrandbits(32))
    cases = [make(index) for index in range(count)]
    (folder / f"{name}.json").write_text("[\n" + ",\n".join(cases) + "\n]\n")


# Shapes

def anything(index):
    """[N, D] or [N, C, H, W], with a few exact zeros."""
    shape = (extent(1, 4), extent(1, 7)) if index % 2 else (extent(1, 2), extent(1, 3), extent(1, 3), extent(1, 3))
    x = draw(*shape) * 2
    x.view(-1)[0] = 0
    return x


# Layers with weights

def conv(index):
    kernel, stride, dilation = pick(1, 2, 3, 3, 4, 5), pick(1, 1, 2, 3), pick(1, 1, 1, 2)
    groups = pick(1, 1, 1, 2, 3)
    padding = pick("same", "same", 0, 1, 2)
    amount = dilation * (kernel - 1) // 2 if padding == "same" else padding
    least = max(1, dilation * (kernel - 1) + 1 - 2 * amount)
    channels, out = groups * extent(1, 2), groups * extent(1, 2)
    x = draw(extent(1, 2), channels, extent(least, least + 4), extent(least, least + 4))
    bias = index % 4 != 3
    parameters = {"weight": draw(out, channels // groups, kernel, kernel)}
    if bias:
        parameters["bias"] = draw(out)

    def function(x, weight, bias=None):
        return F.conv2d(x, weight, bias, stride, amount, dilation, groups)

    return case(function, x, parameters, out=out, kernel=kernel, stride=stride, padding=padding, dilation=dilation,
                groups=groups, bias=bias)


def dense(index):
    inputs, out, bias = extent(1, 8), extent(1, 6), index % 4 != 3
    parameters = {"weight": draw(out, inputs)}
    if bias:
        parameters["bias"] = draw(out)
    return case(lambda x, weight, bias=None: F.linear(x, weight, bias), draw(extent(1, 5), inputs), parameters,
                out=out, bias=bias)


def subsample(index):
    kernel = pick(1, 2, 2, 3)
    channels = extent(1, 3)
    x = draw(extent(1, 2), channels, extent(kernel, 7), extent(kernel, 7))

    def function(x, weight, bias):
        sums = F.avg_pool2d(x, kernel) * kernel * kernel
        return sums * weight[:, None, None] + bias[:, None, None]

    return case(function, x, {"weight": draw(channels), "bias": draw(channels)}, kernel=kernel)


# Normalizations: of two close numbers the derivative is a difference of nearly equal terms, which Float32 cannot hold
# to many digits; so at least four numbers share their statistics.

def images(index):
    return (extent(1, 3), extent(1, 4), extent(2, 4), extent(2, 4))


def rows(index):
    return (extent(4, 6), extent(1, 5))


def affine(shape, wanted):
    return {"weight": draw(*shape), "bias": draw(*shape)} if wanted else {}


def bn(index):
    shape = images(index) if index % 3 else rows(index)
    training, wanted = index % 4 != 3, index % 5 != 4
    momentum, eps = pick(0.1, 0.1, 0.5, 0.01), pick(1e-5, 1e-5, 1e-3)
    x, parameters = draw(*shape) * 2 + pick(0, 0, 3), affine(shape[1:2], wanted)
    buffers = {"running_mean": draw(shape[1]), "running_var": draw(shape[1], low=0.5)}
    absorbed = {name: value.clone() for name, value in buffers.items()}
    F.batch_norm(x, absorbed["running_mean"], absorbed["running_var"], training=training, momentum=momentum)

    def function(x, weight=None, bias=None):
        if training:
            return F.batch_norm(x, None, None, weight, bias, training=True, eps=eps)
        return F.batch_norm(x, buffers["running_mean"], buffers["running_var"], weight, bias, training=False, eps=eps)

    return case(function, x, parameters, "training" if training else "evaluation", buffers, absorbed,
                momentum=momentum, eps=eps, affine=wanted)


def layernorm(index):
    shape = images(index) if index % 2 else (extent(1, 4), extent(4, 7))
    wanted, eps = index % 4 != 3, pick(1e-5, 1e-5, 1e-3)
    return case(lambda x, weight=None, bias=None: F.layer_norm(x, shape[1:], weight, bias, eps),
                draw(*shape) * 2, affine(shape[1:], wanted), eps=eps, affine=wanted)


def instancenorm(index):
    shape, wanted, eps = images(index), index % 2 == 1, pick(1e-5, 1e-5, 1e-3)
    return case(lambda x, weight=None, bias=None: F.instance_norm(x, None, None, weight, bias, True, 0.1, eps),
                draw(*shape) * 2, affine(shape[1:2], wanted), eps=eps, affine=wanted)


def groupnorm(index):
    groups, each = extent(1, 3), extent(2, 3) if index % 3 else extent(4, 5)
    shape = (extent(1, 3), groups * each) + ((extent(2, 3), extent(1, 3)) if index % 3 else ())
    wanted, eps = index % 4 != 3, pick(1e-5, 1e-5, 1e-3)
    return case(lambda x, weight=None, bias=None: F.group_norm(x, groups, weight, bias, eps),
                draw(*shape) * 2, affine(shape[1:2], wanted), groups=groups, eps=eps, affine=wanted)


def lrn(index):
    size, alpha, beta, k = extent(1, 6), pick(1e-4, 0.5, 2.0), pick(0.75, 0.5, 1.0), pick(1.0, 2.0)
    x = draw(extent(1, 2), extent(1, 7), extent(1, 3), extent(1, 3))
    return case(lambda x: F.local_response_norm(x, size, alpha, beta, k), x, size=size, alpha=alpha, beta=beta, k=k)


# Activations

def elementwise(function):
    return lambda index: case(function, anything(index))


def relu6(index):
    x = anything(index) * 3
    x.view(-1)[-1] = 6
    return case(F.relu6, x)


def leakyrelu(index):
    slope = pick(0.01, 0.2, 0.0, 1.0, -0.5)
    return case(lambda x: F.leaky_relu(x, slope), anything(index), slope=slope)


def elu(index):
    alpha = pick(1.0, 0.5, 2.0)
    return case(lambda x: F.elu(x, alpha), anything(index), alpha=alpha)


def swish(index):
    beta = pick(1.0, 1.0, 0.5, 3.0)
    return case(lambda x: x * torch.sigmoid(beta * x), anything(index), beta=beta)


def scaledtanh(index):
    amplitude, steepness = pick((1.7159, 2 / 3), (1.7159, 2 / 3), (1.0, 1.0), (0.5, 2.0))
    return case(lambda x: amplitude * torch.tanh(steepness * x), anything(index), amplitude=amplitude,
                steepness=steepness)


def softmax(index):
    return case(lambda x: F.softmax(x, 1), anything(index) * 2)


def maxout(index):
    pieces, units = extent(1, 4), extent(1, 3)
    x = distinct(extent(1, 3), pieces * units, *((extent(1, 3), extent(1, 3)) if index % 2 else ()))

    def function(x):
        return x.reshape(x.shape[0], units, pieces, *x.shape[2:]).max(dim=2).values

    return case(function, x, pieces=pieces)


# Pooling and shapes

def pooling(function):
    def make(index):
        kernel = pick(1, 2, 2, 3, 4)
        stride = pick("kernel", "kernel", 1, 2, 3)
        padding = random.randint(0, kernel // 2)
        least = max(1, kernel - 2 * padding)
        x = draw(extent(1, 2), extent(1, 3), extent(least, 7), extent(least, 7))
        if index % 3 == 0:
            x = torch.round(x)  # ties
        step = kernel if stride == "kernel" else stride
        return case(lambda x: function(x, kernel, step, padding), x, kernel=kernel, stride=stride, padding=padding)

    return make


def globalavgpool(index):
    return case(lambda x: x.mean((2, 3)), draw(extent(1, 3), extent(1, 4), extent(1, 5), extent(1, 5)))


def padchannels(index):
    count = extent(0, 3)

    def function(x):
        return torch.cat([x, x.new_zeros(x.shape[0], count, *x.shape[2:])], 1)

    return case(function, anything(index), count=count)


def dropout(index):
    # PyTorch draws other masks than fathom: compared are evaluation, and training where no mask is drawn by chance.
    phase, p = pick(("evaluation", pick(0.0, 0.25, 0.5, 1.0)), ("training", pick(0.0, 1.0)))
    return case(lambda x: F.dropout(x, p, training=phase == "training"), anything(index), phase=phase, p=p)


write("conv", conv, 40)
write("dense", dense)
write("bn", bn, 40)
write("layernorm", layernorm)
write("instancenorm", instancenorm)
write("groupnorm", groupnorm)
write("lrn", lrn)
write("relu", elementwise(F.relu))
write("relu6", relu6)
write("leakyrelu", leakyrelu)
write("elu", elu)
write("swish", swish)
write("gelu", elementwise(F.gelu))
write("sigmoid", elementwise(torch.sigmoid))
write("tanh", elementwise(torch.tanh))
write("scaledtanh", scaledtanh)
write("maxout", maxout)
write("softmax", softmax)
write("maxpool", pooling(F.max_pool2d), 30)
write("avgpool", pooling(F.avg_pool2d), 30)
write("globalavgpool", globalavgpool)
write("subsample", subsample)
write("flatten", elementwise(lambda x: x.flatten(1)))
write("dropout", dropout)
write("identity", elementwise(lambda x: x * 1))
write("padchannels", padchannels)


def gate(index):
    # torchvision's StochasticDepth in mode "batch" for scaling=training; Huang et al. 2016 for scaling=evaluation.
    # PyTorch draws other numbers than fathom: compared are evaluation, and training where nothing is left to chance.
    phase, survival = pick(("evaluation", pick(0.0, 0.25, 0.5, 1.0)), ("training", pick(0.0, 1.0)))
    scaling = pick("evaluation", "training")

    def function(x):
        if phase == "evaluation":
            return x if scaling == "training" else survival * x
        noise = torch.empty(1).bernoulli_(survival)
        if scaling == "training" and survival > 0:
            noise = noise / survival
        return x * noise

    return case(function, anything(index), phase=phase, survival=survival, scaling=scaling)


write("gate", gate)


# Losses: scores z with labels, or with targets of their own; the loss, its gradient, and the change of the gradient
# along dz.

def loss(index):
    count, classes = extent(1, 5), extent(2, 7)
    z, dz = draw(count, classes) * 2, draw(count, classes)
    labels = torch.randint(classes, (count,))
    rule, own, smoothing = ("crossentropy", "mse")[index % 3 == 2], index % 4 > 1, 0.0
    if rule == "mse":
        targets = draw(count, classes) if own else F.one_hot(labels, classes).to(z.dtype)

        def function(z):
            return F.mse_loss(z, targets)
    else:
        # 64ths that sum to 1, some of them 0
        cuts = torch.sort(torch.randint(65, (count, classes - 1))).values
        ends = torch.full((count, 1), 64)
        targets = torch.diff(torch.cat([0 * ends, cuts, ends], 1)) / 64
        smoothing = pick(0.0, 0.1, 0.5, 1.0)

        def function(z):
            return F.cross_entropy(z, targets if own else labels, label_smoothing=smoothing)

    value, gradient = function(z), torch.func.grad(function)
    change = torch.einsum("ijkl,kl->ij", torch.autograd.functional.hessian(function, z), dz)
    return (
        f'{{"rule":"{rule}","smoothing":{smoothing},"z":{text(z)},"dz":{text(dz)},"labels":{labels.tolist()},'
        f'"targets":{text(targets) if own else "null"},"value":{value.item():.9g},'
        f'"gradient":{text(gradient(z))},"change":{text(change)}}}'
    )


write("losses", loss, 48)


# Partial connections: conv with a mask over the weights.

def connections(index):
    kernel, channels, out = pick(1, 2, 3), extent(1, 4), extent(1, 5)
    maps = [sorted(random.sample(range(channels), extent(1, channels))) for _ in range(out)]
    mask = torch.zeros(out, channels, 1, 1)
    for row, seen in enumerate(maps):
        mask[row, seen] = 1
    separator = pick("", ",") if all(len(seen) > 1 for seen in maps) else ""
    padding, stride, bias = pick("same", 0), pick(1, 2), index % 4 != 3
    amount = (kernel - 1) // 2 if padding == "same" else padding
    x = draw(extent(1, 2), channels, extent(kernel, 6), extent(kernel, 6))
    parameters = {"weight": draw(out, channels, kernel, kernel)}
    if bias:
        parameters["bias"] = draw(out)

    def function(x, weight, bias=None):
        return F.conv2d(x, weight * mask, bias, stride, amount)

    return case(function, x, parameters, out=out, kernel=kernel, stride=stride, padding=padding, bias=bias,
                connections=" ".join(separator.join(map(str, seen)) for seen in maps))


write("connections", connections)
