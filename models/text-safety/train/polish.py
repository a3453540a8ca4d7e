"""The small set of the last pass: python polish.py --data prepared.pkl --out polish.pkl

All of the held-out texts, and a random share of the others: most of the ordinary text and of what is harmless but sounds otherwise,
half of what is hardest (sexism, hate in emoji, the mixed harms), an eighth of the rest.
"""

import argparse
import pickle

import numpy as np

SEED = 20261126
REST = 0.12
SOURCES = {"edos": 0.45, "hatemoji-train": 0.45, "openai": 0.5}
CATEGORIES = {
    "everyday_verbs", "foreign_ordinary", "friendly_banter", "friendly_profanity", "lyrics", "ordinary", "promotion", "self_harm_intent",
    "self_harm_promote", "self_harm_support", "sexual_clean", "sexual_explicit", "violence_fiction_news", "violence_idiom",
}
OF_CATEGORIES = 0.78


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    share = np.array([SOURCES.get(s, REST) for s in data["source"]])
    share[np.isin(data["category"], list(CATEGORIES))] = OF_CATEGORIES
    kept = data["held"] | (np.random.default_rng(SEED).random(len(share)) < share)
    rows = np.flatnonzero(kept)
    small = {name: [column[i] for i in rows] if isinstance(column, list) else column[rows] for name, column in data.items()}
    with open(args.out, "wb") as out:
        pickle.dump(small, out)
    print(len(rows), "rows;", int(small["held"].sum()), "held")


if __name__ == "__main__":
    main()
