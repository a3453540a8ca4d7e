"""Writes the model.yaml of both packages from the exported graphs and the report, and prints the scores of check.tsv.

    python manifest.py --report report.json
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from fit import apply, scores
from texts import BUCKETS, HERE, LABELS, tokens

SELF_TEST = "Shut up you stupid idiot, nobody wants to hear your voice"
MODELS = HERE.parents[1]
VERSIONS = {"text-safety": "2.0.0", "text-ngram": "1.0.0"}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def calibrated(package, texts, report):
    raw = scores(package / "model.onnx", tokens(texts))
    lines = report[package.name]["calibration"]
    return np.stack([apply(raw[:, i], (lines[label]["slope"], lines[label]["intercept"])) for i, label in enumerate(LABELS)], 1)


def manifest(package, report):
    mine = report[package.name]
    expected = calibrated(package, [SELF_TEST], report)[0]
    lines = [
        f"id: {package.name}",
        f"version: {VERSIONS[package.name]}",
        "task: multi-label-classification",
        "modality: text",
        "file: model.onnx",
        f"sha256: {sha256(package / 'model.onnx')}",
        "licence: Apache-2.0",
        "inputs:",
        *(f"  - {{name: {n}, type: int64, shape: [batch, sequence]}}" for n in ("input_ids", "attention_mask", "token_type_ids")),
        "outputs:",
        f"  - {{name: scores, type: float32, shape: [batch, {len(LABELS)}]}}",
        "# Order = columns of the output. Thresholds are on calibrated scores; MODEL_CARD.md says what each was chosen on.",
        "labels:",
    ]
    for label in LABELS:
        line = mine["calibration"][label]
        lines.append(f"  - {{name: {label}, threshold: {mine['thresholds'][label]:.3f}, calibration: {{slope: {line['slope']}, intercept: {line['intercept']}}}}}")
    lines += [
        "preprocessing:",
        "  kind: wordpiece",
        "  vocabulary: vocab.txt",
        f"  vocabularySha256: {sha256(package / 'vocab.txt')}",
        "  lowercase: true",
        "  normaliser: earshot-text-2",
        f"  maxTokens: {BUCKETS[-1]}",
        "batching:",
        f"  lengthBuckets: {BUCKETS}",
        "  maxBatch: 32",
        "selfTest:",
        f'  text: "{SELF_TEST}"',
        "  expected: {" + ", ".join(f"{label}: {score:.3f}" for label, score in zip(LABELS, expected)) + "}",
    ]
    if package.name == "text-safety":
        gate = report["gate"]
        lines += [
            "# A text of which no calibrated score of the cheaper model reaches its label's value need not come here.",
            "gate:",
            "  model: text-ngram",
            f"  version: {VERSIONS['text-ngram']}",
            "  pass: {" + ", ".join(f"{label}: {gate['pass'][label]:.3f}" for label in LABELS) + "}",
            f"  recall: {gate['recallOfFound']:.4f}",
            f"  cleanPassed: {gate['cleanPassed']:.4f}",
            '  fittedOn: "held-out texts of all sources; ordinary titles, descriptions and comments of templates that text-ngram never saw"',
        ]
    (package / "model.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    report = json.loads(Path(args.report).read_text())
    for name in ("text-ngram", "text-safety"):
        manifest(MODELS / name, report)
    checks = [line.split("\t") for line in (HERE / "check.tsv").read_text(encoding="utf-8").splitlines()]
    values = calibrated(MODELS / "text-safety", [text for _, text in checks], report)
    at = report["text-safety"]["thresholds"]
    for (expected, text), row in zip(checks, values):
        over = [label for label, score in zip(LABELS, row) if score >= at[label]]
        print(f"{expected:11}", " ".join(f"{s:.3f}" for s in row), ",".join(over) or "-", text, sep="\t")


if __name__ == "__main__":
    main()
