"""Runs of words that generated text shares with texts it must not be taken from: python overlap.py contrast.jsonl.gz pack.jsonl

Prints every run of five words that both hold, with how often and where; what is more than a common phrase is to be reworded.
"""

import re
import sys

from texts import read

LENGTH = 5


def runs(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + LENGTH]) for i in range(len(words) - LENGTH + 1)}


known = {}
for row in read(sys.argv[2]):
    for value in row.values():
        if isinstance(value, str):
            known.update(dict.fromkeys(runs(value), row["id"]))
found = {}
for row in read(sys.argv[1]):
    for run in runs(row["base"]) & known.keys():
        found.setdefault(run, [0, known[run], row["slices"]["category"]])[0] += 1
for run, (count, where, category) in sorted(found.items(), key=lambda item: -item[1][0]):
    print(count, run, where, category, sep="\t")
