"""TensorFlow.js graph model of nsfwjs to ONNX: convert.py UNPACKED ../model.onnx

Weights stay the 8-bit numbers that they are on disk, with scale and least value a tensor, and become floats when the model is
loaded. The last product is written as a convolution, which runs a picture at a time: a product's kernel depends on the
number of rows, and so would the last bits of a picture's scores.
"""
import json, sys
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LABELS = ["drawing", "hentai", "neutral", "porn", "sexy"]


def main(folder, out):
    model = json.load(open(folder + "/model.json"))
    raw = open(folder + "/weights.bin", "rb").read()
    weights, at = {}, 0
    for w in model["weightsManifest"][0]["weights"]:
        size = int(np.prod(w["shape"])) if w["shape"] else 1
        q = w["quantization"]
        weights[w["name"]] = (np.frombuffer(raw, np.uint8, size, at).reshape(w["shape"]), np.float32(q["scale"]), np.float32(q["min"]))
        at += size
    assert at == len(raw), "weights of another model"
    nodes, constants, names = [], [], {"input": "pixels"}

    def const(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def floats(name):
        values, scale, least = weights[name]
        return values.astype(np.float32) * scale + least

    def packed(name, values, scale, least):
        const(name + "_q", values)
        nodes.append(helper.make_node("Cast", [name + "_q"], [name + "_c"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [name + "_c", const(name + "_s", scale)], [name + "_m"]))
        nodes.append(helper.make_node("Add", [name + "_m", const(name + "_l", least)], [name]))
        return name

    def node(op, inputs, output, **attributes):
        nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    for i, n in enumerate(model["modelTopology"]["node"]):
        op, y = n["op"], f"n{i}"
        if op in ("Const", "Placeholder"):
            continue
        inputs, attributes = n["input"], n.get("attr", {})
        x = names.get(inputs[0])
        if op in ("Mul", "Sub"):
            y = node(op, [names[s] if s in names else const(f"{y}_k", floats(s).reshape(())) for s in inputs], y)
        elif op in ("_FusedConv2D", "FusedDepthwiseConv2dNative"):
            depth = op != "_FusedConv2D"
            values, scale, least = weights[inputs[1]]
            values = values.transpose(2, 3, 0, 1) if depth else values.transpose(3, 2, 0, 1)
            stride = int(attributes["strides"]["list"]["i"][1])
            assert attributes["padding"]["s"] == "U0FNRQ==", "padding is not SAME"
            y = node("Conv", [x, packed(y + "_w", values, scale, least), const(y + "_b", floats(inputs[2]))], y,
                     kernel_shape=list(values.shape[2:]), strides=[stride, stride], auto_pad="SAME_UPPER",
                     group=values.shape[0] if depth else 1)
            if len(attributes["fused_ops"]["list"]["s"]) > 1:
                y = node("Clip", [y, const(y + "_0", np.float32(0)), const(y + "_6", np.float32(6))], y + "_r")
        elif op == "AddV2":
            y = node("Add", [x, names[inputs[1]]], y)
        elif op == "AvgPool":
            y = pooled = node("GlobalAveragePool", [x], y)
        elif op == "Squeeze":
            y = node("Flatten", [x], "embedding", axis=1)
        elif op == "_FusedMatMul":
            values, scale, least = weights[inputs[1]]
            y = node("Conv", [pooled, packed(y + "_w", values.T[:, :, None, None], scale, least), const(y + "_b", floats(inputs[2]))],
                     y, kernel_shape=[1, 1])
            y = node("Flatten", [y], "logits", axis=1)
        elif op == "Softmax":
            y = node("Softmax", [x], "probabilities", axis=1)
        elif op == "Identity":
            y = x
        else:
            sys.exit("operator " + op + " is not converted")
        names[n["name"]] = y
    graph = helper.make_graph(
        nodes, "image-safety", [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["batch", 3, 224, 224])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", len(LABELS)]),
         helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", 1792])], constants)
    result = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="earshot")
    result.ir_version = 8
    for key, value in {"labels": ",".join(LABELS), "source": "npm nsfwjs 4.3.0, mobilenet_v2_mid",
                       "license": "MIT, Copyright (c) 2020 The nsfw_model Developers; nsfwjs MIT, Copyright (c) 2019 Infinite Red, Inc."}.items():
        entry = result.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(result)
    onnx.save(result, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
