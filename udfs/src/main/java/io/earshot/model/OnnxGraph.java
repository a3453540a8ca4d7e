package io.earshot.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What a graph takes and gives, as the file itself says, whatever a manifest says of it.
 *
 * @param inputs in the graph's order
 * @param outputs in the graph's order
 */
public record OnnxGraph(List<Tensor> inputs, List<Tensor> outputs) {

  /**
   * An input or output.
   *
   * @param name of it
   * @param type of its elements in lower case, or what it is where it is no tensor
   * @param shape each dimension a number, the name of one that varies, or {@code ?} where that has
   *     none
   */
  public record Tensor(String name, String type, List<String> shape) {}

  /**
   * Reads a graph on the processor.
   *
   * @throws ModelPackageException when ONNX Runtime cannot open the file
   */
  public static OnnxGraph read(Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Nothing runs here, so what optimising finds is not worth its time.
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      OrtEnvironment environment = NativeRuntime.environment();
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        return new OnnxGraph(
            tensors(session.getInputInfo().values()), tensors(session.getOutputInfo().values()));
      }
    } catch (OrtException e) {
      throw new ModelPackageException(
          file + " cannot be opened: " + e.getMessage() + "; package the exported graph", e);
    }
  }

  private static List<Tensor> tensors(Collection<NodeInfo> nodes) throws OrtException {
    List<Tensor> tensors = new ArrayList<>();
    for (NodeInfo node : nodes) {
      if (!(node.getInfo() instanceof TensorInfo tensor)) {
        tensors.add(new Tensor(node.getName(), String.valueOf(node.getInfo()), List.of()));
        continue;
      }
      long[] sizes = tensor.getShape();
      String[] names = tensor.getDimensionNames();
      List<String> shape = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        shape.add(sizes[i] >= 0 ? Long.toString(sizes[i]) : names[i].isEmpty() ? "?" : names[i]);
      }
      tensors.add(new Tensor(node.getName(), type(tensor), shape));
    }
    return tensors;
  }

  /** As manifests spell it, where they have it. */
  private static String type(TensorInfo tensor) {
    return switch (tensor.type) {
      case FLOAT -> "float32";
      default -> tensor.type.name().toLowerCase(Locale.ROOT);
    };
  }
}
