# Golden cases from ONNX 1.19.1: python3 make-onnx.py writes one JSON file a layer (pip install onnx==1.19.1 numpy).

import pathlib

import numpy as np

from fitting import *

# The vectors

def node(*names):
    return [Vector("node", name) for name in names]


def converted(*names):
    return [Vector("pytorch-converted", name) for name in names]


def operator(*names):
    return [Vector("pytorch-operator", f"operator_{name}") for name in names]


for vector in node("basic_conv_with_padding", "basic_conv_without_padding", "conv_with_strides_no_padding",
                   "conv_with_strides_padding") + converted(
        "Conv2d", "Conv2d_depthwise", "Conv2d_depthwise_padded", "Conv2d_depthwise_strided",
        "Conv2d_depthwise_with_multiplier", "Conv2d_dilated", "Conv2d_groups", "Conv2d_groups_thnn", "Conv2d_no_bias",
        "Conv2d_padding", "Conv2d_strided"):
    conv(vector)
# SAME_LOWER of 5 pixels, window 3 and stride 2 is a border of 1 on both sides.
conv(node("conv_with_autopad_same")[0], padding=1)
for vector in converted("Conv1d", "Conv1d_dilated", "Conv1d_groups", "Conv1d_stride"):
    conv1d(vector)
for vector in node("convtranspose", "convtranspose_dilations", "convtranspose_group_2",
                   "convtranspose_group_2_image_3") + operator("convtranspose"):
    convtranspose(vector)

for vector in node("maxpool_1d_default", "maxpool_2d_default", "maxpool_2d_precomputed_pads",
                   "maxpool_2d_precomputed_strides", "maxpool_2d_strides", "maxpool_with_argmax_2d_precomputed_pads",
                   "maxpool_with_argmax_2d_precomputed_strides") + converted(
        "MaxPool1d", "MaxPool1d_stride", "MaxPool2d") + operator("maxpool"):
    pool("maxpool", vector)
pool("maxpool", node("maxpool_2d_precomputed_same_upper")[0], padding=1)
pool("maxpool", node("maxpool_2d_ceil_output_size_reduce_by_one")[0])
for vector in node("globalmaxpool", "globalmaxpool_precomputed"):
    vector.attributes["kernel_shape"] = list(vector.inputs[0].shape[2:])
    pool("maxpool", vector)
for vector in node("averagepool_1d_default", "averagepool_2d_default",
                   "averagepool_2d_precomputed_pads_count_include_pad",
                   "averagepool_2d_precomputed_strides", "averagepool_2d_strides") + converted(
        "AvgPool1d", "AvgPool1d_stride", "AvgPool2d", "AvgPool2d_stride"):
    pool("avgpool", vector)
for vector in node("globalaveragepool", "globalaveragepool_precomputed"):
    add("globalavgpool", vector, vector.inputs[0], vector.outputs[0][:, :, 0, 0])

for vector in node("batchnorm_example", "batchnorm_epsilon", "batchnorm_example_training_mode",
                   "batchnorm_epsilon_training_mode") + converted(
        "BatchNorm2d_eval", "BatchNorm2d_momentum_eval", "BatchNorm3d_eval", "BatchNorm3d_momentum_eval",
        "BatchNorm1d_3d_input_eval"):
    bn(vector)
for vector in node("group_normalization_example", "group_normalization_epsilon"):
    normalized("groupnorm", vector, groups=2)
for vector in node("instancenorm_example", "instancenorm_epsilon") + operator("symbolic_override"):
    normalized("instancenorm", vector)
for vector in node(*[f"layer_normalization_{name}" for name in (
        "2d_axis0", "2d_axis1", "2d_axis_negative_1", "2d_axis_negative_2", "3d_axis0_epsilon", "3d_axis1_epsilon",
        "3d_axis2_epsilon", "3d_axis_negative_1_epsilon", "3d_axis_negative_2_epsilon", "3d_axis_negative_3_epsilon",
        "4d_axis0", "4d_axis1", "4d_axis2", "4d_axis3", "4d_axis_negative_1", "4d_axis_negative_2",
        "4d_axis_negative_3", "4d_axis_negative_4", "default_axis")]):
    layernorm(vector)
for vector in node("lrn", "lrn_default"):
    attributes = vector.attributes
    add("lrn", vector, vector.inputs[0][:2], vector.outputs[0][:2],
        dict(size=attributes["size"], alpha=attributes.get("alpha", 1e-4), beta=attributes.get("beta", 0.75),
             k=attributes.get("bias", 1.0)), fitting="the first two examples")

for vector in node("gemm_alpha", "gemm_beta", "gemm_default_no_bias", "gemm_default_scalar_bias", "gemm_default_single_elem_vector_bias",
                   "gemm_default_vector_bias", "gemm_default_zero_bias", "gemm_transposeA", "gemm_transposeB",
                   "matmul_2d") + converted("Linear", "Linear_no_bias") + operator("mm"):
    dense(vector)

for vector in node("relu") + converted("ReLU"):
    elementwise("relu", vector)
for vector in node("leakyrelu", "leakyrelu_default", "leakyrelu_example") + converted(
        "LeakyReLU", "LeakyReLU_with_negval"):
    elementwise("leakyrelu", vector, slope=vector.attributes.get("alpha", 0.01))
for vector in converted("PReLU_1d", "PReLU_2d", "PReLU_3d"):
    prelu(vector)
for vector in node("elu", "elu_default", "elu_example") + converted("ELU"):
    elementwise("elu", vector, alpha=vector.attributes.get("alpha", 1.0))
for vector in node("gelu_default_1", "gelu_default_2"):
    elementwise("gelu", vector)
elementwise("swish", *node("swish"), beta=1.0)
for vector in node("sigmoid", "sigmoid_example") + converted("Sigmoid"):
    elementwise("sigmoid", vector)
for vector in node("tanh", "tanh_example") + converted("Tanh"):
    elementwise("tanh", vector)
for vector in node("max_one_input", "max_two_inputs", "max_example", "max_float32") + operator("max"):
    maxout(vector)
for vector in node("softmax_axis_0", "softmax_axis_1", "softmax_axis_2", "softmax_default_axis", "softmax_example",
                   "softmax_large_number", "softmax_negative_axis") + converted(
        "Softmax", "softmax_functional_dim3", "softmax_lastdim"):
    softmax(vector)

for vector in node("flatten_axis0", "flatten_axis1", "flatten_axis2", "flatten_axis3", "flatten_default_axis",
                   "flatten_negative_axis1", "flatten_negative_axis2", "flatten_negative_axis3",
                   "flatten_negative_axis4") + operator("flatten", "view"):
    flatten(vector)
for vector in node("dropout_default", "dropout_default_mask", "dropout_default_mask_ratio", "dropout_default_old",
                   "dropout_default_ratio", "dropout_random_old"):
    dropout(vector)
for vector in node("training_dropout_zero_ratio", "training_dropout_zero_ratio_mask"):
    dropout(vector, "training", 0.0)
add("identity", *[(vector, vector.inputs[0], vector.outputs[0]) for vector in node("identity")][0])

for vector in node("sce_mean", "sce_mean_log_prob", "sce_mean_3d", "sce_mean_3d_log_prob", "sce_none",
                   "sce_none_log_prob", "sce_sum", "sce_sum_log_prob"):
    crossentropy(vector)
for vector in node("logsoftmax_axis_0", "logsoftmax_axis_1", "logsoftmax_axis_2", "logsoftmax_default_axis",
                   "logsoftmax_example_1", "logsoftmax_large_number", "logsoftmax_negative_axis"):
    logsoftmax(vector)

# Answers of the reference evaluator, for layers with few vectors or none

for shape in [(3, 7), (2, 3, 3, 3), (1, 5)]:
    vector = Answer("Clip", [draw(*shape, scale=6), np.float32(0), np.float32(6)])
    add("relu6", vector, vector.inputs[0], vector.outputs[0])
for shape, count in [((2, 3), 2), ((1, 2, 3, 3), 1), ((3, 1, 2, 1), 4)]:
    pads = [0] * len(shape) + [0, count] + [0] * (len(shape) - 2)
    vector = Answer("Pad", [draw(*shape), np.array(pads, np.int64)])
    add("padchannels", vector, vector.inputs[0], vector.outputs[0], dict(count=count))
for shape in [(2, 3, 7, 5), (1, 1, 1, 1), (3, 2, 4, 1)]:
    vector = Answer("GlobalAveragePool", [draw(*shape)])
    add("globalavgpool", vector, vector.inputs[0], vector.outputs[0][:, :, 0, 0])
for shape, groups in [((2, 6, 3, 5), 3), ((1, 4, 5, 5), 1), ((3, 4, 2, 3), 4)]:
    vector = Answer("GroupNormalization", [draw(*shape), draw(shape[1]), draw(shape[1])], num_groups=groups)
    normalized("groupnorm", vector, groups=groups)
# As many examples as channels: of others the evaluator of ONNX 1.19.1 sums no squares (its loop counts the examples).
for shape, size, alpha in [((7, 7, 2, 2), 5, 0.5), ((4, 4, 2, 5), 3, 2.0), ((2, 2, 1, 3), 7, 1.0)]:
    vector = Answer("LRN", [draw(*shape, scale=2)], size=size, alpha=alpha, beta=0.6, bias=1.5)
    add("lrn", vector, vector.inputs[0], vector.outputs[0], dict(size=size, alpha=alpha, beta=0.6, k=1.5))
for shape, beta in [((3, 7), 1.0), ((2, 3, 3, 3), 0.5), ((1, 9), 2.0)]:
    vector = Answer("Swish", [draw(*shape, scale=3)], alpha=beta)
    elementwise("swish", vector, beta=beta)
for shape, kernel in [((2, 3, 4, 6), 2), ((1, 2, 7, 7), 3), ((2, 1, 3, 5), 1)]:
    # Trainable pooling is a convolution of every channel by itself, with a window of equal weights.
    weight, bias = draw(shape[1]), draw(shape[1])
    window = np.broadcast_to(weight[:, None, None, None], (shape[1], 1, kernel, kernel)).copy()
    vector = Answer("Conv", [draw(*shape), window, bias], group=shape[1], strides=[kernel, kernel])
    add("subsample", vector, vector.inputs[0], vector.outputs[0], dict(kernel=kernel), dict(weight=weight, bias=bias))

write(pathlib.Path(__file__).parent)
