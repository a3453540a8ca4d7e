package io.earshot.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a model runs. All of them share one code path; only the session's options differ. */
public enum Device {
  /** The processor. Always there. */
  CPU,
  /** An NVIDIA GPU through ONNX Runtime's CUDA provider; refused when there is none. */
  CUDA,
  /**
   * An NVIDIA GPU through TensorRT, with CUDA for what TensorRT does not take; refused when there
   * is none.
   */
  TENSORRT,
  /** CUDA when it works, else the processor, with the reason in the log. */
  AUTO;

  /**
   * The device of that name, in any case.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static Device parse(String name) {
    for (Device device : values()) {
      if (device.key().equalsIgnoreCase(name)) {
        return device;
      }
    }
    throw new IllegalArgumentException(
        "device is '"
            + name
            + "', but must be one of "
            + Arrays.stream(values()).map(Device::key).collect(Collectors.joining(", ")));
  }

  /** The name as options and logs spell it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether models run on a GPU. */
  public boolean isGpu() {
    return this == CUDA || this == TENSORRT;
  }
}
