"""Chooses thresholds and measures audio-events: measure.py --pool pool.npz --mixes mixes.npz --teacher yamnet.onnx --classes
yamnet_class_map.csv --model ../model.onnx --strangers strangers.npz --report report.json

1. Held-out mixes (sources that training never had). A label is there where its target is at least .5, and is not where it is at
   most .2. Every other mix chooses the threshold: the lowest, but not below .5, with precision .95 (TARGET) and no more than FALSE of the
   rest above it; and for events, with at most STRANGE of every other clip of strangers above it that is not such an event by its name
   (KNOWN). The others give the figures, calibration error (ten bins) among them.
2. The same patches, teacher against model: agreement on what the teacher alone says of the mix (at least half of SURE).
3. Real labels: held-out clips alone, by what they were recorded, rendered or made to be; a clip's score is the highest of its patches.
   Clips of games and of synthesisers are labelled by their makers, not by the teacher. Of strangers (sources that are neither in
   training nor in the mixes) what is spoken is speech, what is played is music, and the rest is neither.
4. False positives: music, speech and other sounds, held out or strangers: patches and clips above the threshold, by event.
5. A patch alone and in batches of any size has the same score to three decimals.
"""
import argparse, json
import numpy as np
import onnxruntime as ort
from sklearn.metrics import average_precision_score, roc_auc_score
import frontend
from labels import LABELS
from mix import SURE, Teacher

TARGET, FALSE, STRANGE = 0.95, 0.002, 0.005
EVENTS = ["gunshot", "explosion", "scream", "crying", "siren"]
KNOWN = ("explode", "firetruck.ogg", "fireworks.ogg")


def run(session, x):
    return np.concatenate([session.run(None, {"log_mel": x[i:i + 64].astype(np.float32)})[0] for i in range(0, len(x), 64)])


def choose(truth, score, strange):
    """The lowest threshold, in thousandths, that does all that is asked for; .99 if none does."""
    best = None
    for at in np.arange(0.999, 0.4995, -0.001):
        hit = score >= at
        if (strange >= at).mean() > STRANGE:
            break
        if hit.sum() >= 5:
            if truth[hit].mean() < TARGET:
                break
            if hit[~truth].mean() <= FALSE:
                best = at
    return round(float(best if best is not None else 0.99), 3)


def error(truth, score):
    bins = np.minimum((score * 10).astype(int), 9)
    return sum(abs(truth[bins == b].mean() - score[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())


def figures(truth, score, at):
    hit = score >= at
    return {"positives": int(truth.sum()), "negatives": int((~truth).sum()), "auc": round(float(roc_auc_score(truth, score)), 4),
            "ap": round(float(average_precision_score(truth, score)), 4), "precision": round(float(truth[hit].mean()) if hit.any() else 0, 3),
            "recall": round(float(hit[truth].mean()), 3), "falsePositiveRate": round(float(hit[~truth].mean()), 5)}


def main():
    a = argparse.ArgumentParser()
    for name in ("--pool", "--mixes", "--teacher", "--classes", "--model", "--strangers", "--report"):
        a.add_argument(name, required=True)
    a = a.parse_args()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(a.model, options)
    data = np.load(a.mixes)
    teacher = Teacher(a.teacher, a.classes)
    other = np.load(a.strangers)
    begins = np.concatenate([[0], other["ends"][:-1]])
    strangers = []
    for name, kind, s, e in zip(other["names"], other["kinds"], begins, other["ends"]):
        patches = frontend.patches(other["samples"][s:e].astype(np.float32) * 0.5)
        strangers.append((str(name), str(kind), np.round(run(session, patches), 3), teacher.scores(patches)))
    usual = np.stack([c[2].max(0) for c in strangers[::2] if not c[0].startswith(KNOWN)])
    strangers = strangers[1::2]
    x, y, m, heard = (data["test_" + k] for k in ("x", "y", "m", "teacher"))
    scores = np.round(run(session, x), 3)
    half = np.arange(len(x)) // 3 % 2 == 0
    report = {"mixes": {}, "teacher": {}, "clips": {}, "falsePositives": {}}
    thresholds = {}
    for j, label in enumerate(LABELS):
        known = (m[:, j] > 0) & ((y[:, j] >= 0.5) | (y[:, j] <= 0.2))
        truth = y[:, j] >= 0.5
        at = thresholds[label] = choose(
            truth[known & half], scores[known & half, j], usual[:, j] if label in EVENTS else np.zeros(1))
        report["mixes"][label] = {"threshold": at, **figures(truth[known & ~half], scores[known & ~half, j], at),
                                  "calibrationError": round(float(error(truth[known & ~half], scores[known & ~half, j])), 4)}
        if label != "silence":
            report["teacher"][label] = figures(heard[~half, j] >= SURE[label] / 2, scores[~half, j], at)
    report["thresholds"] = thresholds
    for kind in ("mixes", "teacher"):
        print(kind)
        for label, row in report[kind].items():
            print(" ", label, *row.values(), sep=" | ", flush=True)

    pool = np.load(a.pool)
    starts = np.concatenate([[0], pool["ends"][:-1]])
    samples = pool["samples"]
    # LibriVox clips came in by two packages: what training had under the other name is not held out.
    trained = {str(n).split("/")[-1] for n, h in zip(pool["names"], pool["held"]) if not h and str(n).endswith(".wav")}
    clips = []
    for name, meant, held, s, e in zip(pool["names"], pool["meant"], pool["held"], starts, pool["ends"]):
        if held and str(name).split("/")[-1] not in trained:
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

    kinds = np.array([c[1] for c in strangers])
    best = np.stack([c[2].max(0) for c in strangers])
    best_heard = np.stack([c[3].max(0) for c in strangers])
    for label, of, no in (("speech", ["spoken"], ["music", "drums", "animals and things", "effects"]),
                          ("music", ["music"], ["spoken", "animals and things"])):
        j, part = LABELS.index(label), np.isin(kinds, of + no)
        truth = np.isin(kinds[part], of)
        row = figures(truth, best[part, j], thresholds[label]) | {"aucOfTeacher": round(float(roc_auc_score(truth, best_heard[part, j])), 4)}
        report["clips"][label]["strangers"] = row
        print(" ", label, "strangers", *row.values(), sep=" | ", flush=True)

    groups = {"music, recorded": lambda n, k: k == "music" and not n.startswith(("composer", "synth")),
              "music, rendered": lambda n, k: n.startswith("composer"), "speech, recorded": lambda n, k: n.startswith(("shared", "pocket")),
              "speech, synthesisers": lambda n, k: n.startswith(("espeak", "flite")), "singing": lambda n, k: k == "singing",
              "noise": lambda n, k: k == "noise", "other sounds, recorded": lambda n, k: k == "other" and not n.startswith("synth"),
              "tones": lambda n, k: n.startswith("synth-tones")}
    groups |= {"strangers: " + kind: lambda n, k, kind=kind: k == "stranger " + kind for kind in sorted(set(kinds))}
    print("false positives: group | clips | patches |", EVENTS)
    for group, of in groups.items():
        chosen = [c for c in clips if of(c[0], c[1])] + [c for c in strangers if of(c[0], "stranger " + c[1])]
        if not chosen:
            continue
        said = np.concatenate([c[2] for c in chosen])
        row = {"clips": len(chosen), "patches": len(said)}
        for label in EVENTS:
            j, at = LABELS.index(label), thresholds[label]
            row[label] = {"patches": int((said[:, j] >= at).sum()), "clips": int(sum((c[2][:, j] >= at).any() for c in chosen)),
                          "highest": round(float(said[:, j].max()), 3)}
        row["which"] = sorted(c[0] + ": " + label for c in chosen for label in EVENTS
                              if (c[2][:, LABELS.index(label)] >= thresholds[label]).any())
        report["falsePositives"][group] = row
        print(" ", group, len(chosen), len(said), *[f"{v['patches']}/{v['clips']} ({v['highest']})" for k, v in row.items() if k in EVENTS],
              row["which"][:8], sep=" | ", flush=True)

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
