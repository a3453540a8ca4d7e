package io.earshot.k8s;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code layout.sh} and lists what it laid out. */
final class ImageLayout {

  private static final Path SCRIPT = Manifests.MODULE.resolve("image/layout.sh");

  /** Copies a few hundred megabytes at most. */
  private static final long LIMIT_SECONDS = 120;

  /** How a run ended, and what it said. */
  record Result(int status, String output) {}

  private ImageLayout() {}

  static Result run(Path... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("sh", SCRIPT.toString()), Stream.of(arguments).map(Path::toString))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " runs for more than " + LIMIT_SECONDS + " s");
      }
      return new Result(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Every file below a directory, as it is named in the image. */
  static List<String> files(Path laidOut) throws IOException {
    try (Stream<Path> paths = Files.walk(laidOut)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> "/" + laidOut.relativize(path))
          .sorted()
          .toList();
    }
  }
}
