"""The network of text-safety in PyTorch: MiniLM, mean and greatest over the tokens, one hidden layer, six logits."""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

from texts import LABELS

WIDTH, HEADS, LAYERS, HIDDEN = 384, 12, 6, 128


class Layer(nn.Module):
    def __init__(self, width=WIDTH, inner=4 * WIDTH):
        super().__init__()
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, bias, drop):
        rows, length, width = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # Not scaled_dot_product_attention: its backward pass on a CPU takes longer than all the rest.
        weights = torch.softmax(q * (width // HEADS) ** -0.5 @ k.transpose(-1, -2) + bias, -1, dtype=q.dtype)
        mixed = self.out((weights @ v).transpose(1, 2).reshape(rows, length, width))
        x = self.norm1(x + F.dropout(mixed, drop, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), drop, self.training))


class Encoder(nn.Module):
    def __init__(self, vocabulary=30522, drop=0.1):
        super().__init__()
        self.word, self.position = nn.Embedding(vocabulary, WIDTH), nn.Embedding(512, WIDTH)
        self.segment, self.norm = nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = drop

    def forward(self, ids, mask):
        x = self.norm(self.word(ids) + self.position.weight[: ids.shape[1]] + self.segment.weight[0])
        x = F.dropout(x, self.drop, self.training)
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32
        bias = ((1 - mask.to(kind)) * -1e4)[:, None, None, :]
        x = x.to(kind)
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        return x


class TextSafety(nn.Module):
    def __init__(self, drop=0.1):
        super().__init__()
        self.encoder = Encoder(drop=drop)
        self.hidden, self.out = nn.Linear(2 * WIDTH, HIDDEN), nn.Linear(HIDDEN, len(LABELS))
        self.drop = drop

    def forward(self, ids, mask):
        states = self.encoder(ids, mask).float()
        real = mask.float()[:, :, None]
        mean = (states * real).sum(1) / real.sum(1)
        top = (states - (1 - real) * 1e4).amax(1)
        features = F.dropout(torch.cat([mean, top], 1), self.drop, self.training)
        return self.out(F.dropout(F.relu(self.hidden(features)), 2 * self.drop, self.training))


def weight_names(graph):
    """Initializers of the 48 products, in the order of the graph: query, key, value, out, up, down of each layer."""
    known = {t.name for t in graph.initializer}
    return [n.input[1] for n in graph.node if n.op_type == "MatMul" and n.input[1] in known]


def from_onnx(path, **options):
    """The network with the encoder's weights of an ONNX export of MiniLM (fp32)."""
    graph = onnx.load(path).graph
    value = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    model = TextSafety(**options)
    encoder, names = model.encoder, weight_names(graph)
    assert len(names) == 6 * LAYERS, len(names)
    with torch.no_grad():
        encoder.word.weight.copy_(value["embeddings.word_embeddings.weight"])
        encoder.position.weight.copy_(value["embeddings.position_embeddings.weight"])
        encoder.segment.weight.copy_(value["embeddings.token_type_embeddings.weight"])
        encoder.norm.weight.copy_(value["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(value["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(encoder.layers):
            query, key, val, out, up, down = (value[n] for n in names[6 * i : 6 * i + 6])
            base = f"encoder.layer.{i}."
            bias = [value[f"{base}attention.self.{n}.bias"] for n in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([query.T, key.T, val.T]))
            layer.qkv.bias.copy_(torch.cat(bias))
            for linear, weight, name in (
                (layer.out, out, "attention.output.dense"), (layer.up, up, "intermediate.dense"), (layer.down, down, "output.dense"),
            ):
                linear.weight.copy_(weight.T)
                linear.bias.copy_(value[f"{base}{name}.bias"])
            for norm, name in ((layer.norm1, "attention.output.LayerNorm"), (layer.norm2, "output.LayerNorm")):
                norm.weight.copy_(value[f"{base}{name}.weight"])
                norm.bias.copy_(value[f"{base}{name}.bias"])
    return model


def stored(matrix, axis):
    """int8 values and their scale along one axis; what export.py writes and the runtime multiplies back."""
    top = np.abs(matrix).max(axis=axis, keepdims=True)
    scale = np.where(top > 0, top / 127, 1).astype(np.float32)
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale
