"""Fine-tunes the encoder end to end on masked binary cross-entropy.

    python train.py --data prepared.pkl --encoder all-minilm-l6-v2.onnx --out model.pt [--without SOURCE ...] [--without-family ...]

Every epoch draws afresh from each source up to its share, and of each text one spelling: as written or as normalised. Batches hold
about the same number of tokens, of texts of like length. bfloat16 products, 32-bit weights. Says every minute where it is and
saves itself, so that a run that was cut off goes on with the same command.
"""

import argparse
import copy
import os
import pickle
import time
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch: workers are threads of our own

import numpy as np
import torch

from metrics import average_precision, roc_auc
from model import from_onnx
from texts import LABELS, pad

SEED = 20261126
# How many texts of a source an epoch draws; the rest comes in later epochs.
SHARES = {
    "davidson": 6000, "edos": 13000, "madlibs": 1200, "toxicspans-train": 3000, "toxicspans-clean": 3000, "sms": 1200, "contrast": 15000, "composed": 9000,
}
DEFAULT_SHARE = 10**9
REPEATS = {"openai": 3, "domain": 3}
FLOOR = 0.12  # the least share of a label's weight that its positives have
BATCH_TOKENS = 4096
SMOOTHING = 0.01


def draw(data, usable, rng, shares, cap):
    chosen = []
    for source in sorted(set(data["source"][usable])):
        rows = np.flatnonzero(usable & (data["source"] == source))
        rows = np.repeat(rows, REPEATS.get(source, 1))
        share = int(shares.get(source, DEFAULT_SHARE))
        if len(rows) > share:
            # What is rare in a source is kept whole.
            rare = (np.nan_to_num(data["labels"][rows][:, 1:]) > 0.5).any(1) & (source != "madlibs") & (source != "edos")
            rest = rng.permutation(rows[~rare])[: max(0, share - int(rare.sum()))]
            rows = np.concatenate([rows[rare], rest])
        chosen.append(rows)
    return np.concatenate(chosen)


def batches(lengths, rows, rng):
    """Rows sorted by length with some noise, cut where a batch would exceed its tokens, in random order."""
    order = rows[np.argsort(lengths[rows] + rng.uniform(0, 2, len(rows)))]
    made, start = [], 0
    for i in range(1, len(order) + 1):
        if i == len(order) or (i + 1 - start) * lengths[order[i]] > BATCH_TOKENS:
            made.append(order[start:i])
            start = i
    return [made[i] for i in rng.permutation(len(made))]


def balance(data, rows):
    """A factor for each label's positives, so that they have at least FLOOR of its weight."""
    factor = np.ones(len(LABELS), np.float32)
    for i in range(len(LABELS)):
        labels, weight = data["labels"][rows, i], data["weight"][rows, i]
        known = ~np.isnan(labels)
        positive = weight[known & (labels > 0.5)].sum()
        negative = weight[known & (labels <= 0.5)].sum()
        if positive > 0:
            factor[i] = np.clip(FLOOR / (1 - FLOOR) * negative / positive, 1, 12)
    return factor


def predict(model, variants, batch_tokens=8192):
    """The highest logit of each label over a text's spellings and windows."""
    rows = [(i, row) for i, sides in enumerate(variants) for side in (sides[:1] if sides[0] == sides[1] else sides) for row in side]
    order = sorted(range(len(rows)), key=lambda k: len(rows[k][1]))
    out = np.full((len(variants), len(LABELS)), -np.inf, np.float32)
    model.eval()
    start = 0
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(rows[order[end]][1]) <= batch_tokens:
                end += 1
            chosen = order[start:end]
            ids, mask = pad([rows[k][1] for k in chosen])
            logits = model(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()
            np.maximum.at(out, [rows[k][0] for k in chosen], logits)
            start = end
    return out


def table(logits, labels):
    """Per label: positives, negatives, AUC, AP."""
    rows = {}
    for i, label in enumerate(LABELS):
        known = ~np.isnan(labels[:, i])
        truth, score = labels[known, i] > 0.5, logits[known, i]
        if 0 < truth.sum() < len(truth):
            rows[label] = (int(truth.sum()), int((~truth).sum()), roc_auc(truth, score), average_precision(truth, score))
    return rows


def say(title, logits, labels):
    for label, (positives, negatives, auc, ap) in table(logits, labels).items():
        print(f"  {title:28} {label:11} +{positives:<5} -{negatives:<5} AUC {auc:.3f}  AP {ap:.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--without-family", nargs="*", default=[])
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--start", help="a model to go on from, in place of the encoder as it came")
    parser.add_argument("--workers", type=int, default=2, help="batches that are computed side by side, a thread each; their gradients are added")
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--scale", type=float, default=1.0, help="of the sources' shares, for a quick try")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    torch.set_num_threads(1)
    with open(args.data, "rb") as stored:
        data = pickle.load(stored)
    excluded = np.isin(data["source"], args.without) | np.isin(data["family"], args.without_family)
    usable = ~data["held"] & ~excluded
    lengths = np.array([max(len(sides[0][0]), len(sides[1][0])) for sides in data["variants"]])
    shares = {s: n * args.scale for s, n in SHARES.items()}
    model = from_onnx(args.encoder, drop=args.drop)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=False)["model"])
    decayed = [p for p in model.parameters() if p.ndim > 1]
    head = {id(p) for n, p in model.named_parameters() if not n.startswith("encoder")}
    groups = [
        {"params": [p for p in decayed if id(p) not in head], "weight_decay": 0.01, "factor": 1.0},
        {"params": [p for p in model.parameters() if p.ndim == 1 and id(p) not in head], "weight_decay": 0.0, "factor": 1.0},
        {"params": [p for p in model.parameters() if id(p) in head], "weight_decay": 0.01, "factor": 8.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), eps=1e-6, fused=True)
    plan, epoch = [], 0
    while epoch < args.epochs:
        rng = np.random.default_rng([args.seed, epoch])
        rows = draw(data, usable, rng, shares, args.scale)
        made = batches(lengths, rows, rng)
        plan += made[: max(1, int(len(made) * min(1.0, args.epochs - epoch)))]
        epoch += 1
    factor = torch.from_numpy(balance(data, np.concatenate(plan)))
    print(f"{len(plan)} steps, {sum(map(len, plan))} texts, {sum(lengths[b].sum() for b in plan)} tokens; positives x {factor.numpy().round(2)}", flush=True)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng([args.seed, 999])
    step, checkpoint = 0, args.out + ".checkpoint"
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint, weights_only=False)
        if saved["plan"] == len(plan):
            model.load_state_dict(saved["model"])
            optimiser.load_state_dict(saved["optimiser"])
            rng.bit_generator.state = saved["rng"]
            step = saved["step"]
            print("goes on at step", step, flush=True)
    warm = max(1, int(0.06 * len(plan)))
    began, last, kept, seen, recent = time.time(), time.time(), time.time(), 0, []
    model.train()
    # Two threads inside each product would wait for each other at every one of them; two batches meet once a step.
    replicas = [model] + [copy.deepcopy(model) for _ in range(args.workers - 1)]
    for replica in replicas[1:]:
        for mine, shared in zip(replica.parameters(), model.parameters()):
            mine.data = shared.data

    def work(replica, ids, mask, labels, weight):
        torch.set_num_threads(1)
        with torch.autocast("cpu", dtype=torch.bfloat16, cache_enabled=False):
            logits = replica(ids, mask)
        target = torch.nan_to_num(labels) * (1 - 2 * SMOOTHING) + SMOOTHING
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), target, reduction="none")
        loss = (each * weight).sum() / len(labels)
        loss.backward()
        return loss.item()

    pool = ThreadPoolExecutor(args.workers)
    while step < len(plan):
        jobs = []
        for replica, chosen in zip(replicas, plan[step : step + args.workers]):
            picks = [data["variants"][i][int(rng.integers(2))][0] for i in chosen]
            ids, mask = (torch.from_numpy(x) for x in pad(picks))
            labels = torch.from_numpy(data["labels"][chosen])
            weight = torch.from_numpy(data["weight"][chosen]) * ~torch.isnan(labels)
            weight = weight * torch.where(torch.nan_to_num(labels) > 0.5, factor, torch.ones_like(factor))
            jobs.append(pool.submit(work, replica, ids, mask, labels, weight))
            seen += int(mask.sum())
        recent += [job.result() for job in jobs]
        for replica in replicas[1 : len(jobs)]:
            for shared, mine in zip(model.parameters(), replica.parameters()):
                if mine.grad is not None:
                    shared.grad = mine.grad if shared.grad is None else shared.grad.add_(mine.grad)
                    mine.grad = None
        for p in model.parameters():
            if p.grad is not None:
                p.grad /= len(jobs)
        rate = min(1.0, (step + 1) / warm) * max(0.0, 1 - step / len(plan))
        for group in optimiser.param_groups:
            group["lr"] = args.rate * group["factor"] * rate
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += len(jobs)
        if time.time() - last > 60:
            last = time.time()
            print(f"step {step}/{len(plan)} loss {np.mean(recent[-50:]):.4f} {seen / (last - began):.0f} tokens/s", flush=True)
            if time.time() - kept > 240:
                kept = time.time()
                torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "rng": rng.bit_generator.state, "step": step, "plan": len(plan)}, checkpoint)
    torch.save({"model": model.state_dict(), "args": vars(args)}, args.out)
    if os.path.exists(checkpoint):
        os.remove(checkpoint)
    print(f"trained in {time.time() - began:.0f} s", flush=True)
    held = np.flatnonzero(data["held"] & ~excluded)
    logits = predict(model, [data["variants"][i] for i in held])
    say("held by hash, all", logits, data["labels"][held])
    for source in sorted(set(data["source"][held])):
        of = data["source"][held] == source
        say("held by hash, " + source, logits[of], data["labels"][held][of])
    rng = np.random.default_rng(1)
    for source in sorted(set(args.without)):
        rows = np.flatnonzero(data["source"] == source)
        rows = rng.permutation(rows)[:3000]
        say("source never seen, " + source, predict(model, [data["variants"][i] for i in rows]), data["labels"][rows])
    rows = np.flatnonzero(np.isin(data["family"], args.without_family))
    if len(rows):
        rows = rng.permutation(rows)[:6000]
        say("families never seen", predict(model, [data["variants"][i] for i in rows]), data["labels"][rows])


if __name__ == "__main__":
    main()
