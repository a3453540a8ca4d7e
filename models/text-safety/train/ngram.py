"""The cheap network: hashed n-grams, a narrow convolution and the lexicon, over word pieces. First step of the cascade, and second
and third signal of text-safety.

What it computes from the ids alone, so that the graph needs no other input than the encoder's:
- a learned vector for each word piece, and one for each pair and triple by the hash of its ids (HASHED rows; collisions are shared);
- FILTERS detectors over three neighbouring pieces, of which the greatest answer in the text counts;
- for each category of the lexicon the strength of its strongest word in the text. A slot of that table holds a check value beside
  the strengths, so that another n-gram of the same slot is not taken for the word.

All sums are over the text's own tokens: a mask takes the padding out.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from lexicon import CATEGORIES, of
from texts import LABELS, VOCABULARY

WIDTH, FILTERS, HIDDEN = 20, 48, 32
HASHED = 1 << 16
SLOTS = 1 << 15
PRIME = 2147483629
# Multipliers of the ids of a pair, a triple; of a lexicon entry's slot and check.
PAIR, TRIPLE = (92821, 68917), (31337, 75577, 52361)
SLOT, CHECK = (40503, 97711, 65599, 911), (48271, 69621, 39373, 7919)
VOCABULARY_SIZE = 30522


class Lexicon:
    """The lexicon as a table of slots: check values [SLOTS] and strengths [SLOTS, categories]."""

    def __init__(self, path, tokenise):
        self.check = np.full(SLOTS, -1, np.int64)
        self.strength = np.zeros((SLOTS, len(CATEGORIES)), np.float32)
        terms = sorted(of(path).items(), key=lambda item: (-item[1][1], item[0]))
        pieces = tokenise([term for term, _ in terms])
        self.entries = self.dropped = 0
        for (_, (category, strength)), ids in zip(terms, pieces):
            if not 1 <= len(ids) <= 3:
                self.dropped += 1
                continue
            slot, check = place(ids)
            if self.check[slot] not in (-1, check):
                self.dropped += 1
                continue
            self.check[slot] = check
            column = CATEGORIES.index(category)
            self.strength[slot, column] = max(self.strength[slot, column], strength)
            self.entries += 1


def place(ids):
    """Slot and check value of one to three ids."""
    padded = list(ids) + [0] * (3 - len(ids))
    slot = sum(m * i for m, i in zip(SLOT, padded + [len(ids)])) % SLOTS
    check = sum(m * i for m, i in zip(CHECK, padded + [len(ids)])) % PRIME
    return slot, check


def continuations():
    """1 for each piece that continues a word."""
    return np.array([float(line.startswith("##") and len(line) > 2) for line in VOCABULARY.read_text(encoding="utf-8").split("\n")[:VOCABULARY_SIZE]], np.float32)


class NGram(nn.Module):
    def __init__(self, check, strength):
        super().__init__()
        self.word = nn.Embedding(VOCABULARY_SIZE, WIDTH)
        self.hashed = nn.Embedding(HASHED, WIDTH)
        nn.init.normal_(self.word.weight, std=0.1)
        nn.init.zeros_(self.hashed.weight)
        self.filters = nn.Linear(3 * WIDTH, FILTERS)
        self.hidden = nn.Linear(2 * WIDTH + FILTERS + len(CATEGORIES), HIDDEN)
        self.out = nn.Linear(HIDDEN + FILTERS + len(CATEGORIES), len(LABELS))
        self.register_buffer("check", torch.as_tensor(check))
        self.register_buffer("strength", torch.as_tensor(strength))
        self.register_buffer("continues", torch.as_tensor(continuations()))

    def lexical(self, ids, one, two, mask):
        """[rows, categories]: the strongest word of each category."""
        zero = torch.zeros_like(ids)
        best = None
        following = torch.cat([self.continues[torch.stack([one, two], 0)], self.continues[shift(two)][None]])
        for length, parts in enumerate(((ids, zero, zero), (ids, one, zero), (ids, one, two)), 1):
            slot = (sum(m * p for m, p in zip(SLOT, parts)) + SLOT[3] * length) % SLOTS
            check = (sum(m * p for m, p in zip(CHECK, parts)) + CHECK[3] * length) % PRIME
            whole = (self.check[slot] == check).float() * (1 - following[length - 1]) * mask
            found = (self.strength[slot] * whole[:, :, None]).amax(1)
            best = found if best is None else torch.maximum(best, found)
        return best

    def features(self, ids, mask):
        """[rows, HIDDEN + FILTERS + categories]: what the output is linear in."""
        real = mask.float()
        one, two = shift(ids), shift(shift(ids))
        words = self.word(ids)
        pair = self.hashed((ids * PAIR[0] + one * PAIR[1]) % HASHED)
        triple = self.hashed((ids * TRIPLE[0] + one * TRIPLE[1] + two * TRIPLE[2]) % HASHED)
        real1, real2 = shift(real), shift(shift(real))
        grams = pair * real1[:, :, None] + triple * real2[:, :, None]
        count = real.sum(1, keepdim=True)
        mean_words = (words * real[:, :, None]).sum(1) / count
        mean_grams = (grams * real[:, :, None]).sum(1) / count
        summed = words + grams
        # A row that fills its batch to the last column ends as one that is padded: in padding.
        padding = self.word(torch.zeros_like(ids[:, :1]))
        next1 = torch.cat([summed[:, 1:], padding], 1)
        wide = torch.cat([summed, next1, torch.cat([next1[:, 1:], padding], 1)], 2)
        peaks = F.relu((self.filters(wide) - (1 - real[:, :, None]) * 1e4).amax(1))
        lexical = self.lexical(ids, one, two, real)
        hidden = F.relu(self.hidden(torch.cat([mean_words, mean_grams, peaks, lexical], 1)))
        return torch.cat([hidden, peaks, lexical], 1)

    def forward(self, ids, mask):
        return self.out(self.features(ids, mask))


def shift(x):
    """The next column in the place of each, zeros in the last."""
    return torch.cat([x[:, 1:], torch.zeros_like(x[:, :1])], 1)
