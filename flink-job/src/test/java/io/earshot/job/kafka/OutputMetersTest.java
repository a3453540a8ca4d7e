package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.DeadLetter;
import io.earshot.intake.Modality;
import io.earshot.intake.Refusal;
import io.earshot.intake.SourceRef;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.ShadowScores;
import io.earshot.scoring.UnscoredReason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

final class OutputMetersTest {

  private final Map<String, Counter> counters = new TreeMap<>();
  private final Map<String, Histogram> histograms = new TreeMap<>();

  /** A group that keeps its counters and histograms under their labels. */
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

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
      histograms.put(labels + name, histogram);
      return histogram;
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

  @Test
  void shadowScores_areComparedLabelByLabelWithThoseThatCount() {
    OutputMeters.Shadows meter = new OutputMeters.Shadows();
    meter.open(new Group(""));

    meter.written(shadow(scored(0.2, 0.5), scored(0.299, 0.401)));
    meter.written(shadow(scored(0.2, 0.5), scored(0.2, 0.6)));
    meter.written(shadow(scored(0.2, 0.5), unscored(UnscoredReason.TIMEOUT)));
    meter.written(shadow(unscored(UnscoredReason.EMPTY), unscored(UnscoredReason.EMPTY)));

    assertThat(counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "model=text version=2.0 outcome=ALIKE shadowScores", 2L,
                "model=text version=2.0 outcome=APART shadowScores", 1L,
                "model=text version=2.0 outcome=ONE_UNSCORED shadowScores", 1L));
    assertThat(histograms)
        .containsOnlyKeys("model=text version=2.0 shadowDifferenceThousandths")
        .allSatisfy(
            (name, histogram) -> {
              assertThat(histogram.getCount()).isEqualTo(2);
              assertThat(histogram.getStatistics().getMin()).isEqualTo(99);
              assertThat(histogram.getStatistics().getMax()).isEqualTo(100);
            });
  }

  @Test
  void aLabelThatAVersionInShadowLacks_isNoDifference() {
    OutputMeters.Shadows meter = new OutputMeters.Shadows();
    meter.open(new Group(""));

    meter.written(
        shadow(
            scored(0.2, 0.9),
            ModelScores.scored(
                Modality.TEXT, "text", "2.0", List.of(new LabelScore("hate", 0.2)), List.of())));

    assertThat(counts()).containsOnlyKeys("model=text version=2.0 outcome=ALIKE shadowScores");
  }

  private static ShadowScores shadow(ModelScores acting, ModelScores shadow) {
    return new ShadowScores(
        "event",
        new ContentRef(
            "trigger",
            "content",
            1,
            "creator",
            ContentKind.TRACK,
            "en",
            "SE",
            0,
            null,
            false,
            1,
            0,
            0,
            List.of(Modality.TEXT),
            new SourceRef("content.events", 0, 0)),
        "text@2.0",
        acting,
        shadow);
  }

  private static ModelScores scored(double hate, double spam) {
    return ModelScores.scored(
        Modality.TEXT,
        "text",
        "1.0",
        List.of(new LabelScore("hate", hate), new LabelScore("spam", spam)),
        List.of());
  }

  private static ModelScores unscored(UnscoredReason reason) {
    return ModelScores.unscored(Modality.TEXT, "text", "1.0", reason);
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
