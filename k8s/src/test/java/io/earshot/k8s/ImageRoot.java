package io.earshot.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of the image as a directory: Flink's jars where the base image has {@code flink-dist},
 * and upon them what {@code layout.sh} laid out, copied as the Dockerfile copies it.
 */
final class ImageRoot {

  private static final Path FLINK = Manifests.MODULE.resolve("flink/target/lib");

  private final Path root;

  private ImageRoot(Path root) {
    this.root = root;
  }

  /**
   * Builds it below an empty directory.
   *
   * @throws AssertionError if the layout fails
   */
  static ImageRoot build(Path folder) throws IOException, InterruptedException {
    Path root = folder.resolve("root");
    copy(FLINK, root.resolve("opt/flink/lib"));
    Path context = folder.resolve("context");
    ImageLayout.Result laidOut = ImageLayout.run(Map.of(), context);
    if (laidOut.status() != 0) {
      throw new AssertionError(laidOut.output());
    }
    for (String line : Manifests.text("image/Dockerfile").lines().toList()) {
      List<String> words = List.of(line.split(" +"));
      if (words.get(0).equals("COPY")) {
        copy(context.resolve(words.get(1)), root.resolve(words.get(2).substring(1)));
      }
    }
    return new ImageRoot(root);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }

  /** Where a path of the image lies. */
  Path path(String inImage) {
    return root.resolve(inImage.substring(1));
  }

  /** A text of the manifests with the paths of the image where they lie here. */
  String located(String text) {
    return text.replace("/opt/", root + "/opt/");
  }

  /** Every file with its size and time, for a comparison. */
  Map<String, String> state() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(path).toString(),
            Files.size(path) + " bytes of " + Files.getLastModifiedTime(path));
      }
    }
    return files;
  }
}
