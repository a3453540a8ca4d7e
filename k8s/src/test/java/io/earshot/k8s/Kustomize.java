package io.earshot.k8s;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code kubectl kustomize} makes of a directory, for the part of Kustomize that this module
 * uses: resources, components, config maps of files, and JSON patches (RFC 6902) by kind. Anything
 * else is refused, so that nobody believes it tested; where kubectl is at hand, a test compares.
 */
final class Kustomize {

  private static final Set<String> KEYS =
      Set.of("apiVersion", "kind", "resources", "components", "patches", "configMapGenerator");

  private final List<ObjectNode> resources = new ArrayList<>();

  private Kustomize() {}

  /** Builds a directory that holds a {@code kustomization.yaml}. */
  static List<ObjectNode> build(Path directory) {
    Kustomize kustomize = new Kustomize();
    kustomize.include(directory);
    return kustomize.resources;
  }

  private void include(Path directory) {
    JsonNode kustomization = Manifests.all(directory.resolve("kustomization.yaml")).get(0);
    kustomization
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw new AssertionError(directory + ": " + key + " is not read by the tests");
              }
            });
    for (JsonNode resource : kustomization.path("resources")) {
      Path path = directory.resolve(resource.asText()).normalize();
      if (Files.isDirectory(path)) {
        resources.addAll(build(path));
      } else {
        Manifests.all(path).forEach(document -> resources.add((ObjectNode) document));
      }
    }
    for (JsonNode component : kustomization.path("components")) {
      include(directory.resolve(component.asText()).normalize());
    }
    for (JsonNode generator : kustomization.path("configMapGenerator")) {
      resources.add(configMap(directory, generator));
    }
    for (JsonNode patch : kustomization.path("patches")) {
      patch(directory, patch);
    }
  }

  private static ObjectNode configMap(Path directory, JsonNode generator) {
    if (!generator.at("/options/disableNameSuffixHash").asBoolean()) {
      throw new AssertionError(directory + ": the tests know no hashes of config maps");
    }
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    map.put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata")
        .put("name", generator.get("name").asText())
        .set("labels", generator.at("/options/labels"));
    ObjectNode data = map.putObject("data");
    for (JsonNode file : generator.get("files")) {
      Path path = directory.resolve(file.asText());
      data.put(String.valueOf(path.getFileName()), Manifests.text(path));
    }
    return map;
  }

  private void patch(Path directory, JsonNode patch) {
    String kind = patch.at("/target/kind").asText();
    List<ObjectNode> targets =
        resources.stream().filter(r -> r.path("kind").asText().equals(kind)).toList();
    if (targets.isEmpty() || patch.get("target").size() != 1) {
      throw new AssertionError(
          directory + ": " + patch + " has no target, or one by more than kind");
    }
    // A list at the top is read as its elements.
    for (JsonNode operation : Manifests.all(directory.resolve(patch.get("path").asText()))) {
      targets.forEach(target -> apply(operation, target));
    }
  }

  private static void apply(JsonNode operation, ObjectNode resource) {
    JsonPointer path = JsonPointer.compile(operation.get("path").asText());
    JsonNode parent = resource.at(path.head());
    String last = path.last().getMatchingProperty();
    JsonNode value = operation.path("value").deepCopy();
    String name = operation.get("op").asText();
    if (name.equals("add") && parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (name.equals("add") && parent instanceof ArrayNode array && last.equals("-")) {
      array.add(value);
    } else if (name.equals("replace") && parent instanceof ObjectNode object && object.has(last)) {
      object.set(last, value);
    } else {
      throw new AssertionError(operation + " cannot be applied to " + parent);
    }
  }
}
