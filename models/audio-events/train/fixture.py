"""Numbers of the front ends as computed here, for the Java ones to be held against: fixture.py ../../../udfs/src/test/resources/front-ends.tsv

Sound and picture are given by integer arithmetic, so that both sides have the same bits to start from.
"""
import sys
import numpy as np
import frontend

SAMPLES = 30000


def sound():
    i = np.arange(SAMPLES, dtype=np.int64)
    level = np.where(i // 4000 % 3 == 0, 1, np.where(i // 4000 % 3 == 1, 16, 1024))
    tone = (i * 977 % 16384 - 8192) // level
    noise = (i * i * 7919 + i * 104729) % 65536 - 32768
    return ((tone + noise // (4 * level)) / 32768).astype(np.float32)


def picture(width, height):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return (x * 37 + y * 91 + c * 53 + x * y) % 256


def resized(image, width, height, corners):
    """Bilinear, as the frameworks define it: [height, width, 3]."""
    def places(n, m):
        at = np.arange(m) * (n - 1) / (m - 1) if corners else np.maximum(0, (np.arange(m) + 0.5) * n / m - 0.5)
        low = np.minimum(at.astype(int), n - 1)
        return low, np.minimum(low + 1, n - 1), (at - low)
    image = image / 255.0
    top, bottom, down = places(image.shape[0], height)
    left, right, across = places(image.shape[1], width)
    across, down = across[None, :, None], down[:, None, None]
    upper = image[top][:, left] * (1 - across) + image[top][:, right] * across
    lower = image[bottom][:, left] * (1 - across) + image[bottom][:, right] * across
    return upper * (1 - down) + lower * down


def main(out):
    with open(out, "w", encoding="utf-8") as f:
        f.write("# made by models/audio-events/train/fixture.py: kind, window or picture, row, values\n")
        write = lambda *row: f.write("\t".join([*map(str, row[:-1]), " ".join(f"{v:.6g}" for v in row[-1])]) + "\n")
        x = np.concatenate([sound(), np.zeros(48 * 160)])  # two windows end in the sound, the last in silence
        for window, patch in enumerate(frontend.patches(x)[:3]):
            for frame in (0, 1, 25, 47, 70, 95):
                write("mel", window, frame, patch[frame])
        for name, corners in (("BILINEAR_ALIGN_CORNERS", True), ("BILINEAR", False)):
            for size in ((61, 47), (9, 11)):
                tensor = resized(picture(*size), 24, 20, corners)
                for row in range(0, 20, 4):
                    write(name, f"{size[0]}x{size[1]}", row, tensor[row].ravel())


if __name__ == "__main__":
    main(*sys.argv[1:])
