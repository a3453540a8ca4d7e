"""Recordings from sources that the pool does not have, to measure on and for nothing else: strangers.py --packages DIR --out strangers.npz

Debian packages tuxpaint-stamps-default (every twelfth of its spoken descriptions, by volunteers with their own microphones in eleven
languages; sounds of its animals and things) and lmms-common (instruments, loops, drums, effects). Their licences are of no matter here, as
nothing made from them is kept.
"""
import argparse, glob, os, re
import numpy as np
from collect import ffmpeg


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--packages", required=True), a.add_argument("--out", required=True)
    a = a.parse_args()
    stamps = sorted(glob.glob(a.packages + "/tuxpaint-stamps-default/**/*.ogg", recursive=True))
    spoken = [f for f in stamps if "_desc" in f]
    things = [f for f in stamps if "_desc" not in f and "/symbols/" not in f and
              re.fullmatch(r"[A-Za-z][A-Za-z-]{2,}(_[a-z]{4,})*", os.path.basename(f)[:-4])]
    chosen = [("spoken", f) for f in spoken[::12]] + [("animals and things", f) for f in things]
    for f in sorted(glob.glob(a.packages + "/lmms-common/usr/share/lmms/samples/**/*.*", recursive=True)):
        folder = f.split("/samples/")[1].split("/")[0]
        kind = {"drums": "drums", "effects": "effects", "misc": "effects", "shapes": ""}.get(folder, "music")
        if kind:
            chosen.append((kind, f))
    names, kinds, clips = [], [], []
    for kind, f in chosen:
        x = ffmpeg(f)[:16000 * 20]
        if len(x) > 1600 and np.abs(x).max() > 1e-3:
            names.append(os.path.basename(f)), kinds.append(kind), clips.append((x / np.abs(x).max() * 0.9).astype(np.float16))
    np.savez(a.out, names=names, kinds=kinds, ends=np.cumsum([len(c) for c in clips]), samples=np.concatenate(clips))
    for kind in sorted(set(kinds)):
        of = [len(c) for c, k in zip(clips, kinds) if k == kind]
        print(kind, len(of), "clips", round(sum(of) / 16000), "s")


if __name__ == "__main__":
    main()
