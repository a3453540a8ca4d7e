"""Whether a text's raw scores depend on the texts that share its batch: python determinism.py model.onnx texts.jsonl.gz

Texts of one length bucket, each scored alone and in batches of other sizes, compared bit by bit.
"""

import random
import sys

import numpy as np
import onnxruntime as ort

from texts import BUCKETS, read, tokens

PER_BUCKET = 32


def main():
    model, texts = sys.argv[1:3]
    threads = [1, 2]
    rows = [row for sides in tokens([r["text"] for r in read(texts)[::11]]) for row in sides[1]]
    pick = random.Random(1)
    for count in threads:
        options = ort.SessionOptions()
        options.intra_op_num_threads = count
        session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        for low, bucket in zip([0] + BUCKETS, BUCKETS):
            fitting = [r for r in rows if low < len(r) <= bucket]
            chosen = pick.sample(fitting, min(PER_BUCKET, len(fitting)))

            def scores(batch):
                ids = np.zeros((len(batch), bucket), np.int64)
                mask = np.zeros_like(ids)
                for i, row in enumerate(batch):
                    ids[i, : len(row)], mask[i, : len(row)] = row, 1
                feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
                return session.run(["scores"], feed)[0]

            alone = np.concatenate([scores([r]) for r in chosen])
            found = []
            for size in (2, 3, 5, 7, 8, 16, 31, 32):
                together = np.concatenate([scores(chosen[i : i + size]) for i in range(0, len(chosen), size)])
                differ = int((alone.view(np.int32) != together.view(np.int32)).any(1).sum())
                found.append(f"{size}: {differ} differ, by at most {np.abs(alone - together).max():.1e}")
            print(f"threads {count}, bucket {bucket}, {len(chosen)} texts alone against batches of " + "; ".join(found), flush=True)


if __name__ == "__main__":
    main()
