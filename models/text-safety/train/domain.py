"""domain.tsv to the training format: python domain.py > domain.jsonl

Each line is the positives ("-" for none) and a text that we wrote the way titles, descriptions and comments of an audio platform
read. All six labels are known for these texts, but that a hateful or violent text may also be harassment is left unknown.
"""

import json
import sys
from pathlib import Path

from texts import LABELS

for number, line in enumerate((Path(__file__).parent / "domain.tsv").read_text(encoding="utf-8").splitlines()):
    positives, text = line.split("\t")
    labels = {label: int(label in positives.split(",")) for label in LABELS}
    if labels["hate"] or labels["violence"]:
        labels = {label: value for label, value in labels.items() if value or label != "harassment"}
    json.dump({"id": f"domain-{number}", "source": "domain", "text": text, "labels": labels}, sys.stdout, ensure_ascii=False)
    print()
