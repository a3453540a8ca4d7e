package io.earshot.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.schemas.ReleaseSchemas.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseSchemasTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void first_release_writes_version_1_of_every_topic_and_the_next_one_nothing() throws IOException {
    assertThat(ReleaseSchemas.run(folder, out)).isZero();
    assertThat(SchemaStore.inDirectory(folder).newest(Topic.REPORTS)).isPresent();
    Path file = folder.resolve("content.events/1.avsc");
    assertThat(Files.readString(file))
        .contains("\"default\" : \"und\"", "\"doc\"")
        .doesNotContain("avro.java");

    assertThat(ReleaseSchemas.run(folder, out)).isZero();
    assertThat(folder.resolve("content.events/2.avsc")).doesNotExist();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Nothing to release");
  }

  @Test
  void compatible_change_becomes_the_next_version_of_its_topic_alone() {
    ReleaseSchemas.run(folder, out);
    assertThat(
            release(Mode.NEXT_VERSION, ",{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}"))
        .isZero();
    assertThat(folder.resolve("reports/2.avsc")).exists();
    assertThat(folder.resolve("reviews/2.avsc")).doesNotExist();
  }

  @Test
  void incompatible_change_is_refused_and_nothing_is_written() {
    ReleaseSchemas.run(folder, out);
    assertThat(release(Mode.NEXT_VERSION, ",{\"name\":\"note\",\"type\":\"string\"}")).isEqualTo(1);
    assertThat(folder.resolve("reports/2.avsc")).doesNotExist();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Report.note", "Nothing was released");
  }

  @Test
  void rewrite_replaces_version_1_until_there_is_a_version_2() {
    ReleaseSchemas.run(folder, out);
    assertThat(release(Mode.REWRITE_FIRST, ",{\"name\":\"note\",\"type\":\"string\"}")).isZero();
    assertThat(folder.resolve("reports/1.avsc")).content().contains("\"note\"");
    assertThat(folder.resolve("reports/2.avsc")).doesNotExist();

    String two =
        ",{\"name\":\"note\",\"type\":\"string\"},{\"name\":\"more\",\"type\":\"int\",\"default\":0}";
    assertThat(release(Mode.NEXT_VERSION, two)).isZero();
    assertThat(release(Mode.REWRITE_FIRST, two)).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("reports has 2 versions");
  }

  @Test
  void wrong_arguments_give_usage() {
    assertThat(ReleaseSchemas.run(List.of(), out)).isEqualTo(2);
    assertThat(ReleaseSchemas.run(List.of("--rewrite"), out)).isEqualTo(2);
    assertThat(ReleaseSchemas.run(List.of("--replace", "x"), out)).isEqualTo(2);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Usage: schema release");
  }

  private int release(Mode mode, String extraFields) {
    Function<Topic, Schema> idl =
        topic -> {
          String json = SchemaVersion.portable(topic.schema()).toString();
          return topic == Topic.REPORTS
              ? SchemaParser.parseSingle(json.substring(0, json.length() - 2) + extraFields + "]}")
              : topic.schema();
        };
    return ReleaseSchemas.run(folder, mode, idl, out);
  }
}
