package io.earshot.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.demo.Agreements.Agreement;
import io.earshot.job.demo.Scoreboard.Snapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryTest {

  private static final Snapshot SOME =
      new Snapshot(
          1_000,
          990,
          4,
          5,
          3_000,
          2,
          7,
          new TreeMap<>(Map.of("ACT", 90L, "ALLOW", 900L)),
          Map.of("INVALID_FIELD", 4L),
          Map.of("UPHOLD", 6L),
          Map.of("REMOVE", 12L),
          Map.of("HAT.HATE", 12L),
          Map.of("HAT.HATE", new Agreement(2 / 3.0, null, 0, 10, 0.9, 3)),
          Map.of("D01", new DetectorScores.Score(0.75, null, 0, 4)),
          1_234,
          5_678,
          List.of("12:00:00  REMOVE"));
  private static final Snapshot NONE =
      new Snapshot(
          0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
          -1, -1, List.of());

  @TempDir private Path folder;

  @Test
  void json_has_the_keys_that_programs_rely_on() throws Exception {
    Path file = folder.resolve("new/summary.json");

    new Summary(SOME, Duration.ofSeconds(40), 7, List.of("too slow")).write(file);

    assertThat(new ObjectMapper().readTree(file.toFile()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"inputs": 1000, "decided": 990, "refused": 4, "late": 5, "inFlight": 1, "plays": 3000, "lostPlays": 2, "judgedTracks": 7,
                     "verdicts": {"ACT": 90, "ALLOW": 900}, "refusals": {"INVALID_FIELD": 4},
                     "reviews": {"UPHOLD": 6},
                     "actions": {"REMOVE": 12}, "actionsByPolicy": {"HAT.HATE": 12},
                     "policies": {"HAT.HATE": {"precision": 0.6667, "recall": null, "support": 0,
                       "restrictions": 10, "restrictionsPrecision": 0.9, "fair": 3}},
                     "detectors": {"D01": {"precision": 0.75, "recall": null, "support": 0, "creators": 4}},
                     "timeToActionMs": {"p50": 1234, "p99": 5678}, "eventsPerSecond": 25.0, "seed": 7,
                     "notes": ["too slow"]}
                    """));
  }

  @Test
  void without_an_action_there_is_no_latency_to_report() {
    Summary summary = new Summary(NONE, Duration.ZERO, 7, List.of());

    assertThat(summary.json().get("timeToActionMs").get("p50").isNull()).isTrue();
    assertThat(summary.json().get("eventsPerSecond").asDouble()).isZero();
    assertThat(summary.text()).contains("no action").doesNotContain("precision");
  }

  @Test
  void text_adds_up_for_people() {
    assertThat(new Summary(SOME, Duration.ofSeconds(40), 7, List.of("too slow")).text())
        .contains("1,000 events in 40 s, 25.0 a second (seed 7)")
        .contains("in 1,000 = decided 990 + refused 4 + late 5 + in flight 1\n")
        .contains(
            "decided: ACT 90, ALLOW 900\nrefused: INVALID_FIELD 4\n"
                + "reviewed, by somebody who knows the labels: UPHOLD 6; ")
        .contains(
            "\naggregates of plays: 3,000, late or refused 2, decisions on tracks that rest on")
        .contains("time to action: p50 1.2 s, p99 5.7 s")
        .containsPattern("REMOVE +12")
        .containsPattern("HAT.HATE +0.67 +- +0 +3 +10 +0.90")
        .containsPattern("D01 upload_burst +0.75 +- +0 +4");
  }

  @Test
  void live_screen_cuts_its_lines_to_the_terminal_and_gives_the_cursor_back() {
    StringWriter screen = new StringWriter();

    try (LiveView view = new LiveView(new PrintWriter(screen), "t".repeat(300), 60)) {
      view.show(new View.Moment(SOME, Duration.ofSeconds(3), 25, 1_234));
    }

    assertThat(screen.toString()).contains("\u001b[?25l").contains("\u001b[?25h");
    String text = screen.toString().replaceAll("\u001b\\[[?0-9]*[A-Za-z]", "");
    assertThat(text)
        .contains("in 1,000 = decided 990")
        .contains("lag 1,234")
        .contains("12:00:00  REMOVE");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
  }

  @Test
  void plain_lines_have_no_control_sequences() {
    StringWriter lines = new StringWriter();

    try (PlainView view = new PlainView(new PrintWriter(lines))) {
      view.action("12:00:00  REMOVE");
      view.show(new View.Moment(SOME, Duration.ofSeconds(3), 25, 1_234));
      view.show(new View.Moment(SOME, Duration.ofSeconds(8), 25, Progress.UNKNOWN));
    }

    assertThat(lines.toString().lines())
        .containsExactly(
            "12:00:00  REMOVE",
            "[   3 s] 25.0 events/s  in 1,000  decided 990  refused 4  late 5  in flight 1"
                + "  lag 1,234  time to action p50 1.2 s p99 5.7 s",
            "[   8 s] 25.0 events/s  in 1,000  decided 990  refused 4  late 5  in flight 1"
                + "  lag -  time to action p50 1.2 s p99 5.7 s");
  }
}
