"""Gathers clips: recordings, speech synthesisers, rendered music and synthetic sounds, as 16 kHz mono.

  collect.py --packages DIR --shared DIR --soundfont FILE --out pool.npz

Needs ffmpeg, fluidsynth, espeak-ng and flite on the PATH. A clip's split is by its source, so that no source is on both sides;
synthetic clips are split by seed.
"""
import argparse, glob, hashlib, io, os, struct, subprocess, sys, tempfile, wave
import numpy as np
import composer, synth

TEXTS = {
    "en": ["Welcome back to the show, today we talk about rivers and the towns along them.",
           "The committee met on Tuesday and agreed to look at the numbers again in spring.",
           "I never thought I would say this, but the second chapter is better than the first.",
           "Turn left at the station, cross the bridge, and wait for me near the old library.",
           "Our guest is a gardener who grew up on a farm with eleven goats and one piano.",
           "What happened next surprised everybody in the room, including the person who planned it.",
           "Please subscribe, and tell a friend who might like to hear about old machines.",
           "In nineteen sixty two the harbour froze, and people walked to the island for bread."],
    "de": ["Guten Abend, wir sprechen heute über Flüsse und die Städte, die an ihnen liegen.",
           "Das zweite Kapitel ist besser als das erste, das hätte ich nie gedacht."],
    "fr": ["Bonsoir, nous parlons aujourd'hui des fleuves et des villes qui les bordent.",
           "Le train part à huit heures, et personne ne sait où il s'arrête."],
    "es": ["Buenas noches, hoy hablamos de los ríos y de las ciudades que los rodean.",
           "El tren sale a las ocho, y nadie sabe dónde se detiene."],
    "it": ["Buonasera, oggi parliamo dei fiumi e delle città che li circondano."],
    "pt": ["Boa noite, hoje falamos dos rios e das cidades que os cercam."],
    "ru": ["Добрый вечер, сегодня мы говорим о реках и городах на их берегах."],
    "pl": ["Dobry wieczór, dzisiaj mówimy o rzekach i miastach nad nimi."],
    "tr": ["İyi akşamlar, bugün nehirler ve kıyılarındaki şehirler hakkında konuşuyoruz."],
    "hi": ["नमस्ते, आज हम नदियों और उनके किनारे बसे शहरों की बात करेंगे।"],
    "cmn": ["晚上好，今天我们谈谈河流和河边的城市。"],
}


def ffmpeg(path=None, data=None, extra=()):
    raw = subprocess.run(["ffmpeg", "-v", "error", *extra, "-i", path or "pipe:0", "-ac", "1", "-ar", "16000", "-f", "s16le",
                          "pipe:1"], input=data, stdout=subprocess.PIPE, check=False).stdout
    return np.frombuffer(raw, "<i2").astype(np.float32) / 32768


def braces(pattern):
    if "{" not in pattern:
        return [pattern]
    head, rest = pattern.split("{", 1)
    names, tail = rest.split("}", 1)
    return [head + n + tail for n in names.split(",")]


def lumps(path, names):
    data = open(path, "rb").read()
    count, at = struct.unpack("<ii", data[4:12])
    for i in range(count):
        start, size, name = struct.unpack("<ii8s", data[at + 16 * i:at + 16 * i + 16])
        name = name.rstrip(b"\0").decode()
        if name in names and size > 100:
            _, rate, samples = struct.unpack("<HHI", data[start:start + 8])
            out = io.BytesIO()
            with wave.open(out, "wb") as w:
                w.setnchannels(1), w.setsampwidth(1), w.setframerate(rate)
                w.writeframes(data[start + 8:start + size])
            yield name, ffmpeg(data=out.getvalue())


def recordings(packages, shared):
    seen = set()
    for line in open(os.path.join(os.path.dirname(__file__), "sources.tsv"), encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        package, _, pattern, meant = line.rstrip("\n").split("\t")
        if pattern.startswith("wad:"):
            _, wad, names = pattern.split(":")
            for name, x in lumps(os.path.join(packages, wad), names.split(",")):
                yield "freedoom/" + name, meant, x
            continue
        for p in braces(pattern):
            root = shared if p.startswith("shared:") else packages
            for f in sorted(glob.glob(os.path.join(root, p.replace("shared:", "")), recursive=True)):
                name = os.path.basename(f)
                share_alike = ("Amsterdam", "Sam's", "heavy rocket", "explosion nuke")
                if f in seen or name.startswith(share_alike):
                    continue
                seen.add(f)
                yield package + "/" + name, meant, ffmpeg(f)


def spoken(rng):
    for language, texts in TEXTS.items():
        variants = ["", "+m1", "+m3", "+m5", "+m7", "+f1", "+f2", "+f3", "+f4", "+croak", "+whisper"]
        for text in texts:
            for variant in variants if language == "en" else list(rng.choice(variants, 5, replace=False)):
                speed, pitch = str(rng.integers(120, 210)), str(rng.integers(25, 75))
                wav = subprocess.run(["espeak-ng", "-v", language + variant, "-s", speed, "-p", pitch, "--stdout", text],
                                     stdout=subprocess.PIPE).stdout
                yield f"espeak-ng/{language}{variant}", "speech", ffmpeg(data=wav)
    for voice in ("kal16", "slt", "rms", "awb"):
        for text in TEXTS["en"]:
            with tempfile.NamedTemporaryFile(suffix=".wav") as f:
                subprocess.run(["flite", "-voice", voice, "-t", text, "-o", f.name], check=True)
                yield f"flite/{voice}", "speech", ffmpeg(f.name)


def played(rng, soundfont, count):
    for i in range(count):
        midi, style = composer.piece(rng)
        with tempfile.TemporaryDirectory() as d:
            open(d + "/p.mid", "wb").write(midi)
            subprocess.run(["fluidsynth", "-ni", "-q", "-r", "22050", "-g", "0.6", "-F", d + "/p.wav", soundfont, d + "/p.mid"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            yield f"composer/{style}{i}", "music", ffmpeg(d + "/p.wav")


def test_source(name):
    """One source in five is held out, a whole voice or file at a time."""
    key = name.split("#")[0]
    return hashlib.sha256(key.encode()).digest()[0] % 5 == 0


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--packages"), a.add_argument("--shared"), a.add_argument("--soundfont"), a.add_argument("--out")
    a.add_argument("--synthetic", type=int, default=220)
    a = a.parse_args()
    clips = []

    def add(name, meant, x):
        x = np.asarray(x, dtype=np.float32)[:16000 * 40]
        if len(x) > 800 and np.max(np.abs(x)) > 1e-3:
            clips.append((name, meant, test_source(name), (x / np.max(np.abs(x)) * 0.9).astype(np.float16)))

    for c in recordings(a.packages, a.shared):
        add(*c)
    print("recordings", len(clips), flush=True)
    voices = []
    for c in spoken(np.random.default_rng(1)):
        add(*c)
        voices.append(clips[-1])
    print("with speech", len(clips), flush=True)
    for c in played(np.random.default_rng(2), a.soundfont, 160):
        add(*c)
    print("with music", len(clips), flush=True)
    for kind, maker in synth.MAKERS.items():
        for i in range(a.synthetic):
            name = f"synth-{kind}/{i}"
            add(name, "other" if kind == "tones" else kind, maker(np.random.default_rng([3, i, len(kind)])))
        print("with", kind, len(clips), flush=True)
    rng = np.random.default_rng(4)
    for i in range(a.synthetic):
        name, _, held, x = voices[rng.integers(len(voices))]
        sung = synth.sing_over(rng, x.astype(np.float64))
        clips.append((f"sung-{name}#{i}", "singing", held, (sung * 0.9).astype(np.float16)))
    print("with sung speech", len(clips), flush=True)
    ends = np.cumsum([len(c[3]) for c in clips])
    np.savez(a.out, names=[c[0] for c in clips], meant=[c[1] for c in clips], held=[c[2] for c in clips], ends=ends,
             samples=np.concatenate([c[3] for c in clips]))
    print("seconds", ends[-1] / 16000, "held out", sum(c[2] for c in clips))


if __name__ == "__main__":
    main()
