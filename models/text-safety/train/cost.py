"""What the first step saves: texts a second of one thread through the encoder alone, and through the cascade, on traffic of 95 % clean.

    python cost.py --data prepared.pkl --ordinary ordinary.jsonl.gz --safety ../model.onnx --ngram ../../text-ngram/model.onnx --report report.json

A bare loop over batches of one length bucket, without the stream around it; rows are those of the normalised text. Clean texts are
ordinary ones of template families that text-ngram never saw and held-out comments without a label, three to one as in fit.py; the
rest are held-out texts with a label.
"""

import argparse
import json
import pickle
import random
import time

import numpy as np
import onnxruntime as ort

from fit import SEED, TRAFFIC_CLEAN, apply
from texts import BUCKETS, LABELS, pad, read, tokens

TEXTS = 2000
ROUNDS = 3
HARMLESS = ["polite_criticism", "friendly_banter", "friendly_profanity", "violence_idiom", "promotion", "sexual_clean", "neutral_identity"]


def open_session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run(session, rows, batch=32):
    """Scores and seconds. Only the runtime's own time counts; both sides pad alike."""
    out, seconds = np.zeros((len(rows), len(LABELS))), 0.0
    for low, bucket in zip([0] + BUCKETS, BUCKETS):
        of = [i for i, row in enumerate(rows) if low < len(row) <= bucket]
        for start in range(0, len(of), batch):
            chosen = of[start : start + batch]
            ids, mask = pad([rows[i] for i in chosen], bucket)
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            began = time.perf_counter()
            out[chosen] = session.run(None, feed)[0]
            seconds += time.perf_counter() - began
    return out, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--data", "--ordinary", "--safety", "--ngram", "--report"):
        parser.add_argument(name, required=True)
    args = parser.parse_args()
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    with open(args.report) as stored:
        report = json.load(stored)
    pick, rng = random.Random(SEED), np.random.default_rng(SEED)
    positive = (np.nan_to_num(data["labels"]) > 0.5).any(1)
    comments = np.flatnonzero(data["held"] & ~positive & (np.isin(data["category"], HARMLESS) | (data["source"] == "sms")))
    bad = np.flatnonzero(data["held"] & positive)
    clean = int(TEXTS * TRAFFIC_CLEAN)
    ordinary = [r["text"] for r in read(args.ordinary) if r["slices"]["family"].endswith("/0")]
    sides = tokens(pick.sample(ordinary, clean - clean // 4))
    sides += [data["variants"][i] for i in rng.permutation(comments)[: clean // 4]] + [data["variants"][i] for i in rng.permutation(bad)[: TEXTS - clean]]
    rows = [side[1][0] for side in sides]
    lines, levels = report["text-ngram"]["calibration"], report["gate"]["pass"]
    safety, ngram = open_session(args.safety), open_session(args.ngram)
    for _ in range(ROUNDS):
        _, alone = run(safety, rows)
        cheap, first = run(ngram, rows)
        passed = np.zeros(len(rows), bool)
        for i, label in enumerate(LABELS):
            passed |= apply(cheap[:, i], (lines[label]["slope"], lines[label]["intercept"])) >= levels[label]
        _, second = run(safety, [row for row, through in zip(rows, passed) if through])
        n = len(rows)
        print(
            f"{n} texts, {passed.mean():.3f} passed: encoder alone {n / alone:.0f} texts/s, n-gram {n / first:.0f}, "
            f"cascade {n / (first + second):.0f}, {alone / (first + second):.2f} times"
        )


if __name__ == "__main__":
    main()
