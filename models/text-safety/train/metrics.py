"""AUC and average precision with ties handled as `./earshot evaluate` does: trapezoids, and steps between distinct scores."""

import numpy as np


def roc_auc(truth, score):
    order = np.argsort(score, kind="stable")
    ranked = score[order]
    ends = np.flatnonzero(np.append(np.diff(ranked) != 0, True))
    starts = np.append(0, ends[:-1] + 1)
    rank = np.empty(len(score))
    rank[order] = np.repeat((starts + ends) / 2 + 1, ends - starts + 1)
    positives = truth.sum()
    return float((rank[truth].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives)))


def average_precision(truth, score):
    order = np.argsort(-score, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
    hits = np.cumsum(truth[order])[ends]
    precision = hits / (ends + 1)
    return float((np.diff(np.append(0, hits)) * precision).sum() / truth.sum())
