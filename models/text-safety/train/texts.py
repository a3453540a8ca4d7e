"""What all scripts here share: labels, buckets, reading of texts, and the stream's own normaliser and tokenizer (TokenDump)."""

import base64
import gzip
import hashlib
import json
import os
import subprocess
from pathlib import Path

import numpy as np

LABELS = ["harassment", "hate", "sexual", "violence", "self_harm", "spam"]
BUCKETS = [16, 32, 64, 128]
WINDOWS = 4
HERE = Path(__file__).resolve().parent
VOCABULARY = HERE.parent / "vocab.txt"
CLASSES = os.environ.get("EARSHOT_CLASSES", str(HERE.parents[2] / "udfs" / "target" / "classes"))


def read(path):
    path = str(path)
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(path, rows):
    path = str(path)
    with (gzip.open if path.endswith(".gz") else open)(path, "wt", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def share(text, salt=""):
    """A number in [0, 1) that depends on the text alone."""
    return int.from_bytes(hashlib.sha256((salt + text).encode("utf-8", "replace")).digest()[:4], "big") / 2**32


def tokens(texts):
    """For each text its rows as written and its rows as normalised, by the production classes."""
    encoded = "".join(base64.b64encode(t.encode("utf-8", "replace")).decode() + "\n" for t in texts)
    command = ["java", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp", CLASSES, str(HERE / "TokenDump.java")]
    dump = subprocess.run(
        command + [str(VOCABULARY), str(BUCKETS[-1]), str(WINDOWS)],
        input=encoded, capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    assert len(dump) == len(texts), (len(dump), len(texts))
    return [[[list(map(int, row.split())) for row in side.split(",")] for side in line.split("\t")] for line in dump]


def labels_of(rows):
    table = np.full((len(rows), len(LABELS)), np.nan, np.float32)
    for i, row in enumerate(rows):
        for label, value in row["labels"].items():
            table[i, LABELS.index(label)] = value
    return table


def pad(rows, width=None):
    """Padded ids and their mask; without a width, that of the longest row."""
    width = width or max(map(len, rows))
    ids = np.zeros((len(rows), width), np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for i, row in enumerate(rows):
        row = row[:width]
        ids[i, : len(row)], mask[i, : len(row)] = row, 1
    return ids, mask
