"""Texts to embeddings: the stream's own normaliser and tokenizer (TokenDump, in Java), then the frozen encoder.

    python embed.py --texts train.jsonl.gz --encoder encoder.onnx --classpath DIR --out embedded.npz

Input lines: {"id", "source", "text", "labels": {label: 0 or 1}}. Rows whose token ids are equal are one row afterwards, because a
model cannot tell them apart; of contradicting labels the mean is kept. One thread, length-sorted batches padded to the model's
length buckets.
"""

import argparse
import base64
import gzip
import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort

# The share of each big source that is used: one thread embeds about 60 short texts a second. Rows with a rare positive are all used.
SHARE = {"davidson": 0.4, "edos": 0.45, "madlibs": 0.35, "toxicspans-train": 0.4}
RARE = ("sexual", "violence", "self_harm", "spam")
LONG, LONG_SHARE = 38, 0.1  # texts of more tokens cost several times as much; small sources and rare positives are all used
LABELS = ["harassment", "hate", "sexual", "violence", "self_harm", "spam"]
BUCKETS = [16, 32, 64, 128]
HERE = Path(__file__).resolve().parent


def read(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def share(text):
    return hashlib.sha256(("share " + text).encode()).digest()[0] / 256


def rare(row):
    return any(row["labels"].get(label) == 1 for label in RARE)


def used(row):
    hateful = row["source"] == "davidson" and row["labels"].get("hate") == 1
    return rare(row) or hateful or share(row["text"]) < SHARE.get(row["source"], 1)


def kept(row, ids):
    return len(ids) <= LONG or rare(row) or row["source"] in ("openai", "domain") or share("long " + row["text"]) < LONG_SHARE


def tokens(texts, classpath, *flags):
    """Token ids as the production classes give them."""
    encoded = "".join(base64.b64encode(t.encode("utf-8", "replace")).decode() + "\n" for t in texts)
    command = ["java", "-Xmx512m", "-cp", classpath, str(HERE / "TokenDump.java")]
    dump = subprocess.run(
        command + [str(HERE.parent / "vocab.txt"), str(BUCKETS[-1]), *flags],
        input=encoded, capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    assert len(dump) == len(texts), (len(dump), len(texts))
    return [tuple(map(int, line.split())) for line in dump]


def session(model):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def feed(rows):
    """Padded inputs of a batch; its width is the smallest bucket that holds the longest row."""
    width = next(b for b in BUCKETS if b >= max(map(len, rows)))
    ids = np.zeros((len(rows), width), np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
    return {
        "input_ids": ids,
        "attention_mask": (np.arange(width) < np.array([[len(r)] for r in rows])).astype(np.int64),
        "token_type_ids": np.zeros_like(ids),
    }


def run(encoder, rows, batch=16):
    """One output row a row of tokens, in the order given."""
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i]), rows[i]))
    out = None
    started = time.time()
    for at in range(0, len(order), batch):
        chosen = order[at : at + batch]
        values = encoder.run(None, feed([rows[i] for i in chosen]))[0]
        out = np.zeros((len(rows), values.shape[1]), np.float32) if out is None else out
        out[chosen] = values
        if at % (batch * 100) == 0:
            print(f"{at}/{len(order)} texts, {time.time() - started:.0f} s", file=sys.stderr, flush=True)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", required=True, nargs="+")
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--classpath", required=True, help="compiled classes of udfs")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    rows = [row for path in args.texts for row in read(path) if used(row)]
    merged = {}
    for row, ids in zip(rows, tokens([r["text"] for r in rows], args.classpath)):
        if not kept(row, ids):
            continue
        entry = merged.setdefault(ids, {"sources": [], "labels": {}})
        entry["sources"].append(row["source"])
        for label, value in row["labels"].items():
            entry["labels"].setdefault(label, []).append(value)
    keys = list(merged)
    print(f"{len(rows)} rows, {len(keys)} texts after leaving out long ones and merging duplicates", file=sys.stderr)
    labels = np.full((len(keys), len(LABELS)), np.nan, np.float32)
    for i, key in enumerate(keys):
        for label, values in merged[key]["labels"].items():
            labels[i, LABELS.index(label)] = np.mean(values)
    np.savez(
        args.out,
        embedding=run(session(args.encoder), keys),
        labels=labels,
        source=np.array([merged[k]["sources"][0] for k in keys]),
        length=np.array([len(k) for k in keys]),
        text=np.array([" ".join(map(str, k)) for k in keys]),
    )


if __name__ == "__main__":
    main()
