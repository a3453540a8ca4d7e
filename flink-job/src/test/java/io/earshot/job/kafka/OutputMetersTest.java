package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.DeadLetter;
import io.earshot.intake.Refusal;
import io.earshot.intake.SourceRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

final class OutputMetersTest {

  private final Map<String, Counter> counters = new TreeMap<>();

  /** A group that keeps its counters under their labels. */
  private final class Group extends UnregisteredMetricsGroup {
    private final String labels;

    Group(String labels) {
      this.labels = labels;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Group(labels + key + "=" + value + " ");
    }

    @Override
    public Counter counter(String name) {
      return counters.computeIfAbsent(labels + name, created -> super.counter(name));
    }
  }

  @Test
  void deadLetters_areCountedByTopicAndReason() {
    OutputMeters.DeadLetters meter = new OutputMeters.DeadLetters();
    meter.open(new Group(""));

    meter.written(letter("reports", Refusal.Reason.UNDECODABLE));
    meter.written(letter("reports", Refusal.Reason.UNDECODABLE));
    meter.written(letter("reviews", Refusal.Reason.MISSING_FIELD));

    assertThat(counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "topic=reports reason=UNDECODABLE deadLetters", 2L,
                "topic=reviews reason=MISSING_FIELD deadLetters", 1L));
  }

  @Test
  void answersAreShownFromTheStart_soThatTheFirstRefusalIsAnIncrease() {
    OutputMeters.Answers meter = new OutputMeters.Answers();
    meter.open(new Group(""));

    assertThat(counts().values()).hasSize(ControlStatus.Result.values().length).containsOnly(0L);

    meter.written(
        new ControlStatus(
            "event",
            "change",
            "control.policies",
            ControlStatus.Result.REFUSED,
            "",
            List.of(),
            0,
            null));
    assertThat(counts()).containsEntry("result=REFUSED controlAnswers", 1L);
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach((name, counter) -> counts.put(name, counter.getCount()));
    return counts;
  }

  private static DeadLetter letter(String topic, Refusal.Reason reason) {
    return new DeadLetter(
        new Refusal(reason, null, "of a test"), new SourceRef(topic, 0, 0), List.of(), null, null);
  }
}
