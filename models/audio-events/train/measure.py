"""Chooses thresholds and measures audio-events: measure.py --pool pool.npz --mixes mixes.npz --teacher yamnet.onnx --classes
yamnet_class_map.csv --model ../model.onnx --report report.json

1. Held-out mixes (sources that training never had). A label is there where its target is at least .5, and is not where it is at
   most .2. Every other mix chooses the threshold, the lowest with precision .95 (TARGET) and, where that is to be had, no more than
   FALSE of the rest above it; the others give the figures.
2. The same patches, teacher against model: agreement on what the teacher alone says of the mix (at least half of SURE).
3. Real labels: held-out clips alone, by what they were recorded, rendered or made to be; a clip's score is the highest of its patches.
   Clips of games and of synthesisers are labelled by their makers, not by the teacher.
4. False positives: held-out music and speech, and the recordings among them, by label: patches and clips above the threshold.
5. A patch alone and in batches of any size has the same score to three decimals.
"""
import argparse, json
import numpy as np
import onnxruntime as ort
from sklearn.metrics import average_precision_score, roc_auc_score
import frontend
from labels import LABELS
from mix import SURE, Teacher

TARGET, FALSE = 0.95, 0.002
EVENTS = ["gunshot", "explosion", "scream", "crying", "siren"]


def run(session, x):
    return np.concatenate([session.run(None, {"log_mel": x[i:i + 64].astype(np.float32)})[0] for i in range(0, len(x), 64)])


def choose(truth, score):
    """The lowest threshold, in thousandths, that has the precision and the rate of false positives; failing that, the precision."""
    best = None
    for at in np.arange(0.999, 0.05, -0.001):
        hit = score >= at
        if hit.sum() >= 5:
            if truth[hit].mean() < TARGET:
                break
            if hit[~truth].mean() <= FALSE:
                best = at
    return round(float(best if best is not None else 0.99), 3)


def figures(truth, score, at):
    hit = score >= at
    return {"positives": int(truth.sum()), "negatives": int((~truth).sum()), "auc": round(float(roc_auc_score(truth, score)), 4),
            "ap": round(float(average_precision_score(truth, score)), 4), "precision": round(float(truth[hit].mean()) if hit.any() else 0, 3),
            "recall": round(float(hit[truth].mean()), 3), "falsePositiveRate": round(float(hit[~truth].mean()), 5)}


def main():
    a = argparse.ArgumentParser()
    for name in ("--pool", "--mixes", "--teacher", "--classes", "--model", "--report"):
        a.add_argument(name, required=True)
    a = a.parse_args()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(a.model, options)
    data = np.load(a.mixes)
    x, y, m, heard = (data["test_" + k] for k in ("x", "y", "m", "teacher"))
    scores = np.round(run(session, x), 3)
    half = np.arange(len(x)) // 3 % 2 == 0
    report = {"mixes": {}, "teacher": {}, "clips": {}, "falsePositives": {}}
    thresholds = {}
    for j, label in enumerate(LABELS):
        known = (m[:, j] > 0) & ((y[:, j] >= 0.5) | (y[:, j] <= 0.2))
        truth = y[:, j] >= 0.5
        at = thresholds[label] = choose(truth[known & half], scores[known & half, j])
        report["mixes"][label] = {"threshold": at, **figures(truth[known & ~half], scores[known & ~half, j], at)}
        if label != "silence":
            report["teacher"][label] = figures(heard[~half, j] >= SURE[label] / 2, scores[~half, j], at)
    report["thresholds"] = thresholds
    for kind in ("mixes", "teacher"):
        print(kind)
        for label, row in report[kind].items():
            print(" ", label, *row.values(), sep=" | ", flush=True)

    pool = np.load(a.pool)
    teacher = Teacher(a.teacher, a.classes)
    starts = np.concatenate([[0], pool["ends"][:-1]])
    samples = pool["samples"]
    clips = []
    for name, meant, held, s, e in zip(pool["names"], pool["meant"], pool["held"], starts, pool["ends"]):
        if held:
            patches = frontend.patches(samples[s:e].astype(np.float32) * 0.5)
            said = np.round(run(session, patches), 3)
            clips.append((str(name), str(meant), said, teacher.scores(patches)))
    meant = np.array([c[1] for c in clips])
    best = np.stack([c[2].max(0) for c in clips])
    best_heard = np.stack([c[3].max(0) for c in clips])
    made = np.array([c[0].startswith(("synth-", "sung-")) for c in clips])
    print("clips: label | set | positives | negatives | auc | ap | precision | recall | false positives | auc of the teacher")
    for label in ["speech", "singing", "music", "noise", *EVENTS]:
        j = LABELS.index(label)
        report["clips"][label] = {}
        # Sung speech is both; singing mostly comes with music, choirs of the sound font are both.
        fair = ~((label in ("speech", "music")) & (meant == "singing")) & ~((label == "singing") & (meant == "music"))
        if label == "noise":
            fair &= np.isin(meant, ["noise", "speech", "music", "singing"])
        for kind, part in (("all", fair), ("recordings and renderings", fair & ~made)):
            truth = meant[part] == label
            if truth.sum() < 2:
                continue
            row = figures(truth, best[part, j], thresholds[label]) | {"aucOfTeacher": round(float(roc_auc_score(truth, best_heard[part, j])), 4)}
            report["clips"][label][kind] = row
            print(" ", label, kind, *row.values(), sep=" | ", flush=True)

    groups = {"music, recorded": lambda n, k: k == "music" and not n.startswith(("composer", "synth")),
              "music, rendered": lambda n, k: n.startswith("composer"), "speech, recorded": lambda n, k: n.startswith(("shared", "pocket")),
              "speech, synthesisers": lambda n, k: n.startswith(("espeak", "flite")), "singing": lambda n, k: k == "singing",
              "noise": lambda n, k: k == "noise", "other sounds, recorded": lambda n, k: k == "other" and not n.startswith("synth"),
              "tones": lambda n, k: n.startswith("synth-tones")}
    print("false positives: group | clips | patches |", EVENTS)
    for group, of in groups.items():
        chosen = [c for c in clips if of(c[0], c[1])]
        if not chosen:
            continue
        said = np.concatenate([c[2] for c in chosen])
        row = {"clips": len(chosen), "patches": len(said)}
        for label in EVENTS:
            j, at = LABELS.index(label), thresholds[label]
            row[label] = {"patches": int((said[:, j] >= at).sum()), "clips": int(sum((c[2][:, j] >= at).any() for c in chosen)),
                          "highest": round(float(said[:, j].max()), 3)}
        report["falsePositives"][group] = row
        print(" ", group, len(chosen), len(said), *[f"{v['patches']}/{v['clips']} ({v['highest']})" for k, v in row.items() if k in EVENTS],
              sep=" | ", flush=True)

    rng = np.random.default_rng(9)
    alone = np.concatenate([session.run(None, {"log_mel": p[None].astype(np.float32)})[0] for p in x[:200]])
    greatest = 0.0
    for _ in range(60):
        rows = rng.choice(200, rng.integers(2, 40))
        greatest = max(greatest, float(np.abs(session.run(None, {"log_mel": x[rows].astype(np.float32)})[0] - alone[rows]).max()))
    report["batchDifference"] = greatest
    print("greatest difference alone against in 60 random batches", greatest)
    assert greatest < 5e-4
    json.dump(report, open(a.report, "w"), indent=1)


if __name__ == "__main__":
    main()
