package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.Modality;
import io.earshot.job.EarshotOptions.TransactionNaming;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.ModelVersion;
import io.earshot.scoring.SuppliedWhereUnsent;
import io.earshot.scoring.TextScoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReaderTest {

  @TempDir private Path folder;

  private static Map<String, String> valid() {
    Map<String, String> options = new HashMap<>();
    options.put("kafka.bootstrap-servers", "localhost:9092");
    options.put("scoring.mode", "SUPPLIED");
    return options;
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> options = valid();
    options.put(key, value);
    return options;
  }

  private static void assertRefused(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void defaults_areThoseOfTheOptions() {
    JobConfig config = ConfigReader.read(valid());

    assertThat(config.time().window()).isEqualTo(EarshotOptions.WINDOW_SIZE.defaultValue());
    assertThat(config.kafka().transactionNaming()).isEqualTo(TransactionNaming.POOLING);
    assertThat(config.policies().name()).isEqualTo("default");
  }

  @Test
  void unknownKey_isRefusedWithTheNearestKnownOne() {
    assertRefused(
        () -> ConfigReader.read(with("window.sise", "10 s")),
        "window.sise",
        "did you mean window.size?");
  }

  @Test
  void badValue_isRefusedWithKeyAndValue() {
    assertRefused(() -> ConfigReader.read(with("window.size", "soon")), "window.size", "soon");
    assertRefused(
        () -> ConfigReader.read(with("window.size", "0 s")), "window.size", "longer than nothing");
    assertRefused(
        () -> ConfigReader.read(with("scoring.capacity", "0")), "scoring.capacity", "at least 1");
    assertRefused(
        () -> ConfigReader.read(with("kafka.transaction.naming", "SOMETIMES")),
        "kafka.transaction.naming",
        "SOMETIMES");
  }

  @Test
  void missingBrokers_areNamed() {
    Map<String, String> options = valid();
    options.remove("kafka.bootstrap-servers");

    assertRefused(() -> ConfigReader.read(options), "kafka.bootstrap-servers is not set");
  }

  @Test
  void confluentWithoutRegistry_isRefused() {
    assertRefused(() -> ConfigReader.read(with("wire.format", "CONFLUENT")), "wire.registry.url");
  }

  @Test
  void registryUserWithoutPassword_isRefused() {
    assertRefused(
        () -> ConfigReader.read(with("wire.registry.user", "earshot")),
        "wire.registry.user",
        "wire.registry.password");
  }

  @Test
  void registryThatIsNoUrl_isRefusedWithoutShowingAPassword() {
    for (String url : List.of("registry:8081", "ftp://registry", "http://", "http://re gistry")) {
      assertRefused(() -> ConfigReader.read(with("wire.registry.url", url)), "wire.registry.url");
    }
    for (String url : List.of("http://user:s3cret@registry", "http://user:s3cret@re gistry")) {
      assertThatThrownBy(() -> ConfigReader.read(with("wire.registry.url", url)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("wire.registry.url")
          .message()
          .doesNotContain("s3cret");
    }
  }

  @Test
  void brokersByABackDoor_areRefused() {
    assertRefused(
        () -> ConfigReader.read(with("kafka.properties.bootstrap.servers", "there:9092")),
        "kafka.properties.bootstrap.servers",
        "kafka.bootstrap-servers");
  }

  @Test
  void argumentsThatAreNoPairs_areRefused() {
    assertRefused(() -> ConfigReader.parse("window.size", "10 s"), "window.size is not an option");
    assertRefused(() -> ConfigReader.parse("--window.size"), "--window.size has no value");
  }

  @Test
  void commandLine_winsOverFile() throws IOException {
    Path file = folder.resolve("earshot.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap-servers: elsewhere:9092
          topic-prefix: from-file.
        scoring.mode: SUPPLIED
        """);

    JobConfig config =
        ConfigReader.parse("--config", file.toString(), "--kafka.bootstrap-servers", "here:9092");

    assertThat(config.kafka().bootstrapServers()).isEqualTo("here:9092");
    assertThat(config.kafka().topicPrefix()).isEqualTo("from-file.");
  }

  @Test
  void secrets_comeFromFilesAndAreNeverPrinted() throws IOException {
    Path secret = folder.resolve("password");
    Files.writeString(secret, "s3cret\n");

    JobConfig config =
        ConfigReader.read(
            with("kafka.properties.ssl.truststore.password", "${file:" + secret + "}"));

    assertThat(config.kafka().properties()).containsEntry("ssl.truststore.password", "s3cret");
    assertThat(config.toString()).doesNotContain("s3cret");
    assertRefused(
        () -> ConfigReader.read(with("kafka.properties.x", "${env:NO_SUCH_VARIABLE_HERE}")),
        "NO_SUCH_VARIABLE_HERE",
        "not set");
  }

  @Test
  void missingModels_areRefusedWithTheDirectory() {
    Map<String, String> options = valid();
    options.remove("scoring.mode");
    options.put("scoring.models", folder.resolve("nowhere").toString());

    assertRefused(() -> ConfigReader.read(options), "scoring.models", "nowhere");
    options.put("scoring.models", folder.toString());
    assertRefused(() -> ConfigReader.read(options), "holds 0 packages");
  }

  @Test
  void modelWithAnotherDigest_isRefused() throws IOException {
    Path model = Files.createDirectory(folder.resolve("text-safety"));
    Path shipped = Path.of("..", "models", "text-safety");
    Files.copy(shipped.resolve("model.yaml"), model.resolve("model.yaml"));
    Files.copy(shipped.resolve("vocab.txt"), model.resolve("vocab.txt"));
    Files.writeString(model.resolve("model.onnx"), "another model");
    Map<String, String> options = valid();
    options.remove("scoring.mode");
    options.put("scoring.models", folder.toString());

    assertRefused(() -> ConfigReader.read(options), "model.onnx", "sha256");
  }

  @Test
  void bundleWithATypeError_isRefusedWithLineAndColumn() throws IOException {
    Path bundle = folder.resolve("policies.yaml");
    Files.writeString(
        bundle,
        """
        bundle: mine
        version: "1"
        policies:
          - id: HAT.HATE
            version: "1"
            clause: https://example.com/hate
            rules:
              - id: hate
                if: text.hate >= "high"
                then: {action: REMOVE}
                because: It is hateful
        """);

    assertRefused(
        () -> ConfigReader.read(with("policy.bundle", bundle.toString())),
        "9:",
        "rule hate",
        "_>=_");
  }

  @Test
  void rulesOnPicturesAndSound_areTakenWhereThePlatformSuppliesScores() throws IOException {
    Path bundle = bundle("image.porn >= 0.9 || audio.gunshot >= 0.9");

    assertThat(ConfigReader.read(with("policy.bundle", bundle.toString())).policies().labels())
        .containsEntry(Modality.IMAGE, List.of("drawing", "hentai", "neutral", "porn", "sexy"))
        .containsKey(Modality.AUDIO);

    Map<String, String> others = with("policy.bundle", bundle.toString());
    others.put("scoring.supplied-labels.image", "nudity; gore");
    assertRefused(() -> ConfigReader.read(others), "image.porn");
  }

  @Test
  void labelsAreThoseOfTheModels_andWithoutOneThoseThatAreListed() throws IOException {
    Map<String, String> options = valid();
    options.put("scoring.mode", "MODEL");
    options.put("scoring.models", Path.of("..", "models").toString());
    options.put("policy.bundle", bundle("image.gore >= 0.9").toString());

    assertRefused(() -> ConfigReader.read(options), "image.gore");

    options.put("policy.bundle", bundle("image.porn >= 0.9").toString());
    assertThat(ConfigReader.read(options).policies().labels())
        .containsEntry(Modality.IMAGE, List.of("drawing", "hentai", "neutral", "porn", "sexy"))
        .hasEntrySatisfying(
            Modality.AUDIO, labels -> assertThat(labels).contains("siren", "speech_share"));

    options.put("policy.bundle", bundle("audio.synthetic >= 0.9").toString());
    options.put("scoring.supplied-labels.audio", "synthetic;speech");
    JobConfig beside = ConfigReader.read(options);
    assertThat(beside.policies().labels().get(Modality.AUDIO))
        .contains("siren", "speech_share", "synthetic")
        .containsOnlyOnce("speech");
    assertThat(beside.scoring().models().get(Modality.AUDIO))
        .isInstanceOf(SuppliedWhereUnsent.class);

    options.remove("scoring.supplied-labels.audio");
    options.put("policy.bundle", bundle("image.gore >= 0.9").toString());
    options.put("scoring.image.model", "none");
    options.put("scoring.audio.model", "none");
    options.put("scoring.supplied-labels.image", "nudity;gore");
    assertThat(ConfigReader.read(options).policies().labels())
        .containsEntry(Modality.IMAGE, List.of("nudity", "gore"))
        .doesNotContainKey(Modality.AUDIO);
  }

  @Test
  void eachModalityIsScoredByItsModel_andTextByTheCascadeUnlessSwitchedOff() throws IOException {
    Map<String, String> options = valid();
    options.put("scoring.mode", "MODEL");
    options.put("scoring.models", Path.of("..", "models").toString());

    Map<Modality, ItemScoring> scorings = ConfigReader.read(options).scoring().models();

    assertThat(scorings).containsOnlyKeys(Modality.TEXT, Modality.IMAGE, Modality.AUDIO);
    assertThat(scorings.get(Modality.TEXT))
        .isInstanceOfSatisfying(
            TextScoring.class,
            text -> {
              assertThat(text.model().modelDirectory()).endsWith("text-safety");
              assertThat(text.gate()).isNotNull();
            });

    options.put("scoring.text.cascade", "false");
    assertThat(ConfigReader.read(options).scoring().models().get(Modality.TEXT))
        .isInstanceOfSatisfying(TextScoring.class, text -> assertThat(text.gate()).isNull());

    options.put("scoring.image.model", "image-safty");
    assertRefused(
        () -> ConfigReader.read(options), "scoring.image.model is image-safty", "image-safety@");
  }

  @Test
  void modelsAreNamedByVersionOrByThePlaceOfTheirPackage() throws IOException {
    TinyPackages.copy(folder.resolve("models").resolve("first"));
    TinyPackages.hateful(folder.resolve("models").resolve("second"), "2.0.0", 6, 0.975);
    TinyPackages.hateful(folder.resolve("store").resolve("third"), "3.0.0", 7, 0.991);
    String store = folder.resolve("store").toUri().toString();
    Map<String, String> options = valid();
    options.put("scoring.mode", "MODEL");
    options.put("scoring.models", folder.resolve("models").toString());
    options.put("policy.bundle", bundle("text.hate >= 0.9").toString());

    assertRefused(
        () -> ConfigReader.read(options), "scoring.text.model is not set", "as id@version");
    options.put("scoring.text.model", "tiny-text");
    assertRefused(() -> ConfigReader.read(options), "tiny-text@0.0.1, tiny-text@2.0.0");

    options.put("scoring.text.model", "tiny-text@2.0.0");
    assertThat(ConfigReader.read(options).scoring().versions().get(Modality.TEXT))
        .extracting(ModelVersion::name, ModelVersion::location)
        .containsExactly(tuple("tiny-text@2.0.0", ""));

    options.put("scoring.text.model", store + "third");
    assertRefused(
        () -> ConfigReader.read(options),
        "scoring.text.model: model package at",
        "scoring.packages.allowed-prefixes");

    options.put("scoring.packages.allowed-prefixes", store);
    options.put("scoring.packages.cache", folder.resolve("cache").toString());
    assertThat(ConfigReader.read(options).scoring().versions().get(Modality.TEXT))
        .extracting(ModelVersion::name, ModelVersion::location)
        .containsExactly(tuple("tiny-text@3.0.0", store + "third"));

    options.put("scoring.image.model", store + "third");
    assertRefused(
        () -> ConfigReader.read(options), "scoring.image.model is", "for text", "for this use");
  }

  @Test
  void labelThatNoRuleCouldAskFor_isRefused() {
    assertRefused(
        () -> ConfigReader.read(with("scoring.supplied-labels.image", "porn;scored")),
        "scoring.supplied-labels.image",
        "\"scored\"");
    assertRefused(
        () -> ConfigReader.read(with("scoring.supplied-labels.audio", "gun shot")),
        "scoring.supplied-labels.audio",
        "\"gun shot\"");
  }

  private Path bundle(String condition) throws IOException {
    Path bundle = folder.resolve("labels.yaml");
    Files.writeString(
        bundle,
        """
        bundle: mine
        version: "1"
        policies:
          - id: SEX.EXPLICIT
            version: "1"
            clause: https://example.com/sexual
            rules:
              - id: picture
                if: %s
                then: {action: SEND_TO_REVIEW}
                because: It shows or sounds like something
        """
            .formatted(condition));
    return bundle;
  }
}
