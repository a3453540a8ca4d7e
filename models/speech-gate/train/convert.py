"""Silero VAD as published to the graph of this package: convert.py silero_vad.onnx ../model.onnx

The published graph asks for the sample rate and holds a network for 8 kHz and one for 16. Only the latter is kept, its nodes and
weights unchanged, so that a frame and a state go in, and a probability and a state come out. Fails unless both give the same bits.
"""
import sys
import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper


def main(source, out):
    model = onnx.load(source)
    choice = next(n for n in model.graph.node if n.op_type == "If")
    branch = next(a.g for a in choice.attribute if a.name == "then_branch")
    renamed = dict(zip([o.name for o in branch.output], choice.output))
    tail = {n.input[0]: n.output[0] for n in model.graph.node if n.op_type == "Identity"}
    renamed = {k: tail.get(v, v) for k, v in renamed.items()}
    for n in branch.node:
        n.input[:] = [renamed.get(i, i) for i in n.input]
        n.output[:] = [renamed.get(i, i) for i in n.output]
    tensor = helper.make_tensor_value_info
    graph = helper.make_graph(
        list(branch.node), "speech-gate",
        [tensor("input", TensorProto.FLOAT, ["batch", 576]), tensor("state", TensorProto.FLOAT, [2, "batch", 128])],
        [tensor("output", TensorProto.FLOAT, ["batch", 1]), tensor("stateN", TensorProto.FLOAT, [2, "batch", 128])],
        list(branch.initializer) + list(model.graph.initializer))
    result = helper.make_model(graph, opset_imports=model.opset_import, producer_name="earshot")
    result.ir_version = 8
    for key, value in {"source": "Silero VAD 6.2, 16 kHz network", "license": "MIT, Copyright (c) 2020-present Silero Team"}.items():
        entry = result.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(result, out)

    rng = np.random.default_rng(1)
    a, b = ort.InferenceSession(source), ort.InferenceSession(out)
    state = np.zeros((2, 3, 128), np.float32)
    for _ in range(50):
        x = rng.normal(0, 0.1, (3, 576)).astype(np.float32)
        p, n = a.run(None, {"input": x, "state": state, "sr": np.array(16000, np.int64)})
        q, m = b.run(["output", "stateN"], {"input": x, "state": state})
        assert (p == q).all() and (n == m).all(), "the networks differ"
        state = n
    print("bits equal over 50 frames of 3 streams")


if __name__ == "__main__":
    main(*sys.argv[1:])
