package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens the packaged job jar, so it runs in the verify phase and not with the tests. */
final class EarshotJobJarCheck {

  private static JarFile jar = open();
  private static List<String> entries = List.of();

  private static JarFile open() {
    try {
      return new JarFile(Path.of("target", "earshot-job.jar").toFile());
    } catch (IOException e) {
      throw new AssertionError("target/earshot-job.jar is not there; mvn package makes it", e);
    }
  }

  @BeforeAll
  static void list() {
    entries = jar.stream().map(entry -> entry.getName()).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/earshot/enforcement/EnforcementFunction.class",
        "io/earshot/schemas/avro/ContentEvent.class",
        "org/apache/flink/connector/kafka/source/KafkaSource.class",
        "org/apache/flink/connector/base/DeliveryGuarantee.class",
        "org/apache/kafka/clients/producer/KafkaProducer.class",
        "org/apache/avro/Schema.class",
        "META-INF/LICENSE",
        "META-INF/NOTICE",
        "META-INF/services/io.earshot.risk.Detector",
      })
  void job_jar_carries(String entry) {
    assertThat(entries).contains(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/flink/runtime/",
        "org/apache/flink/streaming/api/environment/",
        "org/apache/flink/client/",
        "org/apache/flink/state/rocksdb/",
        "org/rocksdb/",
        "org/apache/flink/shaded/",
        "kafka/server/",
        "org/apache/kafka/server/common/",
        "org/apache/kafka/controller/",
        "org/apache/kafka/storage/",
        "scala/",
        "ai/onnxruntime/",
        "org/slf4j/",
        "org/apache/logging/log4j/",
        "io/earshot/job/cli/",
        "io/earshot/job/embedded/",
        "io/earshot/job/demo/",
        "io/earshot/job/bench/",
        "io/earshot/job/traffic/",
        "traffic/",
        "log4j2",
      })
  void job_jar_does_not_carry(String prefix) {
    assertThat(entries).noneMatch(entry -> entry.startsWith(prefix));
  }

  @Test
  void job_jar_has_no_signature_and_no_module_descriptor() {
    assertThat(entries)
        .noneMatch(
            entry -> entry.toUpperCase(Locale.ROOT).matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
        .noneMatch(entry -> entry.endsWith("module-info.class"));
  }

  @Test
  void job_jar_names_its_entry_point() throws IOException {
    assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
        .isEqualTo("io.earshot.job.EarshotJob");
  }

  @Test
  void job_jar_merges_what_several_libraries_say_of_one_service() throws IOException {
    String service = "META-INF/services/com.fasterxml.jackson.core.JsonFactory";
    try (var in = jar.getInputStream(jar.getJarEntry(service))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("com.fasterxml.jackson.core.JsonFactory")
          .contains("com.fasterxml.jackson.dataformat.yaml.YAMLFactory");
    }
  }

  @Test
  void job_jar_carries_the_licence_of_the_house_first() throws IOException {
    try (var in = jar.getInputStream(jar.getJarEntry("META-INF/NOTICE"))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("Earshot");
    }
  }
}
