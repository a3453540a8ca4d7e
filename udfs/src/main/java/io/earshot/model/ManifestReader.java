package io.earshot.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.earshot.model.ModelManifest.Batching;
import io.earshot.model.ModelManifest.ElementType;
import io.earshot.model.ModelManifest.Gate;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelManifest.Preprocessing;
import io.earshot.model.ModelManifest.SelfTest;
import io.earshot.model.ModelManifest.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@link ModelManifest}s. The first fault found ends the reading, with one message that says
 * where it is.
 */
final class ManifestReader {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private static final String HEX_DIGEST = "[0-9a-f]{64}";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private static final String PLAIN =
      "text of letters, digits, '.', '_' and '-', in quotes where it reads as a number";

  private final Path file;

  private ManifestReader(Path file) {
    this.file = file;
  }

  static ModelManifest read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelPackageException(
          file
              + " does not exist; a model package is a folder with a "
              + ModelManifest.FILE_NAME
              + " and the files it names");
    }
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      return new ManifestReader(file).manifest(tree);
    } catch (JsonProcessingException e) {
      throw new ModelPackageException(file + " is not valid YAML: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelPackageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private ModelManifest manifest(JsonNode tree) {
    Section top = section(tree, "", Set.of("gate"), ModelManifest.class);
    List<Label> labels = top.list("labels", this::label);
    requireDistinct("labels", labels.stream().map(Label::name).toList());
    Preprocessing preprocessing = preprocessing(top.child("preprocessing", Preprocessing.class));
    Batching batching = batching(top.child("batching", Set.of("minBatch"), Batching.class));
    int longest = batching.lengthBuckets().get(batching.lengthBuckets().size() - 1);
    if (longest != preprocessing.maxTokens()) {
      throw bad(
          "batching.lengthBuckets",
          "ends with " + longest,
          "a last bucket of preprocessing.maxTokens, " + preprocessing.maxTokens());
    }
    return new ModelManifest(
        top.text("id", NAME, PLAIN),
        top.text("version", NAME, PLAIN),
        top.oneOf("task", "multi-label-classification"),
        top.oneOf("modality", "text", "image", "audio"),
        top.fileName("file"),
        top.text("sha256", HEX_DIGEST, "64 lower-case hexadecimal digits"),
        top.text("licence", ".*\\S.*", "the SPDX id of a licence"),
        top.list("inputs", this::tensor),
        top.list("outputs", this::tensor),
        labels,
        preprocessing,
        batching,
        selfTest(top.child("selfTest", SelfTest.class), labels),
        top.has("gate") ? Optional.of(gate(top.child("gate", Gate.class))) : Optional.empty());
  }

  private TensorSpec tensor(JsonNode node, String path) {
    Section section = section(node, path, Set.of(), TensorSpec.class);
    List<String> shape =
        section.list(
            "shape",
            (dimension, at) -> {
              String value = dimension.asText();
              if (!dimension.isValueNode() || !value.matches("[1-9][0-9]*|[a-z][A-Za-z0-9_]*")) {
                throw bad(at, dimension, "a positive number or the name of a varying dimension");
              }
              return value;
            });
    return new TensorSpec(
        section.text("name", ".*\\S.*", "the tensor's name in the graph"),
        ElementType.valueOf(section.oneOf("type", "int64", "float32").toUpperCase(Locale.ROOT)),
        shape);
  }

  private Label label(JsonNode node, String path) {
    Section section = section(node, path, Set.of("calibration"), Label.class);
    double threshold = section.probability("threshold");
    if (threshold == 0) {
      throw bad(path + ".threshold", "0", "a number above 0, or everything would be a violation");
    }
    return new Label(
        section.text("name", "[a-z][a-z0-9_]*", "lower-case letters, digits and '_'"),
        threshold,
        section.has("calibration")
            ? calibration(section.child("calibration", Calibration.class))
            : Calibration.NONE);
  }

  private Calibration calibration(Section section) {
    double slope = section.number("slope");
    if (!(slope > 0)) {
      throw bad(
          join(section.path, "slope"),
          Double.toString(slope),
          "a number above 0, or the order of scores would not stay");
    }
    return new Calibration(slope, section.number("intercept"));
  }

  private Gate gate(Section section) {
    JsonNode pass = section.node("pass");
    if (!pass.isObject() || pass.isEmpty()) {
      throw bad("gate.pass", pass, "a threshold for each label of the cheaper model");
    }
    SortedMap<String, Double> thresholds = new TreeMap<>();
    pass.fieldNames()
        .forEachRemaining(
            name -> thresholds.put(name, probability(pass.get(name), "gate.pass." + name)));
    return new Gate(
        section.text("model", NAME, PLAIN),
        section.text("version", NAME, PLAIN),
        thresholds,
        section.probability("recall"),
        section.probability("cleanPassed"),
        section.text("fittedOn", "(?s).*\\S.*", "the texts that the gate was fitted on"));
  }

  private static Preprocessing preprocessing(Section section) {
    return new Preprocessing(
        section.oneOf("kind", "wordpiece"),
        section.fileName("vocabulary"),
        section.text("vocabularySha256", HEX_DIGEST, "64 lower-case hexadecimal digits"),
        section.flag("lowercase"),
        section.text("normaliser", NAME, "the version of a text normaliser"),
        section.integer("maxTokens", 3, 8192));
  }

  private Batching batching(Section section) {
    List<Integer> buckets =
        section.list("lengthBuckets", (node, path) -> integer(node, path, 1, 8192));
    for (int i = 1; i < buckets.size(); i++) {
      if (buckets.get(i) <= buckets.get(i - 1)) {
        throw bad("batching.lengthBuckets", buckets.toString(), "lengths in ascending order");
      }
    }
    int maxBatch = section.integer("maxBatch", 1, 4096);
    int minBatch =
        section.has("minBatch")
            ? section.integer("minBatch", 1, maxBatch)
            : Math.min(Batching.DEFAULT_MIN, maxBatch);
    return new Batching(buckets, minBatch, maxBatch);
  }

  private SelfTest selfTest(Section section, List<Label> labels) {
    JsonNode expected = section.node("expected");
    Set<String> names = new HashSet<>(labels.stream().map(Label::name).toList());
    Set<String> given = new HashSet<>();
    expected.fieldNames().forEachRemaining(given::add);
    if (!expected.isObject() || !given.equals(names)) {
      throw bad("selfTest.expected", expected, "one score for each of the labels " + sorted(names));
    }
    SortedMap<String, Double> scores = new TreeMap<>();
    for (String name : names) {
      scores.put(name, probability(expected.get(name), "selfTest.expected." + name));
    }
    return new SelfTest(section.text("text", "(?s).*\\S.*", "a text to score"), scores);
  }

  private void requireDistinct(String path, List<String> names) {
    if (new HashSet<>(names).size() != names.size()) {
      throw bad(path, names.toString(), "each name once");
    }
  }

  private int integer(JsonNode node, String path, int min, int max) {
    if (!node.isInt() || node.intValue() < min || node.intValue() > max) {
      throw bad(path, node, "a whole number from " + min + " to " + max);
    }
    return node.intValue();
  }

  private double probability(JsonNode node, String path) {
    if (!node.isNumber() || !(node.doubleValue() >= 0 && node.doubleValue() <= 1)) {
      throw bad(path, node, "a number from 0 to 1");
    }
    return node.doubleValue();
  }

  private Section section(JsonNode node, String path, Set<String> optional, Class<?> shape) {
    if (!node.isObject()) {
      throw bad(path.isEmpty() ? "the document" : path, node, "a mapping");
    }
    List<String> keys =
        Arrays.stream(shape.getRecordComponents()).map(component -> component.getName()).toList();
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                throw new ModelPackageException(
                    file
                        + ": key '"
                        + join(path, key)
                        + "' is unknown; allowed here: "
                        + String.join(", ", keys));
              }
            });
    for (String key : keys) {
      if (!optional.contains(key) && (!node.has(key) || node.get(key).isNull())) {
        throw new ModelPackageException(
            file
                + ": key '"
                + join(path, key)
                + "' is missing; required here: "
                + String.join(
                    ", ", keys.stream().filter(other -> !optional.contains(other)).toList()));
      }
    }
    return new Section(node, path);
  }

  private ModelPackageException bad(String path, Object value, String allowed) {
    return new ModelPackageException(
        file + ": key '" + path + "' is " + value + ", but must be " + allowed);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /** Reads one element of a list. */
  private interface Element<T> {
    T read(JsonNode node, String path);
  }

  /** A mapping whose keys are known to be the allowed ones. */
  private final class Section {
    private final JsonNode mapping;
    private final String path;

    Section(JsonNode mapping, String path) {
      this.mapping = mapping;
      this.path = path;
    }

    boolean has(String key) {
      return mapping.has(key);
    }

    JsonNode node(String key) {
      return mapping.get(key);
    }

    Section child(String key, Class<?> shape) {
      return child(key, Set.of(), shape);
    }

    Section child(String key, Set<String> optional, Class<?> shape) {
      return section(node(key), join(path, key), optional, shape);
    }

    String text(String key, String pattern, String allowed) {
      JsonNode node = node(key);
      if (!node.isTextual() || !node.textValue().matches(pattern)) {
        throw bad(join(path, key), node, allowed);
      }
      return node.textValue();
    }

    String fileName(String key) {
      return text(key, NAME, "the name of a file in the package's folder");
    }

    String oneOf(String key, String... allowed) {
      JsonNode node = node(key);
      if (!node.isTextual() || !Arrays.asList(allowed).contains(node.textValue())) {
        throw bad(join(path, key), node, String.join(" or ", allowed));
      }
      return node.textValue();
    }

    boolean flag(String key) {
      if (!node(key).isBoolean()) {
        throw bad(join(path, key), node(key), "true or false");
      }
      return node(key).booleanValue();
    }

    int integer(String key, int min, int max) {
      return ManifestReader.this.integer(node(key), join(path, key), min, max);
    }

    double number(String key) {
      if (!node(key).isNumber() || !Double.isFinite(node(key).doubleValue())) {
        throw bad(join(path, key), node(key), "a number");
      }
      return node(key).doubleValue();
    }

    double probability(String key) {
      return ManifestReader.this.probability(node(key), join(path, key));
    }

    <T> List<T> list(String key, Element<T> element) {
      JsonNode node = node(key);
      if (!node.isArray() || node.isEmpty()) {
        throw bad(join(path, key), node, "a list of at least one entry");
      }
      List<T> read = new ArrayList<>(node.size());
      for (int i = 0; i < node.size(); i++) {
        read.add(element.read(node.get(i), join(path, key) + "[" + i + "]"));
      }
      return List.copyOf(read);
    }
  }
}
