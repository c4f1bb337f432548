# Makes onnx.json: expected outputs of ONNX 1.19.1 that apply to our layers, in our terms.
#
#   python3 -m venv /tmp/onnx && /tmp/onnx/bin/pip install onnx==1.19.1
#   /tmp/onnx/bin/python make-onnx.py
#
# Two origins. "node" and "pytorch": the test vectors that the package ships (onnx/backend/test/data/node
# and pytorch-converted). "reference": further shapes and attributes computed by the package's own
# NumPy evaluator, onnx.reference.ReferenceEvaluator. What our layers do not have (asymmetric borders,
# windows that are not square, ceil mode, dilated pooling, …) is left out. A transposed convolution is
# the derivative of a convolution towards its input: such a case expects `vjp` in place of `forward`.

import base64, glob, json, os
import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

DATA = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data")
cases = []


class Unfit(Exception):
    """The case asks for something that our layers do not have."""


def need(condition):
    if not condition:
        raise Unfit


def numbers(array):
    array = np.ascontiguousarray(array, dtype="<f4")
    return {"shape": list(array.shape), "values": base64.b64encode(array.tobytes()).decode()}


def square(values, default):
    values = list(values) if values is not None else [default] * 2
    need(len(values) == 2 and values[0] == values[1])
    return int(values[0])


def border(attributes, x, kernel, stride, dilation=1):
    """The symmetric border of a window operation on [N, C, H, W]."""
    mode = attributes.get("auto_pad", b"NOTSET").decode()
    pads = list(attributes.get("pads", [0] * 4))
    if mode in ("SAME_UPPER", "SAME_LOWER"):
        reach = dilation * (kernel - 1) + 1
        totals = [max((-(-n // stride) - 1) * stride + reach - n, 0) for n in x.shape[2:]]
        need(all(t % 2 == 0 for t in totals))
        pads = [t // 2 for t in totals] * 2
    need(len(pads) == 4 and len(set(pads)) == 1)
    return int(pads[0])


def as_examples(x):
    """Any tensor as a batch of one."""
    return x.reshape((1,) + x.shape)


def elementwise(kind, names=()):
    def convert(a, inputs, outputs):
        return dict(
            kind=kind, arguments={ours: float(a.get(theirs, default)) for ours, theirs, default in names},
            x=as_examples(inputs[0]), y=as_examples(outputs[0]))
    return convert


def conv(a, inputs, outputs):
    x, w = inputs[:2]
    need(x.ndim == 4)
    stride, dilation = square(a.get("strides"), 1), square(a.get("dilations"), 1)
    kernel = square(w.shape[2:], 1)
    parameters = {"weight": w}
    if len(inputs) > 2:
        parameters["bias"] = inputs[2]
    return dict(
        kind="conv", x=x, y=outputs[0], parameters=parameters,
        arguments=dict(out=w.shape[0], kernel=kernel, stride=stride, dilation=dilation,
                       padding=border(a, x, kernel, stride, dilation), groups=a.get("group", 1),
                       bias=len(inputs) > 2))


def transposed(a, inputs, outputs):
    dy, w = inputs[:2]
    need(dy.ndim == 4 and len(inputs) == 2 and not any(a.get("output_padding", [0])))
    need("output_shape" not in a and a.get("auto_pad", b"NOTSET") == b"NOTSET")
    stride, dilation = square(a.get("strides"), 1), square(a.get("dilations"), 1)
    kernel = square(w.shape[2:], 1)
    dx = outputs[0]
    padding = border(a, dx, kernel, stride, dilation)
    need(padding <= dilation * (kernel - 1))
    return dict(
        kind="conv", operation="vjp", x=np.zeros(dx.shape), dy=dy, y=dx, parameters={"weight": w},
        arguments=dict(out=w.shape[0], kernel=kernel, stride=stride, dilation=dilation,
                       padding=padding, groups=a.get("group", 1), bias=False))


def pool(kind):
    def convert(a, inputs, outputs):
        x = inputs[0]
        need(x.ndim == 4 and x.dtype == np.float32 and not a.get("ceil_mode") and not a.get("storage_order"))
        need(square(a.get("dilations"), 1) == 1)
        kernel, stride = square(a["kernel_shape"], 1), square(a.get("strides"), 1)
        padding = border(a, x, kernel, stride)
        need(padding <= kernel // 2)
        need(kind == "maxpool" or padding == 0 or a.get("count_include_pad") == 1)
        # Channels do not meet in a pooling layer: one is enough.
        return dict(kind=kind, x=x[:, :1], y=outputs[0][:, :1],
                    arguments=dict(kernel=kernel, stride=stride, padding=padding))
    return convert


def batchnorm(a, inputs, outputs):
    x, scale, bias, mean, variance = inputs
    training = bool(a.get("training_mode", 0))
    flat = x.reshape(x.shape[:2] + (-1, 1)) if x.ndim > 2 else x
    case = dict(
        kind="bn", phase="training" if training else "evaluation", x=flat,
        y=outputs[0].reshape(flat.shape), parameters={"weight": scale, "bias": bias},
        buffers={"running_mean": mean, "running_var": variance},
        arguments=dict(momentum=1 - a.get("momentum", 0.9), eps=a.get("epsilon", 1e-5)))
    if training:
        # ONNX keeps the variance with divisor m, PyTorch (and we) with m - 1.
        m = flat.size // flat.shape[1]
        share = 1 - a.get("momentum", 0.9)
        batch = (outputs[2] - (1 - share) * variance) / share
        case["absorbed"] = {"running_mean": outputs[1],
                            "running_var": (1 - share) * variance + share * batch * m / (m - 1)}
    return case


def groupnorm(a, inputs, outputs):
    x, scale, bias = inputs
    return dict(kind="groupnorm", x=x, y=outputs[0], parameters={"weight": scale, "bias": bias},
                arguments=dict(groups=a["num_groups"], eps=a.get("epsilon", 1e-5)))


def instancenorm(a, inputs, outputs):
    x, scale, bias = inputs
    return dict(kind="instancenorm", x=x, y=outputs[0], parameters={"weight": scale, "bias": bias},
                arguments=dict(eps=a.get("epsilon", 1e-5), affine=True))


def layernorm(a, inputs, outputs):
    x, scale, bias = inputs
    axis = a.get("axis", -1) % x.ndim
    rows = int(np.prod(x.shape[:axis], dtype=int))
    flat = x.reshape(rows, -1)
    need(flat.shape[1] > 1)
    return dict(kind="layernorm", x=flat, y=outputs[0].reshape(flat.shape),
                parameters={"weight": scale.reshape(-1), "bias": bias.reshape(-1)},
                arguments=dict(eps=a.get("epsilon", 1e-5)))


def lrn(a, inputs, outputs):
    return dict(kind="lrn", x=inputs[0], y=outputs[0],
                arguments=dict(size=a["size"], alpha=a.get("alpha", 1e-4), beta=a.get("beta", 0.75),
                               k=a.get("bias", 1.0)))


def softmax(a, inputs, outputs):
    x = inputs[0]
    axis = a.get("axis", -1) % x.ndim
    shape = (int(np.prod(x.shape[:axis], dtype=int)), x.shape[axis],
             int(np.prod(x.shape[axis + 1:], dtype=int)), 1)
    return dict(kind="softmax", arguments={}, x=x.reshape(shape), y=outputs[0].reshape(shape))


def gemm(a, inputs, outputs):
    need(a.get("alpha", 1) == 1 and a.get("beta", 1) == 1)
    x = inputs[0].T if a.get("transA") else inputs[0]
    weight = inputs[1] if a.get("transB") else inputs[1].T
    parameters = {"weight": weight}
    if len(inputs) > 2:
        need(inputs[2].ndim < 2 or inputs[2].shape[0] == 1)
        parameters["bias"] = np.broadcast_to(inputs[2].reshape(-1), (weight.shape[0],))
    return dict(kind="dense", x=x, y=outputs[0], parameters=parameters,
                arguments=dict(out=weight.shape[0], bias=len(inputs) > 2))


def matmul(a, inputs, outputs):
    need(inputs[0].ndim == 2 and inputs[1].ndim == 2)
    return gemm({}, inputs, outputs)


def flatten(a, inputs, outputs):
    need(a.get("axis", 1) % inputs[0].ndim == 1)
    return dict(kind="flatten", arguments={}, x=inputs[0], y=outputs[0])


def dropout(a, inputs, outputs):
    training = len(inputs) > 2 and bool(inputs[2])
    ratio = float(inputs[1]) if len(inputs) > 1 else 0.5
    need(not training or ratio == 0)
    return dict(kind="dropout", phase="training" if training else "evaluation",
                x=as_examples(inputs[0]), y=as_examples(outputs[0]), arguments=dict(p=ratio))


def average(a, inputs, outputs):
    return dict(kind="globalavgpool", arguments={}, x=inputs[0],
                y=outputs[0].reshape(outputs[0].shape[:2]))


def gelu(a, inputs, outputs):
    need(a.get("approximate", b"none") == b"none")
    return elementwise("gelu")(a, inputs, outputs)


def clip(a, inputs, outputs):
    need(len(inputs) == 3 and inputs[1] == 0 and inputs[2] == 6)
    return elementwise("relu6")(a, inputs[:1], outputs)


def pad(a, inputs, outputs):
    need(len(inputs) > 1)
    x, pads = inputs[0], list(inputs[1])
    need(x.ndim == 4 and len(pads) == 8 and sum(pads) == pads[5] > 0)
    return dict(kind="padchannels", arguments=dict(count=int(pads[5])), x=x, y=outputs[0])


def loss(a, inputs, outputs):
    need(len(inputs) == 2 and len(outputs) == 1 and "ignore_index" not in a)
    scores, labels = inputs
    need(scores.size < 4000)
    scores = np.moveaxis(scores, 1, -1).reshape(-1, scores.shape[1])
    value = {b"mean": np.mean, b"none": np.mean,
             b"sum": lambda v: v / labels.size}[a.get("reduction", b"mean")](outputs[0])
    return dict(kind="crossentropy", arguments={}, x=scores, labels=[int(n) for n in labels.reshape(-1)],
                y=np.asarray(value).reshape(1))


RULES = dict(
    Conv=conv, ConvTranspose=transposed, MaxPool=pool("maxpool"), AveragePool=pool("avgpool"),
    GlobalAveragePool=average, BatchNormalization=batchnorm, GroupNormalization=groupnorm,
    InstanceNormalization=instancenorm, LayerNormalization=layernorm, LRN=lrn, Softmax=softmax,
    Gemm=gemm, MatMul=matmul, Flatten=flatten, Dropout=dropout, Gelu=gelu, Clip=clip, Pad=pad,
    Relu=elementwise("relu"), Sigmoid=elementwise("sigmoid"), Tanh=elementwise("tanh"),
    Identity=elementwise("identity"), Elu=elementwise("elu", [("alpha", "alpha", 1.0)]),
    LeakyRelu=elementwise("leakyrelu", [("slope", "alpha", 0.01)]),
    Swish=elementwise("swish", [("beta", "alpha", 1.0)]), SoftmaxCrossEntropyLoss=loss)


def add(origin, name, node, inputs, outputs):
    if node.op_type not in RULES:
        return
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    try:
        case = RULES[node.op_type](attributes, inputs, outputs)
        need(all(np.asarray(v).dtype.kind == "f" for v in (case["x"], case["y"])))
    except Unfit:
        return
    arguments = {k: (bool(v) if isinstance(v, (bool, np.bool_)) else v) for k, v in case["arguments"].items()}
    cases.append(dict(
        origin=origin, name=name, kind=case["kind"], operation=case.get("operation", "forward"),
        phase=case.get("phase", "training"),
        arguments={k: (v if isinstance(v, bool) else float(v)) for k, v in arguments.items()},
        x=numbers(case["x"]), y=numbers(case["y"]), labels=case.get("labels", []),
        dy=numbers(case["dy"]) if "dy" in case else None,
        parameters={k: numbers(v) for k, v in case.get("parameters", {}).items()},
        buffers={k: numbers(v) for k, v in case.get("buffers", {}).items()},
        absorbed={k: numbers(v) for k, v in case.get("absorbed", {}).items()}))


def read(path, kind):
    values = []
    for file in sorted(glob.glob(f"{path}/{kind}_*.pb"), key=lambda f: int(f.rsplit("_", 1)[1][:-3])):
        tensor = onnx.TensorProto()
        tensor.ParseFromString(open(file, "rb").read())
        values.append(numpy_helper.to_array(tensor))
    return values


def shipped(folder, origin):
    for path in sorted(glob.glob(f"{DATA}/{folder}/test_*")):
        model = onnx.load(f"{path}/model.onnx")
        if len(model.graph.node) != 1 or model.graph.node[0].op_type not in RULES:
            continue
        node = model.graph.node[0]
        try:
            known = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
            given = [v.name for v in model.graph.input if v.name not in known]
            known.update(zip(given, read(f"{path}/test_data_set_0", "input")))
            inputs = [known[name] for name in node.input if name]
            outputs = read(f"{path}/test_data_set_0", "output")
        except (TypeError, KeyError, ValueError):
            continue  # sequences and optionals
        add(origin, os.path.basename(path), node, inputs, outputs)


def reference():
    """More shapes and attributes, from the package's NumPy evaluator."""
    random = np.random.default_rng(2026)

    def run(op, inputs, outputs=1, **attributes):
        names = [f"i{k}" for k in range(len(inputs))]
        node = helper.make_node(op, names, [f"o{k}" for k in range(outputs)], **attributes)
        graph = helper.make_graph(
            [node], "g", [helper.make_tensor_value_info(n, onnx.helper.np_dtype_to_tensor_dtype(v.dtype), v.shape)
                          for n, v in zip(names, inputs)],
            [helper.make_tensor_value_info(f"o{k}", onnx.TensorProto.FLOAT, None) for k in range(outputs)])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
        found = ReferenceEvaluator(model).run(None, dict(zip(names, inputs)))
        number = sum(c["origin"] == "reference" for c in cases)
        add("reference", f"{op.lower()} {number}", node, inputs, [np.asarray(f) for f in found])

    def x(*shape):
        return random.standard_normal(shape).astype(np.float32)

    for n, c, size, out, kernel, stride, padding, dilation, groups in [
        (1, 1, 5, 1, 3, 1, 0, 1, 1), (2, 3, 7, 4, 3, 1, 1, 1, 1), (1, 4, 8, 6, 3, 2, 1, 1, 2),
        (3, 2, 9, 5, 5, 1, 2, 1, 1), (1, 6, 6, 6, 3, 1, 1, 1, 6), (2, 3, 11, 4, 3, 1, 2, 2, 1),
        (1, 5, 4, 7, 1, 1, 0, 1, 1), (2, 4, 13, 8, 3, 3, 0, 2, 4), (1, 2, 6, 3, 2, 2, 0, 1, 1),
    ]:
        run("Conv", [x(n, c, size, size), x(out, c // groups, kernel, kernel), x(out)],
            strides=[stride] * 2, pads=[padding] * 4, dilations=[dilation] * 2, group=groups)
    for n, c, size, out, kernel, stride, padding, groups in [
        (1, 3, 5, 2, 3, 1, 1, 1), (2, 4, 4, 6, 3, 2, 1, 1), (1, 2, 6, 3, 5, 1, 2, 1), (3, 1, 3, 1, 2, 2, 0, 1),
        (2, 8, 8, 8, 3, 1, 1, 1),
    ]:
        run("ConvTranspose", [x(n, c, size, size), x(c, out // groups, kernel, kernel)],
            strides=[stride] * 2, pads=[padding] * 4, group=groups)
    for n, c, size in [(2, 3, 4), (4, 1, 3), (8, 5, 1), (3, 2, 7), (16, 4, 2)]:
        for training in (0, 1):
            run("BatchNormalization", [x(n, c, size, size), x(c), x(c), x(c), x(c) ** 2 + 0.1],
                outputs=3 if training else 1, training_mode=training, epsilon=1e-3 if size == 4 else 1e-5,
                momentum=0.8)
    for size, kernel, stride, padding in [(5, 2, 1, 0), (7, 3, 2, 1), (9, 3, 3, 0), (6, 5, 1, 2), (8, 2, 2, 0)]:
        run("MaxPool", [x(2, 1, size, size)], kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[padding] * 4)
        run("AveragePool", [x(2, 1, size, size)], kernel_shape=[kernel] * 2, strides=[stride] * 2,
            pads=[padding] * 4, count_include_pad=1)
    for n, c, size, groups in [(1, 4, 3, 2), (2, 6, 5, 3), (3, 8, 1, 4), (2, 5, 4, 5), (1, 6, 7, 1)]:
        run("GroupNormalization", [x(n, c, size, size), x(c), x(c)], num_groups=groups, epsilon=1e-4)
        run("LayerNormalization", [x(n, c, size), x(size * 0 + c, size), x(c, size)], axis=1, epsilon=1e-4)
    for n, c, size in [(1, 3, 4), (2, 2, 3), (3, 1, 5)]:
        run("InstanceNormalization", [x(n, c, size, size), x(c), x(c)], epsilon=1e-4)
    # The evaluator of this version counts channels by the number of examples: both must be equal. Of an
    # even number of channels ONNX takes the one more after, PyTorch (and we) before: odd ones only.
    for c, size in [(5, 3), (7, 5), (4, 7), (3, 1)]:
        run("LRN", [3 * x(c, c, 2, 3)], size=size, alpha=0.2, beta=0.6, bias=1.5)
    for values in (3 * x(4, 5), x(2, 3, 4, 4), np.array([[-90, -20, -1e-6, 0, 1e-6, 20, 90]], np.float32)):
        for op in ("Relu", "Sigmoid", "Tanh", "Gelu", "Identity"):
            run(op, [values])
        run("Elu", [values], alpha=0.7)
        run("LeakyRelu", [values], alpha=0.2)
        run("Clip", [4 * values, np.float32(0), np.float32(6)])
        run("Softmax", [values], axis=1)
    for n, i, o in [(1, 3, 4), (5, 7, 2), (4, 1, 6)]:
        run("Gemm", [x(n, i), x(o, i), x(o)], transB=1)
    for shape, count in [((2, 3, 4, 4), 2), ((1, 1, 3, 5), 4)]:
        run("Pad", [x(*shape), np.array([0, 0, 0, 0, 0, count, 0, 0], np.int64)])
    for n, c in [(4, 10), (1, 3), (7, 2)]:
        run("SoftmaxCrossEntropyLoss", [5 * x(n, c), random.integers(0, c, n)])


shipped("node", "node")
shipped("pytorch-converted", "pytorch")
reference()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
for origin in ("node", "pytorch", "reference"):
    kinds = [c["kind"] for c in cases if c["origin"] == origin]
    print(origin, len(kinds), {k: kinds.count(k) for k in sorted(set(kinds))})
