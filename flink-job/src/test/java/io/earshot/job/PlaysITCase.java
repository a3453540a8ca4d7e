package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.PlayAggregate;
import io.earshot.schemas.avro.SubjectType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plays that nobody listened to, on the whole graph, with Kafka and Flink in process: of which
 * tracks money and charts are withheld and of which they are not, that no creator gets a strike for
 * it, and that it is the same bytes whatever the parallelism, the order of arrival and a failure.
 */
class PlaysITCase {

  private static final Instant END = JobHarness.START.truncatedTo(ChronoUnit.DAYS);
  private static final int HOURS = 72;

  private static final List<Topic> DECIDED =
      List.of(
          Topic.ENFORCEMENT_ACTIONS,
          Topic.ENFORCEMENT_STATE,
          Topic.REVIEW_TASKS,
          Topic.DECISIONS_AUDIT,
          Topic.DSA_STATEMENTS);

  private static final List<Input> INPUTS = inputs();

  @SuppressWarnings("NullAway.Init") // set before all
  private static JobHarness harness;

  @SuppressWarnings("NullAway.Init") // set before all
  private static Written reference;

  @BeforeAll
  static void runOnce() {
    harness = new JobHarness();
    reference = harness.run(patient("one", 1), INPUTS);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void moneyAndChartsAreWithheld_ofWhatMachinesPlay_andOfNothingElse() {
    Map<String, TreeSet<String>> actions = new TreeMap<>();
    for (EnforcementAction action :
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class)) {
      actions
          .computeIfAbsent(action.getSubject().getId(), id -> new TreeSet<>())
          .add(action.getRuleId() + " " + action.getAction().getAction());
    }
    assertThat(actions)
        .containsOnlyKeys("farm-0", "farm-1", "victim", "drowned")
        .containsEntry(
            "farm-0",
            new TreeSet<>(
                List.of(
                    "streams-charts CHART_EXCLUDE",
                    "streams-mix CHART_EXCLUDE",
                    "streams-review SEND_TO_REVIEW",
                    "streams-withhold WITHHOLD_ROYALTY")))
        .containsEntry("victim", new TreeSet<>(List.of("streams-review SEND_TO_REVIEW")));
  }

  @Test
  void noStrikeFollows_forNobody() {
    assertThat(reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class))
        .isNotEmpty()
        .allSatisfy(action -> assertThat(action.getStrike()).isNull());
  }

  @Test
  void whatFollows_tellsOfPlaysFlaggedAndAll_andTheShareWithItsInterval() {
    assertThat(reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .filteredOn(audit -> audit.getSubject().getId().startsWith("farm"))
        .isNotEmpty()
        .anySatisfy(
            audit ->
                assertThat(audit.getFacts())
                    .extracting(fact -> fact.getName())
                    .contains(
                        "creator.detectors.D07a.plays",
                        "creator.detectors.D07b.flagged",
                        "creator.detectors.D07b.all",
                        "creator.detectors.D07b.share",
                        "creator.detectors.D07b.low",
                        "creator.detectors.D07b.high"))
        .anySatisfy(
            audit ->
                assertThat(audit.getFacts())
                    .extracting(fact -> fact.getName())
                    .contains(
                        "creator.detectors.D07c.perListener",
                        "creator.detectors.D07c.topShare",
                        "creator.detectors.D07c.entropy"));
  }

  @Test
  void whatSpeaksOfNoHour_isADeadLetter() {
    assertThat(reference.values(Topic.DEAD_LETTERS, DeadLetter.class))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getField()).isEqualTo("eventTime");
              assertThat(letter.getCoordinates().getTopic()).endsWith("play.aggregates");
            });
    assertThat(reference.of(Topic.LATE_EVENTS)).isEmpty();
  }

  @Test
  void results_areTheSameBytesInAnyOrderAtAnyParallelism() {
    List<Input> shuffled = new ArrayList<>(INPUTS);
    Collections.shuffle(shuffled, new Random(3));
    // Within what may be out of order, all of it.
    Written other =
        harness.run(
            new Run(
                "two",
                2,
                UnaryOperator.identity(),
                options(Map.of("watermark.out-of-orderness", "30 d"))),
            shuffled);
    assertSame(other, DECIDED);
  }

  @Test
  void results_areTheSameBytesAfterAFailure() {
    FailOnce.reset();
    List<Input> plays = of(Topic.PLAY_AGGREGATES);
    List<Input> content = of(Topic.CONTENT_EVENTS);
    int half = plays.size() / 2;
    Written written;
    // No topic counts as idle: which of its partitions is read first must not make the others late.
    Run failing = new Run("failing", 2, JobITCase.failing().inputs(), options(Map.of()));
    try (Live job = harness.start(failing)) {
      job.produce(plays.subList(0, half));
      job.produce(content.subList(0, content.size() / 2));
      job.awaitAllRead();
      job.await("a checkpoint", () -> !FailOnce.CHECKPOINTS.isEmpty());
      FailOnce.arm();
      job.produce(plays.subList(half, plays.size()));
      job.produce(content.subList(content.size() / 2, content.size()));
      job.await("the job to be restored", () -> FailOnce.RESTORED_FROM.get() > 0);
      written = job.drain();
    }
    assertThat(FailOnce.FAILURES).hasValue(1);
    // A job that goes on reminds people of tasks that are due meanwhile, and a replay does not.
    assertSame(written, DECIDED.stream().filter(topic -> topic != Topic.REVIEW_TASKS).toList());
    assertThat(written.payloads(Topic.REVIEW_TASKS))
        .containsAll(reference.payloads(Topic.REVIEW_TASKS));
  }

  private static List<Input> of(Topic topic) {
    return INPUTS.stream().filter(input -> input.topic() == topic).toList();
  }

  private static Run patient(String name, int parallelism) {
    return new Run(name, parallelism, UnaryOperator.identity(), options(Map.of()));
  }

  /** In which no topic counts as idle, however slow the machine. */
  private static Map<String, String> options(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.put("watermark.idle-timeout", "365 d");
    all.put("watermark.signal-idle-timeout", "365 d");
    return all;
  }

  private static void assertSame(Written written, List<Topic> topics) {
    for (Topic topic : topics) {
      assertThat(new HashSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new HashSet<>(reference.payloads(topic)));
    }
    assertThat(written.of(Topic.LATE_EVENTS)).isEmpty();
  }

  private static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      int ofDay = hour % 24;
      // A farm: each bot plays 26 or 27 times an hour, 31 seconds each, on two tracks and
      // another's.
      for (int bot = 0; bot < 6; bot++) {
        String id = "bot-" + bot;
        inputs.add(played(id, "farm-0", "farmer", hour, 12, 372));
        inputs.add(played(id, "farm-1", "farmer", hour, 11, 341));
        inputs.add(played(id, "victim", "artist", hour, 4, 124));
        inputs.add(played(id, "drowned", "hit-maker", hour, 1, 31));
      }
      // A family on four devices, a hit, and noise that plays all night.
      inputs.add(played("family", "nursery", "nanny", hour, 17, 3_060));
      for (int listener = 0; listener < (ofDay < 7 ? 2 : 20); listener++) {
        inputs.add(played("fan-" + listener + "-" + ofDay, "victim", "artist", hour, 1, 180));
        inputs.add(played("pop-" + listener + "-" + hour, "hit", "star", hour, 2, 400));
        inputs.add(played("top-" + listener + "-" + hour, "drowned", "hit-maker", hour, 1, 200));
      }
      // Others publish meanwhile, so that time moves on all partitions.
      for (int other = 0; other < 8; other++) {
        inputs.add(content(hour, other));
      }
      if (ofDay < 8) {
        for (int sleeper = 0; sleeper < 40; sleeper++) {
          inputs.add(played("sleeper-" + sleeper, "rain", "sleep-well", hour, 2, 3_500));
        }
      }
    }
    Instant time = END.minus(Duration.ofHours(1));
    inputs.add(
        Input.of(
            Topic.PLAY_AGGREGATES,
            "nobody",
            PlayAggregate.newBuilder()
                .setEventId("wrong")
                .setListenerId("nobody")
                .setContentId("hit")
                .setCreatorId("star")
                .setType(SubjectType.TRACK)
                .setBucketStart(time.minusSeconds(7_200))
                .setEventTime(time)
                .setPlays(1)
                .setRoyaltyPlays(1)
                .setPlayedSeconds(100)
                .build(),
            time));
    return inputs;
  }

  private static Input played(
      String listener, String track, String creator, int hour, int plays, int seconds) {
    Instant start = END.minus(Duration.ofHours(HOURS - hour));
    Instant end = start.plus(Duration.ofHours(1)).minusMillis(1);
    return Input.of(
        Topic.PLAY_AGGREGATES,
        listener,
        PlayAggregate.newBuilder()
            .setEventId(listener + "/" + track + "/" + hour)
            .setListenerId(listener)
            .setContentId(track)
            .setCreatorId(creator)
            .setType(SubjectType.TRACK)
            .setBucketStart(start)
            .setEventTime(end)
            .setPlays(plays)
            .setRoyaltyPlays(plays)
            .setPlayedSeconds(seconds)
            .setConcurrentDevices(listener.equals("family") ? 4 : 1)
            .build(),
        end);
  }

  private static Input content(int hour, int other) {
    String id = "other-" + hour + "-" + other;
    Instant time = END.minus(Duration.ofHours(HOURS - hour)).plusSeconds(3_000 + other);
    return Input.of(
        Topic.CONTENT_EVENTS,
        id,
        ContentEvent.newBuilder()
            .setEventId("content-" + id)
            .setContentId(id)
            .setVersion(1L)
            .setCreatorId("other-" + other)
            .setKind(ContentKind.TRACK)
            .setTitle("A song")
            .setEventTime(time)
            .setSuppliedScores(List.of(JobHarness.harmless()))
            .build(),
        time);
  }
}
