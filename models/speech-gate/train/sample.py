"""Makes the sound of the self test, 7 s: sample.py ../model.onnx ../selftest.flac

A voice of flite (its licence lets its output be used for anything) reads a sentence of ours between two stretches of other sound: a chord,
and noise. Prints how much of it the gate takes for speech, and how near the nearest frame is to the threshold: the share must not hang on
the last bits of one.
"""
import subprocess, sys, tempfile, wave
import numpy as np
from convert import FRAME, FRAMES, chunks, session, wav

TEXT = "This sentence was written for a test, and says nothing about anybody."


def sound():
    with tempfile.NamedTemporaryFile(suffix=".wav") as f:
        subprocess.run(["flite", "-voice", "slt", "-t", TEXT, "-o", f.name], check=True)
        voice = wav(f.name)
    rng = np.random.default_rng(6)
    t = np.arange(24000) / 16000
    chord = sum(np.sin(2 * np.pi * f * t) for f in (262, 330, 392, 523)) * 0.08 * np.exp(-t)
    noise = rng.normal(0, 0.02, 112000 - len(voice) - 24000)
    return np.concatenate([chord, voice / np.abs(voice).max() * 0.6, noise]) + rng.normal(0, 0.0005, 112000)


def main(model, out):
    x = np.round(np.clip(sound(), -1, 1) * 32767).astype("<i2")
    with tempfile.NamedTemporaryFile(suffix=".wav") as f:
        with wave.open(f.name, "wb") as w:
            w.setnchannels(1), w.setsampwidth(2), w.setframerate(16000)
            w.writeframes(x.tobytes())
        subprocess.run(["flac", "-s", "-8", "-f", "-o", out, f.name], check=True)
    x = x.astype(np.float32) / 32768
    p = session(model).run(None, {"samples": chunks(x)})[0].ravel()[:-(-len(x) // FRAME)]
    print("frames", len(p), "share at .5 or above", round(float((p >= 0.5).mean()), 3), "nearest to .5 by", np.abs(p - 0.5).min().round(4))


if __name__ == "__main__":
    main(*sys.argv[1:])
