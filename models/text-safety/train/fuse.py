"""How much the n-grams and the lexicon add to the encoder, a label: a weighted sum of logits, fitted on sources that none of them saw.

    python fuse.py collect --data prepared.pkl --model trial.pt --ngram trial-ngram.pt --sources openai ... --out trial.npz
    python fuse.py fit --collected trial-a.npz trial-b.npz --out fusion.json

Fitted on held-out sources, because on texts like those of training each signal looks as good as its memory. Weights are not
negative and drawn towards "the encoder alone", so that a signal counts only where it helped elsewhere.
"""

import argparse
import json
import pickle

import numpy as np
import torch
from scipy.optimize import minimize

from lexicon import CATEGORIES
from metrics import average_precision, roc_auc
from model import TextSafety
from ngram import NGram
from texts import LABELS, pad

MOST = 4000
PULL = 0.02
# Which words may speak for a label. Never those that only name people: in the sources that go along with hate, and would count
# against everybody who is named.
ALLOWED = {
    "harassment": ["ethnic_slur", "gender_slur", "sexual", "insult", "profanity", "dehumanising"],
    "hate": ["ethnic_slur", "gender_slur", "insult", "dehumanising"],
    "sexual": ["sexual"],
    "violence": ["violence"],
    "self_harm": ["self_harm"],
    "spam": ["spam"],
}


def signals(model, ngram, rows):
    order = sorted(range(len(rows)), key=lambda k: len(rows[k]))
    out = np.zeros((len(rows), 2 * len(LABELS) + len(CATEGORIES)), np.float32)
    model.eval()
    ngram.eval()
    with torch.no_grad():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            ids, mask = (torch.from_numpy(x) for x in pad([rows[k] for k in chosen]))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                first = model(ids, mask).float()
            features = ngram.features(ids, mask)
            out[chosen] = torch.cat([first, ngram.out(features), features[:, -len(CATEGORIES) :]], 1).numpy()
    return out


def collect(args):
    torch.set_num_threads(1)
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    model = TextSafety()
    model.load_state_dict(torch.load(args.model, weights_only=False)["model"])
    state = torch.load(args.ngram, weights_only=False)["model"]
    ngram = NGram(state["check"], state["strength"])
    ngram.load_state_dict(state)
    rng = np.random.default_rng(1)
    rows, labels, source = [], [], []
    for name in args.sources:
        of = rng.permutation(np.flatnonzero(data["source"] == name))[:MOST]
        for i in of:
            rows.append(data["variants"][i][1][0])
            labels.append(data["labels"][i])
            source.append(name)
    np.savez(args.out, signals=signals(model, ngram, rows), labels=np.array(labels), source=np.array(source))


def fused(parts, encoder, ngram, lexical, bias):
    n = len(LABELS)
    return parts[:, :n] * encoder + parts[:, n : 2 * n] * ngram + parts[:, 2 * n :] @ np.asarray(lexical).T + bias


def fit(args):
    loaded = [np.load(path) for path in args.collected]
    parts, labels, source = (np.concatenate([p[key] for p in loaded]) for key in ("signals", "labels", "source"))
    n = len(LABELS)
    result = {"encoder": [1.0] * n, "ngram": [0.0] * n, "lexical": [[0.0] * len(CATEGORIES) for _ in LABELS], "bias": [0.0] * n, "measured": {}}
    for column, label in enumerate(LABELS):
        known = ~np.isnan(labels[:, column])
        x = np.concatenate([parts[known][:, [column, n + column]], parts[known][:, 2 * n :]], 1)
        y = labels[known, column] > 0.5
        weight = np.zeros(len(y))
        for name in set(source[known]):
            of = source[known] == name
            for side in (y, ~y):
                if (of & side).sum() >= 10 and (of & ~side).sum() >= 10:
                    weight[of & side] = 1 / (of & side).sum()
        if weight.sum() == 0:
            continue
        weight /= weight.sum()
        start = np.concatenate([[1.0, 0.0], np.zeros(len(CATEGORIES)), [0.0]])

        def loss(w):
            z = x @ w[:-1] + w[-1]
            value = (weight * np.logaddexp(0, np.where(y, -z, z))).sum()
            error = weight * (1 / (1 + np.exp(-z)) - y)
            pull = w - start
            pull[0] = pull[-1] = 0  # scale and offset are the calibration's matter
            return value + PULL * (pull**2).sum(), np.append(x.T @ error, error.sum()) + 2 * PULL * pull

        bounds = [(0.05, 3), (0, 1)] + [(0, 1 if c in ALLOWED[label] else 0) for c in CATEGORIES] + [(-5, 5)]
        w = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
        # In units of the encoder's logit, so that fusion does not rescale what training set.
        result["ngram"][column] = round(float(w[1] / w[0]), 4)
        result["lexical"][column] = [round(float(v / w[0]), 4) for v in w[2:-1]]
        z = x @ w[:-1]
        for name in sorted(set(source[known])):
            of = source[known] == name
            if 0 < y[of].sum() < of.sum():
                result["measured"][f"{label}, {name}"] = {
                    "texts": int(of.sum()),
                    "positives": int(y[of].sum()),
                    "encoder": [round(f(y[of], x[of, 0]), 4) for f in (roc_auc, average_precision)],
                    "ngram": [round(f(y[of], x[of, 1]), 4) for f in (roc_auc, average_precision)],
                    "fused": [round(f(y[of], z[of]), 4) for f in (roc_auc, average_precision)],
                }
    with open(args.out, "w") as out:
        json.dump(result, out, indent=1)
    for name, row in result["measured"].items():
        print(f"{name:36} +{row['positives']}/{row['texts']}", *(f"{k} AUC {row[k][0]:.3f} AP {row[k][1]:.3f}" for k in ("encoder", "ngram", "fused")))
    print("ngram", result["ngram"])
    for label, row in zip(LABELS, result["lexical"]):
        print(label, {c: v for c, v in zip(CATEGORIES, row) if v})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("collect")
    for name in ("--data", "--model", "--ngram", "--out"):
        one.add_argument(name, required=True)
    one.add_argument("--sources", nargs="+", required=True)
    one.set_defaults(run=collect)
    two = commands.add_parser("fit")
    two.add_argument("--collected", nargs="+", required=True)
    two.add_argument("--out", required=True)
    two.set_defaults(run=fit)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
