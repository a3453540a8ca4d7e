"""The normaliser's table of emoji names: python emoji_table.py data-by-emoji.json > emoji.tsv

Input: data-by-emoji.json of the npm package unicode-emoji-json 0.9.0 (MIT; its names are those of Unicode's CLDR). Left out are
keycaps, letter buttons and whatever NFKC already turns into plain text: those are read as the letters and digits that they show.
"""

import json
import re
import sys
import unicodedata

LETTERS = set("🅰🅱🅾🅿🆎🆑")
STYLE = "\ufe0f"
TONES = {chr(c): name for c, name in zip(range(0x1F3FB, 0x1F400), ("light", "medium light", "medium", "medium dark", "dark"))}


def words(name):
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[A-Za-z0-9]+", plain.replace("’", "").replace("'", "")))


table = {}
for emoji, entry in json.load(open(sys.argv[1], encoding="utf-8")).items():
    key = emoji.replace(STYLE, "")
    if "\u20e3" in key or key in LETTERS or ord(key[0]) < 0x203C or unicodedata.normalize("NFKC", key) != key:
        continue
    table[key] = words(entry["name"])
for tone, name in TONES.items():
    table[tone] = name + " skin tone"
print("# Emoji (code points in hexadecimal, without variation selectors and skin tones) and their CLDR short names in words.")
print("# Made by models/text-safety/train/emoji_table.py from unicode-emoji-json 0.9.0; licences: see NOTICE.")
for key in sorted(table):
    print(" ".join(f"{ord(c):X}" for c in key), table[key], sep="\t")
