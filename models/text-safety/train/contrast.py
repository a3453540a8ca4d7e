"""The project's own contrast sets: sentences that differ in what decides a label, and ordinary text of an audio platform.

    python contrast.py --lexicon profanity_en.csv --out contrast.jsonl.gz [--size 1.0] [--ordinary ordinary.jsonl.gz]

**Content note.** To teach a filter what to find, the templates hold abuse, threats, sexual talk between adults and
encouragement of self-harm. No sentence is copied from a benchmark or data set; slurs come from the lexicon at run time.

Every row says its category, its group where it names one, and its family: a tenth of a category's templates.
"""

import argparse
import csv
import random

import compose
from grammar import Grammar, family, style
from obfuscate import obfuscate
from slots import GROUPS, SLOTS
from templates import TEMPLATES
from texts import LABELS, write

SEED = 20261126
OBFUSCATED = 0.22
COMPOSED = 24000


def slurs(path):
    """Severe slurs of the lexicon, by what they are about; they are not in this repository."""
    kinds = {"racial / ethnic slurs": "slur_race", "sexual orientation / gender": "slur_gender"}
    # Words of the lexicon that are harmless or descriptive in most sentences.
    plain = {"jew", "negro", "monkey", "gay", "lesbian", "homosexual", "queer", "ass", "bitch", "shit", "fuck", "abraham", "klan", "gypsy",
             "retard", "buttermilk", "jim crow", "greaser", "knob", "butt", "loose", "garbage bag", "bum", "crow", "slit", "pedophile", "arse", "flamer"}
    found = {kind: set() for kind in kinds.values()}
    with open(path, encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            kind = kinds.get(row["category_1"])
            severe = float(row["severity_rating"]) >= 1.8
            if kind and severe and row["canonical_form_1"] not in plain and row["text"].replace(" ", "").isalpha():
                found[kind].add(row["text"].lower())
    return {kind: sorted(terms) for kind, terms in found.items()}


def plural(noun):
    return noun if noun.endswith("s") else noun[:-1] + "ies" if noun.endswith("y") else noun + "es" if noun.endswith("ch") else noun + "s"


def rows(size, lexicon, rng):
    slots = dict(SLOTS)
    kinds = slurs(lexicon)
    slots["slur"] = [s for terms in kinds.values() for s in terms if not s.endswith("s")]
    slots["slurs"] = [s if s.endswith("s") else plural(s) for terms in kinds.values() for s in terms]
    grammar = Grammar(slots, rng)
    for category, labels, count, templates in TEMPLATES:
        count = int(size * count)
        seen = set()
        for attempt in range(count * 3):
            if len(seen) >= count:
                break
            template = rng.choice(templates)
            group, given = "", {}
            if any(slot in template for slot in ("{people}", "{person}", "{adj}", "{people_s}")):
                group = rng.choice(list(GROUPS))
                given = {slot: rng.choice(words) for slot, words in GROUPS[group].items()}
            text = style(grammar.fill(template, given), rng) if category not in RAW else grammar.fill(template, given)
            base = text.lower()
            if base in seen:
                continue
            seen.add(base)
            spelling = "plain"
            if rng.random() < OBFUSCATED and category not in RAW:
                text, spelling = obfuscate(text, rng), "obfuscated"
            yield {
                "source": "contrast",
                "text": text,
                "base": base,
                "labels": labels,
                "slices": {"category": category, "group": group, "family": family(category, template), "spelling": spelling},
            }


def composed(count, grammar, rng):
    """Rows of compose.py; families are by what is said and by its frame."""
    seen = set()
    while len(seen) < count:
        made = compose.sentence(rng, GROUPS, grammar.slots, grammar.fill)
        if made is None:
            continue
        text, labels, group, kind, hostile, template = made
        text = style(text[:1].upper() + text[1:], rng)
        base = text.lower()
        if base in seen:
            continue
        seen.add(base)
        spelling = "plain"
        if rng.random() < OBFUSCATED:
            text, spelling = obfuscate(text, rng), "obfuscated"
        category = f"composed_{kind}_{'hostile' if hostile else 'harmless'}"
        yield {
            "source": "composed",
            "text": text,
            "base": base,
            "labels": labels,
            "slices": {"category": category, "group": group, "family": family(category, template), "spelling": spelling},
        }


# Categories whose templates already are as people write them.
RAW = {"ordinary", "promotion", "spam", "porn_spam", "erotica", "show_notes", "lyrics", "everyday_verbs", "foreign_ordinary"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--ordinary", help="also write ordinary text without labels, for distilling the first step and fitting its gate")
    parser.add_argument("--ordinary-size", type=float, default=6.0)
    args = parser.parse_args()
    rng = random.Random(SEED)
    made = list(rows(args.size, args.lexicon, rng))
    made += composed(int(args.size * COMPOSED), Grammar(SLOTS, rng), rng)
    for number, row in enumerate(made):
        row["id"] = f"contrast-{number}"
        assert set(row["labels"]) <= set(LABELS), row
    write(args.out, made)
    counts = {}
    for row in made:
        counts[row["slices"]["category"]] = counts.get(row["slices"]["category"], 0) + 1
    print(len(made), counts)
    if args.ordinary:
        rng = random.Random(SEED + 1)
        kept = {}
        for row in rows(args.ordinary_size, args.lexicon, rng):
            if row["slices"]["category"] in RAW - {"spam", "porn_spam", "erotica"} and row["base"] not in kept:
                kept[row["base"]] = row
        unlabelled = list(kept.values())
        for number, row in enumerate(unlabelled):
            row["id"] = f"ordinary-{number}"
        write(args.ordinary, unlabelled)
        print(len(unlabelled), "ordinary texts")


if __name__ == "__main__":
    main()
