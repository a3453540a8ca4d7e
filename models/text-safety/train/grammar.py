"""A small generator of sentences: templates with slots ({people}) and choices ([a|b|]), filled by a seeded generator."""

import hashlib
import re

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([a-z_0-9]+)\}")


def lines(text):
    """One entry a line; blank lines and lines that begin with # are left out."""
    return [line.strip() for line in text.strip().splitlines() if line.strip() and not line.strip().startswith("#")]


def words(text):
    """Entries between commas."""
    return [" ".join(word.split()) for word in text.replace("\n", " ").split(",") if word.strip()]


def family(category, template):
    """Templates of a category fall into ten families; whole families are held out to see what carries over to other wordings."""
    return f"{category}/{hashlib.sha256(template.encode()).digest()[0] % 10}"


class Grammar:
    def __init__(self, slots, rng):
        self.slots, self.rng = slots, rng

    def fill(self, template, given=None):
        text = template
        for _ in range(12):
            before = text
            while True:
                found = CHOICE.search(text)
                if not found:
                    break
                text = text[: found.start()] + self.rng.choice(found.group(1).split("|")) + text[found.end() :]
            text = SLOT.sub(lambda m: self.pick(m.group(1), given), text)
            if text == before:
                break
        return re.sub(r"\s+([,.!?;:])", r"\1", " ".join(text.split()))

    def pick(self, name, given):
        if given and name in given:
            return given[name]
        # {insult2} is another draw of {insult}
        return self.rng.choice(self.slots[name.rstrip("0123456789")])


# How a sentence may be written: mostly as it is, often in lower case, sometimes loud or without its full stop.
def style(text, rng):
    draw = rng.random()
    if draw < 0.30:
        text = text.lower()
    elif draw < 0.36:
        text = text.upper()
    elif draw < 0.70:
        text = text[:1].upper() + text[1:]
    if rng.random() < 0.45:
        text = text.rstrip(".")
    elif rng.random() < 0.15:
        text = text.rstrip(".!?") + rng.choice(["!", "!!", "!!!", "...", " lol", " smh", " tbh", " 😂", " 🙄", " 😡", " fr"])
    if rng.random() < 0.04:
        text = rng.choice(["@user ", "RT @user: ", "@user @user "]) + text
    if rng.random() < 0.03:
        text += rng.choice([" URL", " https://t.co/x1y2z3", " #nowplaying", " #fail", " #truth", " #music"])
    return text
