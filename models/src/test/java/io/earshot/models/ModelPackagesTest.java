package io.earshot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.earshot.media.TextNormaliser;
import io.earshot.media.WordPieceTokenizer;
import io.earshot.model.Calibration;
import io.earshot.model.Device;
import io.earshot.model.ModelPackage;
import io.earshot.model.SessionConfig;
import io.earshot.model.TextClassifier;
import io.earshot.model.WordPieceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelPackagesTest {
  private static final Set<String> NOT_PACKAGES = Set.of("src", "target");

  static Stream<Path> packages() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(""))) {
      return entries
          .filter(Files::isDirectory)
          .filter(
              folder ->
                  !NOT_PACKAGES.contains(folder.toString()) && !folder.toString().startsWith("."))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void the_text_model_is_there() throws IOException {
    assertThat(packages()).contains(Path.of("text-safety"));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_holds_the_files_its_manifest_names_with_their_digests(Path folder)
      throws Exception {
    JsonNode manifest = manifest(folder);

    assertThat(manifest.get("id").asText()).isEqualTo(folder.toString());
    assertThat(manifest.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(sha256(folder.resolve(manifest.get("file").asText())))
        .isEqualTo(manifest.get("sha256").asText());
    JsonNode preprocessing = manifest.get("preprocessing");
    if (preprocessing.has("vocabulary")) {
      assertThat(sha256(folder.resolve(preprocessing.get("vocabulary").asText())))
          .isEqualTo(preprocessing.get("vocabularySha256").asText());
    }
    assertThat(folder.resolve("LICENSE")).isNotEmptyFile();
    assertThat(folder.resolve("NOTICE")).isNotEmptyFile();
    assertThat(folder.resolve("MODEL_CARD.md"))
        .content()
        .contains("Limits", manifest.get("version").asText());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_graph_has_the_inputs_and_outputs_its_manifest_states(Path folder) throws Exception {
    JsonNode manifest = manifest(folder);
    try (OrtSession session = session(folder, manifest)) {
      assertThat(session.getInputNames()).isEqualTo(names(manifest.get("inputs")));
      assertThat(session.getOutputNames()).isEqualTo(names(manifest.get("outputs")));
    }
  }

  @ParameterizedTest
  @MethodSource("packages")
  void the_self_test_text_gets_the_scores_its_manifest_states(Path folder) throws Exception {
    JsonNode manifest = manifest(folder);
    if (!manifest.get("modality").asText().equals("text")) {
      return;
    }
    String text = manifest.get("selfTest").get("text").asText();

    float[] scores = score(folder, manifest, 1, text)[0];

    JsonNode labels = manifest.get("labels");
    assertThat(scores).hasSize(labels.size());
    for (int i = 0; i < scores.length; i++) {
      String label = labels.get(i).get("name").asText();
      assertThat(labels.get(i).get("threshold").asDouble()).as(label).isBetween(0.0, 1.0);
      // Another CPU or release of the runtime may round the last bits otherwise, and so the third
      // decimal.
      assertThat(calibration(labels.get(i)).apply(scores[i]))
          .as(label)
          .isCloseTo(
              manifest.get("selfTest").get("expected").get(label).asDouble(), within(0.0015));
    }
  }

  @ParameterizedTest
  @MethodSource("packages")
  void scores_do_not_depend_on_the_size_of_the_batch(Path folder) throws Exception {
    JsonNode manifest = manifest(folder);
    if (!manifest.get("modality").asText().equals("text")) {
      return;
    }
    String text = manifest.get("selfTest").get("text").asText();
    float[] alone = score(folder, manifest, 1, text)[0];
    for (int size : new int[] {2, 3, 8, 32}) {
      for (float[] row : score(folder, manifest, size, text)) {
        assertThat(row).as("batch of %s", size).isEqualTo(alone);
      }
    }
  }

  /** Random rows of each length bucket, each alone and in random batches with the others. */
  @ParameterizedTest
  @MethodSource("packages")
  void scores_do_not_depend_on_the_texts_beside_it(Path folder) throws Exception {
    if (!manifest(folder).get("modality").asText().equals("text")) {
      return;
    }
    ModelPackage model = ModelPackage.load(folder.toAbsolutePath());
    Random random = new Random(7);
    try (TextClassifier classifier =
        TextClassifier.open(model, SessionConfig.of(Device.CPU, 1), WordPieceEncoder.of(model))) {
      int shortest = 2;
      for (int bucket = 0; bucket < classifier.lengthBuckets().size(); bucket++) {
        int longest = classifier.lengthBuckets().get(bucket);
        List<int[]> rows = new ArrayList<>();
        List<float[]> alone = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          int length = shortest + random.nextInt(longest - shortest + 1);
          int[] row = random.ints(length, 1_000, 30_000).toArray();
          rows.add(row);
          alone.add(classifier.classify(bucket, List.of(row))[0]);
        }
        for (int round = 0; round < 4; round++) {
          List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
          Collections.shuffle(order, random);
          List<Integer> batch = order.subList(0, 2 + random.nextInt(rows.size() - 2));
          float[][] together = classifier.classify(bucket, batch.stream().map(rows::get).toList());
          for (int i = 0; i < together.length; i++) {
            assertThat(together[i]).as("bucket %s", longest).isEqualTo(alone.get(batch.get(i)));
          }
        }
        shortest = longest + 1;
      }
    }
  }

  /**
   * Rows padded as short as can be, and to every longer bucket. Sums over another width may round
   * otherwise, so that the promise is three decimals of the calibrated score, not the last bit.
   */
  @ParameterizedTest
  @MethodSource("packages")
  void calibrated_scores_agree_to_three_decimals_in_any_padding(Path folder) throws Exception {
    JsonNode manifest = manifest(folder);
    if (!manifest.get("modality").asText().equals("text")) {
      return;
    }
    ModelPackage model = ModelPackage.load(folder.toAbsolutePath());
    Random random = new Random(11);
    try (TextClassifier classifier =
        TextClassifier.open(model, SessionConfig.of(Device.CPU, 1), WordPieceEncoder.of(model))) {
      List<Integer> buckets = classifier.lengthBuckets();
      for (int i = 0; i < 48; i++) {
        int first = i % (buckets.size() - 1);
        int shortest = first == 0 ? 2 : buckets.get(first - 1) + 1;
        int length = shortest + random.nextInt(buckets.get(first) - shortest + 1);
        int[] row = random.ints(length, 1_000, 30_000).toArray();
        float[] narrow = classifier.classify(first, List.of(row))[0];
        for (int bucket = first + 1; bucket < buckets.size(); bucket++) {
          int[] other = random.ints(buckets.get(bucket), 1_000, 30_000).toArray();
          float[] wide = classifier.classify(bucket, List.of(other, row))[1];
          for (int label = 0; label < narrow.length; label++) {
            JsonNode named = manifest.get("labels").get(label);
            Calibration calibration = calibration(named);
            assertThat(calibration.apply(wide[label]))
                .as(
                    "%s of %s tokens in %s",
                    named.get("name").asText(), length, buckets.get(bucket))
                .isCloseTo(calibration.apply(narrow[label]), within(0.0005));
          }
        }
      }
    }
  }

  private static Calibration calibration(JsonNode label) {
    JsonNode given = label.get("calibration");
    return given == null
        ? Calibration.NONE
        : new Calibration(given.get("slope").asDouble(), given.get("intercept").asDouble());
  }

  private static float[][] score(Path folder, JsonNode manifest, int copies, String text)
      throws IOException, OrtException {
    JsonNode preprocessing = manifest.get("preprocessing");
    assertThat(preprocessing.get("normaliser").asText()).isEqualTo(TextNormaliser.VERSION);
    WordPieceTokenizer tokenizer =
        WordPieceTokenizer.read(folder.resolve(preprocessing.get("vocabulary").asText()));
    int[] ids =
        tokenizer
            .encode(TextNormaliser.normalise(text), preprocessing.get("maxTokens").asInt())
            .ids();
    int bucket = bucket(manifest, ids.length);
    long[][] tokens = new long[copies][bucket];
    long[][] mask = new long[copies][bucket];
    for (int row = 0; row < copies; row++) {
      for (int i = 0; i < ids.length; i++) {
        tokens[row][i] = ids[i];
        mask[row][i] = 1;
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = session(folder, manifest);
        OnnxTensor idTensor = OnnxTensor.createTensor(environment, tokens);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
        OnnxTensor typeTensor = OnnxTensor.createTensor(environment, new long[copies][bucket]);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids",
                    idTensor,
                    "attention_mask",
                    maskTensor,
                    "token_type_ids",
                    typeTensor))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private static int bucket(JsonNode manifest, int length) {
    for (JsonNode bucket : manifest.get("batching").get("lengthBuckets")) {
      if (bucket.asInt() >= length) {
        return bucket.asInt();
      }
    }
    throw new AssertionError(
        "no length bucket holds the " + length + " tokens of the self-test text");
  }

  private static JsonNode manifest(Path folder) throws IOException {
    return new YAMLMapper().readTree(folder.resolve("model.yaml").toFile());
  }

  private static OrtSession session(Path folder, JsonNode manifest) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      return OrtEnvironment.getEnvironment()
          .createSession(folder.resolve(manifest.get("file").asText()).toString(), options);
    }
  }

  private static Set<String> names(JsonNode entries) {
    Set<String> names = new TreeSet<>();
    entries.forEach(entry -> names.add(entry.get("name").asText()));
    return names;
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
