"""What evasive spelling costs: held-out texts over a threshold, as written and respelled by obfuscate.py with a fixed seed.

    python robustness.py --data prepared.pkl --model ../model.onnx --report report.json
"""

import argparse
import json
import pickle
import random

import numpy as np

from fit import SEED, apply, scores
from obfuscate import obfuscate
from texts import LABELS, tokens

SOURCES = ("davidson", "edos", "openai", "toxicspans-train", "sms")
MOST = 300


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    with open(args.report) as stored:
        report = json.load(stored)["text-safety"]
    rng, spelling = np.random.default_rng(SEED), random.Random(SEED)
    rows = []
    for source in SOURCES:
        of = np.flatnonzero(data["held"] & (data["source"] == source))
        rows += rng.permutation(of)[:MOST].tolist()
    labels = data["labels"][rows]
    written = [data["text"][i] for i in rows]
    over = []
    for texts in (written, [obfuscate(text, spelling) for text in written]):
        raw = scores(args.model, tokens(texts))
        lines = report["calibration"]
        calibrated = np.stack([apply(raw[:, i], (lines[n]["slope"], lines[n]["intercept"])) for i, n in enumerate(LABELS)], 1)
        over.append(calibrated >= np.array([report["thresholds"][n] for n in LABELS]))
    print("| label | with it | over the threshold as written | respelled | without it | over as written | respelled |\n|---|---|---|---|---|---|---|")
    for i, label in enumerate(LABELS):
        cells = []
        for side in (1, 0):
            mine = labels[:, i] == side
            cells += [str(int(mine.sum()))] + [f"{o[mine, i].mean():.3f}" if mine.any() else "–" for o in over]
        print("| " + " | ".join([label] + cells) + " |")


if __name__ == "__main__":
    main()
