package io.earshot.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.earshot.media.audio.AudioInput;
import io.earshot.media.audio.AudioStream;
import io.earshot.media.image.PixelTensor;
import io.earshot.model.ModelManifest.Batching;
import io.earshot.model.ModelManifest.DeviceSettings;
import io.earshot.model.ModelManifest.ElementType;
import io.earshot.model.ModelManifest.Gate;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelManifest.MediaSample;
import io.earshot.model.ModelManifest.Medium;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelManifest.Preprocessing;
import io.earshot.model.ModelManifest.SelfTest;
import io.earshot.model.ModelManifest.Sound;
import io.earshot.model.ModelManifest.Task;
import io.earshot.model.ModelManifest.TensorSpec;
import io.earshot.model.ModelManifest.TextSample;
import io.earshot.model.ModelManifest.WordPiece;
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
import java.util.function.Function;
import java.util.stream.Stream;

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

  private static final String HEX_DIGITS = "64 lower-case hexadecimal digits";

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
    Section top = section(tree, "", Set.of("gate", "devices"), ModelManifest.class);
    Medium modality = top.oneOf("modality", Medium.values(), Medium::key);
    Task task = top.oneOf("task", Task.values(), Task::key);
    if (task == Task.SPEECH_ACTIVITY && modality != Medium.AUDIO) {
      throw bad("task", task.key(), "another with modality " + modality.key());
    }
    List<Label> labels = top.list("labels", this::label);
    requireDistinct("labels", labels.stream().map(Label::name).toList());
    Preprocessing preprocessing = preprocessing(top.node("preprocessing"), modality);
    Batching batching = batching(top.node("batching"), preprocessing);
    if (top.has("gate") && modality != Medium.TEXT) {
      throw bad(
          "gate", "given", "absent with modality " + modality.key() + ": only texts have one");
    }
    return new ModelManifest(
        top.text("id", NAME, PLAIN),
        top.text("version", NAME, PLAIN),
        task,
        modality,
        top.fileName("file"),
        top.text("sha256", HEX_DIGEST, HEX_DIGITS),
        top.text("licence", ".*\\S.*", "the SPDX id of a licence"),
        top.list("inputs", this::tensor),
        top.list("outputs", this::tensor),
        labels,
        preprocessing,
        batching,
        selfTest(top.node("selfTest"), modality, labels),
        top.has("gate") ? Optional.of(gate(top.child("gate", Gate.class))) : Optional.empty(),
        top.has("devices") ? devices(top.node("devices")) : DeviceSettings.NONE);
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

  private Preprocessing preprocessing(JsonNode node, Medium modality) {
    String path = "preprocessing";
    Set<String> kind = Set.of("kind");
    return switch (modality) {
      case TEXT -> {
        Section section = section(node, path, kind, Set.of(), WordPiece.class);
        section.oneOf("kind", "wordpiece");
        yield wordPiece(section);
      }
      case IMAGE -> {
        Section section = section(node, path, kind, Set.of("mean", "deviation"), Pixels.class);
        section.oneOf("kind", "image");
        yield pixels(section);
      }
      case AUDIO -> {
        Section section =
            section(node, path, kind, Set.of("contextSamples", "logMel"), Sound.class);
        section.oneOf("kind", "audio");
        yield sound(section);
      }
    };
  }

  private static WordPiece wordPiece(Section section) {
    return new WordPiece(
        section.fileName("vocabulary"),
        section.text("vocabularySha256", HEX_DIGEST, HEX_DIGITS),
        section.flag("lowercase"),
        section.text("normaliser", NAME, "the version of a text normaliser"),
        section.integer("maxTokens", 3, 8192));
  }

  private Pixels pixels(Section section) {
    double scale = section.number("scale");
    if (!(scale > 0)) {
      throw bad("preprocessing.scale", scale, "a number above 0");
    }
    List<Double> deviation = section.channels("deviation", 1);
    if (deviation.stream().anyMatch(value -> !(value > 0))) {
      throw bad("preprocessing.deviation", deviation, "three numbers above 0");
    }
    return new Pixels(
        section.integer("width", 1, 2048),
        section.integer("height", 1, 2048),
        section.oneOf("layout", PixelTensor.Layout.values(), PixelTensor.Layout::name),
        scale,
        section.oneOf(
            "resize",
            PixelTensor.Resize.values(),
            resize -> resize.name().toLowerCase(Locale.ROOT).replace('_', '-')),
        section.channels("mean", 0),
        deviation);
  }

  private Sound sound(Section section) {
    Sound.Features features =
        section.oneOf("features", Sound.Features.values(), Sound.Features::key);
    boolean isMel = features == Sound.Features.LOG_MEL;
    if (isMel && section.has("contextSamples")) {
      throw bad("preprocessing.contextSamples", "given", "absent with features log-mel");
    }
    if (isMel != section.has("logMel")) {
      throw bad(
          "preprocessing.logMel",
          isMel ? "missing" : "given",
          isMel ? "given with features log-mel" : "absent with features " + features.key());
    }
    Sound sound =
        new Sound(
            section.integer("sampleRate", AudioStream.RATE, AudioStream.RATE),
            features,
            section.integer("windowMs", 1, 60_000),
            section.integer("hopMs", 1, 60_000),
            section.has("contextSamples") ? section.integer("contextSamples", 0, 160_000) : 0,
            isMel
                ? Optional.of(logMel(section.child("logMel", Sound.LogMel.class)))
                : Optional.empty());
    if (sound.hopMs() > sound.windowMs()) {
      throw bad(
          "preprocessing.hopMs",
          sound.hopMs(),
          "at most preprocessing.windowMs, " + sound.windowMs() + ", or some sound goes unheard");
    }
    try {
      AudioInput unused = sound.input();
    } catch (IllegalArgumentException e) {
      throw new ModelPackageException(
          file + ": key 'preprocessing' does not go together: " + e.getMessage(), e);
    }
    return sound;
  }

  private static Sound.LogMel logMel(Section section) {
    return new Sound.LogMel(
        section.integer("window", 1, AudioStream.RATE),
        section.integer("hop", 1, AudioStream.RATE),
        section.integer("fft", 2, 1 << 15),
        section.integer("mels", 1, 1 << 14),
        section.number("fmin"),
        section.number("fmax"),
        section.number("offset"));
  }

  private Batching batching(JsonNode node, Preprocessing preprocessing) {
    if (!(preprocessing instanceof WordPiece text)) {
      // Said in words of its own: a list of lengths is what one copies from a model of texts.
      if (node.has("lengthBuckets")) {
        throw bad("batching.lengthBuckets", "given", "absent: only texts differ in length");
      }
      Section section =
          section(node, "batching", Set.of("lengthBuckets", "minBatch"), Batching.class);
      return batching(section, List.of());
    }
    Section section = section(node, "batching", Set.of("minBatch"), Batching.class);
    List<Integer> buckets =
        section.list("lengthBuckets", (length, path) -> integer(length, path, 1, 8192));
    for (int i = 1; i < buckets.size(); i++) {
      if (buckets.get(i) <= buckets.get(i - 1)) {
        throw bad("batching.lengthBuckets", buckets.toString(), "lengths in ascending order");
      }
    }
    int longest = buckets.get(buckets.size() - 1);
    if (longest != text.maxTokens()) {
      throw bad(
          "batching.lengthBuckets",
          "ends with " + longest,
          "a last bucket of preprocessing.maxTokens, " + text.maxTokens());
    }
    return batching(section, buckets);
  }

  private static Batching batching(Section section, List<Integer> buckets) {
    int maxBatch = section.integer("maxBatch", 1, 4096);
    int minBatch =
        section.has("minBatch")
            ? section.integer("minBatch", 1, maxBatch)
            : Math.min(Batching.DEFAULT_MIN, maxBatch);
    return new Batching(buckets, minBatch, maxBatch);
  }

  private SelfTest selfTest(JsonNode node, Medium modality, List<Label> labels) {
    if (modality == Medium.TEXT) {
      Section section = section(node, "selfTest", Set.of(), TextSample.class);
      return new TextSample(
          section.text("text", "(?s).*\\S.*", "a text to score"), expected(section, labels));
    }
    Section section = section(node, "selfTest", Set.of(), MediaSample.class);
    return new MediaSample(
        section.fileName("media"),
        section.text("mediaSha256", HEX_DIGEST, HEX_DIGITS),
        expected(section, labels));
  }

  private SortedMap<String, Double> expected(Section section, List<Label> labels) {
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
    return scores;
  }

  private DeviceSettings devices(JsonNode node) {
    Section section =
        section(node, "devices", Set.of("cpu", "cuda", "tensorrt"), DeviceSettings.class);
    return new DeviceSettings(
        section.options("cpu"), section.options("cuda"), section.options("tensorrt"));
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
    return section(node, path, Set.of(), optional, shape);
  }

  /** A mapping with the keys of a record's components and some more before them. */
  private Section section(
      JsonNode node, String path, Set<String> more, Set<String> optional, Class<?> shape) {
    if (!node.isObject()) {
      throw bad(path.isEmpty() ? "the document" : path, node, "a mapping");
    }
    List<String> keys =
        Stream.concat(
                more.stream(),
                Arrays.stream(shape.getRecordComponents()).map(component -> component.getName()))
            .toList();
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

    <E> E oneOf(String key, E[] values, Function<E, String> spelling) {
      String given = oneOf(key, Arrays.stream(values).map(spelling).toArray(String[]::new));
      return Arrays.stream(values)
          .filter(value -> spelling.apply(value).equals(given))
          .findFirst()
          .orElseThrow();
    }

    /** A number for each of red, green and blue; the same for all where none is given. */
    List<Double> channels(String key, double unlessGiven) {
      if (!has(key)) {
        return List.of(unlessGiven, unlessGiven, unlessGiven);
      }
      List<Double> read =
          list(
              key,
              (node, at) -> {
                if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                  throw bad(at, node, "a number");
                }
                return node.doubleValue();
              });
      if (read.size() != 3) {
        throw bad(join(path, key), read, "three numbers: of red, green and blue");
      }
      return read;
    }

    /** Names with one value each; none where the key is absent. */
    SortedMap<String, String> options(String key) {
      SortedMap<String, String> read = new TreeMap<>();
      if (!has(key)) {
        return read;
      }
      JsonNode options = node(key);
      if (!options.isObject()) {
        throw bad(join(path, key), options, "a mapping of option names to values");
      }
      options
          .properties()
          .forEach(
              option -> {
                if (!option.getValue().isValueNode() || option.getValue().isNull()) {
                  throw bad(
                      join(join(path, key), option.getKey()), option.getValue(), "a single value");
                }
                read.put(option.getKey(), option.getValue().asText());
              });
      return read;
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
