"""Encoder and head as one graph, then the package's numbers.

    python export.py --encoder encoder.onnx --head head.npz --out ../model.onnx

The encoder's nodes and its int8-stored weights are taken as they are. The head multiplies with its weights on the left of each
text's own column: that product is done text by text, so that it cannot depend on how many texts share the batch, as one product
over the batch does (a batch of one takes another path through the runtime's matrix code).
"""

import argparse

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from embed import LABELS

LANES = 16


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--head", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    model = onnx.load(args.encoder)
    graph = model.graph
    stored = np.load(args.head)
    head = [stored[f"arr_{i}"] for i in range(len(stored.files) - 1)]
    head[0] = head[0] * stored["scale"]

    def constant(name, value):
        graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    slices = (("start", 0), ("end", len(LABELS)), ("axis", 1))

    def node(op, inputs, output, **attributes):
        graph.node.append(helper.make_node(op, inputs, [output], name=output + "_node", **attributes))
        return output

    # Pooling as a product too: the sum over a sequence takes its terms in another order when the batch is one text.
    pooled = next(n for n in graph.node if "pool_sum" in n.output)
    following = list(graph.node)[list(graph.node).index(pooled) + 1 :]
    del graph.node[len(graph.node) - len(following) - 1 :]
    node("Unsqueeze", ["pool_mask"], "pool_mask_row", axes=[1])
    node("MatMul", ["pool_mask_row", "last_hidden_state"], "pool_sum_row")
    node("Squeeze", ["pool_sum_row"], "pool_sum", axes=[1])
    graph.node.extend(following)

    value = node("Unsqueeze", ["embedding"], "head_column", axes=[2])
    for layer in range(0, len(head), 2):
        number = layer // 2
        if layer + 2 == len(head):
            # Whole vectors of scores a text, so that none falls into the scalar tail of the runtime's sigmoid, which rounds otherwise.
            head[layer] = np.pad(head[layer], ((0, 0), (0, LANES - len(LABELS))))
            head[layer + 1] = np.pad(head[layer + 1], (0, LANES - len(LABELS)))
        matrix = constant(f"head_weight_{number}", np.ascontiguousarray(head[layer].T.astype(np.float32)))
        bias = constant(f"head_bias_{number}", head[layer + 1].astype(np.float32)[:, None])
        value = node("MatMul", [matrix, value], f"head_product_{number}")
        value = node("Add", [value, bias], f"head_sum_{number}")
        if layer + 2 < len(head):
            value = node("Relu", [value], f"head_hidden_{number}")
    value = node("Sigmoid", [value], "head_scores")
    value = node("Squeeze", [value], "head_rows", axes=[2])
    node("Slice", [value] + [constant(f"head_slice_{k}", np.array([v], np.int64)) for k, v in slices], "scores")

    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", len(LABELS)]))
    for entry in graph.input:
        for dimension, name in zip(entry.type.tensor_type.shape.dim, ("batch", "sequence")):
            dimension.dim_param = name
    model.producer_name = "earshot"
    model.doc_string = "Earshot text-safety: all-MiniLM-L6-v2 (Apache-2.0), weights stored as int8, with a head of six scores."
    onnx.checker.check_model(model)
    onnx.save(model, args.out)


if __name__ == "__main__":
    main()
