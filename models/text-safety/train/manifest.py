"""Writes model.yaml from the exported graph and the report, and prints the scores of check.tsv.

    python manifest.py --report report.json --classpath DIR
"""

import argparse
import hashlib
import json
from pathlib import Path

from embed import BUCKETS, HERE, LABELS, run, session, tokens

PACKAGE = HERE.parent
SELF_TEST = "Shut up you stupid idiot, nobody wants to hear your voice"


def sha256(name):
    return hashlib.sha256((PACKAGE / name).read_bytes()).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", required=True)
    parser.add_argument("--classpath", required=True)
    args = parser.parse_args()
    report = json.loads(Path(args.report).read_text())
    at = {label: report["outOfFold"][label]["threshold"] for label in LABELS}
    model = session(PACKAGE / "model.onnx")

    checks = [line.split("\t") for line in (HERE / "check.tsv").read_text(encoding="utf-8").splitlines()]
    scores = run(model, tokens([text for _, text in checks], args.classpath))
    for (expected, text), row in zip(checks, scores):
        over = [label for label, score in zip(LABELS, row) if score >= at[label]]
        print(f"{expected:11}", " ".join(f"{s:.3f}" for s in row), ",".join(over) or "-", text, sep="\t")

    expected = run(model, tokens([SELF_TEST], args.classpath))[0]
    lines = [
        "id: text-safety",
        "version: 1.0.0",
        "task: multi-label-classification",
        "modality: text",
        "file: model.onnx",
        f"sha256: {sha256('model.onnx')}",
        "licence: Apache-2.0",
        "inputs:",
        *(f"  - {{name: {n}, type: int64, shape: [batch, sequence]}}" for n in ("input_ids", "attention_mask", "token_type_ids")),
        "outputs:",
        f"  - {{name: scores, type: float32, shape: [batch, {len(LABELS)}]}}",
        "# Order = columns of the output. Thresholds: see MODEL_CARD.md for what each was chosen on.",
        "labels:",
        *(f"  - {{name: {label}, threshold: {at[label]:.3f}}}" for label in LABELS),
        "preprocessing:",
        "  kind: wordpiece",
        "  vocabulary: vocab.txt",
        f"  vocabularySha256: {sha256('vocab.txt')}",
        "  lowercase: true",
        "  normaliser: earshot-text-1",
        f"  maxTokens: {BUCKETS[-1]}",
        "batching:",
        f"  lengthBuckets: {BUCKETS}",
        "  maxBatch: 32",
        "selfTest:",
        f'  text: "{SELF_TEST}"',
        "  expected: {" + ", ".join(f"{label}: {score:.3f}" for label, score in zip(LABELS, expected)) + "}",
    ]
    (PACKAGE / "model.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
