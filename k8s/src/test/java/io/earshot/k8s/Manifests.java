package io.earshot.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the manifests of this module. */
final class Manifests {

  static final Path MODULE = Path.of("").toAbsolutePath();

  static final Path CHECKOUT = MODULE.resolveSibling("").normalize();

  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  /** The overlays: what can be applied. */
  static final List<String> OVERLAYS = List.of("minimal", "cpu", "gpu", "production");

  /** Every resource of an overlay; the caller's own copies. */
  static List<ObjectNode> overlay(String name) {
    return Kustomize.build(MODULE.resolve("overlays").resolve(name));
  }

  /** The FlinkDeployment of an overlay; the caller's own copy. */
  static ObjectNode deployment(String overlay) {
    return overlay(overlay).stream()
        .filter(resource -> resource.path("kind").asText().equals("FlinkDeployment"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(overlay + " has no FlinkDeployment"));
  }

  /** The documents of a file, in its order. */
  static List<JsonNode> all(Path file) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tree of a JSON text. */
  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    return text(MODULE.resolve(file));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flink's configuration in a deployment, as it stands there. */
  static Map<String, String> flinkConfiguration(JsonNode deployment) {
    Map<String, String> values = new LinkedHashMap<>();
    deployment
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return values;
  }

  /** The job's arguments in a deployment, by key and without dashes. */
  static Map<String, String> jobOptions(JsonNode deployment) {
    Map<String, String> values = new LinkedHashMap<>();
    JsonNode args = deployment.at("/spec/job/args");
    for (int i = 0; i + 1 < args.size(); i += 2) {
      values.put(args.get(i).asText().substring(2), args.get(i + 1).asText());
    }
    return values;
  }
}
