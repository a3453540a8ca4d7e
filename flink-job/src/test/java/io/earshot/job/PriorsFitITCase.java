package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.job.cli.PolicyPriorsCommand;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.OrderBasis;
import io.earshot.schemas.avro.OrderOperation;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what creators did to a table of priors, and from the table to what the job goes by. */
final class PriorsFitITCase {

  /** Labels, of which one is suspended; then creators of whom no type is told. */
  private static final int LABELS = 16;

  private static final int CREATORS = 24;
  private static final int TRACKS = 12;
  private static final Instant START = JobHarness.START;

  /** The newest event of which the window has closed. */
  private static final Instant NEWEST =
      START.plus(Duration.ofHours(5L * (TRACKS - 1))).plusSeconds(60 + CREATORS - 1);

  private static final Instant LATER = START.plus(Duration.ofDays(3));

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static JobHarness harness;

  @SuppressWarnings("NullAway.Init") // set before all
  private static Live job;

  @SuppressWarnings("NullAway.Init") // set before all
  private static Path savepoint;

  @BeforeAll
  static void takeSavepoint() throws IOException {
    harness = new JobHarness();
    job =
        harness.start(
            new Run(
                "fit",
                2,
                UnaryOperator.identity(),
                Map.of("watermark.idle-timeout", "365 d", "watermark.signal-idle-timeout", "1 s")));
    List<Input> accounts = new ArrayList<>();
    List<Input> content = new ArrayList<>();
    for (int i = 0; i < CREATORS; i++) {
      accounts.add(account("creator-" + i, i < LABELS ? "LABEL" : null));
      for (int j = 0; j < TRACKS; j++) {
        // Half of them publish a short track in four, the others three in four.
        boolean isShort = j % 4 < (i % 2 == 0 ? 1 : 3);
        content.add(
            track(
                "c" + i + "-" + j,
                "creator-" + i,
                START.plus(Duration.ofHours(5L * j)).plusSeconds(60 + i),
                isShort ? 32_000 : 200_000));
      }
    }
    accounts.add(suspended("creator-0"));
    job.produce(accounts);
    job.awaitAllRead();
    job.produce(content);
    passed("first", LATER);
    job.awaitWritten(Topic.DECISIONS_AUDIT, CREATORS * (TRACKS + 1) + 1);
    savepoint = job.stop(Files.createDirectories(folder.resolve("savepoints")));
  }

  @AfterAll
  static void stop() {
    job.close();
    harness.close();
  }

  private static void passed(String id, Instant time) {
    for (int partition = 0; partition < JobHarness.PARTITIONS; partition++) {
      job.produce(partition, track(id + "-" + partition, "others", time, 200_000));
    }
  }

  private static Input account(String creator, @Nullable String type) {
    return Input.of(
        Topic.CREATOR_EVENTS,
        creator,
        CreatorEvent.newBuilder()
            .setEventId("made-" + creator)
            .setCreatorId(creator)
            .setKind(CreatorEventKind.CREATED)
            .setAccountCreatedAt(START.minus(Duration.ofDays(10)))
            .setCreatorType(type)
            .setChannel(type == null ? null : "DELIVERY")
            .setEventTime(START)
            .build(),
        START);
  }

  private static Input suspended(String creator) {
    return Input.of(
        Topic.ORDERS,
        creator,
        AuthorityOrder.newBuilder()
            .setEventId("event-order")
            .setOrderId("order")
            .setOperation(OrderOperation.APPLY)
            .setSubject(new Subject(SubjectType.CREATOR, creator, 0L))
            .setCreatorId(creator)
            .setAction(ActionType.SUSPEND_ACCOUNT)
            .setScope(new Scope(List.of("FR"), List.of()))
            .setBasis(OrderBasis.DSA_ARTICLE_9)
            .setLegalReference("order of a court")
            .setDueAt(START.plus(Duration.ofHours(1)))
            .setEventTime(START)
            .build(),
        START);
  }

  private static Input track(String id, String creator, Instant time, long millis) {
    return Input.of(
        Topic.CONTENT_EVENTS,
        id,
        ContentEvent.newBuilder()
            .setEventId("event-" + id)
            .setContentId(id)
            .setVersion(1)
            .setCreatorId(creator)
            .setKind(ContentKind.TRACK)
            .setTitle(id)
            .setDurationMs(millis)
            .setEventTime(time)
            .setSuppliedScores(List.of(JobHarness.harmless()))
            .build(),
        time);
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(new PolicyPriorsCommand(), args);
  }

  private static CommandRun fit(String... more) {
    List<String> args =
        new ArrayList<>(List.of("fit", "usual@1.0", "--savepoint", savepoint.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void whatWasFitted_isCheckedAndHoldsInTheJob() throws IOException {
    Path file = folder.resolve("usual.yaml");
    CommandRun fitted = fit("--least", "10", "--out", file.toString());

    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(fitted.err())
        .contains("as of " + NEWEST + ", taken as all seen since ")
        .contains("left out: 1 with a restricted account")
        .containsPattern("LABEL +D05 +15 creators: a share of 0\\.5")
        .containsPattern("LABEL/NEW/DELIVERY +D01 +15 creators: [0-9.]+ a day, worth 7\\.000 days");
    String yaml = Files.readString(file);
    assertThat(yaml)
        .contains("priors: usual\nversion: \"1.0\"\n", "type: \"LABEL\"\n    tenure: NEW");
    assertThat(fit("--least", "10").out()).as("fitted again").isEqualTo(yaml);
    CommandRun checked = run("check", file.toString());
    assertThat(checked.out())
        .contains("priors usual, version 1.0", "of all, LABEL, LABEL/NEW/DELIVERY: no faults");

    assertHolds(yaml);
  }

  private static void assertHolds(String yaml) {
    job.resume(savepoint.toUri().toString(), 1);
    Instant from = LATER.plus(Duration.ofMinutes(10));
    job.produce(
        List.of(
            Input.of(
                Topic.CONTROL_POLICIES,
                "usual",
                PolicyControl.newBuilder()
                    .setEventId("priors")
                    .setOperation(PolicyOperation.PRIORS)
                    .setBundle(yaml)
                    .setEventTime(LATER)
                    .setEffectiveAt(from)
                    .build(),
                LATER)));
    job.awaitAllRead();
    job.produce(List.of(track("after", "creator-1", from.plusSeconds(60), 200_000)));
    passed("last", from.plus(Duration.ofHours(1)));
    Written written = job.drain();

    assertThat(written.values(Topic.CONTROL_STATUS, ControlStatus.class))
        .extracting(ControlStatus::getResult)
        .containsExactly(ControlResult.ACCEPTED);
    assertThat(written.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .filteredOn(audit -> audit.getTriggerEventId().equals("event-after"))
        .singleElement()
        .satisfies(
            audit ->
                assertThat(audit.getFacts())
                    .filteredOn(fact -> fact.getName().startsWith("creator.priors."))
                    .extracting(Fact::getValue)
                    .containsExactly("LABEL/NEW/DELIVERY", "usual 1.0"));
  }

  @Test
  void tooFewCreators_giveNoTable() {
    CommandRun fitted = fit("--least", "500");

    assertThat(fitted.code()).isEqualTo(1);
    assertThat(fitted.err())
        .contains("fewer than 500, no values of its own", "no detector saw anything of 500");
  }

  @Test
  void argumentsThatMeanNothing_areRefused() {
    assertThat(fit("--least", "1").err()).contains("1 creators are no group");
    assertThat(fit("--worth", "0").err()).contains("worth 0.0 trials; it is 1.0 or more");
    assertThat(fit("--worth-time", "PT1M").err()).contains("worth PT1M; it is PT1H or more");
    assertThat(fit("--at", "2026-03-01T12:00:00Z").err())
        .contains("before the newest event in the savepoint, " + NEWEST);
    assertThat(fit("--since", "2027-03-01T12:00:00Z").err()).contains("after the time of the fit");
    assertThat(run("fit", "usual", "--savepoint", savepoint.toString()).err())
        .contains("the table is called usual; write ID@VERSION");
  }
}
