"""Sounds made from a seed: what no free recording at hand holds enough of. Every function takes a numpy Generator and gives
mono float samples at 16 kHz. The teacher listens to all of them; what it does not recognise is not a positive example."""
import numpy as np
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

RATE = 16000


def band(x, low, high, order=2):
    high = min(high, 7900)
    sos = butter(order, [low / 8000, high / 8000], "band", output="sos") if low > 0 else butter(
        order, high / 8000, "low", output="sos")
    return sosfilt(sos, x)


def unit(x):
    return x / (np.max(np.abs(x)) + 1e-9)


def sweep(f0, harmonics):
    """Harmonics of a fundamental that changes by the sample."""
    phase = 2 * np.pi * np.cumsum(f0) / RATE
    out = np.zeros(len(f0))
    for k, level in enumerate(harmonics, 1):
        out += level * np.sin(k * phase) * (k * f0 < 7600)
    return out


def siren(rng):
    n = int(RATE * rng.uniform(4, 8))
    t = np.arange(n) / RATE
    kind = rng.integers(5)
    low, high = rng.uniform(400, 750), rng.uniform(1000, 1800)
    if kind == 0:  # wail
        period = rng.uniform(2.5, 6)
        f = low + (high - low) * (0.5 - 0.5 * np.cos(2 * np.pi * (t / period + rng.random())))
    elif kind == 1:  # yelp
        f = low + (high - low) * (0.5 - 0.5 * np.cos(2 * np.pi * t * rng.uniform(2, 4.5)))
    elif kind == 2:  # two tones
        a, ratio, period = rng.uniform(380, 700), rng.choice([4 / 3, 5 / 4, 3 / 2]), rng.uniform(0.5, 1.4)
        f = np.where((t / period).astype(int) % 2 == 0, a, a * ratio)
        f = lfilter([0.01], [1, -0.99], f - f[0]) + f[0]
    elif kind == 3:  # civil defence: slow rise, hold and fall
        peak, period = rng.uniform(350, 700), rng.uniform(5, 9)
        f = peak * (0.45 + 0.55 * np.clip(1.6 * np.sin(np.pi * ((t / period + rng.random()) % 1)), 0, 1))
    else:  # phaser
        f = low + (high - low) * ((t * rng.uniform(6, 16)) % 1)
    f = f * (1 + rng.uniform(0, 0.06) * np.cos(np.pi * t / t[-1]))  # it drives past
    rolloff = rng.uniform(0.6, 1.6)
    x = sweep(f, [1 / k ** rolloff for k in range(1, 9)])
    x = np.tanh(rng.uniform(0.5, 3) * x)
    return unit(band(x, rng.uniform(100, 350), rng.uniform(3000, 7000), 1))


def shot(rng):
    n = int(RATE * rng.uniform(0.35, 0.9))
    t = np.arange(n) / RATE
    crack = rng.standard_normal(n) * np.exp(-t / rng.uniform(0.004, 0.02))
    blast = band(rng.standard_normal(n), 60, rng.uniform(1200, 5000)) * np.exp(-t / rng.uniform(0.03, 0.11))
    thump = np.sin(2 * np.pi * rng.uniform(50, 130) * t * (1 - 0.4 * t)) * np.exp(-t / rng.uniform(0.03, 0.08))
    x = crack + rng.uniform(0.6, 1.8) * blast + rng.uniform(0.2, 1) * thump
    return unit(np.tanh(3 * unit(x)))


def gunfire(rng):
    n = int(RATE * rng.uniform(2, 5))
    out = np.zeros(n + RATE)
    automatic = rng.random() < 0.45
    one = shot(rng)
    at = rng.uniform(0.05, 0.5)
    while at < n / RATE - 0.2:
        s = one if automatic or rng.random() < 0.6 else shot(rng)
        s = s * rng.uniform(0.7, 1)
        i = int(at * RATE)
        out[i:i + len(s)] += s
        at += rng.uniform(0.07, 0.13) if automatic and rng.random() < 0.9 else rng.uniform(0.4, 1.3)
    return unit(room(rng, out[:n], rng.uniform(0.2, 1.8), rng.uniform(0.05, 0.5)))


def explosion(rng):
    n = int(RATE * rng.uniform(2, 5))
    t = np.arange(n) / RATE
    rumble = band(rng.standard_normal(n), 0, rng.uniform(90, 260)) * 4
    body = band(rng.standard_normal(n), 40, rng.uniform(600, 2500))
    hiss = band(rng.standard_normal(n), 800, 6000)
    attack = np.clip(t / rng.uniform(0.003, 0.05), 0, 1)
    x = (rumble * np.exp(-t / rng.uniform(0.6, 1.6)) + rng.uniform(0.7, 2) * body * np.exp(-t / rng.uniform(0.2, 0.7))
         + rng.uniform(0.1, 0.7) * hiss * np.exp(-t / rng.uniform(0.05, 0.3))) * attack
    for _ in range(rng.integers(0, 12)):  # debris
        i = rng.integers(n // 8, n - 800)
        x[i:i + 800] += rng.uniform(0, 0.25) * rng.standard_normal(800) * np.exp(-np.arange(800) / 120)
    pad = np.zeros(int(RATE * rng.uniform(0, 0.6)))
    return unit(room(rng, np.concatenate([pad, np.tanh(2.5 * unit(x))]), rng.uniform(0.5, 2.5), 0.3))


def formants(x, centres, widths, gains):
    out = np.zeros(len(x))
    for c, w, g in zip(centres, widths, gains):
        r = np.exp(-np.pi * w / RATE)
        out += g * lfilter([1 - r], [1, -2 * r * np.cos(2 * np.pi * c / RATE), r * r], x)
    return out


def glottal(rng, f0, breath):
    """A pulse train with jitter through a glottal slope, with breath."""
    phase = np.cumsum(f0 * (1 + 0.008 * rng.standard_normal(len(f0)))) / RATE
    pulses = np.diff(np.floor(phase), prepend=0.0)
    source = lfilter([1], [1, -0.92], pulses - np.mean(pulses))
    return unit(source) + breath * rng.standard_normal(len(f0))


VOWELS = {"a": (730, 1090, 2440), "e": (530, 1840, 2480), "i": (270, 2290, 3010), "o": (570, 840, 2410),
          "u": (300, 870, 2240), "@": (500, 1500, 2500)}


def scream(rng):
    parts = []
    for _ in range(rng.integers(1, 4)):
        n = int(RATE * rng.uniform(0.6, 2.0))
        t = np.linspace(0, 1, n)
        peak = rng.uniform(500, 1500)
        f = peak * (0.65 + 0.35 * np.sin(np.pi * np.clip(t * 1.15, 0, 1)) ** 0.6)
        f *= 1 + 0.03 * np.sin(2 * np.pi * rng.uniform(5, 9) * t * n / RATE) + 0.015 * np.cumsum(
            rng.standard_normal(n)) / np.sqrt(n)
        x = glottal(rng, f, rng.uniform(0.1, 0.5))
        rough = 1 + rng.uniform(0.2, 0.9) * np.sin(2 * np.pi * rng.uniform(40, 120) * t * n / RATE)
        v = VOWELS[rng.choice(["a", "a", "e", "i"])]
        shift = rng.uniform(1.0, 1.35)
        x = formants(x * rough, [c * shift for c in v] + [3600], [120, 160, 220, 300], [1, 0.9, 0.8, 0.5])
        x = np.tanh(4 * unit(x)) * np.clip(np.minimum(t * 12, (1 - t) * 8), 0, 1)
        parts += [x, np.zeros(int(RATE * rng.uniform(0.1, 0.5)))]
    return unit(room(rng, np.concatenate(parts), rng.uniform(0.2, 1), rng.uniform(0, 0.3)))


def crying(rng):
    baby = rng.random() < 0.6
    parts = []
    base = rng.uniform(380, 560) if baby else rng.uniform(220, 420)
    for _ in range(rng.integers(3, 6)):
        n = int(RATE * (rng.uniform(0.5, 1.3) if baby else rng.uniform(0.25, 0.8)))
        t = np.linspace(0, 1, n)
        f = base * (0.85 + 0.35 * np.sin(np.pi * t) ** 0.8 - 0.2 * t) * rng.uniform(0.93, 1.07)
        f *= 1 + 0.02 * np.sin(2 * np.pi * rng.uniform(6, 12) * t * n / RATE)
        x = glottal(rng, f, rng.uniform(0.05, 0.25))
        v = (1050, 2200, 3600) if baby else VOWELS[rng.choice(["a", "@", "u"])]
        x = formants(x, [c * rng.uniform(0.95, 1.1) for c in v], [150, 200, 300], [1, 0.8, 0.6])
        if not baby:  # sobs come in pulses
            x *= 0.6 + 0.4 * np.sign(np.sin(2 * np.pi * rng.uniform(5, 8) * t * n / RATE))
        x = np.tanh(2.5 * unit(x)) * np.clip(np.minimum(t * 9, (1 - t) * 7), 0, 1)
        m = int(RATE * rng.uniform(0.12, 0.35))
        inhale = band(rng.standard_normal(m), 700, 4500) * np.hanning(m) * rng.uniform(0.05, 0.25)
        parts += [x, inhale, np.zeros(int(RATE * rng.uniform(0.02, 0.2)))]
    return unit(room(rng, np.concatenate(parts), rng.uniform(0.1, 0.6), rng.uniform(0, 0.25)))


SCALES = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10], [0, 2, 4, 7, 9], [0, 3, 5, 7, 10]]


def melody(rng, notes, low, high):
    scale, root = SCALES[rng.integers(len(SCALES))], rng.integers(low, low + 12)
    steps = [root + 12 * o + s for o in range(4) for s in scale if root + 12 * o + s <= high]
    i = rng.integers(len(steps) // 2 + 1)
    out = []
    for _ in range(notes):
        out.append(steps[i])
        i = int(np.clip(i + rng.choice([-2, -1, -1, 0, 1, 1, 2, 3]), 0, len(steps) - 1))
    return out


def sung(rng):
    """Vowels by formants on a melody, with vibrato and portamento."""
    beat = rng.uniform(0.3, 0.75)
    low = rng.choice([40, 45, 50, 55])
    pitches, vowels = [], []
    for note in melody(rng, rng.integers(7, 14), low, low + 22):
        n = int(RATE * beat * rng.choice([1, 1, 2, 0.5]))
        pitches.append(np.full(n, 440 * 2 ** ((note - 69) / 12)))
        vowels.append((n, VOWELS[rng.choice(list(VOWELS))]))
    f = np.concatenate(pitches)
    f = np.exp(lfilter([0.0015], [1, -0.9985], np.log(f) - np.log(f[0])) + np.log(f[0]))
    t = np.arange(len(f)) / RATE
    f *= 1 + rng.uniform(0.008, 0.022) * np.sin(2 * np.pi * rng.uniform(4.6, 6.4) * t)
    source = glottal(rng, f, rng.uniform(0.01, 0.06))
    shift = rng.uniform(0.95, 1.2)
    out, at = [], 0
    for n, v in vowels:
        x = formants(source[at:at + n], [c * shift for c in v] + [2900], [80, 100, 130, 180], [1, 0.7, 0.45, 0.35])
        edge = min(400, n // 4)
        x[:edge] *= np.linspace(0.25, 1, edge)
        x[-edge:] *= np.linspace(1, 0.25, edge)
        out.append(x)
        at += n
    return unit(room(rng, np.concatenate(out), rng.uniform(0.4, 1.6), rng.uniform(0.1, 0.4)))


def sing_over(rng, speech):
    """A speaker made to sing: his spectral envelope (LPC) on the pulses of a melody, vowels held longer."""
    order, hop, size = 20, 160, 480
    stretch = rng.uniform(1.3, 2.0)
    window = np.hanning(size)
    count = (len(speech) - size) // hop
    if count < 50:
        return sung(rng)
    beat = rng.uniform(0.3, 0.6)
    total = int(count * stretch) * hop
    f = np.concatenate([np.full(int(RATE * beat * rng.choice([1, 1, 2])), 440 * 2 ** ((m - 69) / 12))
                        for m in melody(rng, 60, int(rng.choice([42, 48, 52])), 74)])[:total]
    f = np.resize(f, total)
    f = np.exp(lfilter([0.002], [1, -0.998], np.log(f) - np.log(f[0])) + np.log(f[0]))
    f *= 1 + 0.014 * np.sin(2 * np.pi * rng.uniform(4.8, 6.2) * np.arange(total) / RATE)
    source = glottal(rng, f, 0.02)
    out, state = np.zeros(total), np.zeros(order)
    for k in range(total // hop):
        i = int(k / stretch) * hop
        frame = speech[i:i + size] * window
        r = np.correlate(frame, frame, "full")[size - 1:size + order] + 1e-9
        r[0] *= 1.001
        a, e = np.zeros(order + 1), r[0]
        a[0] = 1
        for m in range(1, order + 1):  # Levinson-Durbin
            g = -np.dot(a[:m], r[m:0:-1]) / e
            a[1:m + 1] += g * a[m - 1::-1][:m]
            e *= 1 - g * g
        y, state = lfilter([np.sqrt(max(e, 0))], a, source[k * hop:(k + 1) * hop], zi=state)
        out[k * hop:(k + 1) * hop] = y
    return unit(room(rng, out, rng.uniform(0.3, 1.4), rng.uniform(0.1, 0.35)))


def noise(rng):
    n = int(RATE * rng.uniform(3, 6))
    kind = rng.integers(7)
    white = rng.standard_normal(n)
    if kind == 0:
        x = white
    elif kind == 1:  # coloured
        spectrum = np.fft.rfft(white)
        x = np.fft.irfft(spectrum / np.maximum(1, np.arange(len(spectrum))) ** rng.uniform(0.3, 1.1), n)
    elif kind == 2:  # mains hum and buzz
        f = rng.choice([50, 60]) * np.ones(n)
        x = sweep(f, [1 / k ** rng.uniform(0.3, 1.2) for k in range(1, 24)]) + 0.03 * white
    elif kind == 3:  # wind
        gust = np.interp(np.arange(n), np.linspace(0, n, 12), rng.uniform(0.15, 1, 12))
        x = band(white, 0, rng.uniform(300, 900), 1) * gust
    elif kind == 4:  # rain
        x = 0.25 * band(white, 1000, 7500)
        for i in rng.integers(0, n - 60, int(n / rng.uniform(80, 500))):
            x[i:i + 60] += rng.uniform(0.1, 1) * rng.standard_normal(60) * np.exp(-np.arange(60) / 12)
    elif kind == 5:  # bad radio, crackle
        x = 0.3 * band(white, 300, 3500) + (rng.random(n) > 0.9985) * rng.standard_normal(n) * 3
    else:  # a machine
        f = rng.uniform(30, 110) * (1 + 0.02 * np.cumsum(rng.standard_normal(n)) / np.sqrt(n))
        x = sweep(f, [1 / k ** 0.7 for k in range(1, 30)]) + rng.uniform(0.1, 0.6) * band(white, 100, 4000, 1)
    return unit(x)


def tones(rng):
    """Beeps, alarms and clicks that are none of the labels but noise or music at most."""
    n = int(RATE * rng.uniform(2, 5))
    t = np.arange(n) / RATE
    f = rng.uniform(300, 3200)
    on = (t * rng.uniform(1, 8)) % 1 < rng.uniform(0.2, 0.7)
    x = np.sin(2 * np.pi * f * t) * on
    if rng.random() < 0.4:
        x += 0.6 * np.sin(2 * np.pi * f * rng.uniform(1.2, 2.5) * t) * on
    if rng.random() < 0.3:
        x = np.sign(x) * 0.5
    if rng.random() < 0.25:
        x = np.zeros(n)
        for i in rng.integers(0, n - 400, rng.integers(3, 30)):
            x[i:i + 400] += rng.standard_normal(400) * np.exp(-np.arange(400) / rng.uniform(5, 60))
    return unit(x)


def room(rng, x, seconds, wet):
    """Reverberation: noise that decays, after some early echoes."""
    n = max(200, int(RATE * seconds))
    t = np.arange(n) / n
    tail = rng.standard_normal(n) * np.exp(-6.9 * t)
    tail = band(tail, 100, rng.uniform(2500, 6000), 1)
    tail /= np.sqrt(np.sum(tail ** 2)) + 1e-9
    return (1 - wet) * x + wet * fftconvolve(x, tail)[:len(x)]


MAKERS = {"siren": siren, "gunshot": gunfire, "explosion": explosion, "scream": scream, "crying": crying,
          "singing": sung, "noise": noise, "tones": tones}
