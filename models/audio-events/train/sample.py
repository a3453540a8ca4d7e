"""Makes the sound of the self test, 6 s: sample.py ../model.onnx ../selftest.flac

Synthetic all through (synth.py): a siren behind noise, silence, shots, with seeds that training and held-out clips do not use. Prints the scores
of its patches and the highest of each label.
"""
import subprocess, sys, tempfile, wave
import numpy as np
import onnxruntime as ort
import frontend, synth
from labels import LABELS


def sound():
    rng = np.random.default_rng(77)
    siren = synth.siren(rng)[:40000]
    shots = synth.gunfire(rng)[:36000]
    x = np.zeros(96000)
    x[:len(siren)] += siren / np.abs(siren).max() * 0.4 + rng.normal(0, 0.02, len(siren))
    x[56000:56000 + len(shots)] += shots / np.abs(shots).max() * 0.7
    return x


def main(model, out):
    x = np.round(np.clip(sound(), -1, 1) * 32767).astype("<i2")
    with tempfile.NamedTemporaryFile(suffix=".wav") as f:
        with wave.open(f.name, "wb") as w:
            w.setnchannels(1), w.setsampwidth(2), w.setframerate(16000)
            w.writeframes(x.tobytes())
        subprocess.run(["flac", "-s", "-8", "-f", "-o", out, f.name], check=True)
    # As io.earshot.media.audio.LogMel cuts it: the last patch is filled up with silence.
    count = 1 + max(0, -(-(len(x) - 15600) // 7680))
    padded = np.concatenate([x / 32768, np.zeros(15600 + 7680 * (count - 1) - len(x))])
    patches = frontend.patches(padded)
    assert len(patches) == count
    session = ort.InferenceSession(model)
    scores = session.run(None, {"log_mel": patches})[0]
    print(scores.round(3))
    print({label: round(float(s), 3) for label, s in zip(LABELS, scores.max(0))})


if __name__ == "__main__":
    main(*sys.argv[1:])
