"""The trained networks as ONNX graphs.

    python export.py --encoder all-minilm-l6-v2.onnx --model model.pt --ngram ngram.pt --fusion fusion.json --out ../model.onnx
    python export.py --ngram ngram.pt --out ../../text-ngram/model.onnx

The encoder's nodes are those of the ONNX export it was fine-tuned from; its matrices are stored as 8-bit integers with a scale a
row (what is gathered) or a column (what is multiplied), and computed as 32-bit floats. Not dynamically quantised: one scale for a
whole batch would make a text's score depend on the texts beside it.

Three more things keep a text's score the same bits whatever its batch. Sums over a text's tokens are products of its mask with its
states, since a reduction takes its terms in another order when the batch is one text. The last layers multiply with their weights
on the left of each text's own column, so that it is one product a text. And the sigmoid works on whole vectors of a text, since
the runtime rounds the ragged tail of an array otherwise.
"""

import argparse
import json

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from model import LAYERS, WIDTH, stored, weight_names
from ngram import CHECK, HASHED, PAIR, PRIME, SLOT, SLOTS, TRIPLE
from texts import LABELS

LANES = 16
OPSET = 11


class Graph:
    def __init__(self, nodes=(), initializers=()):
        self.nodes, self.initializers = list(nodes), list(initializers)

    def constant(self, name, value):
        if name not in {t.name for t in self.initializers}:
            self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output + "_node", **attributes))
        return output

    def packed(self, name, matrix, axis):
        """A matrix stored as int8; the runtime folds the two nodes when it loads the graph."""
        values, scale = stored(matrix, axis)
        self.constant(name + "_q", values)
        self.constant(name + "_s", scale)
        self.node("Cast", [name + "_q"], name + "_c", to=TensorProto.FLOAT)
        return self.node("Mul", [name + "_c", name + "_s"], name)

    def column(self, name, weight, bias, value):
        """weight @ value + bias for each text's own column."""
        product = self.node("MatMul", [self.constant(name + "_weight", weight.astype(np.float32)), value], name + "_product")
        return self.node("Add", [product, self.constant(name + "_bias", bias.astype(np.float32)[:, None])], name)

    def scores(self, weight, bias, value):
        """Logits of a text's features, their sigmoid, and the six columns that are labels."""
        rows = np.zeros((LANES, weight.shape[1]), np.float32)
        rows[: len(LABELS)] = weight
        lanes = np.zeros(LANES, np.float32)
        lanes[: len(LABELS)] = bias
        value = self.node("Sigmoid", [self.column("head", rows, lanes, value)], "head_scores")
        value = self.node("Squeeze", [value], "head_rows", axes=[2])
        bounds = [self.constant(f"head_{n}", np.array([v], np.int64)) for n, v in (("start", 0), ("end", len(LABELS)), ("axis", 1))]
        self.node("Slice", [value] + bounds, "scores")

    def shared(self):
        """What both networks need of the mask."""
        self.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
        self.node("Unsqueeze", ["mask"], "mask_row", axes=[1])
        self.node("Unsqueeze", ["mask"], "mask_column", axes=[2])
        # A sum of ones is the same in any order.
        self.node("ReduceSum", ["mask_row"], "count", axes=[2], keepdims=1)
        self.node("Sub", [self.constant("one", np.float32(1)), "mask_column"], "outside")
        self.node("Mul", ["outside", self.constant("far", np.float32(-1e4))], "outside_far")

    def mean(self, states, output):
        summed = self.node("MatMul", ["mask_row", states], output + "_sum")
        return self.node("Div", [summed, "count"], output)

    def peak(self, states, output):
        inside = self.node("Add", [states, "outside_far"], output + "_inside")
        return self.node("ReduceMax", [inside], output, axes=[1], keepdims=1)

    def shift(self, value, output, end=None):
        """The next token in the place of each; at the end zeros, or a row given."""
        bounds = [self.constant(f"shift_{n}", np.array([v], np.int64)) for n, v in (("start", 1), ("end", 2**31 - 1), ("axis", 1))]
        rest = self.node("Slice", [value] + bounds, output + "_rest")
        if end is not None:
            return self.node("Concat", [rest, end], output, axis=1)
        return self.node("Pad", [rest, self.constant("shift_pads", np.array([0, 0, 0, 1], np.int64))], output, mode="constant")

    def hash(self, parts, multipliers, modulus, output):
        total = None
        for number, (part, multiplier) in enumerate(zip(parts, multipliers)):
            term = self.node("Mul", [part, self.constant(f"times_{multiplier}", np.int64(multiplier))], f"{output}_{number}")
            total = term if total is None else self.node("Add", [total, term], f"{output}_{number}_sum")
        return self.node("Mod", [total, self.constant(f"modulus_{modulus}", np.int64(modulus))], output)

    def model(self, doc):
        graph = helper.make_graph(
            self.nodes,
            "earshot",
            [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "sequence"]) for n in ("input_ids", "attention_mask", "token_type_ids")],
            [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", len(LABELS)])],
            self.initializers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="earshot", doc_string=doc)
        model.ir_version = 7
        onnx.checker.check_model(model, full_check=True)
        return model


def ngram_features(graph, state):
    """The cheap network up to its features, [batch, features, 1]; see ngram.py for what they are."""
    value = {name: tensor.numpy() for name, tensor in state.items()}
    graph.node("Identity", ["input_ids"], "ids")
    graph.shift("ids", "next1")
    graph.shift("next1", "next2")
    graph.shift("next2", "next3")
    graph.shift("mask", "mask_next1")
    graph.shift("mask_next1", "mask_next2")
    table = graph.packed("ngram_word", value["word.weight"], 1)
    words = graph.node("Gather", [table, "ids"], "ngram_words")
    hashed = graph.packed("ngram_hashed", value["hashed.weight"], 1)
    grams = []
    for name, parts, multipliers, inside in (
        ("pair", ("ids", "next1"), PAIR, "mask_next1"), ("triple", ("ids", "next1", "next2"), TRIPLE, "mask_next2"),
    ):
        slot = graph.hash(parts, multipliers, HASHED, f"ngram_{name}_slot")
        rows = graph.node("Gather", [hashed, slot], f"ngram_{name}_all")
        mask = graph.node("Unsqueeze", [inside], f"ngram_{name}_mask", axes=[2])
        grams.append(graph.node("Mul", [rows, mask], f"ngram_{name}"))
    grams = graph.node("Add", grams, "ngram_grams")
    summed = graph.node("Add", [words, grams], "ngram_summed")
    # A row that fills its batch to the last column ends as one that is padded: in padding.
    bounds = [graph.constant(f"padding_{n}", np.array([v], np.int64)) for n, v in (("start", 0), ("end", 1), ("axis", 1))]
    first = graph.node("Slice", [graph.node("Mul", ["ids", graph.constant("nothing", np.int64(0))], "ids_nothing")] + bounds, "padding_ids")
    padding = graph.node("Gather", [table, first], "ngram_padding")
    graph.shift(summed, "ngram_summed1", padding)
    graph.shift("ngram_summed1", "ngram_summed2", padding)
    wide = graph.node("Concat", [summed, "ngram_summed1", "ngram_summed2"], "ngram_wide", axis=2)
    product = graph.node("MatMul", [wide, graph.constant("ngram_filters", value["filters.weight"].T)], "ngram_product")
    found = graph.node("Add", [product, graph.constant("ngram_filters_bias", value["filters.bias"])], "ngram_found")
    peaks = graph.node("Relu", [graph.peak(found, "ngram_peak")], "ngram_peaks")

    # The lexicon. A word ends where the next piece does not continue it.
    continues = graph.constant("lexicon_continues", value["continues"])
    strength = graph.packed("lexicon_strength", value["strength"], 1)
    checks = graph.constant("lexicon_check", value["check"].astype(np.int32))
    zero = "ids_nothing"
    length = {n: graph.node("Add", ["ids_nothing", graph.constant(f"length_{n}", np.int64(n))], f"lexicon_length_{n}") for n in (1, 2, 3)}
    best = None
    for n, parts in ((1, ("ids", zero, zero)), (2, ("ids", "next1", zero)), (3, ("ids", "next1", "next2"))):
        slot = graph.hash(parts + (length[n],), SLOT, SLOTS, f"lexicon_slot_{n}")
        check = graph.hash(parts + (length[n],), CHECK, PRIME, f"lexicon_check_{n}")
        held = graph.node("Cast", [graph.node("Gather", [checks, slot], f"lexicon_held_{n}_32")], f"lexicon_held_{n}", to=TensorProto.INT64)
        same = graph.node("Cast", [graph.node("Equal", [held, check], f"lexicon_equal_{n}")], f"lexicon_same_{n}", to=TensorProto.FLOAT)
        goes_on = graph.node("Gather", [continues, f"next{n}"], f"lexicon_goes_on_{n}")
        ends = graph.node("Sub", ["one", goes_on], f"lexicon_ends_{n}")
        whole = graph.node("Mul", [graph.node("Mul", [same, ends], f"lexicon_ending_{n}"), "mask"], f"lexicon_whole_{n}")
        rows = graph.node("Gather", [strength, slot], f"lexicon_rows_{n}")
        rows = graph.node("Mul", [rows, graph.node("Unsqueeze", [whole], f"lexicon_whole_column_{n}", axes=[2])], f"lexicon_found_{n}")
        strongest = graph.node("ReduceMax", [rows], f"lexicon_strongest_{n}", axes=[1], keepdims=1)
        best = strongest if best is None else graph.node("Max", [best, strongest], f"lexicon_best_{n}")

    row = graph.node("Concat", [graph.mean(words, "ngram_mean_words"), graph.mean(grams, "ngram_mean_grams"), peaks, best], "ngram_row", axis=2)
    column = graph.node("Transpose", [row], "ngram_column", perm=[0, 2, 1])
    hidden = graph.node("Relu", [graph.column("ngram_hidden", value["hidden.weight"], value["hidden.bias"], column)], "ngram_hidden_relu")
    rest = graph.node("Transpose", [graph.node("Concat", [peaks, best], "ngram_rest_row", axis=2)], "ngram_rest", perm=[0, 2, 1])
    return graph.node("Concat", [hidden, rest], "ngram_features", axis=1)


def encoder(graph, base, state):
    """The encoder's nodes with the tuned weights; leaves last_hidden_state."""
    value = {name: tensor.numpy().astype(np.float32) for name, tensor in state.items()}
    names = weight_names(base)
    replaced, packed = {}, {}
    for name, tuned in (
        ("embeddings.token_type_embeddings.weight", "encoder.segment.weight"),
        ("embeddings.LayerNorm.weight", "encoder.norm.weight"),
        ("embeddings.LayerNorm.bias", "encoder.norm.bias"),
    ):
        replaced[name] = value[tuned]
    packed["embeddings.word_embeddings.weight"] = (value["encoder.word.weight"], 1)
    packed["embeddings.position_embeddings.weight"] = (value["encoder.position.weight"], 1)
    for i in range(LAYERS):
        layer, old = f"encoder.layers.{i}.", f"encoder.layer.{i}."
        for n, part in enumerate(("query", "key", "value")):
            rows = slice(n * WIDTH, (n + 1) * WIDTH)
            packed[names[6 * i + n]] = (value[layer + "qkv.weight"][rows].T, 0)
            replaced[f"{old}attention.self.{part}.bias"] = value[layer + "qkv.bias"][rows]
        for n, (ours, theirs) in enumerate((("out", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")), 3):
            packed[names[6 * i + n]] = (value[f"{layer}{ours}.weight"].T, 0)
            replaced[f"{old}{theirs}.bias"] = value[f"{layer}{ours}.bias"]
        for ours, theirs in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
            replaced[f"{old}{theirs}.weight"] = value[f"{layer}{ours}.weight"]
            replaced[f"{old}{theirs}.bias"] = value[f"{layer}{ours}.bias"]
    kept = {t.name: t for t in base.initializer}
    for name in kept:
        if name in packed:
            graph.packed(name, *packed[name])
        elif name in replaced:
            graph.constant(name, replaced[name])
        else:
            graph.initializers.append(kept[name])
    graph.nodes.extend(base.node)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", help="fp32 ONNX export of MiniLM; without it the cheap network alone is written")
    parser.add_argument("--model")
    parser.add_argument("--ngram", required=True)
    parser.add_argument("--fusion")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    graph = Graph()
    graph.shared()
    cheap = torch.load(args.ngram, weights_only=False)["model"]
    features = ngram_features(graph, cheap)
    weight, bias = cheap["out.weight"].numpy(), cheap["out.bias"].numpy()
    if not args.encoder:
        graph.scores(weight, bias, features)
        onnx.save(graph.model("Earshot text-ngram: hashed n-grams, a narrow convolution and a lexicon over word pieces; six scores."), args.out)
        return
    state = torch.load(args.model, weights_only=False)["model"]
    encoder(graph, onnx.load(args.encoder).graph, state)
    row = graph.node("Concat", [graph.mean("last_hidden_state", "encoder_mean"), graph.peak("last_hidden_state", "encoder_peak")], "encoder_row", axis=2)
    column = graph.node("Transpose", [row], "encoder_column", perm=[0, 2, 1])
    hidden = graph.node("Relu", [graph.column("encoder_hidden", state["hidden.weight"].numpy(), state["hidden.bias"].numpy(), column)], "encoder_hidden_relu")
    # Fusion: per label a weighted sum of the encoder's logit, the cheap network's logit and the lexicon, which is linear in the
    # features of both and so one product.
    fusion = json.loads(open(args.fusion).read())
    of_encoder, of_ngram = np.array(fusion["encoder"]), np.array(fusion["ngram"])
    lexical, offset = np.array(fusion["lexical"]), np.array(fusion["bias"])
    out, out_bias = state["out.weight"].numpy(), state["out.bias"].numpy()
    ngram_part = of_ngram[:, None] * weight
    ngram_part[:, -lexical.shape[1] :] += lexical
    both = graph.node("Concat", [hidden, features], "features", axis=1)
    graph.scores(np.concatenate([of_encoder[:, None] * out, ngram_part], 1), of_encoder * out_bias + of_ngram * bias + offset, both)
    onnx.save(graph.model("Earshot text-safety: MiniLM (Apache-2.0) fine-tuned, weights stored as int8, with n-grams and a lexicon; six scores."), args.out)


if __name__ == "__main__":
    main()
