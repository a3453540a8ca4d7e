"""What chunks cost, and what the gate says to which kind of sound: measure.py silero_vad.onnx ../model.onnx pool.npz
strangers.npz

Pool and strangers are those of audio-events (collect.py and strangers.py there): clips with what they are meant to be. Clips that are held out there are
taken here too, though nothing was trained here, so that figures of both cards are on the same sounds.

1. Programmes of five minutes, clips of all kinds in any order at any level, pauses between: the published network over all of one,
   against chunks with their lead-in, and without one.
2. Each clip alone, followed by a second of silence: share of the frames above .5 and of clips with any second above it.
"""
import sys
import numpy as np
from convert import CONTEXT, FRAME, LEAD_IN, chunks, published, session


def programme(rng, clips):
    parts, length = [], 0
    while length < 300 * 16000:
        x = clips[rng.integers(len(clips))].astype(np.float32)[:16000 * 15] * 10 ** (rng.uniform(-24, 0) / 20)
        pause = np.zeros(int(rng.choice([0, 0, 0.3, 1.0, 2.5]) * 16000), np.float32)
        parts += [x, pause]
        length += len(x) + len(pause)
    return np.concatenate(parts)[:300 * 16000 // FRAME * FRAME]


def main(source, model, pool, strangers):
    a, b = session(source), session(model)
    pool = np.load(pool)
    starts = np.concatenate([[0], pool["ends"][:-1]])
    samples = pool["samples"]
    held = [(n, m, samples[s:e]) for n, m, h, s, e in zip(pool["names"], pool["meant"], pool["held"], starts, pool["ends"]) if h]

    rng = np.random.default_rng(2)
    rows = np.stack([programme(rng, [c for _, m, c in held if i % 2 or m == "speech"]) for i in range(4)])
    carried = published(a, rows)
    for name, zeros in (("with lead-in", False), ("without", True)):
        d, c = [], []
        for row, want in zip(rows, carried):
            x = chunks(row)
            if zeros:
                x[:, :CONTEXT + LEAD_IN * FRAME] = 0
            got = np.concatenate([b.run(None, {"samples": r[None]})[0][0] for r in x])[:len(want)]
            d.append(np.abs(got - want)), c.append(got)
        d, c = np.concatenate(d), np.stack(c)
        print(name, "| frames", d.size, "| mean difference", d.mean().round(5), "above .01:", (d > 0.01).mean().round(5), "greatest",
              d.max().round(3), "| on the other side of .5:", int(((c > 0.5) != (carried > 0.5)).sum()), "| speech share",
              (carried > 0.5).mean(1).round(4), (c > 0.5).mean(1).round(4), flush=True)

    kinds = {}
    for name, meant, clip in held:
        kind = name.split("/")[0]
        kind = kind if kind in ("espeak-ng", "flite") else "sung speech" if kind.startswith("sung") else \
            "synthetic" if kind.startswith("synth") else "recordings"
        x = np.concatenate([clip.astype(np.float32), np.zeros(16000, np.float32)])
        p = np.concatenate([b.run(None, {"samples": r[None]})[0][0] for r in chunks(x)])[:-(-len(x) // FRAME)]
        kinds.setdefault((meant, kind), []).append(p)
    other = np.load(strangers)
    begins = np.concatenate([[0], other["ends"][:-1]])
    for kind, s, e in zip(other["kinds"], begins, other["ends"]):
        x = np.concatenate([other["samples"][s:e].astype(np.float32), np.zeros(16000, np.float32)])
        p = np.concatenate([b.run(None, {"samples": r[None]})[0][0] for r in chunks(x)])[:-(-len(x) // FRAME)]
        kinds.setdefault(("strangers", str(kind)), []).append(p)
    print("meant | kind | clips | frames | frames above .5 | above .8 | clips with a second above .5 | with 256 ms")
    for key, ps in sorted(kinds.items()):
        whole = np.concatenate([p[:-31] for p in ps if len(p) > 31])
        second = sum(bool((np.convolve(p > 0.5, np.ones(31), "valid") == 31).any()) for p in ps)
        quarter = sum(bool((np.convolve(p > 0.5, np.ones(8), "valid") == 8).any()) for p in ps)
        print(*key, len(ps), len(whole), (whole > 0.5).mean().round(4), (whole > 0.8).mean().round(4), second, quarter, sep=" | ", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
