package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DeadLetterReason;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Media;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.StatementOfReasons;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.Verdict;
import io.earshot.schemas.wire.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The promises of the job, on the production graph: Kafka to Kafka, RocksDB, checkpoints,
 * transactions.
 */
final class JobITCase {

  private static final List<Topic> DECIDED =
      List.of(
          Topic.ENFORCEMENT_ACTIONS,
          Topic.ENFORCEMENT_STATE,
          Topic.ENFORCEMENT_EXPRESS,
          Topic.REVIEW_TASKS,
          Topic.DECISIONS_AUDIT,
          Topic.DSA_STATEMENTS);

  private static JobHarness harness;
  private static List<Input> traffic;
  private static Written reference;

  @BeforeAll
  static void runOnce() {
    harness = new JobHarness();
    List<Input> content = JobHarness.traffic(7, 90);
    // Reviews name decisions, so these are taken first.
    traffic = JobHarness.withSignals(content, harness.run(Run.plain("decisions", 2), content), 90);
    reference = harness.run(Run.plain("reference", 1), traffic);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void everyInput_endsAsOneDecision() {
    List<DecisionAudit> audits = reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class);

    assertThat(audits.size()).isEqualTo(traffic.size());
    assertThat(audits.stream().map(DecisionAudit::getTriggerEventId)).doesNotHaveDuplicates();
    assertThat(reference.of(Topic.DEAD_LETTERS)).isEmpty();
    assertThat(reference.of(Topic.LATE_EVENTS)).isEmpty();
  }

  @Test
  void violations_becomeActionsThatExplainThemselves() {
    List<EnforcementAction> actions =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class);

    assertThat(actions)
        .extracting(a -> a.getAction().getAction())
        .contains(ActionType.REMOVE, ActionType.HIDE_PENDING_REVIEW, ActionType.RATE_LIMIT_UPLOADS);
    assertThat(actions)
        .extracting(EnforcementAction::getEventType)
        .contains(ActionEventType.APPLIED, ActionEventType.REVERSED);
    assertThat(actions)
        .allSatisfy(
            action -> {
              assertThat(action.getReason()).isNotBlank();
              assertThat(action.getInputs().getBundleDigest()).hasSize(64);
              assertThat(action.getEventType())
                  .isIn(
                      ActionEventType.APPLIED,
                      ActionEventType.MODIFIED,
                      ActionEventType.EXTENDED,
                      ActionEventType.REVERSED,
                      ActionEventType.REFERRED,
                      ActionEventType.SHADOW);
            });
    assertThat(actions)
        .filteredOn(action -> action.getActor() == Actor.AUTOMATED)
        .filteredOn(action -> action.getEventType() != ActionEventType.REVERSED)
        .filteredOn(action -> !isWhatAReversalLeft(action))
        .allSatisfy(
            action -> {
              assertThat(action.getDecisionPath()).isNotEmpty().anyMatch(c -> c.getHeld());
              assertThat(action.getCounterfactual()).isNotEmpty();
            });
    assertThat(actions).extracting(EnforcementAction::getEventId).doesNotHaveDuplicates();
  }

  /**
   * Whether an action is the lesser restriction that stays when a greater one is taken off: it
   * refers to what was decided before, without comparisons of its own.
   */
  private static boolean isWhatAReversalLeft(EnforcementAction action) {
    return action.getEventType() == ActionEventType.MODIFIED
        && action.getReason().endsWith("is still in force");
  }

  @Test
  void everyRestriction_hasOneStatement() {
    Map<String, Set<String>> restricted =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .filter(
                a ->
                    a.getAction().getDimension() != Dimension.NONE
                        && (a.getEventType() == ActionEventType.APPLIED
                            || a.getEventType() == ActionEventType.MODIFIED
                            || a.getEventType() == ActionEventType.EXTENDED))
            .collect(
                Collectors.groupingBy(
                    EnforcementAction::getDecisionId,
                    Collectors.mapping(JobITCase::automatedDecision, Collectors.toSet())));
    List<StatementOfReasons> statements =
        reference.values(Topic.DSA_STATEMENTS, StatementOfReasons.class);

    assertThat(restricted).isNotEmpty();
    assertThat(statements.stream().map(JobITCase::decision).distinct())
        .containsExactlyInAnyOrderElementsOf(restricted.keySet());
    for (StatementOfReasons statement : statements) {
      assertThat(statement.getAutomatedDecision()).isIn(restricted.get(decision(statement)));
      assertThat(statement.getTerritorialScope()).hasSize(30);
    }
    Set<String> left =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .filter(JobITCase::isWhatAReversalLeft)
            .map(EnforcementAction::getDecisionId)
            .collect(Collectors.toSet());
    assertThat(statements)
        .filteredOn(s -> s.getSourceType().equals("SOURCE_VOLUNTARY"))
        .filteredOn(s -> s.getAutomatedDecision().equals("AUTOMATED_DECISION_FULLY"))
        .filteredOn(s -> !left.contains(decision(s)))
        .isNotEmpty()
        .allSatisfy(
            s -> {
              assertThat(s.getAutomatedDetection()).isEqualTo("Yes");
              assertThat(s.getDecisionFacts()).contains("Compared:");
            });
  }

  private static String decision(StatementOfReasons statement) {
    return statement.getPuid().replaceAll("sor-v1-(.*)-[0-9]+", "$1");
  }

  /** What the statement on an action says of automated means. */
  private static String automatedDecision(EnforcementAction action) {
    boolean ladder = action.getRuleId().startsWith("ladder.");
    return switch (action.getActor()) {
      case AUTOMATED -> "AUTOMATED_DECISION_FULLY";
      case HUMAN_CONFIRMED -> "AUTOMATED_DECISION_PARTIALLY";
      case HUMAN -> ladder ? "AUTOMATED_DECISION_PARTIALLY" : "AUTOMATED_DECISION_NOT_AUTOMATED";
      case UNKNOWN -> throw new IllegalArgumentException("an action by nobody: " + action);
    };
  }

  @Test
  void expressActions_carryTheIdsOfTheWindow() {
    Set<String> windowed =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .flatMap(
                a ->
                    java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(a.getDecisionId()),
                        a.getOtherCauses().stream().map(c -> c.getDecisionId())))
            .collect(Collectors.toSet());

    assertThat(reference.values(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class))
        .isNotEmpty()
        .allSatisfy(express -> assertThat(windowed).contains(express.getDecisionId()));
  }

  @Test
  void parallelism2_givesTheSameBytes() {
    assertSameDecisions(harness.run(Run.plain("two", 2), traffic));
  }

  @Test
  void parallelism4AndInputShuffledWithinTheLateness_giveTheSameBytes() {
    assertSameDecisions(
        harness.run(Run.plain("four", 4), shuffled(traffic, Duration.ofSeconds(4))));
  }

  @Test
  void models_giveTheSameBytesAtParallelism1And2() {
    List<Input> few = new ArrayList<>(content().subList(0, 40));
    for (int i = 0; i < few.size(); i += 10) {
      few.set(i, withMedia(few.get(i)));
    }
    Map<String, String> model =
        Map.of(
            "scoring.mode", "MODEL",
            "scoring.models", Path.of("..", "models").toString(),
            // A score that times out on a busy machine would be another score.
            "scoring.timeout", "10 min",
            "scoring.media.timeout", "10 min");

    Written one = harness.run(new Run("model-one", 1, UnaryOperator.identity(), model), few);
    Written two = harness.run(new Run("model-two", 2, UnaryOperator.identity(), model), few);

    assertThat(one.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .hasSize(few.size())
        .allSatisfy(audit -> assertThat(audit.getModels()).first().asString().startsWith("text-"))
        .anySatisfy(audit -> assertThat(audit.getModels()).contains("text-ngram@1.0.0"))
        .anySatisfy(audit -> assertThat(audit.getModels()).contains("text-safety@2.0.0"))
        .filteredOn(audit -> audit.getModels().size() > 1)
        .hasSize(4)
        .allSatisfy(
            audit -> {
              assertThat(audit.getModels())
                  .contains("image-safety@1.0.0", "audio-events+speech-gate@1.0.0+1.0.0");
              // What the packages promise of these files.
              assertThat(fact(audit, "image.neutral")).isEqualTo("0.989");
              assertThat(fact(audit, "audio.siren")).isEqualTo("0.965");
            });
    for (Topic topic : DECIDED) {
      assertThat(two.payloads(topic)).as(topic.topicName()).isEqualTo(one.payloads(topic));
    }
  }

  private static String fact(DecisionAudit audit, String name) {
    return audit.getFacts().stream()
        .filter(fact -> fact.getName().equals(name))
        .map(fact -> fact.getValue())
        .findFirst()
        .orElse("not there");
  }

  /** The same event with the picture and the sound of the shipped models' self tests. */
  private static Input withMedia(Input input) {
    try {
      ContentEvent event =
          JobHarness.SINGLE_OBJECT
              .decoder(Topic.CONTENT_EVENTS, ContentEvent.class)
              .decode(input.value());
      event.setCover(medium("image/png", "image-safety/selftest.png"));
      event.setAudio(medium("audio/flac", "audio-events/selftest.flac"));
      event.setExpectedModalities(List.of(Modality.TEXT, Modality.IMAGE, Modality.AUDIO));
      return Input.of(Topic.CONTENT_EVENTS, input.key(), event, input.time());
    } catch (DecodeException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Media medium(String mediaType, String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("..", "models").resolve(file));
    try {
      return Media.newBuilder()
          .setMediaType(mediaType)
          .setSha256(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
          .setContent(ByteBuffer.wrap(bytes))
          .build();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Test
  void failureAfterCheckpoints_isRestoredFromOneAndGivesTheSameBytes_eachActionOnce() {
    FailOnce.reset();
    Written written;
    try (Live job = harness.start(failing())) {
      // Signals first: they wait in their windows, and time is that of the content.
      job.produce(signals());
      job.awaitAllRead();
      job.produce(content().subList(0, content().size() / 2));
      job.awaitAllRead();
      job.awaitWritten(Topic.ENFORCEMENT_ACTIONS, 1);
      job.await("two checkpoints", () -> FailOnce.CHECKPOINTS.size() >= 2);

      FailOnce.arm();
      job.produce(content().subList(content().size() / 2, content().size()));
      job.await("the job to be restored", () -> FailOnce.RESTORED_FROM.get() > 0);

      written = job.drain();
    }

    assertThat(FailOnce.FAILURES).hasValue(1);
    assertThat(attempts(written)).containsExactlyInAnyOrder("0", "1");
    assertThat(attempts(reference)).containsExactly("0");
    // Tasks hear of a checkpoint a little after it is complete, so it may be a newer one.
    assertThat(FailOnce.RESTORED_FROM.get())
        .isGreaterThanOrEqualTo(Collections.max(FailOnce.CHECKPOINTS));
    for (Topic topic : List.of(Topic.ENFORCEMENT_ACTIONS, Topic.ENFORCEMENT_STATE)) {
      assertThat(written.payloads(topic))
          .as(topic.topicName())
          .isEqualTo(reference.payloads(topic));
    }
    // At least once, under the same ids: repeats are allowed, differences are not.
    for (Topic topic : DECIDED) {
      assertThat(new HashSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new HashSet<>(reference.payloads(topic)));
    }
  }

  /** What the records' headers say of the attempts that wrote them. */
  private static Set<String> attempts(Written written) {
    return DECIDED.stream()
        .flatMap(topic -> written.of(topic).stream())
        .map(record -> record.headers().lastHeader("earshot-attempt").value())
        .map(attempt -> new String(attempt, StandardCharsets.UTF_8))
        .collect(Collectors.toSet());
  }

  static Run failing() {
    return new Run(
        "failing",
        2,
        inputs ->
            inputs.withContent(
                inputs
                    .content()
                    .map(new FailOnce())
                    .returns(inputs.content().getType())
                    .uid("fail-once")),
        // Content never goes idle: if all were, time would be that of the farthest signal.
        Map.of("watermark.idle-timeout", "365 d", "watermark.signal-idle-timeout", "1 s"));
  }

  private static List<Input> content() {
    return traffic.stream().filter(input -> input.topic() == Topic.CONTENT_EVENTS).toList();
  }

  private static List<Input> signals() {
    return traffic.stream().filter(input -> input.topic() != Topic.CONTENT_EVENTS).toList();
  }

  @Test
  void whatCannotBeRead_isADeadLetterAndCostsNothingElse() {
    List<Input> inputs = new ArrayList<>(traffic);
    Instant time = JobHarness.START.plusSeconds(5);
    inputs.add(
        30,
        new Input(
            Topic.CONTENT_EVENTS, "poison", "not avro".getBytes(StandardCharsets.UTF_8), time));
    // A key that is in the letter twice would make it larger than Kafka takes.
    inputs.add(
        31,
        new Input(
            Topic.CONTENT_EVENTS,
            "k".repeat(600_000),
            "not avro either".getBytes(StandardCharsets.UTF_8),
            time));
    byte[] foreign = traffic.get(0).value().clone();
    foreign[3] ^= 0x55;
    inputs.add(40, new Input(Topic.CONTENT_EVENTS, "foreign", foreign, time));
    ContentEvent large = event("large", "creator-large", 1, time, 0.0);
    large.setTitle("x".repeat(1_001));
    inputs.add(50, Input.of(Topic.CONTENT_EVENTS, "large", large, time));
    ContentEvent fromTheFuture = event("future", "creator-future", 1, time, 0.0);
    fromTheFuture.setEventTime(time.plus(Duration.ofDays(300)));
    inputs.add(60, Input.of(Topic.CONTENT_EVENTS, "future", fromTheFuture, time));
    // Copied into a task, it would make a record that Kafka does not take, and stop the job again
    // after every restart.
    String endless = "HAT.HATE".repeat(75_000);
    inputs.add(
        Input.of(
            Topic.REPORTS,
            "creator",
            Report.newBuilder()
                .setEventId("endless")
                .setReporterId("reporter")
                .setTarget(new Subject(SubjectType.TRACK, "song", 1L))
                .setCreatorId("creator")
                .setPolicyId(endless)
                .setSource(Source.USER_REPORT)
                .setEventTime(time)
                .build(),
            time));

    Written written = harness.run(Run.plain("poisoned", 2), inputs);

    assertSameDecisions(written);
    List<DeadLetter> letters = written.values(Topic.DEAD_LETTERS, DeadLetter.class);
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.OVERSIZED_FIELD,
            DeadLetterReason.OVERSIZED_FIELD,
            DeadLetterReason.INVALID_FIELD);
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.getMessage()).isNotBlank();
              assertThat(letter.getOriginal().remaining()).isPositive();
              assertThat(letter.getCoordinates().getTopic())
                  .isIn("poisoned.content.events", "poisoned.reports");
            });
    assertThat(letters)
        .filteredOn(letter -> letter.getReason() == DeadLetterReason.OVERSIZED_FIELD)
        .extracting(DeadLetter::getField, DeadLetter::getMessage)
        .satisfiesExactlyInAnyOrder(
            title -> assertThat(title.toList().toString()).contains("title", "1,001", "1,000"),
            policy ->
                assertThat(policy.toList().toString()).contains("policyId", "600,000", "200"));
  }

  @Test
  void repeat_isAccountedForAndChangesNothing() {
    Instant time = JobHarness.START;
    Input first = Input.of(Topic.CONTENT_EVENTS, "a", event("a", "creator", 1, time, 0.97), time);

    Written written = harness.run(Run.plain("repeats", 1), List.of(first, first));

    assertThat(written.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .extracting(DecisionAudit::getVerdict)
        .containsExactlyInAnyOrder(Verdict.ACT, Verdict.DUPLICATE);
    // Two policies about violence refer it beside the one that removes it.
    assertThat(written.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class))
        .extracting(a -> a.getAction().getAction())
        .containsExactlyInAnyOrder(
            ActionType.REMOVE,
            ActionType.UPLOAD_FREEZE,
            ActionType.SEND_TO_REVIEW,
            ActionType.SEND_TO_REVIEW);
  }

  @Test
  void overturnedRemoval_isReversedWithItsStrike() {
    Instant time = JobHarness.START;
    List<Input> inputs = new ArrayList<>();
    inputs.add(
        Input.of(Topic.CONTENT_EVENTS, "song", event("song", "creator", 1, time, 0.97), time));
    Written before = harness.run(Run.plain("removed", 1), inputs);
    EnforcementAction removal =
        before.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .filter(a -> a.getAction().getAction() == ActionType.REMOVE)
            .findFirst()
            .orElseThrow();
    // Hate is severity 2: six points, which cross the first rung.
    assertThat(removal.getStrike().getPoints()).isEqualTo(6);

    Instant reviewed = time.plusSeconds(60);
    inputs.add(
        Input.of(
            Topic.REVIEWS,
            "creator",
            ReviewOutcome.newBuilder()
                .setEventId("review-1")
                .setDecisionId(removal.getDecisionId())
                .setCreatorId("creator")
                .setOutcome(Outcome.OVERTURN)
                .setReasonCode("APPEAL_OVERTURNED")
                .setPool("pool-1")
                .setEventTime(reviewed)
                .build(),
            reviewed));
    inputs.add(
        Input.of(
            Topic.REPORTS,
            "creator",
            Report.newBuilder()
                .setEventId("report-1")
                .setReporterId("reporter")
                .setTarget(new Subject(SubjectType.TRACK, "song", 1L))
                .setCreatorId("creator")
                .setPolicyId("HAT.HATE")
                .setSource(Source.USER_REPORT)
                .setEventTime(reviewed)
                .build(),
            reviewed));

    Written after = harness.run(Run.plain("overturned", 1), inputs);

    List<EnforcementAction> actions =
        after.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class);
    assertThat(actions)
        .extracting(a -> a.getEventType() + " " + a.getAction().getAction())
        .containsExactlyInAnyOrder(
            "APPLIED REMOVE",
            "APPLIED UPLOAD_FREEZE",
            "REFERRED SEND_TO_REVIEW",
            "REFERRED SEND_TO_REVIEW",
            "REVERSED REMOVE",
            "REVERSED UPLOAD_FREEZE");
    // One for the report, beside those of the two referrals.
    assertThat(after.of(Topic.REVIEW_TASKS)).hasSize(before.of(Topic.REVIEW_TASKS).size() + 1);
  }

  @Test
  void defaultBundle_sendsUnreadTextToPeopleAndTakesNoUnknownAgeForAYoungAccount() {
    Instant time = JobHarness.START;
    List<Input> inputs = new ArrayList<>();
    ContentEvent unread = event("unread", "creator", 1, time, 0.0);
    unread.setSuppliedScores(
        List.of(new ModalityScores(Modality.TEXT, "supplied", "1", List.of(), "TIMEOUT")));
    inputs.add(Input.of(Topic.CONTENT_EVENTS, "unread", unread, time));
    ContentEvent empty = event("empty", "creator", 1, time, 0.0);
    empty.setSuppliedScores(
        List.of(new ModalityScores(Modality.TEXT, "supplied", "1", List.of(), "EMPTY")));
    inputs.add(Input.of(Topic.CONTENT_EVENTS, "empty", empty, time));
    for (int i = 0; i < 25; i++) {
      ContentEvent upload = event("upload" + i, "nobody-knows-since-when", 1, time, 0.0);
      inputs.add(Input.of(Topic.CONTENT_EVENTS, "upload" + i, upload, time));
    }

    Written written = harness.run(Run.plain("unread", 1), inputs);

    assertThat(written.values(Topic.REVIEW_TASKS, ReviewTask.class))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.getSubject().getId()).isEqualTo("unread");
              assertThat(task.getPolicy().getId()).isEqualTo("LAB.EXPLICIT");
              assertThat(task.getPolicy().getSeverity()).isEqualTo(4);
            });
    assertThat(written.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class))
        .extracting(a -> a.getEventType() + " " + a.getSubject().getId())
        .containsExactly("REFERRED unread");
    assertThat(written.of(Topic.DECISIONS_AUDIT)).hasSize(inputs.size());
  }

  private static void assertSameDecisions(Written written) {
    for (Topic topic : DECIDED) {
      assertThat(written.payloads(topic))
          .as(topic.topicName())
          .isEqualTo(reference.payloads(topic));
    }
  }

  static List<Input> shuffled(List<Input> inputs, Duration within) {
    Random random = new Random(42);
    record Placed(Input input, long place) {}
    return inputs.stream()
        .map(
            input ->
                new Placed(input, input.time().toEpochMilli() + random.nextLong(within.toMillis())))
        .sorted(Comparator.comparingLong(Placed::place))
        .map(Placed::input)
        .toList();
  }

  private static ContentEvent event(
      String id, String creator, long version, Instant time, double hate) {
    return ContentEvent.newBuilder()
        .setEventId("event-" + id)
        .setContentId(id)
        .setVersion(version)
        .setCreatorId(creator)
        .setKind(ContentKind.TRACK)
        .setTitle(id)
        .setEventTime(time)
        .setSuppliedScores(
            List.of(
                new ModalityScores(
                    Modality.TEXT,
                    "supplied",
                    "1",
                    List.of(
                        new Score("hate", hate), new Score("violence", Math.max(0, hate - 0.05))),
                    null)))
        .build();
  }
}
