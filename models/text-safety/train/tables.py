"""The tables of the model cards, from the report: python tables.py report.json"""

import json
import sys

from texts import LABELS

report = json.load(open(sys.argv[1]))


def cell(value):
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def table(header, rows):
    print("| " + " | ".join(header) + " |\n|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(map(cell, row)) + " |")
    print()


for name in ("text-safety", "text-ngram"):
    mine = report[name]
    print("##", name)
    table(
        ["label", "threshold", "with / without", "AUC", "average precision", "precision at 1 in 5", "recall", "false positive rate"],
        [
            [label, mine["thresholds"][label], f"{h['positives']} / {h['negatives']}", h.get("auc"), h.get("ap"), h.get("precision"), h.get("recall"), h.get("falsePositiveRate")]
            for label in LABELS
            for h in [mine["held"][label]]
        ],
    )
    table(
        ["source (held-out texts)"] + LABELS,
        [[source] + [f"{h['auc']:.3f} ({h['positives']})" if (h := of.get(label, {})).get("auc") is not None else "–" for label in LABELS] for source, of in mine["bySource"].items()],
    )
print("## over the threshold, by kind (text-safety; wanted labels in bold)")
rows = []
for category, of in report["text-safety"]["byCategory"].items():
    texts = max(v["texts"] for v in of.values())
    rows.append([f"{category} ({texts})"] + [(f"**{v['over']:.2f}**" if v["positive"] else f"{v['over']:.2f}") if (v := of.get(label)) else "–" for label in LABELS])
table(["kind"] + LABELS, rows)
print("## fairness")
table(
    ["group", "harmless texts", "over the hate threshold", "of them neutral or kind", "hateful texts", "found"],
    [[g, v["harmless"], v["falsePositiveRate"], v["falsePositiveRatePlain"], v["hateful"], v["recall"]] for g, v in report["fairness"]["byGroup"].items()],
)
print("gap", report["fairness"]["gap"])
print(json.dumps(report["gate"], indent=1))
print(report["cleanTrafficFlagged"])
