"""The head: frozen embeddings to six sigmoid scores, trained with masked binary cross-entropy.

    python train.py --embedded embedded.npz domain.npz --out head.npz --report report.json

A missing label is unknown and adds nothing to the loss. One text in ten, chosen by the hash of its tokens, is the test set and is
looked at once. The rest is cut into five folds by the same hash: what is said of "out of fold" comes from heads that did not see the
text. Thresholds are chosen out of fold, the shipped head is then fitted on all five folds.
"""

import argparse
import hashlib
import json

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from embed import LABELS

SEED = 20261122
FOLDS = 5
# Each label is trained and judged as if one text in four were positive; a source that holds almost only positives would otherwise
# teach the head that any rude-looking text is a violation.
PRIOR = 0.25
DOMAIN_WEIGHT = 8.0  # our own texts are few, and the nearest to what the model will read
TARGET = 0.90
EPOCHS = 14
BATCH = 1024
HEADS = {"logistic": (0, 0.02), "hidden-64": (64, 0.05)}  # hidden units, weight decay
SCALE = np.float32(np.sqrt(384))  # unit-length embeddings to unit variance


def load(paths):
    parts = [np.load(path) for path in paths]
    data = {key: np.concatenate([p[key] for p in parts]) for key in ("embedding", "labels", "source", "text")}
    # Madlibs are filled-in templates, none of which speaks of these.
    madlibs = data["source"] == "madlibs"
    for label in ("sexual", "self_harm", "spam"):
        column = data["labels"][:, LABELS.index(label)]
        column[madlibs & np.isnan(column)] = 0
    digest = np.array([hashlib.sha256(t.encode()).digest()[0] for t in data["text"]])
    data["fold"] = np.where(digest < 26, -1, digest % FOLDS)
    return data


def weights(labels, source):
    """Per text and label: 0 where unknown; positives sum to PRIOR of the label's weight; the mean over known ones is 1."""
    known = ~np.isnan(labels)
    weight = known * np.where(source == "domain", DOMAIN_WEIGHT, 1.0)[:, None]
    positive = known & (np.nan_to_num(labels) > 0.5)
    for column in range(labels.shape[1]):
        for side, share in ((positive[:, column], PRIOR), (known[:, column] & ~positive[:, column], 1 - PRIOR)):
            total = weight[side, column].sum()
            if total > 0:
                weight[side, column] *= share / total
    return weight.astype(np.float32) * len(labels)


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def forward(head, x):
    if len(head) == 2:
        return sigmoid(x @ head[0] + head[1])
    return sigmoid(np.maximum(x @ head[0] + head[1], 0) @ head[2] + head[3])


def fit(x, labels, weight, hidden, decay):
    """Adam with decoupled weight decay; the same numbers for the same seed and NumPy build."""
    rng = np.random.default_rng(SEED)
    sizes = [x.shape[1]] + ([hidden] if hidden else []) + [labels.shape[1]]
    head = []
    for n, m in zip(sizes, sizes[1:]):
        head += [rng.normal(0, np.sqrt(2 / n) if m == hidden else 0.02, (n, m)).astype(np.float32), np.zeros(m, np.float32)]
    first = [np.zeros_like(p) for p in head]
    second = [np.zeros_like(p) for p in head]
    target = np.nan_to_num(labels)
    step, total = 0, EPOCHS * -(-len(x) // BATCH)
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        for at in range(0, len(x), BATCH):
            rows = order[at : at + BATCH]
            inputs = x[rows] + np.float32(0.15) * rng.standard_normal((len(rows), x.shape[1]), dtype=np.float32)
            layer = np.maximum(inputs @ head[0] + head[1], 0) if hidden else None
            keep = (rng.random(layer.shape, dtype=np.float32) < 0.8).astype(np.float32) / 0.8 if hidden else None
            last = layer * keep if hidden else inputs
            error = (sigmoid(last @ head[-2] + head[-1]) - target[rows]) * weight[rows] / len(rows)
            grads = [last.T @ error, error.sum(0)]
            if hidden:
                back = (error @ head[2].T) * keep * (layer > 0)
                grads = [inputs.T @ back, back.sum(0)] + grads
            step += 1
            rate = 2e-3 * (1 - step / total)
            for i, grad in enumerate(grads):
                first[i] = 0.9 * first[i] + 0.1 * grad
                second[i] = 0.999 * second[i] + 0.001 * grad * grad
                unbiased = (first[i] / (1 - 0.9**step)) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
                head[i] -= (rate * (unbiased + (decay * head[i] if head[i].ndim == 2 else 0))).astype(np.float32)
    return head


def precision_recall(score, truth, weight, threshold):
    hit = score >= threshold
    right = (weight * (hit & truth)).sum()
    return right / max((weight * hit).sum(), 1e-9), (hit & truth).sum() / max(truth.sum(), 1)


def judging_weight(truth):
    """Down-weights positives to PRIOR where a label has more of them, since precision grows with their share."""
    share = truth.mean()
    return np.where(truth, min(1.0, PRIOR / (1 - PRIOR) * (1 - share) / max(share, 1e-9)), 1.0)


def threshold(score, truth):
    """The lowest threshold, in thousandths, that reaches TARGET precision with five hits or more; else the most precise."""
    weight = judging_weight(truth)
    best = (0.0, 0.5)
    for candidate in np.arange(0.300, 0.996, 0.001):
        if (score >= candidate).sum() < 5:
            break
        precision, _ = precision_recall(score, truth, weight, candidate)
        if precision >= TARGET:
            return round(float(candidate), 3), True
        best = max(best, (precision, float(candidate)))
    return round(best[1], 3), False


def judge(score, labels, at):
    rows = {}
    for column, label in enumerate(LABELS):
        known = ~np.isnan(labels[:, column]) & (labels[:, column] != 0.5)
        truth, values = labels[known, column] > 0.5, score[known, column]
        precision, recall = precision_recall(values, truth, judging_weight(truth), at[label])
        both = 0 < truth.sum() < len(truth)
        rows[label] = {
            "positives": int(truth.sum()),
            "negatives": int((~truth).sum()),
            "averagePrecision": round(float(average_precision_score(truth, values)), 3) if both else None,
            "rocAuc": round(float(roc_auc_score(truth, values)), 3) if both else None,
            "threshold": at[label],
            "precision": round(float(precision), 3),
            "recall": round(float(recall), 3),
        }
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--embedded", required=True, nargs="+")
    parser.add_argument("--out", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--heads", nargs="+", default=list(HEADS), choices=list(HEADS))
    args = parser.parse_args()
    data = load(args.embedded)
    x, labels, source, fold = data["embedding"] * SCALE, data["labels"], data["source"], data["fold"]

    trials = {}
    for name in args.heads:
        hidden, decay = HEADS[name]
        scores = np.full(labels.shape, np.nan, np.float32)
        for f in range(FOLDS):
            inside = (fold >= 0) & (fold != f)
            head = fit(x[inside], labels[inside], weights(labels[inside], source[inside]), hidden, decay)
            scores[fold == f] = forward(head, x[fold == f])
        seen = fold >= 0
        macro = np.mean([r["averagePrecision"] for r in judge(scores[seen], labels[seen], dict.fromkeys(LABELS, 0.5)).values()])
        trials[name] = (macro, hidden, decay, scores)
        print(f"{name}: macro average precision out of fold {macro:.4f}")
    name = max(trials, key=lambda n: trials[n][0])
    _, hidden, decay, scores = trials[name]

    seen = fold >= 0
    at, reached = {}, {}
    for column, label in enumerate(LABELS):
        known = seen & ~np.isnan(labels[:, column]) & (labels[:, column] != 0.5)
        at[label], reached[label] = threshold(scores[known, column], labels[known, column] > 0.5)
    head = fit(x[seen], labels[seen], weights(labels[seen], source[seen]), hidden, decay)
    test = fold == -1
    test_scores = forward(head, x[test])
    ours = seen & (source == "domain")
    clean = ours & (np.nan_to_num(labels, nan=1).sum(1) == 0)
    report = {
        "head": name,
        "macroAveragePrecisionOutOfFold": {n: round(float(t[0]), 4) for n, t in trials.items()},
        "texts": {"folds": int(seen.sum()), "test": int(test.sum())},
        "bySource": {s: int((source == s).sum()) for s in sorted(set(source))},
        "targetReached": reached,
        "outOfFold": judge(scores[seen], labels[seen], at),
        "test": judge(test_scores, labels[test], at),
        "domainOutOfFold": judge(scores[ours], labels[ours], at),
        "cleanDomainFlagged": {
            label: f"{int((scores[clean, c] >= at[label]).sum())}/{int(clean.sum())}" for c, label in enumerate(LABELS)
        },
    }
    # Fairness: templates that differ only in the group they name.
    benign = seen & (source == "madlibs") & (labels[:, 0] == 0)
    report["benignMadlibsFlagged"] = {
        label: round(float((scores[benign, c] >= at[label]).mean()), 4) for c, label in enumerate(LABELS)
    }
    np.savez(args.out, *head, scale=SCALE)
    with open(args.report, "w") as out:
        json.dump(report, out, indent=1)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
