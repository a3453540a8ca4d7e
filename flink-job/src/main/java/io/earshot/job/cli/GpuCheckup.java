package io.earshot.job.cli;

import ai.onnxruntime.OrtProvider;
import io.earshot.model.Device;
import io.earshot.model.SessionConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the device that a configuration asks for is here: the build of ONNX Runtime that can use
 * a GPU, and a GPU that this process sees. Both are asked apart, since their ways out differ, and
 * what ONNX Runtime says when one is missing names a library and no way out.
 */
final class GpuCheckup {

  private static final String WHAT = "GPU";

  private final SessionConfig session;
  private final Set<OrtProvider> offered;
  private final int seen;

  /**
   * A look at given facts.
   *
   * @param session what is configured
   * @param offered what this build of ONNX Runtime has
   * @param seen how many GPUs this process sees
   */
  GpuCheckup(SessionConfig session, Set<OrtProvider> offered, int seen) {
    this.session = session;
    this.offered = offered;
    this.seen = seen;
  }

  /**
   * How many NVIDIA GPUs the processes of this machine, or of this container, see.
   *
   * @param devices where the kernel shows devices: {@code /dev}
   */
  static int seen(Path devices) throws IOException {
    int seen = 0;
    // The driver makes nvidia0, nvidia1 and so on; nvidiactl is there without any.
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices, "nvidia[0-9]*")) {
      for (Path ignored : entries) {
        seen++;
      }
    }
    return seen;
  }

  /** What is so, and what to do about it. */
  Finding finding() {
    boolean able =
        offered.contains(
            session.device() == Device.TENSORRT ? OrtProvider.TENSOR_RT : OrtProvider.CUDA);
    String device = "scoring.device is " + session.device().key();
    if (session.device() == Device.CPU) {
      return seen > 0 && able
          ? Finding.note(WHAT, device + ", and " + seen + " here will not be used")
          : Finding.ok(WHAT, device + ", which needs none");
    }
    if (!able) {
      return missing(
          device
              + ", but this build of ONNX Runtime cannot use it. Build with the profile gpu (mvn"
              + " -Pgpu), or use the image with -cuda");
    }
    if (seen == 0) {
      return missing(
          device
              + ", but no NVIDIA GPU is to be seen here. Install its driver; in a container,"
              + " NVIDIA's toolkit; on Kubernetes, ask for nvidia.com/gpu, as the overlay gpu"
              + " does");
    }
    if (session.gpu() >= seen) {
      return missing(
          String.format(
              Locale.ROOT,
              "scoring.gpu-index is %d, but %d %s here, counted from 0",
              session.gpu(),
              seen,
              seen == 1 ? "GPU is" : "GPUs are"));
    }
    return Finding.ok(WHAT, device + ", this build can use it, and GPUs to be seen here: " + seen);
  }

  /** With {@code auto} the job runs all the same. */
  private Finding missing(String words) {
    return session.device() == Device.AUTO
        ? Finding.note(WHAT, words + ". Until then, the processor scores")
        : Finding.fail(WHAT, words + ". Or set scoring.device to cpu");
  }

  /** A look at this machine. */
  static Finding here(SessionConfig session, Set<OrtProvider> offered) {
    try {
      return new GpuCheckup(session, offered, seen(Path.of("/dev"))).finding();
    } catch (IOException e) {
      return Finding.notChecked(WHAT, "the devices of this machine cannot be listed: " + e);
    }
  }
}
