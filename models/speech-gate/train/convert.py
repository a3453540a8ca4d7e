"""Silero VAD as published to the graph of this package: convert.py silero_vad.onnx ../model.onnx [SOUND.wav ...]

The published graph takes a frame of 512 samples with the 64 before it, and a state that the caller carries to the next frame; a
stream is bound to one caller, and frames of different sounds share a batch only if they run in step. Here a row is a chunk of
sound with its state starting at zero, so that any rows can share a batch:

  samples [batch, 179776]: 64 samples before, a lead-in of 31 frames, and 320 frames; what lies before the sound is zeros
  scores  [batch, 320]: probability of speech, a frame of 32 ms; those of the lead-in are cut off

All but the recurrent cell sees one frame only, so frames go through it as a batch, and the cell is ONNX' own LSTM over the frames
(a Scan round the published network would call all of it a frame at a time). The head is written as a convolution
and the sigmoid is over 320 columns, so that a row has the same bits whatever shares its batch, as far as the LSTM allows.

Weights stay as they are. Fails unless the numbers are those of the published network, run frame by frame with its state carried,
within 1e-5. What the boundaries of chunks cost is in measure.py.
"""
import sys, time, wave
import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

FRAME, CONTEXT, LEAD_IN, FRAMES = 512, 64, 31, 320
ALL = LEAD_IN + FRAMES
SAMPLES = CONTEXT + ALL * FRAME


def weights_of(source):
    """The weights of the network for 16 kHz, by the ends of their names."""
    choice = next(n for n in onnx.load(source).graph.node if n.op_type == "If")
    branch = next(a.g for a in choice.attribute if a.name == "then_branch")
    constants = {n.output[0]: numpy_helper.to_array(n.attribute[0].t) for n in branch.node if n.op_type == "Constant"}
    return lambda end: next(v for k, v in constants.items() if k.endswith(end))


def build(weights):
    nodes, tensors = [], []

    def const(name, value):
        tensors.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def ints(name, *values):
        return const(name, np.array(values, np.int64))

    def node(op, inputs, name, **attributes):
        nodes.append(helper.make_node(op, inputs, [name], **attributes))
        return name

    # Frame k is samples 512 k to 512 k + 576: a row of 512, and the first 64 of the next.
    axis = ints("last", -1)
    body = node("Slice", ["samples", ints("zero", 0), ints("body_to", ALL * FRAME), axis], "body")
    body = node("Reshape", [body, ints("body_shape", -1, ALL, FRAME)], "rows")
    tail = node("Slice", ["samples", ints("tail_from", FRAME), ints("tail_to", SAMPLES), axis], "after")
    tail = node("Pad", [tail, ints("tail_pad", 0, 0, 0, FRAME - CONTEXT)], "after_padded")
    tail = node("Reshape", [tail, "body_shape"], "after_rows")
    tail = node("Slice", [tail, "zero", ints("context", CONTEXT), axis], "ends")
    x = node("Concat", [body, tail], "frames", axis=2)
    x = node("Reshape", [x, ints("frame_shape", -1, 1, FRAME + CONTEXT)], "frame")
    x = node("Pad", [x, ints("reflect", 0, 0, 0, 0, 0, 64)], "reflected", mode="reflect")
    x = node("Conv", [x, const("basis", weights("stft.forward_basis_buffer"))], "spectrum", kernel_shape=[256], strides=[128])
    real = node("Slice", [x, "zero", ints("half", 129), ints("channels", 1)], "real")
    imaginary = node("Slice", [x, "half", ints("full", 258), "channels"], "imaginary")
    x = node("Add", [node("Mul", [real, real], "real2"), node("Mul", [imaginary, imaginary], "imaginary2")], "power")
    x = node("Sqrt", [x], "magnitude")
    for i, stride in enumerate((1, 2, 2, 1)):
        x = node("Conv", [x, const(f"encoder{i}_w", weights(f"encoder.{i}.reparam_conv.weight")),
                          const(f"encoder{i}_b", weights(f"encoder.{i}.reparam_conv.bias"))], f"encoder{i}",
                 kernel_shape=[3], strides=[stride], pads=[1, 1])
        x = node("Relu", [x], f"encoder{i}_r")
    x = node("Reshape", [x, ints("encoded_shape", -1, ALL, 128)], "encoded")
    x = node("Transpose", [x], "steps", perm=[1, 0, 2])
    # The cell has its gates in PyTorch's order: input, forget, cell, output; ONNX has input, output, forget, cell.
    order = np.concatenate([np.arange(128) + 128 * k for k in (0, 3, 1, 2)])
    gates = lambda end: weights("decoder.rnn." + end)[order]
    x = node("LSTM", [x, const("w", gates("weight_ih")[None]), const("r", gates("weight_hh")[None]),
                      const("b", np.concatenate([gates("bias_ih"), gates("bias_hh")])[None])], "hidden", hidden_size=128)
    x = node("Squeeze", [x, "channels"], "hidden_steps")
    x = node("Relu", [node("Transpose", [x], "hidden_rows", perm=[1, 2, 0])], "hidden_r")
    x = node("Conv", [x, const("head_w", weights("decoder.decoder.2.weight")), const("head_b", weights("decoder.decoder.2.bias"))],
             "head", kernel_shape=[1])
    x = node("Slice", [x, ints("lead_in", LEAD_IN), ints("to_end", ALL), axis], "kept")
    x = node("Reshape", [x, ints("score_shape", -1, FRAMES)], "logits")
    node("Sigmoid", [x], "scores")
    tensor = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "speech-gate", [tensor("samples", TensorProto.FLOAT, ["batch", SAMPLES])],
                              [tensor("scores", TensorProto.FLOAT, ["batch", FRAMES])], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="earshot")
    model.ir_version = 8
    for key, value in {"source": "Silero VAD 6.2, 16 kHz network", "license": "MIT, Copyright (c) 2020-present Silero Team"}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    return model


def session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(path, options)


def published(network, rows):
    """Frame by frame, from a state of zeros and a context of zeros: [rows, frames]."""
    state, context, out = np.zeros((2, len(rows), 128), np.float32), np.zeros((len(rows), CONTEXT), np.float32), []
    for k in range(rows.shape[1] // FRAME):
        frame = rows[:, k * FRAME:(k + 1) * FRAME]
        p, state = network.run(None, {"input": np.concatenate([context, frame], 1), "state": state, "sr": np.array(16000, np.int64)})
        context = frame[:, -CONTEXT:]
        out.append(p[:, 0])
    return np.stack(out, 1)


def chunks(sound):
    """As io.earshot.media.audio.AudioInput.Waveform cuts a sound: the lead-in before each chunk, silence before and after the sound."""
    lead, hop = CONTEXT + LEAD_IN * FRAME, FRAMES * FRAME
    count = max(1, -(-len(sound) // hop))
    padded = np.concatenate([np.zeros(lead), sound, np.zeros(count * hop - len(sound))]).astype(np.float32)
    return np.stack([padded[i * hop:i * hop + SAMPLES] for i in range(count)])


def wav(path):
    with wave.open(path, "rb") as w:
        assert (w.getframerate(), w.getnchannels(), w.getsampwidth()) == (16000, 1, 2), path + " must be 16 kHz, mono, 16 bit"
        return np.frombuffer(w.readframes(w.getnframes()), "<i2").astype(np.float32) / 32768


def main(source, out, *sounds):
    onnx.save(build(weights_of(source)), out)
    a, b = session(source), session(out)

    rng = np.random.default_rng(1)
    rows = rng.normal(0, 0.1, (5, ALL * FRAME)).astype(np.float32) * rng.uniform(0, 1, (5, 1)).astype(np.float32)
    speech = np.concatenate([wav(s) for s in sounds]) if sounds else np.zeros(0, np.float32)
    for i in range(min(3, len(speech) // rows.shape[1])):
        rows[i] = speech[i * rows.shape[1]:(i + 1) * rows.shape[1]]
    want = published(a, rows)[:, LEAD_IN:]
    given = np.concatenate([np.zeros((5, CONTEXT), np.float32), rows], 1)
    got = b.run(None, {"samples": given})[0]
    print("greatest difference from the published network:", np.abs(want - got).max(), "with mean scores of", want.mean(1).round(3))
    assert np.abs(want - got).max() < 1e-5, "the networks differ"
    alone = np.concatenate([b.run(None, {"samples": given[i:i + 1]})[0] for i in range(5)])
    print("alone against in a batch, greatest difference:", np.abs(alone - got).max(), "values of other bits:", int((alone != got).sum()))
    started = time.perf_counter()
    b.run(None, {"samples": given})
    print("ms a row of 10.24 s, one thread:", round((time.perf_counter() - started) * 200, 1))


if __name__ == "__main__":
    main(*sys.argv[1:])
