package io.earshot.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.ConfigurationException;
import io.earshot.schemas.Topic;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a new user runs it, with the model that ships, only shorter. */
@Timeout(300)
final class DemoITCase {

  private static final Path MODELS = Path.of("..", "models");

  @TempDir private Path folder;
  private final StringWriter terminal = new StringWriter();

  @Test
  void demo_accounts_for_every_input_and_writes_what_it_says() throws Exception {
    Path json = folder.resolve("summary.json");
    Path out = folder.resolve("topics");

    Summary summary =
        new Demo(
                options(Duration.ofSeconds(12), out, json, Map.of("window.size", "3s")),
                new PrintWriter(terminal),
                new StopSignal())
            .run();

    JsonNode written = new ObjectMapper().readTree(json.toFile());
    assertThat(written.get("inputs").asLong()).isPositive();
    assertThat(written.get("inFlight").asLong()).as("in flight, of %s", written).isZero();
    assertThat(lines(out, Topic.DECISIONS_AUDIT))
        .isEqualTo(summary.counts().decided() + summary.counts().judgedTracks());
    assertThat(lines(out, Topic.PLAY_AGGREGATES)).isEqualTo(summary.counts().plays());
    assertThat(summary.counts().lostPlays()).isZero();
    assertThat(written.get("detectors").get("D07b").get("recall").asDouble()).isEqualTo(1);
    assertThat(written.get("detectors").get("D07b").get("precision").asDouble()).isEqualTo(1);
    assertThat(
            lines(out, Topic.CONTENT_EVENTS)
                + lines(out, Topic.CREATOR_EVENTS)
                + lines(out, Topic.REPORTS)
                + lines(out, Topic.REVIEWS))
        .isEqualTo(summary.counts().inputs());
    assertThat(lines(out, Topic.ENFORCEMENT_ACTIONS)).isPositive();
    assertThat(terminal.toString())
        .containsPattern("dashboard http://\\S+:\\d+")
        .containsPattern("lag [0-9,]+ ")
        .contains(summary.text().strip())
        .contains(out.toString());
    for (String line : Files.readAllLines(file(out, Topic.ENFORCEMENT_ACTIONS))) {
      JsonNode action = new ObjectMapper().readTree(line);
      // What only asks people or would have been done is no action on the screen.
      if (!Set.of("REFERRED", "SHADOW").contains(action.findValue("eventType").asText())) {
        assertThat(terminal.toString()).contains(action.findValue("reason").asText());
      }
    }
  }

  @Test
  void demo_of_more_than_the_machine_can_sums_up_what_it_has_and_says_why() throws Exception {
    Path json = folder.resolve("summary.json");
    Path out = folder.resolve("topics");
    DemoOptions overload =
        new DemoOptions(
            Duration.ofSeconds(5),
            300,
            1,
            Instant.now(),
            1,
            0,
            0,
            out,
            0,
            json,
            MODELS,
            // One text at a time is slow on every machine.
            Map.of("scoring.capacity", "1"));

    Summary summary =
        new Demo(
                overload,
                new PrintWriter(terminal),
                new StopSignal(),
                new Demo.Patience(Duration.ofSeconds(1), Duration.ofSeconds(1)))
            .run();

    JsonNode written = new ObjectMapper().readTree(json.toFile());
    assertThat(written.get("inFlight").asLong()).isPositive();
    assertThat(written.get("notes")).hasSize(2);
    assertThat(lines(out, Topic.CONTENT_EVENTS) + lines(out, Topic.CREATOR_EVENTS))
        .isEqualTo(summary.counts().inputs());
    assertThat(terminal.toString())
        .contains(summary.text().strip())
        .contains("300 events a second are more than this machine can")
        .contains("open windows were left");
  }

  @Test
  void results_that_could_not_be_written_are_refused_before_anything_starts() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertRefused(options(null, file, null, Map.of()), "--out", file.toString());
    assertRefused(options(null, file.resolve("below"), null, Map.of()), "--out");
    assertRefused(options(null, null, folder, Map.of()), "--json", "it is a folder");
    assertRefused(options(null, null, file.resolve("below"), Map.of()), "--json");
  }

  @Test
  void demo_that_is_told_to_stop_stops_cleanly_and_sums_up() throws Exception {
    StopSignal stop = new StopSignal();
    StringWriter watched =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (text.contains("events/s")) {
              stop.raise();
            }
          }
        };

    Summary summary =
        new Demo(options(null, null, null, Map.of()), new PrintWriter(watched), stop).run();

    assertThat(summary.counts().inputs()).isPositive();
    assertThat(summary.counts().inFlight()).isZero();
    assertThat(watched.toString()).contains("in flight 0");
  }

  @Test
  void demo_that_is_told_to_stop_while_it_starts_plays_nothing() throws Exception {
    StopSignal stop = new StopSignal();
    stop.raise();

    Summary summary =
        new Demo(options(null, null, null, Map.of()), new PrintWriter(terminal), stop).run();

    assertThat(summary.counts().inputs()).isZero();
    assertThat(terminal.toString()).contains("Stopped before any traffic was played");
  }

  @Test
  void demo_that_nobody_reads_any_more_ends_by_itself() throws Exception {
    Writer closed =
        new FilterWriter(terminal) {
          @Override
          public void flush() throws IOException {
            if (terminal.toString().contains("events/s")) {
              throw new IOException("broken pipe");
            }
          }
        };
    PrintWriter out = new PrintWriter(closed);

    Summary summary = new Demo(options(null, null, null, Map.of()), out, new StopSignal()).run();

    assertThat(summary.counts().inputs()).isPositive();
    assertThat(summary.counts().inFlight()).isZero();
  }

  @Test
  void option_that_the_job_does_not_know_is_refused_before_anything_starts() {
    assertRefused(options(null, null, null, Map.of("window.sise", "5s")), "window.sise");
  }

  @Test
  void option_that_would_lead_away_from_the_demos_own_kafka_is_refused() {
    for (String key :
        List.of(
            "kafka.bootstrap-servers",
            "kafka.topic-prefix",
            "kafka.properties.bootstrap.servers")) {
      assertRefused(options(null, null, null, Map.of(key, "elsewhere:9092")), key);
    }
  }

  private void assertRefused(DemoOptions options, String... parts) {
    assertThatThrownBy(() -> new Demo(options, new PrintWriter(terminal), new StopSignal()).run())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(parts);
    assertThat(terminal.toString()).isEmpty();
  }

  private static DemoOptions options(
      @Nullable Duration duration,
      @Nullable Path out,
      @Nullable Path json,
      Map<String, String> job) {
    return new DemoOptions(duration, 15, 1, Instant.now(), 2, 0, 0, out, 0, json, MODELS, job);
  }

  private static Path file(Path out, Topic topic) {
    return out.resolve(topic.topicName() + ".jsonl");
  }

  private static long lines(Path out, Topic topic) throws Exception {
    try (Stream<String> lines = Files.lines(file(out, topic))) {
      return lines.count();
    }
  }
}
