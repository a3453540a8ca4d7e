"""Trains the cheap network on what the encoder answers, and on the labels where there are any.

    python train_ngram.py --data prepared.pkl --ordinary ordinary.jsonl.gz --teacher model.pt --lexicon profanity_en.csv --out ngram.pt

The teacher reads every spelling of every text once; its answers are kept beside the output. Text that nobody labelled (ordinary
titles, descriptions and comments, and titles of words drawn from the vocabulary) teaches what ordinary text looks like.
"""

import argparse
import os
import pickle
import random
import time

import numpy as np
import torch

from lexicon import own
from model import TextSafety
from ngram import Lexicon, NGram
from texts import LABELS, VOCABULARY, pad, read, tokens
from train import SEED, draw, predict, say

BATCH_TOKENS = 6000
HARD = 0.35  # weight of the labels beside the teacher's answers
# Texts of a source that the teacher reads.
SHARES = {"davidson": 8000, "edos": 12000, "madlibs": 2000, "toxicspans-train": 3000, "toxicspans-clean": 3000, "sms": 4000, "contrast": 45000, "composed": 12000}


def made_titles(count, rng):
    """Titles of whole words of the vocabulary, so that no ordinary word is new to the first step."""
    avoid = set(own())
    plain = [w for w in VOCABULARY.read_text(encoding="utf-8").split("\n") if w.isalpha() and w.isascii() and len(w) > 2 and w not in avoid]
    forms = ["{} {}", "the {} {}", "{}", "{} and {}", "{} of the {}", "a {} about {} and {}", "{} in {} with {}", "my {} {} is {}", "{} {} {} {}", "we talk about {}, {} and {}"]
    for _ in range(count):
        form = rng.choice(forms)
        yield form.format(*(rng.choice(plain) for _ in range(form.count("{}"))))


def teach(model, rows, threads):
    """The teacher's logits for rows of tokens."""
    torch.set_num_threads(threads)
    order = sorted(range(len(rows)), key=lambda k: len(rows[k]))
    out = np.zeros((len(rows), len(LABELS)), np.float32)
    model.eval()
    start, began, said = 0, time.time(), time.time()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(rows[order[end]]) <= 8192:
                end += 1
            ids, mask = pad([rows[k] for k in order[start:end]])
            out[order[start:end]] = model(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()
            start = end
            if time.time() - said > 60:
                said = time.time()
                print(f"teacher {start}/{len(order)} rows, {said - began:.0f} s", flush=True)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--ordinary", required=True)
    parser.add_argument("--teacher", help="the encoder; without it the labels alone are learned, for trials on sources held out")
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--ordinary-count", type=int, default=40000)
    parser.add_argument("--titles", type=int, default=15000)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    usable = ~data["held"] & ~np.isin(data["source"], args.without)
    rng = np.random.default_rng(SEED)
    chosen = np.unique(draw(data, usable, rng, SHARES, 1))
    unlabelled = [r["text"] for r in read(args.ordinary)]
    # Template families whose number is 0 are kept for fitting and judging the gate; see fit.py.
    families = [r["slices"]["family"] for r in read(args.ordinary)]
    unlabelled = [t for t, f in zip(unlabelled, families) if not f.endswith("/0")]
    pick = random.Random(SEED)
    unlabelled = pick.sample(unlabelled, min(args.ordinary_count, len(unlabelled))) + list(made_titles(args.titles, pick))
    rows, labels, weight = [], [], []
    unknown = np.full(len(LABELS), np.nan, np.float32)
    for i in chosen:
        sides = data["variants"][i]
        for side in sides[:1] if sides[0] == sides[1] else sides:
            rows.append(side[0])
            labels.append(data["labels"][i])
            weight.append(data["weight"][i])
    for sides in tokens(unlabelled):
        for side in sides[:1] if sides[0] == sides[1] else sides:
            rows.append(side[0])
            labels.append(unknown)
            weight.append(np.ones(len(LABELS), np.float32))
    labels, weight = np.array(labels), np.array(weight)
    kept = args.out + ".teacher.npy"
    if not args.teacher:
        answers = None
    elif os.path.exists(kept):
        answers = np.load(kept)
        assert len(answers) == len(rows), "other texts than before: remove " + kept
    else:
        teacher = TextSafety()
        teacher.load_state_dict(torch.load(args.teacher, weights_only=False)["model"])
        answers = teach(teacher, rows, args.threads)
        np.save(kept, answers)
    print(len(rows), "rows", flush=True)

    table = Lexicon(args.lexicon, lambda terms: [sides[0][0][1:-1] for sides in tokens(terms)])
    print(f"lexicon: {table.entries} entries, {table.dropped} left out (more than three pieces, or a slot taken)", flush=True)
    torch.manual_seed(SEED)
    model = NGram(table.check, table.strength)
    total = None
    lengths = np.array([len(r) for r in rows])
    optimiser = torch.optim.AdamW(
        [{"params": [model.hashed.weight], "weight_decay": 3e-2}, {"params": [p for n, p in model.named_parameters() if n != "hashed.weight"], "weight_decay": 1e-3}],
        lr=4e-3, fused=True,
    )
    soft = None if answers is None else torch.sigmoid(torch.from_numpy(answers))
    step, began = 0, time.time()
    for epoch in range(args.epochs):
        order = np.argsort(lengths + rng.uniform(0, 2, len(rows)))
        made, start = [], 0
        for i in range(1, len(order) + 1):
            if i == len(order) or (i + 1 - start) * lengths[order[i]] > BATCH_TOKENS:
                made.append(order[start:i])
                start = i
        total = total or args.epochs * len(made)
        model.train()
        losses = []
        for b in rng.permutation(len(made)):
            chosen = made[b]
            ids, mask = pad([rows[k] for k in chosen])
            ids = torch.from_numpy(ids)
            # Some words are hidden, so that no answer hangs on one of them.
            hidden = torch.rand(ids.shape) < 0.04
            ids = torch.where(hidden & (ids > 103), torch.full_like(ids, 100), ids)
            logits = model(ids, torch.from_numpy(mask))
            truth = torch.from_numpy(labels[chosen])
            known = ~torch.isnan(truth)
            hard = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.nan_to_num(truth), reduction="none")
            hard = hard * known * torch.from_numpy(weight[chosen])
            if soft is None:
                loss = hard.sum() / len(chosen)
            else:
                loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, soft[chosen], reduction="none")
                loss = (loss + HARD * hard).sum() / len(chosen)
            for group in optimiser.param_groups:
                group["lr"] = 4e-3 * min(1, (step + 1) / 200) * max(0.02, 1 - step / total)
            loss.backward()
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            losses.append(loss.item())
            step += 1
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - began:.0f} s", flush=True)
    torch.save({"model": model.state_dict(), "lexicon": [table.entries, table.dropped]}, args.out)
    held = np.flatnonzero(data["held"] & ~np.isin(data["source"], args.without))
    logits = predict(model, [data["variants"][i] for i in held])
    say("n-gram, held by hash", logits, data["labels"][held])
    for source in args.without:
        rows_of = np.flatnonzero(data["source"] == source)[:3000]
        say("n-gram, never seen " + source, predict(model, [data["variants"][i] for i in rows_of]), data["labels"][rows_of])


if __name__ == "__main__":
    main()
