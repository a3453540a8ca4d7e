"""Calibration, thresholds and the gate of the exported graphs, and the report, all on texts that neither network was trained on.

    python fit.py --data prepared.pkl --ordinary ordinary.jsonl.gz --safety ../model.onnx --ngram ../../text-ngram/model.onnx --report report.json

Scores are those of the graphs that ship, the highest over a text's spellings and windows, as in the stream.
"""

import argparse
import json
import pickle
import random

import numpy as np
import onnxruntime as ort
from scipy.optimize import minimize

from metrics import average_precision, roc_auc
from texts import BUCKETS, LABELS, pad, read, tokens

# Calibration and thresholds are for a stream in which one judged text in five has the label; sources count alike.
PRIOR = 0.2
TARGET = 0.90
RECALL = 0.995
TRAFFIC_CLEAN = 0.95
# The gate may pass this share of clean texts on: other people's ordinary text is less like ours than ours is, and what is passed
# on needlessly costs time only.
CLEAN_BUDGET = 0.08
MOST_CLEAN = 0.002  # of clean traffic may reach a label's threshold
SEED = 20261126


def scores(path, variants, batch=32):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    rows = [(i, row) for i, sides in enumerate(variants) for side in (sides[:1] if sides[0] == sides[1] else sides) for row in side]
    out = np.zeros((len(variants), len(LABELS)), np.float64)
    order = sorted(range(len(rows)), key=lambda k: len(rows[k][1]))
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        width = next(b for b in BUCKETS if b >= max(len(rows[k][1]) for k in chosen))
        ids, mask = pad([rows[k][1] for k in chosen], width)
        answer = session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
        np.maximum.at(out, [rows[k][0] for k in chosen], answer)
    return out


def logit(p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.log(p / (1 - p))


def weights(truth, source):
    """Each source counts alike (no more than ten of its texts would), positives make PRIOR of the whole."""
    weight = np.zeros(len(truth))
    for side, share in ((truth, PRIOR), (~truth, 1 - PRIOR)):
        for name in set(source[side]):
            of = side & (source == name)
            weight[of] = min(1.0, of.sum() / 50) / of.sum()
        weight[side] *= share / max(weight[side].sum(), 1e-9)
    return weight


def calibrate(score, truth, source):
    """Slope and intercept in log-odds, by weighted maximum likelihood; the slope drawn towards 1."""
    z, weight = logit(score), weights(truth, source)

    def loss(w):
        line = w[0] * z + w[1]
        error = weight * (1 / (1 + np.exp(-line)) - truth)
        return (weight * np.logaddexp(0, np.where(truth, -line, line))).sum() + 0.002 * (w[0] - 1) ** 2, np.array(
            [(error * z).sum() + 0.004 * (w[0] - 1), error.sum()]
        )

    slope, intercept = minimize(loss, [1.0, 0.0], jac=True, bounds=[(0.2, 3), (-6, 6)], method="L-BFGS-B").x
    return round(float(slope), 4), round(float(intercept), 4)


def apply(score, line):
    return np.round(1 / (1 + np.exp(-(line[0] * logit(score) + line[1]))), 3)


def threshold(score, truth, source):
    """The lowest, in thousandths, from which on precision reaches TARGET at PRIOR."""
    weight = weights(truth, source)
    order = np.argsort(-score)
    hits, all_ = np.cumsum(weight[order] * truth[order]), np.cumsum(weight[order])
    last = np.append(np.diff(score[order]) != 0, True) & (np.cumsum(truth[order]) >= 5)
    good = np.flatnonzero(last & (hits / np.maximum(all_, 1e-12) >= TARGET))
    return float(np.clip(score[order][good[-1]] if len(good) else 0.9, 0.5, 0.99))


def judged(score, truth, source, at):
    weight, hit = weights(truth, source), score >= at
    row = {"positives": int(truth.sum()), "negatives": int((~truth).sum())}
    if 0 < truth.sum() < len(truth):
        row["auc"], row["ap"] = round(roc_auc(truth, score), 3), round(average_precision(truth, score), 3)
    if truth.any():
        row["recall"] = round(float((hit & truth).sum() / truth.sum()), 3)
        row["precision"] = round(float((weight * (hit & truth)).sum() / max((weight * hit).sum(), 1e-12)), 3)
    if (~truth).any():
        row["falsePositiveRate"] = round(float((hit & ~truth).sum() / (~truth).sum()), 4)
    return row


def gate(cheap, full, found, clean, targets):
    """Thresholds a label on the cheap scores: all that is found passes but 1 - RECALL of it, and as few clean texts as possible."""
    grid = np.concatenate([[0.001, 0.002, 0.003, 0.005, 0.007], np.arange(0.01, 0.6, 0.005), [1.0]])
    at = {}
    for i in range(len(LABELS)):
        mine = found & (full[:, i] >= targets[i])
        # Begin where each label passes all of its own.
        at[i] = float(max([g for g in grid if not mine.any() or cheap[mine, i].min() >= g] or [0.001]))
    limit = cheap[found].shape[0] * (1 - RECALL)

    def passes(values, levels):
        return (values >= np.array([levels[i] for i in range(len(LABELS))])).any(1)

    while True:
        now_clean, best = passes(cheap[clean], at).mean(), None
        for i in range(len(LABELS)):
            for g in grid[grid > at[i]][:8]:
                trial = {**at, i: float(g)}
                missed = (~passes(cheap[found], trial)).sum()
                if missed > limit:
                    break
                gain = now_clean - passes(cheap[clean], trial).mean()
                cost = missed - (~passes(cheap[found], at)).sum()
                if gain > 0 and (best is None or gain / (cost + 0.2) > best[0]):
                    best = (gain / (cost + 0.2), trial)
        if best is None:
            break
        at = best[1]
    # Lower all of them alike while the budget holds.
    for factor in np.arange(0.95, 0.04, -0.05):
        lower = {i: max(0.001, round(float(level * factor), 3)) for i, level in at.items()}
        if passes(cheap[clean], lower).mean() > CLEAN_BUDGET:
            break
        best = lower
    return best or at, passes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--ordinary", required=True)
    parser.add_argument("--safety", required=True)
    parser.add_argument("--ngram", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--most", type=int, default=1500, help="held-out texts of a source that are judged")
    args = parser.parse_args()
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    rng = np.random.default_rng(SEED)
    held = []
    for source in sorted(set(data["source"])):
        rows = rng.permutation(np.flatnonzero(data["held"] & (data["source"] == source)))
        held.append(rows[: 5 * args.most if source == "contrast" else 2 * args.most if source == "composed" else args.most])
    held = np.concatenate(held)
    labels, source = data["labels"][held], data["source"][held]
    category, group = data["category"][held], data["group"][held]
    # Ordinary text of template families that the cheap network never saw.
    ordinary = [r for r in read(args.ordinary) if r["slices"]["family"].endswith("/0")]
    ordinary = random.Random(SEED).sample(ordinary, min(2500, len(ordinary)))
    variants = [data["variants"][i] for i in held] + tokens([r["text"] for r in ordinary])
    print(len(variants), "texts", flush=True)
    raw = {"text-safety": scores(args.safety, variants), "text-ngram": scores(args.ngram, variants)}
    n = len(held)
    # Clean traffic: ordinary text, and of the held-out texts without a label those that comments are like.
    positive, known = (np.nan_to_num(labels) > 0.5).any(1), (~np.isnan(labels)).any(1)
    comments = np.isin(category, ["polite_criticism", "friendly_banter", "friendly_profanity", "violence_idiom", "promotion", "sexual_clean", "neutral_identity"]) & ~positive
    comments |= (source == "sms") & ~positive & known
    comments = np.flatnonzero(comments)
    comments = rng.permutation(comments)[: len(ordinary) // 3]
    clean = np.zeros(len(variants), bool)
    clean[comments] = True
    clean[n:] = True
    report, calibrated, lines, ats = {"texts": {s: int((source == s).sum()) for s in sorted(set(source))}}, {}, {}, {}
    for name, values in raw.items():
        lines[name], columns, ats[name] = {}, [], []
        for i, label in enumerate(LABELS):
            labelled = ~np.isnan(labels[:, i])
            truth = labels[labelled, i] > 0.5
            line = calibrate(values[:n][labelled, i], truth, source[labelled])
            lines[name][label] = line
            columns.append(apply(values[:, i], line))
            chosen = threshold(columns[-1][:n][labelled], truth, source[labelled])
            # And no more than MOST_CLEAN of clean traffic.
            highest = float(np.quantile(columns[-1][clean], 1 - MOST_CLEAN, method="higher")) + 0.001
            ats[name].append(round(min(0.99, max(chosen, highest)), 3))
        calibrated[name] = np.stack(columns, 1)
        report[name] = {
            "calibration": {label: {"slope": lines[name][label][0], "intercept": lines[name][label][1]} for label in LABELS},
            "thresholds": dict(zip(LABELS, ats[name])),
            "held": {}, "bySource": {}, "byCategory": {},
        }
        of = calibrated[name][:n]
        for i, label in enumerate(LABELS):
            labelled = ~np.isnan(labels[:, i])
            report[name]["held"][label] = judged(of[labelled, i], labels[labelled, i] > 0.5, source[labelled], ats[name][i])
            for s in sorted(set(source[labelled])):
                mine = labelled & (source == s)
                report[name]["bySource"].setdefault(s, {})[label] = judged(of[mine, i], labels[mine, i] > 0.5, source[mine], ats[name][i])
            for c in sorted(set(category) - {""}):
                mine = labelled & (category == c)
                if mine.any():
                    truth = labels[mine, i] > 0.5
                    hit = of[mine, i] >= ats[name][i]
                    report[name]["byCategory"].setdefault(c, {})[label] = {"texts": int(mine.sum()), "positive": bool(truth.any()), "over": round(float(hit.mean()), 3)}
    full, cheap = calibrated["text-safety"], calibrated["text-ngram"]
    at = np.array(ats["text-safety"])
    # Fairness: what names a group and is harmless, a group.
    fair = {}
    harmless = np.isin(category, ["neutral_identity", "positive_identity", "counter_speech", "negated_hate", "composed_group_harmless"])
    for g in sorted(set(group) - {""}):
        mine = harmless & (group == g)
        hateful = (group == g) & (labels[:, LABELS.index("hate")] == 1)
        if mine.sum() >= 10:
            hate = LABELS.index("hate")
            plain = mine & np.isin(category, ["neutral_identity", "positive_identity"])
            fair[g] = {
                "harmless": int(mine.sum()),
                "falsePositiveRate": round(float((full[:n][mine, hate] >= at[hate]).mean()), 4),
                "falsePositiveRatePlain": round(float((full[:n][plain, hate] >= at[hate]).mean()), 4) if plain.any() else None,
                "hateful": int(hateful.sum()),
                "recall": round(float((full[:n][hateful, hate] >= at[hate]).mean()), 3) if hateful.any() else None,
            }
    report["fairness"] = {"byGroup": fair, "gap": round(max(v["falsePositiveRate"] for v in fair.values()) - min(v["falsePositiveRate"] for v in fair.values()), 4)}
    # The gate. Found: what text-safety puts at a threshold, rightly.
    found = np.append(((full[:n] >= at).any(1)) & positive, np.zeros(len(ordinary), bool))
    levels, passes = gate(cheap, full, found, clean, at)
    # Traffic of 95 % clean texts, the rest held-out texts with a label.
    rows = np.flatnonzero(clean)
    bad = np.flatnonzero(np.append(positive & known, np.zeros(len(ordinary), bool)))
    weight_bad = (1 - TRAFFIC_CLEAN) / TRAFFIC_CLEAN * len(rows) / len(bad)
    passed = passes(cheap, levels)
    cascade = np.where(passed[:, None], full, np.minimum(cheap, full.max()))

    def weighted_ap(values):
        together = np.append(rows, bad)
        score, truth = values[together].max(1), np.append(np.zeros(len(rows), bool), np.ones(len(bad), bool))
        weight = np.where(truth, weight_bad, 1.0)
        order = np.argsort(-score, kind="stable")
        ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
        hits, total = np.cumsum(weight[order] * truth[order])[ends], np.cumsum(weight[order])[ends]
        return float((np.diff(np.append(0, hits)) * hits / total).sum() / (weight_bad * len(bad)))

    report["gate"] = {
        "pass": {label: levels[i] for i, label in enumerate(LABELS)},
        "recallOfFound": round(float(passed[found].mean()), 4),
        "found": int(found.sum()),
        "passedOfAllPositives": round(float(passed[bad].mean()), 4),
        "cleanPassed": round(float(passed[clean].mean()), 4),
        "cleanPassedOrdinary": round(float(passed[n:].mean()), 4),
        "cleanPassedComments": round(float(passed[comments].mean()), 4),
        "trafficPassed": round(float(TRAFFIC_CLEAN * passed[clean].mean() + (1 - TRAFFIC_CLEAN) * passed[bad].mean()), 4),
        "averagePrecisionEncoder": round(weighted_ap(full), 4),
        "averagePrecisionCascade": round(weighted_ap(cascade), 4),
        "averagePrecisionNgram": round(weighted_ap(cheap), 4),
        "recallByLabel": {
            label: round(float(passed[:n][(labels[:, i] == 1) & (full[:n, i] >= at[i])].mean()), 4) for i, label in enumerate(LABELS) if ((labels[:, i] == 1) & (full[:n, i] >= at[i])).any()
        },
        "passedBySource": {s: round(float(passed[:n][source == s].mean()), 3) for s in sorted(set(source))},
    }
    clean_over = {label: round(float((full[clean, i] >= at[i]).mean()), 4) for i, label in enumerate(LABELS)}
    report["cleanTrafficFlagged"] = clean_over
    with open(args.report, "w") as out:
        json.dump(report, out, indent=1)
    for name in ("text-safety", "text-ngram"):
        for label in LABELS:
            print(name, label, report[name]["thresholds"][label], report[name]["calibration"][label], report[name]["held"][label])
    print(json.dumps(report["gate"], indent=1))
    print("clean flagged", clean_over, "fairness gap", report["fairness"]["gap"])


if __name__ == "__main__":
    main()
