"""Makes the model package of the tests: a few thousand weights, so that a test opens it in milliseconds.

mean of token embeddings -> 16x16 -> tanh -> 16x6 -> sigmoid, with the inputs and the output of a real text model. An id outside
the vocabulary makes the run fail, which the tests use as poison.

Run: python make_tiny_model.py   (needs numpy and onnx; writes into its own folder)
"""

import hashlib
import pathlib
import string

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
LABELS = ["harassment", "hate", "sexual", "violence", "self_harm", "spam"]
WORDS = ["good", "morning", "you", "are", "awful", "win", "money", "now"]
VOCABULARY = (
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    + list(string.ascii_lowercase)
    + ["##" + letter for letter in string.ascii_lowercase]
    + WORDS
)
SELF_TEST = "you are awful"
WIDTH = 16


def weights():
    random = np.random.RandomState(7)
    return {
        "embeddings": random.normal(0, 1.5, (len(VOCABULARY), WIDTH)).astype(np.float32),
        "mix": random.normal(0, 0.5, (WIDTH, WIDTH)).astype(np.float32),
        "head": random.normal(0, 1.0, (WIDTH, len(LABELS))).astype(np.float32),
        "bias": random.normal(-0.5, 0.5, (len(LABELS),)).astype(np.float32),
    }


def graph(w):
    node = helper.make_node
    constants = [numpy_helper.from_array(value, name) for name, value in w.items()]
    constants.append(numpy_helper.from_array(np.array([1], np.int64), "axis_sequence"))
    constants.append(numpy_helper.from_array(np.array([2], np.int64), "axis_width"))
    constants.append(numpy_helper.from_array(np.array(0, np.float32), "zero"))
    nodes = [
        node("Gather", ["embeddings", "input_ids"], ["embedded"]),
        node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        node("Cast", ["token_type_ids"], ["types"], to=TensorProto.FLOAT),
        node("Mul", ["types", "zero"], ["nothing"]),
        node("Add", ["mask", "nothing"], ["weights"]),
        node("Unsqueeze", ["weights", "axis_width"], ["weights3"]),
        node("Mul", ["embedded", "weights3"], ["kept"]),
        node("ReduceSum", ["kept", "axis_sequence"], ["sum"], keepdims=0),
        node("ReduceSum", ["weights", "axis_sequence"], ["count"], keepdims=1),
        node("Div", ["sum", "count"], ["mean"]),
        node("MatMul", ["mean", "mix"], ["mixed"]),
        node("Tanh", ["mixed"], ["hidden"]),
        node("MatMul", ["hidden", "head"], ["logits"]),
        node("Add", ["logits", "bias"], ["shifted"]),
        node("Sigmoid", ["shifted"], ["scores"]),
    ]
    tensor = helper.make_tensor_value_info
    inputs = [
        tensor(name, TensorProto.INT64, ["batch", "sequence"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    outputs = [tensor("scores", TensorProto.FLOAT, ["batch", len(LABELS)])]
    model = helper.make_model(
        helper.make_graph(nodes, "tiny", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def expected(w):
    ids = [VOCABULARY.index(token) for token in ["[CLS]", *SELF_TEST.split(), "[SEP]"]]
    mean = w["embeddings"][ids].mean(axis=0)
    logits = np.tanh(mean @ w["mix"]) @ w["head"] + w["bias"]
    return [round(float(score), 3) for score in 1 / (1 + np.exp(-logits))]


def main():
    w = weights()
    model = graph(w)
    vocabulary = "\n".join(VOCABULARY) + "\n"
    (HERE / "model.onnx").write_bytes(model)
    (HERE / "vocab.txt").write_text(vocabulary)
    labels = "".join(f"  - {{name: {label}, threshold: 0.5}}\n" for label in LABELS)
    answers = "".join(f"    {label}: {score}\n" for label, score in zip(LABELS, expected(w)))
    (HERE / "model.yaml").write_text(
        f"""id: tiny-text
version: 0.0.1
task: multi-label-classification
modality: text
file: model.onnx
sha256: {hashlib.sha256(model).hexdigest()}
licence: Apache-2.0
inputs:
  - {{name: input_ids, type: int64, shape: [batch, sequence]}}
  - {{name: attention_mask, type: int64, shape: [batch, sequence]}}
  - {{name: token_type_ids, type: int64, shape: [batch, sequence]}}
outputs:
  - {{name: scores, type: float32, shape: [batch, {len(LABELS)}]}}
labels:
{labels}preprocessing:
  kind: wordpiece
  vocabulary: vocab.txt
  vocabularySha256: {hashlib.sha256(vocabulary.encode()).hexdigest()}
  lowercase: true
  normaliser: earshot-text-2
  maxTokens: 32
batching:
  lengthBuckets: [8, 16, 32]
  maxBatch: 8
selfTest:
  text: {SELF_TEST}
  expected:
{answers}"""
    )


if __name__ == "__main__":
    main()
