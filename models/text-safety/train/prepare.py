"""Texts to what train.py reads: token rows as written and as normalised, labels, weights, and who may see them.

    python prepare.py --texts train.jsonl.gz contrast.jsonl.gz domain.jsonl --lexicon profanity_en.csv --out prepared.pkl

A label that a source does not give is unknown, but for one rule: a text without any word that `sexual`, `violence`, `self_harm` or
`spam` live on lacks that label (with half the weight). Without it those heads would only ever see hateful texts as their negatives,
and fire on hate. One text in ten, by the hash of what it says, is the test set ("held"); no variant of it is trained on.
"""

import argparse
import pickle
import re
from collections import Counter

import numpy as np

from lexicon import Absence
from texts import LABELS, labels_of, read, share, tokens

HELD = 0.1
RULE_WEIGHT = 0.5


def known(row, absence):
    """Labels and weights of a row, with what the rules add and take away."""
    labels, weights = dict(row["labels"]), {}
    source, text = row["source"], row["text"]
    if source in ("davidson", "edos") or source.startswith(("hatemoji", "toxicspans", "madlibs", "sms")):
        for label in absence.absent(text):
            if label not in labels:
                labels[label], weights[label] = 0, RULE_WEIGHT
    if source == "madlibs":
        for label in ("sexual", "self_harm", "spam", "violence"):
            labels.setdefault(label, 0)
    if source == "edos":
        # Annotated for sexism only: other hate and other abuse pass as negative there.
        if labels.get("hate") == 0 and absence.has("ethnic_slur", text):
            del labels["hate"]
        if labels.get("hate") == 0 and not any(absence.has(c, text) for c in ("insult", "profanity", "sexual", "gender_slur", "ethnic_slur", "dehumanising", "violence")):
            labels["harassment"], weights["harassment"] = 0, RULE_WEIGHT
    if source.startswith("hatemoji") and labels.get("hate") == 0:
        if not any(absence.has(c, text) for c in ("insult", "profanity", "gender_slur", "ethnic_slur", "dehumanising")):
            labels["harassment"], weights["harassment"] = 0, RULE_WEIGHT
    if source == "sms":
        labels.setdefault("harassment", 0)
        labels.setdefault("hate", 0)
    return labels, weights


CLEAN_SENTENCE = ("insult", "profanity", "sexual", "gender_slur", "ethnic_slur", "dehumanising", "violence", "self_harm")


def sentences(rows, absence):
    """Sentences of toxic comments that hold none of the words a comment is toxic by.

    That source has toxic comments only, so its style alone would pass as toxic. What annotators marked there is nearly always a
    word of the lexicon's kind; a sentence without one is taken as harmless, with half the weight.
    """
    for row in rows:
        if not row["source"].startswith("toxicspans"):
            continue
        for number, sentence in enumerate(re.split(r"(?<=[.!?])\s+", row["text"])):
            if 5 <= len(sentence.split()) <= 60 and not any(absence.has(c, sentence) for c in CLEAN_SENTENCE):
                labels = dict.fromkeys(("harassment", "sexual", "violence", "self_harm"), 0)
                yield {"id": f"{row['id']}-{number}", "source": "toxicspans-clean", "text": sentence, "base": key(row["text"]), "labels": labels, "weight": 0.5}


def key(text):
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", required=True, nargs="+")
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    absence = Absence(args.lexicon)
    rows = [row for path in args.texts for row in read(path)]
    rows += list(sentences(rows, absence))
    for row in rows:
        row["labels"], row["weights"] = known(row, absence)
    table = labels_of(rows)
    weight = np.ones_like(table)
    for i, row in enumerate(rows):
        for label, value in row["weights"].items():
            weight[i, LABELS.index(label)] = value
        if "weight" in row:
            weight[i] *= row["weight"]
    prepared = {
        "variants": tokens([r["text"] for r in rows]),
        "labels": table,
        "weight": weight,
        "source": np.array([r["source"] for r in rows]),
        "category": np.array([r.get("slices", {}).get("category", "") for r in rows]),
        "group": np.array([r.get("slices", {}).get("group", "") for r in rows]),
        "family": np.array([r.get("slices", {}).get("family", "") for r in rows]),
        "text": [r["text"] for r in rows],
        "held": np.array([share(r.get("base") or key(r["text"])) < HELD for r in rows]),
    }
    with open(args.out, "wb") as out:
        pickle.dump(prepared, out)
    print(len(rows), "rows;", int(prepared["held"].sum()), "held;", Counter(prepared["source"].tolist()))
    for i, label in enumerate(LABELS):
        column = table[:, i]
        print(f"{label:11} known {int((~np.isnan(column)).sum()):6} positive {int(np.nansum(column)):6}")


if __name__ == "__main__":
    main()
