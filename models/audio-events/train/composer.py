"""Seeded pieces of music as MIDI, rendered with the MIT-licensed Fluid (R3) sound font."""
import struct
import numpy as np
from synth import melody, SCALES

STYLES = {  # programs of General MIDI: lead, chords, bass; with drums or without
    "piano": ([0, 1, 4], [0, 4], None, 0), "band": ([24, 27, 29, 30, 66], [25, 27, 29], [33, 34], 1),
    "strings": ([40, 41, 42, 73], [48, 49], [43], 0), "synth": ([80, 81, 87], [88, 90, 95], [38, 39], 1),
    "brass": ([56, 57, 60], [61, 62], [58], 1), "organ": ([19, 16], [16, 18, 19], None, 0),
    "mallets": ([11, 12, 13, 9], [11, 46], None, 0), "guitar": ([24, 25, 105, 104], [24, 25], [32], 0),
    "choir": ([52, 53, 85], [52, 91], None, 0), "drums": ([], [], None, 1)}


def piece(rng):
    """A MIDI file of some 12 seconds, and its style."""
    name = rng.choice(list(STYLES))
    leads, chords, bass, drums = STYLES[name]
    tempo = rng.uniform(70, 160)
    events = [(0, b"\xff\x51\x03" + int(60e6 / tempo).to_bytes(3, "big"))]
    beats = int(12 * tempo / 60)
    scale, root = SCALES[rng.integers(2)], int(rng.integers(48, 60))

    def note(channel, at, length, pitch, velocity):
        pitch, velocity = int(np.clip(pitch, 0, 127)), int(np.clip(velocity, 1, 127))
        events.append((int(at * 480), bytes([0x90 | channel, pitch, velocity])))
        events.append((int((at + length) * 480) - 1, bytes([0x80 | channel, pitch, 0])))

    if leads:
        events.append((0, bytes([0xc0, int(rng.choice(leads))])))
        at, line = 0.0, melody(rng, beats * 2, root + 12, root + 36)
        for pitch in line:
            length = rng.choice([0.5, 0.5, 1, 1, 2])
            if rng.random() > 0.12:
                note(0, at, length * 0.95, pitch, rng.integers(70, 120))
            at += length
            if at >= beats:
                break
    if chords:
        events.append((0, bytes([0xc1, int(rng.choice(chords))])))
        for bar in range(0, beats, 4):
            degree = rng.integers(len(scale))
            triad = [root + scale[(degree + k) % len(scale)] for k in (0, 2, 4)]
            strum = rng.random() < 0.5
            for beat in range(4):
                if strum or beat == 0:
                    for p in triad:
                        note(1, bar + beat, 0.9 if strum else 3.9, p, rng.integers(50, 90))
            if bass:
                events.append((0, bytes([0xc2, int(rng.choice(bass))])))
                for beat in range(4):
                    note(2, bar + beat, 0.8, triad[0] - 24 + int(rng.choice([0, 0, 7])), 95)
    if drums:
        pattern = rng.random((4, 8))
        for beat in range(0, beats):
            for half in (0, 1):
                k = (beat % 4) * 2 + half
                at = beat + half / 2
                if k in (0, 4) or pattern[0, k] < 0.15:
                    note(9, at, 0.2, 36, 110)
                if k in (2, 6):
                    note(9, at, 0.2, rng.choice([38, 40]), 100)
                if pattern[1, k] < 0.8:
                    note(9, at, 0.2, 42, 70)
                if pattern[2, k] < 0.1:
                    note(9, at, 0.2, rng.choice([45, 47, 50, 49]), 90)
    events.sort(key=lambda e: e[0])
    track, last = b"", 0
    for at, message in events:
        delta, last = max(0, at - last), max(at, last)
        number = bytes([delta & 127])
        while delta > 127:
            delta >>= 7
            number = bytes([128 | delta & 127]) + number
        track += number + message
    track += b"\x00\xff\x2f\x00"
    head = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480)
    return head + b"MTrk" + struct.pack(">I", len(track)) + track, name
