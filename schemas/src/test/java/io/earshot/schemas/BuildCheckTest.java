package io.earshot.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the IDL to its released history; the second half shows that the check can fail. */
class BuildCheckTest {

  private static final String BASE =
      """
      {"type":"record","name":"R","fields":[
        {"name":"id","type":"string"},
        {"name":"kind","type":{"type":"enum","name":"K","symbols":["UNKNOWN","A"],"default":"UNKNOWN"}},
        {"name":"when","type":{"type":"long","logicalType":"timestamp-millis"}},
        {"name":"parts","type":{"type":"array","items":
          {"type":"record","name":"Part","fields":[{"name":"size","type":["null","int"],"default":null}]}}}
      ]}\
      """;

  @ParameterizedTest
  @EnumSource
  void idl_of_each_topic_is_its_newest_released_version(Topic topic) {
    assertThat(SchemaStore.released().newest(topic).map(SchemaVersion::text))
        .as(
            "The IDL of topic %s differs from its newest released version: run ./earshot schema"
                + " release",
            topic.topicName())
        .contains(SchemaVersion.text(SchemaVersion.portable(topic.schema())));
  }

  @ParameterizedTest
  @EnumSource
  void every_pair_of_released_versions_reads_each_other(Topic topic) {
    assertThat(Compatibility.faults(SchemaStore.released().versions(topic))).isEmpty();
  }

  @Test
  void folder_of_schemas_holds_nothing_but_versions_without_gaps() throws IOException {
    Path folder = Path.of("src/main/resources/schemas");
    List<String> expected =
        Stream.of(Topic.values())
            .flatMap(topic -> SchemaStore.released().versions(topic).stream())
            .map(version -> SchemaStore.file(version.topic(), version.number()))
            .sorted()
            .toList();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                  .sorted())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          new field without default | {"name":"id","type":"string"}, | {"name":"id","type":"string"},{"name":"added","type":"int"}, | R.added | READER_FIELD_MISSING_DEFAULT_VALUE
          field removed | {"name":"id","type":"string"}, | | R.id | READER_FIELD_MISSING_DEFAULT_VALUE
          type changed | {"name":"id","type":"string"} | {"name":"id","type":"long"} | R.id | TYPE_MISMATCH
          branch added | ["null","int"] | ["null","int","string"] | R.parts[].size | MISSING_UNION_BRANCH
          symbol added, no default | "symbols":["UNKNOWN","A"],"default":"UNKNOWN" | "symbols":["UNKNOWN","A","B"] | R.kind | MISSING_ENUM_SYMBOLS
          unit changed | timestamp-millis | timestamp-micros | R.when | LOGICAL_TYPE_MISMATCH
          """)
  void incompatible_change_is_named_with_its_path(
      String what, String from, @Nullable String to, String path, String type) {
    String first = BASE;
    if (what.startsWith("symbol")) {
      first = BASE.replace(",\"default\":\"UNKNOWN\"", "");
      from = "\"symbols\":[\"UNKNOWN\",\"A\"]";
    }
    String second = first.replace(from, to == null ? "" : to);
    assertThat(second).isNotEqualTo(first);

    assertThat(Compatibility.faults(List.of(version(1, first), version(2, second))))
        .as(what)
        .isNotEmpty()
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("Topic reports: version ")
                    .contains(" cannot read version ", path + ": " + type));
  }

  @Test
  void incompatibility_with_an_older_version_than_the_last_is_found() {
    String without = BASE.replace("{\"name\":\"id\",\"type\":\"string\"},", "");
    String withDefault =
        BASE.replace("\"id\",\"type\":\"string\"", "\"id\",\"type\":\"string\",\"default\":\"\"");

    assertThat(Compatibility.faults(List.of(version(1, without), version(2, withDefault))))
        .isEmpty();
    assertThat(Compatibility.faults(List.of(version(1, withDefault), version(2, BASE)))).isEmpty();
    assertThat(
            Compatibility.faults(
                List.of(version(1, without), version(2, withDefault), version(3, BASE))))
        .singleElement()
        .asString()
        .contains("version 3 cannot read version 1", "R.id", "give a new field a default");
  }

  @Test
  void compatible_change_is_taken() {
    String second =
        BASE.replace("\"UNKNOWN\",\"A\"", "\"UNKNOWN\",\"A\",\"B\"")
            .replace(
                "{\"name\":\"id\",\"type\":\"string\"},",
                "{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},");
    assertThat(Compatibility.faults(List.of(version(1, BASE), version(2, second)))).isEmpty();
  }

  private static SchemaVersion version(int number, String json) {
    Schema schema = SchemaParser.parseSingle(json);
    return new SchemaVersion(Topic.REPORTS, number, schema);
  }
}
