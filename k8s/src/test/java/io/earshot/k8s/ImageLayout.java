package io.earshot.k8s;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** Runs it for the platform that the fake checkout of the tests and most machines have. */
  static Result run(Path... arguments) throws IOException, InterruptedException {
    return run(Map.of("PLATFORM", "linux-x64"), arguments);
  }

  static Result run(Map<String, String> environment, Path... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("sh", SCRIPT.toString()), Stream.of(arguments).map(Path::toString))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
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
