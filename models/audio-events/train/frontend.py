"""The front end of audio-events: the same numbers as io.earshot.media.audio.LogMel gives.

25 ms periodic Hann, hop 10 ms, FFT of 512, magnitude, 64 HTK mel bands from 125 to 7500 Hz, ln(x + .001).
A patch is 96 frames (0.96 s); patches start every 0.48 s. Sound shorter than a patch is padded with silence.
"""
import numpy as np

RATE, WINDOW, HOP, FFT, BANDS, FRAMES, STEP = 16000, 400, 160, 512, 64, 96, 48


def mel_matrix():
    mel = lambda hz: 1127.0 * np.log(1.0 + np.asarray(hz, dtype=np.float64) / 700.0)
    edges = np.linspace(mel(125.0), mel(7500.0), BANDS + 2)
    bins = mel(np.arange(FFT // 2 + 1) * RATE / FFT)
    lower, centre, upper = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    weights = np.maximum(0.0, np.minimum((bins - lower) / (centre - lower), (upper - bins) / (upper - centre)))
    weights[:, 0] = 0.0  # the constant part is in no band
    return weights.T


MEL = mel_matrix()
HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)


def log_mel(samples):
    """Frames of log-mel energies, [n, 64]; only whole windows give a frame."""
    x = np.asarray(samples, dtype=np.float64)
    least = WINDOW + HOP * (FRAMES - 1)
    if len(x) < least:
        x = np.concatenate([x, np.zeros(least - len(x))])
    count = 1 + (len(x) - WINDOW) // HOP
    frames = np.lib.stride_tricks.as_strided(x, (count, WINDOW), (x.strides[0] * HOP, x.strides[0]))
    magnitude = np.abs(np.fft.rfft(frames * HANN, FFT))
    return np.log(magnitude @ MEL + 0.001).astype(np.float32)


def patches(samples):
    """Patches of a sound, [n, 96, 64]."""
    mel = log_mel(samples)
    starts = range(0, len(mel) - FRAMES + 1, STEP)
    return np.stack([mel[s:s + FRAMES] for s in starts])
