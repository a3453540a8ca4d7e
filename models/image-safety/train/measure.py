"""Parity with the source, and scores of pictures that are safe: measure.py ../model.onnx DUMP LIST [source.json]"""
import json, os, sys
import numpy as np
import onnxruntime as ort

LABELS = ["drawing", "hentai", "neutral", "porn", "sexy"]
options = ort.SessionOptions()
options.intra_op_num_threads = 1
session = ort.InferenceSession(sys.argv[1], options)
files = open(sys.argv[3]).read().split("\n")
scores, names, tensors = [], [], []
for i, name in enumerate(files):
    f = os.path.join(sys.argv[2], f"{i}.f32")
    if os.path.exists(f):
        tensors.append(np.fromfile(f, ">f4").astype(np.float32).reshape(3, 224, 224))
        scores.append(session.run(["probabilities"], {"pixels": tensors[-1][None]})[0][0])
        names.append((i, name))
p = np.array(scores)
print(len(p), "pictures; most likely:", {label: int((p.argmax(1) == j).sum()) for j, label in enumerate(LABELS)})
for j, label in enumerate(LABELS):
    print(label, "above .3/.5/.7/.9:", [int((p[:, j] > t).sum()) for t in (0.3, 0.5, 0.7, 0.9)], "highest", round(float(p[:, j].max()), 3),
          os.path.basename(names[int(p[:, j].argmax())][1]))
batched = session.run(["probabilities"], {"pixels": np.stack(tensors[:8])})[0]
print("alone against a batch of 8, bits that differ:", int((batched != p[:8]).sum()))
if len(sys.argv) > 4:
    source = json.load(open(sys.argv[4]))
    d = [np.abs(np.array(source[str(i)]) - p[k]).max() for k, (i, _) in enumerate(names) if str(i) in source]
    same = [round(float(v), 3) == round(float(w), 3) for k, (i, _) in enumerate(names) if str(i) in source
            for v, w in zip(source[str(i)], p[k])]
    print("against the source,", len(d), "pictures: greatest difference", max(d), "; equal to three decimals", sum(same), "of", len(same))
