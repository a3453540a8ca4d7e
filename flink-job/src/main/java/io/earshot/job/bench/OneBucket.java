package io.earshot.job.bench;

import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A text model with its longest length bucket only, so that every row is padded to it: a copy of
 * the package in a folder of its own, which goes when this is closed.
 */
record OneBucket(ModelPackage model) implements AutoCloseable {

  /**
   * Copies a package.
   *
   * @throws IOException if that cannot be written
   */
  static OneBucket of(ModelPackage model) throws IOException {
    Path folder = Files.createTempDirectory("earshot-bench-");
    try (Stream<Path> files = Files.list(model.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path manifest = folder.resolve(ModelManifest.FILE_NAME);
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<String, Object> values = yaml.load(Files.readString(manifest));
    if (!(values.get("batching") instanceof Map<?, ?> batching)) {
      throw new IllegalStateException(manifest + " was read before, but has no batching now");
    }
    List<Integer> buckets = model.manifest().batching().lengthBuckets();
    @SuppressWarnings("unchecked") // keys of a manifest are strings, or it is not read
    Map<String, Object> shapes = (Map<String, Object>) batching;
    shapes.put(
        "lengthBuckets", new ArrayList<>(buckets.subList(buckets.size() - 1, buckets.size())));
    Files.writeString(manifest, new Yaml().dump(values));
    return new OneBucket(ModelPackage.load(folder));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(model.directory())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(model.directory());
  }
}
