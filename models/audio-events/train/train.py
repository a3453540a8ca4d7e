"""Trains audio-events on mixes.npz and writes the graph.

  train.py --mixes mixes.npz --model ../model.onnx --checkpoint training.pt [--epochs 14] [--threads 1]

A convolutional network of depthwise-separable blocks over a log-mel patch, average and maximum over time and frequency, ten
sigmoids. Loss: binary cross-entropy against soft targets, masked where a label is not known, rare labels weighted up. Held-out
mixes are only looked at: no epoch is chosen by them. Thresholds and figures are measure.py's.
"""
import argparse, os
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from sklearn.metrics import average_precision_score
from torch import nn
from labels import LABELS

WIDTHS = [(16, 32, 1), (32, 48, 2), (48, 64, 1), (64, 96, 2), (96, 128, 1), (128, 160, 2), (160, 192, 1)]
OUTPUTS = 16  # ten labels and six that are cut off: see export


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Conv2d(a, a, 3, s, 1, groups=a, bias=False), nn.BatchNorm2d(a), nn.ReLU(),
                          nn.Conv2d(a, b, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()) for a, b, s in WIDTHS)
        self.head = nn.Conv2d(2 * WIDTHS[-1][1], len(LABELS), 1)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        x = torch.cat([x.mean((2, 3), keepdim=True), x.amax((2, 3), keepdim=True)], 1)
        return self.head(self.drop(x)).flatten(1)


def folded(conv, norm):
    """A convolution with the normalisation behind it in its weights."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return (conv.weight * scale[:, None, None, None]).detach().numpy(), (norm.bias - norm.running_mean * scale).detach().numpy()


def export(net, mean, deviation, path):
    """Writes the graph by hand, so that a patch gets the same bits whatever shares its batch: the head is a convolution, which
    runs a picture at a time, and not a product, whose kernel depends on the rows; and the sigmoid is taken over 16 columns,
    so that no row of the batch falls into the tail of a vector loop."""
    nodes, weights = [], []

    def const(name, value):
        weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def conv(x, name, weight, bias, stride, group, relu=True):
        k = weight.shape[2]
        nodes.append(helper.make_node("Conv", [x, const(name + "_w", weight.astype(np.float32)),
                                               const(name + "_b", bias.astype(np.float32))], [name], kernel_shape=[k, k],
                                      strides=[stride, stride], pads=[k // 2] * 4, group=group))
        if relu:
            nodes.append(helper.make_node("Relu", [name], [name + "_r"]))
            return name + "_r"
        return name

    nodes.append(helper.make_node("Unsqueeze", ["log_mel", const("axis", np.array([1], np.int64))], ["x"]))
    nodes.append(helper.make_node("Sub", ["x", const("mean", np.float32(mean))], ["centred"]))
    nodes.append(helper.make_node("Mul", ["centred", const("scale", np.float32(1 / deviation))], ["normal"]))
    x = conv("normal", "stem", *folded(net.stem[0], net.stem[1]), 2, 1)
    for i, (block, (a, _, s)) in enumerate(zip(net.blocks, WIDTHS)):
        x = conv(x, f"depth{i}", *folded(block[0], block[1]), s, a)
        x = conv(x, f"point{i}", *folded(block[3], block[4]), 1, 1)
    nodes.append(helper.make_node("GlobalAveragePool", [x], ["average"]))
    nodes.append(helper.make_node("GlobalMaxPool", [x], ["highest"]))
    nodes.append(helper.make_node("Concat", ["average", "highest"], ["pooled"], axis=1))
    weight, bias = net.head.weight.detach().numpy(), net.head.bias.detach().numpy()
    weight = np.concatenate([weight, np.zeros((OUTPUTS - len(LABELS), *weight.shape[1:]), np.float32)])
    x = conv("pooled", "head", weight, np.concatenate([bias, np.zeros(OUTPUTS - len(LABELS), np.float32)]), 1, 1, relu=False)
    nodes.append(helper.make_node("Flatten", [x], ["logits"], axis=1))
    nodes.append(helper.make_node("Sigmoid", ["logits"], ["all"]))
    nodes.append(helper.make_node("Slice", ["all", const("from", np.array([0], np.int64)),
                                            const("to", np.array([len(LABELS)], np.int64)),
                                            const("axes", np.array([1], np.int64))], ["scores"]))
    graph = helper.make_graph(
        nodes, "audio-events", [helper.make_tensor_value_info("log_mel", TensorProto.FLOAT, ["batch", 96, 64])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", len(LABELS)])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="earshot")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--mixes", required=True), a.add_argument("--model", required=True)
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--epochs", type=int, default=14), a.add_argument("--threads", type=int, default=1)
    a.add_argument("--seed", type=int, default=5)
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    data = np.load(a.mixes)
    x, y, m = (data["train_" + k].astype(np.float32) for k in "xym")
    mean, deviation = float(x.mean()), float(x.std())
    present = ((y > 0.5) & (m > 0)).sum(0)
    weight = torch.tensor(np.clip(np.sqrt(len(x) / 5 / np.maximum(present, 1)), 1, 4), dtype=torch.float32)
    print("mean", mean, "deviation", deviation, "weights", weight.numpy().round(2), flush=True)
    net = Net().to(memory_format=torch.channels_last)
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    steps = a.epochs * (len(x) // 128)
    optimiser = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.2)
    ty, tm = data["test_y"], data["test_m"]
    tx = (torch.from_numpy(data["test_x"].astype(np.float32)) - mean) / deviation
    first = 0
    if os.path.exists(a.checkpoint):  # a run that was stopped goes on after its last whole epoch
        saved = torch.load(a.checkpoint, weights_only=False)
        net.load_state_dict(saved["net"]), optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"]), torch.set_rng_state(saved["torch"])
        rng.bit_generator.state, first = saved["numpy"], saved["epoch"] + 1
    for epoch in range(first, a.epochs):
        net.train()
        order = rng.permutation(len(x))
        total = 0.0
        for i in range(0, len(order) - 127, 128):
            rows = np.sort(order[i:i + 128])
            bx = (torch.from_numpy(x[rows]) - mean) / deviation
            by, bm = torch.from_numpy(y[rows]), torch.from_numpy(m[rows])
            bx = bx + torch.from_numpy(rng.normal(0, 0.25, (len(rows), 1, 64)).astype(np.float32)).cumsum(2) * 0.15  # another microphone
            for b in range(len(rows)):  # frequencies and times that are not there
                if rng.random() < 0.5:
                    f, t = rng.integers(64), rng.integers(96)
                    bx[b, :, f:f + rng.integers(1, 9)] = 0
                    bx[b, t:t + rng.integers(1, 13)] = 0
            out = net(bx[:, None].contiguous(memory_format=torch.channels_last))
            loss = nn.functional.binary_cross_entropy_with_logits(out, by, reduction="none")
            loss = (loss * bm * (1 + (weight - 1) * by)).sum() / bm.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(),
                    "torch": torch.get_rng_state(), "numpy": rng.bit_generator.state, "epoch": epoch}, a.checkpoint + ".new")
        os.replace(a.checkpoint + ".new", a.checkpoint)
        net.eval()
        with torch.no_grad():
            scores = torch.cat([torch.sigmoid(net(b[:, None])) for b in tx.split(512)]).numpy()
        ap = {}
        for j, label in enumerate(LABELS):
            known = (tm[:, j] > 0) & ((ty[:, j] >= 0.5) | (ty[:, j] <= 0.2))
            ap[label] = round(float(average_precision_score(ty[known, j] >= 0.5, scores[known, j])), 4)
        print(epoch, "loss", round(total / (len(order) // 128), 4), ap, flush=True)
    export(net, mean, deviation, a.model)


if __name__ == "__main__":
    main()
