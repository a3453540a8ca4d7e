package io.earshot.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The way into ONNX Runtime's native library.
 *
 * <p>ONNX Runtime 1.29.0 for Linux has telemetry: unless the environment variable {@value #OPT_OUT}
 * is 1, it starts when the first environment is created, leaves a device id in the user's cache
 * folder, and reads the command line of the process, where one of more than some 4,000 bytes ends
 * the process with a segmentation fault. A Java program cannot set the variable for itself, so
 * whatever starts Earshot sets it; here telemetry is switched off as soon as that is possible, and
 * the crash is prevented.
 */
final class NativeRuntime {

  /** The variable that switches telemetry off before it starts. */
  static final String OPT_OUT = "ORT_DISABLE_TELEMETRY";

  /** Bytes of command line that telemetry survives: 3,960 went well, 4,010 did not. */
  static final int LONGEST_COMMAND_LINE = 3_960;

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private NativeRuntime() {}

  /**
   * The environment of this process.
   *
   * @throws ModelPackageException when creating it would end the process
   * @throws OrtException when telemetry cannot be switched off
   */
  static OrtEnvironment environment() throws OrtException {
    requireSafe(commandLineBytes(), System.getenv(OPT_OUT));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    return environment;
  }

  static void requireSafe(int commandLineBytes, @Nullable String optOut) {
    if (commandLineBytes > LONGEST_COMMAND_LINE && !"1".equals(optOut)) {
      throw new ModelPackageException(
          "the environment variable "
              + OPT_OUT
              + " is "
              + (optOut == null ? "not set" : optOut)
              + " and this process was started with a command line of "
              + commandLineBytes
              + " bytes, but ONNX Runtime's telemetry crashes on more than "
              + LONGEST_COMMAND_LINE
              + "; start it with "
              + OPT_OUT
              + "=1");
    }
  }

  private static int commandLineBytes() {
    if (!Files.isReadable(COMMAND_LINE)) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(COMMAND_LINE)) {
      return in.readAllBytes().length;
    } catch (IOException e) {
      return 0;
    }
  }
}
