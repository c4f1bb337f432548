# Reads vectors of the package onnx and fits them to our layers, for make-onnx.py beside it.
#
# `origin` says where the expected numbers come from: "node", "pytorch-converted" and "pytorch-operator" are vectors that
# the package holds as files (onnx/backend/test/data); "reference" are answers of onnx.reference.ReferenceEvaluator, a NumPy
# implementation of the operators, to inputs drawn here. `fitting` says what was done so that a vector fits our layers,
# which is nothing but renaming axes, leaving out channels that do not meet, and zeros where they change nothing.

import json
import pathlib

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

data = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data"
cases = {}


# Reading vectors

class Vector:
    """The one operator of a vector, its inputs by position (None: not there), and its outputs."""

    def __init__(self, origin, name):
        self.origin, self.name = origin, name
        model = onnx.load(data / origin / f"test_{name}" / "model.onnx")
        files = data / origin / f"test_{name}" / "test_data_set_0"
        constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        given = [value.name for value in model.graph.input if value.name not in constants]
        constants.update(zip(given, (read(files / f"input_{i}.pb") for i in range(len(given)))))
        node = next(node for node in model.graph.node if node.op_type not in ("Transpose", "Constant", "Unsqueeze"))
        # A matrix that is transposed before the product.
        weights = [tensor.name for tensor in model.graph.initializer]
        names = given + weights if node.op_type == "MatMul" else node.input
        # A vector of rows comes with an axis more in between.
        self.inputs = [constants.get(names[0], constants[given[0]]), *(constants.get(name) for name in names[1:])]
        self.outputs = [read(path) for path in sorted(files.glob("output_*.pb"))]
        self.attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}

    def input(self, index):
        return self.inputs[index] if index < len(self.inputs) else None


def read(path):
    tensor = onnx.TensorProto()
    tensor.ParseFromString(path.read_bytes())
    return numpy_helper.to_array(tensor)


# Writing cases

def text(array):
    array = np.asarray(array)
    numbers = ",".join(str(v) for v in array.reshape(-1).tolist()) if array.dtype.kind == "i" else ",".join(
        np.format_float_positional(v, unique=True, trim="-") if 1e-4 <= abs(v) < 1e7 or v == 0 else repr(float(f"{v:.9g}"))
        for v in array.astype(np.float32).reshape(-1))
    return f'{{"shape":{json.dumps(list(array.shape))},"values":[{numbers}]}}'


def add(kind, vector, x, y, arguments={}, parameters={}, buffers={}, absorbed={}, phase="evaluation", transposed=False,
        fitting=""):
    """One case; `transposed`: y is the layer's transposed Jacobian times x."""
    arguments = {name: round7(value) for name, value in arguments.items()}
    tensors = {name: "{" + ",".join(f'"{key}":{text(value)}' for key, value in part.items() if value is not None) + "}"
               for name, part in (("parameters", parameters), ("buffers", buffers), ("absorbed", absorbed))}
    cases.setdefault(kind, []).append(
        f'{{"name":"{vector.name}","origin":"{vector.origin}","fitting":"{fitting}",'
        f'"arguments":{json.dumps(arguments)},"phase":"{phase}","transposed":{json.dumps(transposed)},'
        f'"x":{text(x)},"y":{text(y)},"parameters":{tensors["parameters"]},"buffers":{tensors["buffers"]},'
        f'"absorbed":{tensors["absorbed"]}}}')


def round7(value):
    """0.01 for the Float32 0.009999999776482582."""
    return float(f"{value:.7g}") if isinstance(value, float) else value


def rows(array):
    """[features] as a batch of one example; three axes [N, C, D] as an image [N, C, D, 1]."""
    return {1: lambda a: a[None], 3: lambda a: a[..., None]}.get(array.ndim, lambda a: a)(array)


# Windows

def square(attributes):
    """(kernel, stride, padding, dilation) if the window is a square with equal borders, else nothing."""
    kernel = attributes["kernel_shape"]
    parts = [kernel, attributes.get("strides", [1, 1]), attributes.get("pads", [0, 0]),
             attributes.get("dilations", [1, 1])]
    return [part[0] for part in parts] if all(len(set(part)) == 1 for part in parts) else None


def conv(vector, padding=None):
    x, weight, bias = vector.inputs[0], vector.inputs[1], vector.input(2)
    vector.attributes.setdefault("kernel_shape", list(weight.shape[2:]))
    fitting, (height, width) = "", weight.shape[2:]
    if height != width:
        # A column of zeros beside the window, and one beside the image so that the window still fits.
        fitting = "a column of zeros beside window and image"
        weight = np.pad(weight, ((0, 0), (0, 0), (0, 0), (0, height - width)))
        x = np.pad(x, ((0, 0), (0, 0), (0, 0), (0, height - width)))
        vector.attributes["kernel_shape"] = [height, height]
    if "auto_pad" in vector.attributes:
        vector.attributes["pads"] = [padding] * 4
    kernel, stride, border, dilation = square(vector.attributes)
    add("conv", vector, x, vector.outputs[0],
        dict(out=weight.shape[0], kernel=kernel, stride=stride, padding=border, dilation=dilation,
             groups=vector.attributes.get("group", 1), bias=bias is not None),
        dict(weight=weight, bias=bias), fitting=fitting)


def conv1d(vector):
    """A row of pixels as the first column of an image, a row of weights as the first column of a window."""
    x, weight, bias = vector.inputs
    attributes, kernel = vector.attributes, weight.shape[2]
    border, dilation, stride = attributes["pads"][0], attributes["dilations"][0], attributes["strides"][0]
    # Of the window's columns, the first that stands on the image is the one with weights.
    first = -(-border // dilation)
    reach = dilation * (kernel - 1) + 1 - 2 * border
    if first * dilation != border or first >= kernel or reach < 1:
        return
    image = np.zeros((*x.shape, reach), np.float32)
    image[..., 0] = x
    window = np.zeros((*weight.shape, kernel), np.float32)
    window[..., first] = weight
    add("conv", vector, image, vector.outputs[0][..., None],
        dict(out=weight.shape[0], kernel=kernel, stride=stride, padding=border, dilation=dilation,
             groups=attributes["group"]),
        dict(weight=window, bias=bias), fitting="one column of an image and of a window")


def convtranspose(vector):
    """ConvTranspose of x is the transposed Jacobian of a convolution with the same weight, times x."""
    x, weight, y = *vector.inputs[:2], vector.outputs[0]
    vector.attributes.setdefault("kernel_shape", list(weight.shape[2:]))
    kernel, stride, border, dilation = square(vector.attributes)
    add("conv", vector, x, y,
        dict(out=x.shape[1], kernel=kernel, stride=stride, padding=border, dilation=dilation,
             groups=vector.attributes.get("group", 1), bias=False),
        dict(weight=weight), transposed=True)


def pool(kind, vector, padding=None):
    x, y = vector.inputs[0], vector.outputs[0]
    fitting = ""
    if x.shape[0] * x.shape[1] > 1 and x.size > 2000:
        x, y, fitting = x[:1, :1], y[:1, :1], "the first channel alone"
    if x.ndim == 3:
        # Of equal rows the largest and the mean are those of one.
        for name, values in vector.attributes.items():
            vector.attributes[name] = values[:1]
        x, y = np.repeat(x[:, :, None], vector.attributes["kernel_shape"][0], 2), y[:, :, None]
        fitting = (fitting + ", " if fitting else "") + "a row repeated to the window's height"
    if padding is not None:
        vector.attributes["pads"] = [padding] * 4
    kernel, stride, border, _ = square(vector.attributes)
    add(kind, vector, x, y, dict(kernel=kernel, stride=stride, padding=border), fitting=fitting)


# Normalizations

def normalized(kind, vector, **arguments):
    x, y, (scale, shift) = vector.inputs[0], vector.outputs[0], vector.inputs[1:3]
    fitting = ""
    if x.size > 2000:
        x, y, scale, shift, fitting = x[:, :1], y[:, :1], scale[:1], shift[:1], "the first channel alone"
    add(kind, vector, x, y, dict(eps=vector.attributes.get("epsilon", 1e-5), affine=True, **arguments),
        dict(weight=scale, bias=shift), fitting=fitting)


def bn(vector):
    x, scale, shift, mean, variance = vector.inputs
    y, training = vector.outputs[0], vector.attributes.get("training_mode", 0) == 1
    image, momentum = (*x.shape[:3], -1), 1 - vector.attributes.get("momentum", 0.9)
    # ONNX's running variance takes up the batch's biased variance, PyTorch's and ours the unbiased one.
    add("bn", vector, x.reshape(image), y.reshape(image),
        dict(eps=vector.attributes.get("epsilon", 1e-5), momentum=momentum), dict(weight=scale, bias=shift),
        dict(running_mean=mean, running_var=variance),
        dict(running_mean=vector.outputs[1]) if training else {}, "training" if training else "evaluation",
        fitting="" if x.ndim == 4 else "pixels in one row")


def layernorm(vector):
    x, scale, shift = vector.inputs
    axis = vector.attributes.get("axis", -1) % x.ndim
    shape = (int(np.prod(x.shape[:axis])), -1)
    if 4 - x.ndim + axis == 1 and x.ndim == 4:
        shape = x.shape
    add("layernorm", vector, x.reshape(shape), vector.outputs[0].reshape(shape),
        dict(eps=vector.attributes.get("epsilon", 1e-5)),
        dict(weight=scale.reshape(x.reshape(shape).shape[1:]), bias=shift.reshape(x.reshape(shape).shape[1:])),
        fitting="" if shape == x.shape else "all axes before the statistics' are examples")


# Dense and elementwise

def dense(vector):
    x, weight, bias = vector.inputs[0], vector.inputs[1], vector.input(2)
    if vector.attributes.get("transA"):
        x = x.T
    if not vector.attributes.get("transB") and vector.name != "Linear_no_bias":
        weight = weight.T
    if bias is not None:
        bias = np.broadcast_to(bias.reshape(-1) if bias.size > 1 else bias.reshape(1), weight.shape[:1])
    # Halves: exact in Float32.
    alpha, beta = vector.attributes.get("alpha", 1), vector.attributes.get("beta", 1)
    add("dense", vector, x, vector.outputs[0], dict(out=weight.shape[0], bias=bias is not None),
        dict(weight=alpha * weight, bias=None if bias is None else beta * bias),
        fitting="" if alpha == beta == 1 else "weights times alpha, biases times beta")


def flatten(vector):
    x = vector.inputs[0].reshape(vector.inputs[0].shape + (1,) * (2 - vector.inputs[0].ndim))
    axis = vector.attributes.get("axis", 1) % x.ndim
    if axis != 1:
        examples = int(np.prod(x.shape[:axis]))
        x = x.reshape(examples, 1, 1, -1) if axis in (0, 3) else x.reshape(examples, 1, *x.shape[axis:])
    add("flatten", vector, x, vector.outputs[0],
        fitting="" if axis == 1 else "all axes before the flattened ones are examples")


def elementwise(kind, vector, **arguments):
    add(kind, vector, rows(vector.inputs[0]), rows(vector.outputs[0]), arguments)


def images(array):
    """[2, 3, 4, 5, 6] as [2, 3, 4, 30]."""
    return array.reshape(*array.shape[:3], -1) if array.ndim == 5 else rows(array)


def prelu(vector):
    x, slope = vector.inputs
    add("leakyrelu", vector, images(x), images(vector.outputs[0]), dict(slope=float(slope[0])),
        fitting="one slope for all channels")


def softmax(vector):
    x, y = vector.inputs[0], vector.outputs[0]
    axis = vector.attributes.get("axis", -1) % x.ndim
    move = lambda array: rows(np.moveaxis(array, axis, 1)) if array.ndim > 2 else array
    add("softmax", vector, move(x), move(y), fitting="" if axis == 1 else f"axis {axis} as channels")


def logsoftmax(vector):
    """−ln p of every class is the loss of an example with that label."""
    x, y = vector.inputs[0], vector.outputs[0]
    axis, classes = vector.attributes.get("axis", -1) % x.ndim, x.shape[vector.attributes.get("axis", -1)]
    move = lambda array: np.moveaxis(array, axis, -1).reshape(-1, classes)
    labels = np.tile(np.arange(classes), x.size // classes)
    add("crossentropy", vector, np.repeat(move(x), classes, 0), -move(y).reshape(-1), dict(reduction="none"),
        dict(labels=labels), fitting="every example once for every label")


def maxout(vector):
    parts = vector.inputs
    x = np.stack([part.reshape(1, -1) for part in parts], 2).reshape(1, -1)
    add("maxout", vector, x, vector.outputs[0].reshape(1, -1), dict(pieces=len(parts)),
        fitting="neighbouring channels are the operator's inputs")


def dropout(vector, phase="evaluation", p=None):
    ratio = vector.input(1)
    p = p if p is not None else vector.attributes.get("ratio", 0.5 if ratio is None else float(ratio))
    add("dropout", vector, rows(vector.inputs[0]), rows(vector.outputs[0]), dict(p=p), phase=phase)


def crossentropy(vector):
    logits, labels = vector.inputs[:2]
    classes = logits.shape[1]
    add("crossentropy", vector, np.moveaxis(logits, 1, -1).reshape(-1, classes), vector.outputs[0].reshape(-1),
        dict(reduction=vector.attributes["reduction"].decode()), dict(labels=labels.reshape(-1)),
        fitting="" if logits.ndim == 2 else "every pixel is an example")


# Answers of the reference evaluator

class Answer:
    origin = "reference"

    def __init__(self, operator, inputs, version=24, **attributes):
        self.name = operator + " " + " ".join("x".join(map(str, array.shape)) or "1" for array in inputs)
        self.inputs, self.attributes = inputs, attributes
        names = [f"input{i}" for i in range(len(inputs))]
        node = helper.make_node(operator, names, ["output"], **attributes)
        info = lambda name: helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
        types = [helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape)
                 for name, array in zip(names, inputs)]
        model = helper.make_model(helper.make_graph([node], "case", types, [info("output")]),
                                  opset_imports=[helper.make_opsetid("", version)])
        self.outputs = ReferenceEvaluator(model).run(None, dict(zip(names, inputs)))

    def input(self, index):
        return self.inputs[index] if index < len(self.inputs) else None


generator = np.random.default_rng(20240607)


def draw(*shape, scale=1):
    return (scale * generator.standard_normal(shape)).astype(np.float32)


def write(folder):
    for kind, written in cases.items():
        (folder / f"{kind}.json").write_text("[\n" + ",\n".join(written) + "\n]\n")
