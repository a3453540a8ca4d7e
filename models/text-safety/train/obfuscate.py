"""Ways in which people spell a text so that filters do not read it; seeded, and for harmful and harmless texts alike."""

LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "l": "1", "b": "8", "g": "9"}
LOOK_ALIKE = {"a": "аα", "e": "е", "i": "іι", "o": "оοօ", "c": "с", "p": "рρ", "x": "х", "y": "у", "s": "ѕ", "h": "һ", "k": "к", "n": "п", "u": "υս"}
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"]
KEYS = {"a": "sq", "s": "ad", "d": "sf", "e": "wr", "i": "uo", "o": "ip", "r": "et", "t": "ry", "n": "bm", "l": "k", "u": "yi", "c": "xv"}


def longest(words, rng, most):
    """Which words to change: some of the longer ones."""
    order = sorted(range(len(words)), key=lambda i: (-sum(c.isalpha() for c in words[i]) + rng.random() * 4))
    return order[: max(1, min(most, len(words) // 3 + 1))]


def leet(word, rng):
    out = []
    for i, c in enumerate(word):
        choices = LEET.get(c.lower())
        out.append(rng.choice(choices) if choices and 0 < i < len(word) - 1 and rng.random() < 0.6 else c)
    return "".join(out)


def look_alike(word, rng):
    return "".join(rng.choice(LOOK_ALIKE[c]) if c in LOOK_ALIKE and rng.random() < 0.6 else c for c in word)


def spaced(word, rng):
    return rng.choice([" ", ".", "-", "_", "*"]).join(word) if word.isalpha() and len(word) > 2 else word


def invisible(word, rng):
    return "".join(c + (rng.choice(INVISIBLE) if rng.random() < 0.5 else "") for c in word)


def starred(word, rng):
    return "".join("*" if 0 < i and c in "aeiouAEIOU" and rng.random() < 0.8 else c for i, c in enumerate(word))


def repeated(word, rng):
    return "".join(c * rng.randint(3, 6) if c in "aeious" and rng.random() < 0.35 else c for c in word)


def swapped(word, rng):
    if len(word) < 5:
        return word
    i = rng.randrange(1, len(word) - 2)
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def missing(word, rng):
    if len(word) < 5:
        return word
    i = rng.randrange(1, len(word) - 1)
    return word[:i] + word[i + 1 :]


def slipped(word, rng):
    i = rng.randrange(len(word))
    return word[:i] + rng.choice(KEYS.get(word[i], word[i])) + word[i + 1 :]


def wide(word, rng):
    return "".join(chr(ord(c) - 0x21 + 0xFF01) if "!" <= c <= "~" else c for c in word)


def bold(word, rng):
    return "".join(chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z" else c for c in word)


WAYS = [leet, leet, leet, look_alike, look_alike, spaced, spaced, invisible, starred, repeated, swapped, missing, missing, slipped, wide, bold]


def obfuscate(text, rng):
    words = text.split(" ")
    if rng.random() < 0.10 and len(words) > 2:
        # Blanks left out, all of them or one.
        if rng.random() < 0.5 and len(text) < 60:
            return "".join(words)
        i = rng.randrange(len(words) - 1)
        return " ".join(words[:i] + [words[i] + words[i + 1]] + words[i + 2 :])
    way = rng.choice(WAYS)
    for i in longest(words, rng, rng.choice([1, 1, 2, 3])):
        if words[i]:
            words[i] = way(words[i], rng)
    return " ".join(words)
