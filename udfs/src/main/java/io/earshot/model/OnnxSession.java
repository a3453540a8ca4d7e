package io.earshot.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.earshot.model.ModelManifest.ElementType;
import io.earshot.model.ModelManifest.TensorSpec;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An ONNX Runtime session over the model of a package, on the device asked for.
 *
 * <p>ONNX Runtime's Java binding has no IoBinding, so what can be reused is reused here: a {@link
 * Binding} holds, for one set of dimensions, direct buffers in native order with the tensors over
 * them, inputs and output, made once. A run then copies nothing on the processor and allocates
 * nothing.
 *
 * <p>A session may run several bindings at once, a binding only one run at a time. Closing a
 * session under a running binding would crash the process; whoever closes it makes sure that
 * nothing runs.
 */
public final class OnnxSession implements AutoCloseable {

  private static final AtomicInteger OPEN = new AtomicInteger();

  private final OrtEnvironment environment;
  private final ModelPackage model;
  private final OrtSession session;
  private final Device device;
  private final Optional<String> fallback;
  private final List<Binding> bindings = new ArrayList<>();
  private boolean closed;

  private OnnxSession(
      OrtEnvironment environment,
      ModelPackage model,
      OrtSession session,
      Device device,
      Optional<String> fallback) {
    this.environment = environment;
    this.model = model;
    this.session = session;
    this.device = device;
    this.fallback = fallback;
    OPEN.incrementAndGet();
  }

  /**
   * Opens the model and checks that its graph is what the manifest declares.
   *
   * @throws ModelPackageException when the graph differs, the file is no ONNX model, or the device
   *     is not there
   */
  public static OnnxSession open(ModelPackage model, SessionConfig config) {
    OnnxFile.check(model.modelFile());
    Device asked = config.device();
    Optional<String> fallback = Optional.empty();
    if (asked == Device.AUTO) {
      try {
        return open(model, config.on(Device.CUDA), fallback);
      } catch (OrtException e) {
        fallback = Optional.of(reason(e));
        asked = Device.CPU;
      }
    }
    try {
      return open(model, config.on(asked), fallback);
    } catch (OrtException e) {
      throw new ModelPackageException(
          model.modelFile()
              + " cannot be opened on device "
              + asked.key()
              + ": "
              + reason(e)
              + (asked.isGpu() ? "; or choose device cpu, or auto to fall back to it" : ""),
          e);
    }
  }

  private static OnnxSession open(
      ModelPackage model, SessionConfig config, Optional<String> fallback) throws OrtException {
    OrtEnvironment environment = NativeRuntime.environment();
    OrtSession session;
    try (OrtSession.SessionOptions options = DeviceOptions.of(config, model.manifest().devices())) {
      session = environment.createSession(model.modelFile().toString(), options);
    }
    OnnxSession opened = new OnnxSession(environment, model, session, config.device(), fallback);
    try {
      opened.checkGraph();
      return opened;
    } catch (OrtException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * How many sessions of this process are open; the number returns to what it was when everything
   * is closed.
   */
  public static int openSessions() {
    return OPEN.get();
  }

  /** The device it runs on, never {@link Device#AUTO}. */
  public Device device() {
    return device;
  }

  /** Why {@link Device#AUTO} took the processor, when it did. */
  public Optional<String> fallback() {
    return fallback;
  }

  /**
   * Buffers and tensors for one set of dimensions; the session closes them with itself.
   *
   * @param dimensions a value for every varying dimension that the manifest names
   * @throws ModelPackageException when one has no value
   */
  public Binding bind(Map<String, Integer> dimensions) {
    Binding binding = new Binding(dimensions);
    bindings.add(binding);
    return binding;
  }

  /** Closes bindings and session. Must not run while a binding does; closing again does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    bindings.forEach(Binding::release);
    bindings.clear();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(
          "session of " + model.modelFile() + " did not close: " + reason(e), e);
    } finally {
      OPEN.decrementAndGet();
    }
  }

  private void checkGraph() throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    List<TensorSpec> declared = model.manifest().inputs();
    List<String> names = declared.stream().map(TensorSpec::name).sorted().toList();
    List<String> actual = inputs.keySet().stream().sorted().toList();
    if (!names.equals(actual)) {
      throw differs("inputs", names, actual);
    }
    check("inputs", declared, inputs);
    check("outputs", model.manifest().outputs(), session.getOutputInfo());
  }

  private void check(String key, List<TensorSpec> declared, Map<String, NodeInfo> graph) {
    for (TensorSpec spec : declared) {
      NodeInfo node = graph.get(spec.name());
      if (node == null) {
        throw differs(key, spec.name(), "only " + graph.keySet());
      }
      if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != javaType(spec.type())) {
        throw differs(key + "." + spec.name() + ".type", spec.type(), node.getInfo());
      }
      long[] shape = tensor.getShape();
      if (shape.length != spec.shape().size()) {
        throw differs(key + "." + spec.name() + ".shape", spec.shape(), Arrays.toString(shape));
      }
      for (int i = 0; i < shape.length; i++) {
        boolean varies = !Character.isDigit(spec.shape().get(i).charAt(0));
        boolean agrees =
            shape[i] < 0 || (!varies && shape[i] == Long.parseLong(spec.shape().get(i)));
        if (!agrees) {
          throw differs(key + "." + spec.name() + ".shape", spec.shape(), Arrays.toString(shape));
        }
      }
    }
  }

  private ModelPackageException differs(String key, Object declared, Object actual) {
    return new ModelPackageException(
        model.modelFile()
            + " differs from its "
            + ModelManifest.FILE_NAME
            + ": '"
            + key
            + "' says "
            + declared
            + ", but the graph has "
            + actual
            + "; correct the manifest, or package the graph it was written for");
  }

  private static OnnxJavaType javaType(ElementType type) {
    return type == ElementType.INT64 ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT;
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Reused inputs and output for one set of dimensions. For one thread at a time. */
  public final class Binding {
    private final Map<String, Buffer> buffers = new HashMap<>();
    private final Map<String, OnnxTensor> inputs = new TreeMap<>();
    private final Map<String, OnnxTensor> outputs = new TreeMap<>();
    private final FloatBuffer output;

    private Binding(Map<String, Integer> dimensions) {
      try {
        for (TensorSpec spec : model.manifest().inputs()) {
          inputs.put(spec.name(), tensor(spec, dimensions));
        }
        TensorSpec first = model.manifest().outputs().get(0);
        outputs.put(first.name(), tensor(first, dimensions));
        output = floats(first.name());
      } catch (OrtException | RuntimeException e) {
        release();
        throw new ModelPackageException(
            model.modelFile() + " cannot be bound to " + dimensions + ": " + reason(e), e);
      }
    }

    /** The buffer of an int64 tensor, elements in row-major order. */
    public LongBuffer longs(String name) {
      if (buffers.get(name) instanceof LongBuffer buffer) {
        return buffer;
      }
      throw new IllegalArgumentException(
          model.modelFile() + " has no int64 tensor '" + name + "', only " + buffers.keySet());
    }

    /** The buffer of a float32 tensor, elements in row-major order. */
    public FloatBuffer floats(String name) {
      if (buffers.get(name) instanceof FloatBuffer buffer) {
        return buffer;
      }
      throw new IllegalArgumentException(
          model.modelFile() + " has no float32 tensor '" + name + "', only " + buffers.keySet());
    }

    /**
     * Runs the model on what the input buffers hold.
     *
     * @return the first output, valid until the next run of this binding
     * @throws OrtException when the run fails; the binding can be used again
     */
    public FloatBuffer run() throws OrtException {
      session.run(inputs, outputs).close();
      return output;
    }

    private OnnxTensor tensor(TensorSpec spec, Map<String, Integer> dimensions)
        throws OrtException {
      long[] shape = new long[spec.shape().size()];
      int elements = 1;
      for (int i = 0; i < shape.length; i++) {
        String dimension = spec.shape().get(i);
        Integer given = dimensions.get(dimension);
        if (given == null && !Character.isDigit(dimension.charAt(0))) {
          throw new IllegalArgumentException("dimension '" + dimension + "' has no value");
        }
        shape[i] = given != null ? given : Integer.parseInt(dimension);
        elements = Math.multiplyExact(elements, Math.toIntExact(shape[i]));
      }
      if (spec.type() == ElementType.INT64) {
        LongBuffer buffer = direct(elements, Long.BYTES).asLongBuffer();
        buffers.put(spec.name(), buffer);
        return OnnxTensor.createTensor(environment, buffer, shape);
      }
      FloatBuffer buffer = direct(elements, Float.BYTES).asFloatBuffer();
      buffers.put(spec.name(), buffer);
      return OnnxTensor.createTensor(environment, buffer, shape);
    }

    private static ByteBuffer direct(int elements, int bytes) {
      return ByteBuffer.allocateDirect(Math.multiplyExact(elements, bytes))
          .order(ByteOrder.nativeOrder());
    }

    private void release() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
      inputs.clear();
      outputs.clear();
    }
  }
}
