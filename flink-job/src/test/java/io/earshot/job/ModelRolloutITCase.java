package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.id.CreatorShare;
import io.earshot.intake.Inbound;
import io.earshot.intake.Submission;
import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.RolloutStage;
import io.earshot.schemas.avro.ShadowScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of models change while the job runs, at one event time, on the whole graph. */
final class ModelRolloutITCase {

  private static final List<Topic> DECIDED =
      List.of(
          Topic.ENFORCEMENT_ACTIONS,
          Topic.ENFORCEMENT_STATE,
          Topic.DECISIONS_AUDIT,
          Topic.REVIEW_TASKS,
          Topic.SCORES_SHADOW,
          Topic.CONTROL_STATUS);

  private static final int ITEMS = 240;
  private static final int CREATORS = 20;

  private static @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static JobHarness harness;

  @SuppressWarnings("NullAway.Init") // set before all
  private static List<Input> inputs;

  @SuppressWarnings("NullAway.Init") // set before all
  private static Written reference;

  @BeforeAll
  static void runOnce() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    TinyPackages.copy(models.resolve("first"));
    TinyPackages.hateful(models.resolve("second"), "2.0.0", 6, 0.975);
    TinyPackages.hateful(models.resolve("third"), "3.0.0", 7, 0.991);
    TinyPackages.copy(models.resolve("narrow"), "4.0.0", "spam", "scam");
    Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        bundle: rollout-tests
        version: "1"
        policies:
          - id: HAT.HATE
            version: "1"
            clause: https://earshot.example/policies/hate
            rules:
              - id: hate-remove
                if: text.hate >= 0.9
                then: {action: REMOVE}
                because: hate
        """);
    harness = new JobHarness();
    inputs = inputs();
    reference = harness.run(run("reference", 1, UnaryOperator.identity()), inputs);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static Run run(String name, int parallelism, UnaryOperator<Inputs> wrapped) {
    return new Run(
        name,
        parallelism,
        wrapped,
        Map.of(
            "scoring.mode", "MODEL",
            "scoring.models", folder.resolve("models").toString(),
            "scoring.text.model", "tiny-text@0.0.1",
            "scoring.timeout", "10 min",
            // What comes too late would be recorded as that.
            "scoring.shadow-patience", "10 min",
            "policy.bundle", folder.resolve("bundle.yaml").toString(),
            // Content never goes idle: if all were, time would be that of the farthest change.
            "watermark.idle-timeout", "365 d",
            "watermark.signal-idle-timeout", "1 s"));
  }

  private static Instant at(double seconds) {
    return JobHarness.START.plusMillis((long) (seconds * 1000));
  }

  private static List<Input> inputs() {
    List<Input> all = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      ContentEvent event =
          ContentEvent.newBuilder()
              .setEventId("event-" + i)
              .setContentId("content-" + i)
              .setVersion(1)
              .setCreatorId("creator-" + i % CREATORS)
              .setKind(ContentKind.TRACK)
              .setTitle("good morning " + i)
              .setLanguage("en")
              .setEventTime(at(i * 0.5))
              .build();
      all.add(Input.of(Topic.CONTENT_EVENTS, event.getContentId(), event, at(i * 0.5)));
    }
    all.add(change("shadow", "2.0.0", RolloutStage.SHADOW, null, 0, 30));
    all.add(change("missing", "9.0.0", RolloutStage.ACTIVE, null, 1, 31));
    all.add(change("narrow", "4.0.0", RolloutStage.ACTIVE, null, 2, 32));
    all.add(change("active", "2.0.0", RolloutStage.ACTIVE, null, 10, 60));
    all.add(change("canary", "3.0.0", RolloutStage.CANARY, 30.0, 20, 90));
    all.sort(Comparator.comparing(Input::time));
    return all;
  }

  private static Input change(
      String id,
      String version,
      RolloutStage stage,
      @Nullable Double percent,
      double published,
      double effective) {
    return Input.of(
        Topic.CONTROL_MODELS,
        "tiny-text",
        ModelControl.newBuilder()
            .setEventId(id)
            .setModelId("tiny-text")
            .setModelVersion(version)
            .setStage(stage)
            .setCanaryPercent(percent)
            .setEventTime(at(published))
            .setEffectiveAt(at(effective))
            .build(),
        at(published));
  }

  /** The version whose scores count for an item. */
  private static String expected(Instant time, String creator) {
    if (time.isBefore(at(60))) {
      return "tiny-text@0.0.1";
    }
    return !time.isBefore(at(90)) && CreatorShare.includes("tiny-text@3.0.0", creator, 30)
        ? "tiny-text@3.0.0"
        : "tiny-text@2.0.0";
  }

  @Test
  void a_version_scores_from_its_event_time_on_and_a_canary_for_its_creators() {
    List<DecisionAudit> audits = reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class);

    assertThat(audits)
        .hasSize(ITEMS)
        .allSatisfy(
            audit ->
                assertThat(audit.getModels())
                    .containsExactly(expected(audit.getEventTime(), audit.getCreatorId())));
    assertThat(audits.stream().flatMap(audit -> audit.getModels().stream()).distinct())
        .containsExactlyInAnyOrder("tiny-text@0.0.1", "tiny-text@2.0.0", "tiny-text@3.0.0");
  }

  @Test
  void what_is_in_shadow_is_recorded_and_never_acted_upon() {
    assertThat(reference.values(Topic.SCORES_SHADOW, ShadowScores.class))
        .hasSize(60)
        .allSatisfy(
            record -> {
              assertThat(record.getEventTime()).isBetween(at(30), at(59.5));
              assertThat(record.getShadowModel()).isEqualTo("tiny-text@2.0.0");
              assertThat(record.getActing().getModelVersion()).isEqualTo("0.0.1");
              assertThat(hate(record.getActing().getScores())).isLessThan(0.9);
              assertThat(hate(record.getShadow().getScores())).isGreaterThanOrEqualTo(0.9);
            })
        .extracting(ShadowScores::getEventId)
        .doesNotHaveDuplicates();
    List<EnforcementAction> removals =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .filter(action -> action.getAction().getAction() == ActionType.REMOVE)
            .toList();
    assertThat(removals)
        .hasSize(120)
        .allSatisfy(action -> assertThat(action.getEventTime()).isAfterOrEqualTo(at(60)));
  }

  private static double hate(List<io.earshot.schemas.avro.Score> scores) {
    return scores.stream()
        .filter(score -> score.getLabel().equals("hate"))
        .mapToDouble(io.earshot.schemas.avro.Score::getScore)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void each_change_is_answered_and_a_bad_one_changes_nothing() {
    List<ControlStatus> status = reference.values(Topic.CONTROL_STATUS, ControlStatus.class);

    assertThat(status)
        .extracting(ControlStatus::getControlEventId, ControlStatus::getResult)
        .containsExactlyInAnyOrder(
            tuple("shadow", ControlResult.ACCEPTED),
            tuple("missing", ControlResult.REFUSED),
            tuple("narrow", ControlResult.REFUSED),
            tuple("active", ControlResult.ACCEPTED),
            tuple("canary", ControlResult.ACCEPTED));
    assertThat(status)
        .filteredOn(s -> s.getControlEventId().equals("missing"))
        .singleElement()
        .satisfies(
            s -> assertThat(s.getErrors().get(0)).contains("has no package tiny-text@9.0.0"));
    assertThat(status)
        .filteredOn(s -> s.getControlEventId().equals("narrow"))
        .singleElement()
        .satisfies(s -> assertThat(s.getErrors().get(0)).contains("lacks the labels [spam]"));
  }

  @Test
  void a_replay_at_another_parallelism_and_in_another_order_gives_the_same_bytes() {
    List<Input> shuffled = new ArrayList<>(inputs);
    Random random = new Random(7);
    Map<Input, Long> places = new HashMap<>();
    shuffled.forEach(i -> places.put(i, i.time().toEpochMilli() + random.nextInt(4_000)));
    shuffled.sort(Comparator.comparing(places::get));

    Written other = harness.run(run("replay", 2, UnaryOperator.identity()), shuffled);

    for (Topic topic : DECIDED) {
      assertThat(reference.payloads(topic)).as(topic.topicName()).isNotEmpty();
      assertThat(other.payloads(topic)).as(topic.topicName()).isEqualTo(reference.payloads(topic));
    }
  }

  @Test
  void changes_that_are_published_while_the_job_runs_and_outlive_a_failure_give_the_same()
      throws Exception {
    FailOnce.FAILURES.set(0);
    FailOnce.armed = false;
    List<Input> changes =
        inputs.stream().filter(input -> input.topic() == Topic.CONTROL_MODELS).toList();
    List<Input> content =
        inputs.stream().filter(input -> input.topic() == Topic.CONTENT_EVENTS).toList();
    Written written;
    try (Live job =
        harness.start(
            run(
                "live",
                2,
                given ->
                    given.withContent(
                        given
                            .content()
                            .map(new FailOnce())
                            .returns(given.content().getType())
                            .uid("fail-once"))))) {
      job.produce(changes);
      job.awaitWritten(Topic.CONTROL_STATUS, changes.size());
      job.awaitAllRead();
      job.produce(content.subList(0, ITEMS / 2));
      job.awaitAllRead();
      FailOnce.armed = true;
      job.produce(content.subList(ITEMS / 2, ITEMS));
      job.await("the failure", () -> FailOnce.FAILURES.get() == 1);
      written = job.drain();
    }

    for (Topic topic : DECIDED) {
      assertThat(new HashSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new HashSet<>(reference.payloads(topic)));
    }
  }

  /** Fails the job once, when it is told to. */
  private static final class FailOnce
      implements MapFunction<Inbound<Submission>, Inbound<Submission>> {

    private static final long serialVersionUID = 1L;
    static final AtomicInteger FAILURES = new AtomicInteger();
    static volatile boolean armed;

    @Override
    public Inbound<Submission> map(Inbound<Submission> value) {
      if (armed && FAILURES.compareAndSet(0, 1)) {
        throw new IllegalStateException("a failure that the test asked for");
      }
      return value;
    }
  }
}
