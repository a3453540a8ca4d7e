"""Mixes clips of the pool to patches and lets the teacher label them.

  mix.py --pool pool.npz --teacher yamnet.onnx --classes yamnet_class_map.csv --out mixes.npz [--train 12000] [--test 3000]

A mix is 1.95 s (three patches): a main sound of a label drawn evenly, often with others below it, in a room, through a
narrow channel, at another speed or level. Targets, a label and patch:

* the teacher hears each component alone, at its place, and the mix; its score for a label, divided by what it gives when it
  is sure (SURE), is what is present; a component counts as far as it is audible (from 20 dB to 6 dB below the mix);
* the target is the higher of the two;
* where a sound was meant to be a label, but the teacher hears next to nothing of it, the label is not trained on (masked): a
  scream of ours that the teacher does not recognise is neither a scream nor proof that it is none;
* silence goes by level alone: below -60 dBFS it is, above -45 it is not, between it is masked.
"""
import argparse
import numpy as np
import onnxruntime as ort
from scipy.signal import resample_poly
import frontend, synth
from labels import CLASSES, LABELS

SURE = {"speech": 0.7, "singing": 0.35, "music": 0.6, "noise": 0.4, "silence": 1.0, "gunshot": 0.35, "explosion": 0.4,
        "scream": 0.25, "crying": 0.4, "siren": 0.6}
LENGTH = frontend.WINDOW + frontend.HOP * (2 * frontend.FRAMES - 1)
MAIN = ["speech", "singing", "music", "noise", "gunshot", "explosion", "scream", "crying", "siren", "other"]


class Teacher:
    def __init__(self, model, classes):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = ort.InferenceSession(model, options)
        names = [line.rstrip("\n").split("\t")[2].strip('"') for line in open(classes, encoding="utf-8")][1:]
        self.columns = [[names.index(c) for c in CLASSES[label]] for label in LABELS]

    def raw(self, patches):
        return self.session.run(["scores"], {"log_mel": patches})[0]

    def scores(self, patches):
        raw = self.raw(patches)
        return np.stack([raw[:, c].max(1) for c in self.columns], 1)


def cut(rng, x):
    """A stretch of a clip, a short clip at a random place, maybe at another speed."""
    if rng.random() < 0.35:
        x = resample_poly(x, int(rng.integers(17, 24)), 20)
    out = np.zeros(LENGTH)
    if len(x) >= LENGTH:
        i = rng.integers(len(x) - LENGTH + 1)
        return x[i:i + LENGTH].copy()
    i = rng.integers(LENGTH - len(x) + 1)
    out[i:i + len(x)] = x
    return out


def channel(rng, x):
    r = rng.random()
    if r < 0.12:
        return synth.band(x, 300, 3400)
    if r < 0.25:
        return synth.band(x, 0, rng.uniform(2000, 7000), 1)
    if r < 0.33:
        return np.tanh(x * rng.uniform(2, 6)) / 2
    return x


def one(rng, by, teacher):
    meant = MAIN[rng.integers(len(MAIN))]
    parts = [(meant, 0.0)]
    if rng.random() < 0.45:
        parts.append((["music", "noise", "speech", "other", "singing"][rng.integers(5)], -rng.uniform(-3, 24)))
    if rng.random() < 0.1:
        parts.append((MAIN[rng.integers(len(MAIN))], -rng.uniform(0, 15)))
    signals = []
    for label, level in parts:
        x = cut(rng, by[label][rng.integers(len(by[label]))].astype(np.float64))
        x = x / (np.sqrt(np.mean(x ** 2)) + 1e-4) * 10 ** (level / 20)
        if rng.random() < 0.25:
            x = synth.room(rng, x, rng.uniform(0.2, 1.2), rng.uniform(0.05, 0.4))
        signals.append(x)
    total = np.sum(signals, axis=0)
    peak = 10 ** (rng.uniform(-30, -0.5) / 20) / (np.max(np.abs(total)) + 1e-6)
    mix = channel(rng, total * peak)
    r = rng.random()
    if r < 0.04:
        mix = rng.standard_normal(LENGTH) * 10 ** (rng.uniform(-90, -62) / 20)
    elif r < 0.08:
        mix = mix * (np.arange(LENGTH) < rng.integers(LENGTH))  # the sound stops
    patches = frontend.patches(mix)
    target = teacher.scores(patches)
    sure = np.array([SURE[label] for label in LABELS])
    target = np.clip(target / sure, 0, 1)
    mask = np.ones_like(target)
    hop = frontend.STEP * frontend.HOP
    spans = [slice(k * hop, k * hop + frontend.FRAMES * frontend.HOP) for k in range(len(patches))]
    if r >= 0.08:
        energy = lambda x: np.array([np.mean(x[s] ** 2) + 1e-12 for s in spans])
        whole = energy(total)
        for (label, _), x in zip(parts, signals):
            alone = np.clip(teacher.scores(frontend.patches(x * peak)) / sure, 0, 1)
            below = 10 * np.log10(energy(x) / whole)
            audible = np.clip((below + 20) / 14, 0, 1)[:, None]
            target = np.maximum(target, audible * alone)
            if label != "other":
                j = LABELS.index(label)
                mask[:, j] = np.where(target[:, j] < 0.3, 0, mask[:, j])
    rms = np.array([10 * np.log10(np.mean(mix[s] ** 2) + 1e-12) for s in spans])
    j = LABELS.index("silence")
    target[:, j], mask[:, j] = rms < -60, (rms < -60) | (rms > -45)
    quiet = rms < -60
    target[quiet] = 0
    target[quiet, j] = 1
    mask[quiet] = 1
    return patches, target, mask, teacher.scores(patches)


def main():
    a = argparse.ArgumentParser()
    for name in ("--pool", "--teacher", "--classes", "--out"):
        a.add_argument(name, required=True)
    a.add_argument("--train", type=int, default=12000), a.add_argument("--test", type=int, default=3000)
    a.add_argument("--seed", type=int, default=11)
    a = a.parse_args()
    pool = np.load(a.pool)
    starts = np.concatenate([[0], pool["ends"][:-1]])
    samples, held, meant = pool["samples"], pool["held"], pool["meant"]
    teacher = Teacher(a.teacher, a.classes)
    result = {}
    for split, count in (("test", a.test), ("train", a.train)):
        by = {}
        for label in MAIN:
            by[label] = [samples[s:e] for s, e, m, h in zip(starts, pool["ends"], meant, held)
                         if m == label and h == (split == "test")]
        print(split, {k: len(v) for k, v in by.items()}, flush=True)
        rows = [[], [], [], []]
        for i in range(count):
            # One generator a mix: a mix depends on its number only.
            for row, value in zip(rows, one(np.random.default_rng([a.seed, split == "test", i]), by, teacher)):
                row.append(value)
            if i % 1000 == 0:
                print(split, i, flush=True)
        x, y, m, t = (np.concatenate(r) for r in rows)
        result |= {f"{split}_x": x.astype(np.float16), f"{split}_y": y.astype(np.float32), f"{split}_m": m.astype(np.float32),
                   f"{split}_teacher": t.astype(np.float32)}
        print(split, len(x), "positives", dict(zip(LABELS, ((y > 0.5) & (m > 0)).sum(0))), flush=True)
    np.savez(a.out, **result)


if __name__ == "__main__":
    main()
