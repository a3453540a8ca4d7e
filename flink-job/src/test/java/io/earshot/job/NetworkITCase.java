package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReportFinding;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is only seen across accounts and reporters, on the whole graph, with Kafka and Flink in
 * process: who is found and who is not, and that it is the same bytes whatever the parallelism, the
 * order of arrival and a failure.
 */
class NetworkITCase {

  private static final Instant START = JobHarness.START;

  private static final List<Topic> DECIDED =
      List.of(
          Topic.ENFORCEMENT_ACTIONS,
          Topic.ENFORCEMENT_STATE,
          Topic.REVIEW_TASKS,
          Topic.DECISIONS_AUDIT);

  private static final int RING = 500;
  private static final int CLOSED_EVERY = 50;
  private static final int LABEL = 300;

  private static final List<Input> INPUTS = inputs();

  private static JobHarness harness;
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
  void everyInputEndsAsOneDecision_andWhatStagesTellEachOtherIsNone() {
    assertThat(reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .extracting(DecisionAudit::getTriggerEventId)
        .doesNotHaveDuplicates()
        .hasSameSizeAs(INPUTS);
    assertThat(reference.of(Topic.LATE_EVENTS)).isEmpty();
    assertThat(reference.of(Topic.DEAD_LETTERS)).isEmpty();
  }

  @Test
  void whoSharesThingsWithAClosedAccount_isFound_andNobodyElse() {
    Map<String, String> decided =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .filter(action -> !action.getRuleId().equals("link-crowd"))
            .filter(action -> !action.getCreatorId().startsWith("ring-"))
            .sorted(Comparator.comparing(EnforcementAction::getRuleId))
            .collect(
                Collectors.groupingBy(
                    EnforcementAction::getCreatorId,
                    Collectors.mapping(
                        a -> a.getRuleId() + " " + a.getAction().getAction(),
                        Collectors.joining(", "))));

    assertThat(decided)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "again", "account-ring SEND_TO_REVIEW, ban-evasion UPLOAD_FREEZE",
                "family", "ban-evasion SEND_TO_REVIEW"));
  }

  @Test
  void aRingOf500_isFoundInAllItsUploads_andALabelWithOneClosedArtistIsNot() {
    Map<String, List<DecisionAudit>> byCreator =
        reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class).stream()
            .filter(audit -> audit.getTriggerEventId().startsWith("content-"))
            .collect(Collectors.groupingBy(DecisionAudit::getCreatorId));
    for (int i = 0; i < RING; i++) {
      List<DecisionAudit> uploads = byCreator.getOrDefault("ring-" + i, List.of());
      assertThat(uploads).as("uploads of ring-%d", i).hasSize(i % CLOSED_EVERY == 0 ? 0 : 3);
      assertThat(uploads)
          .allMatch(audit -> fact(audit, "creator.detectors.D15.fired").equals("true"))
          .allMatch(audit -> fact(audit, "creator.detectors.D19.fired").equals("true"))
          .allMatch(audit -> fact(audit, "creator.detectors.D15.closed").equals("6"));
    }
    for (int i = 1; i < LABEL; i++) {
      assertThat(byCreator.get("label-" + i))
          .singleElement()
          .satisfies(
              audit -> {
                assertThat(fact(audit, "creator.detectors.D15.fired")).isNotEqualTo("true");
                assertThat(fact(audit, "creator.detectors.D19.fired")).isNotEqualTo("true");
              });
    }
  }

  @Test
  void whatIsSharedCountsFromTheTimeOfTheClosureOn_inTheSameWindow() {
    assertThat(fired("before", "D19")).isFalse();
    assertThat(fired("after", "D19")).isTrue();
    assertThat(fact("after", "creator.detectors.D19.account")).isEqualTo("[\"closed\"]");
    assertThat(fact("after", "creator.detectors.D15.neighbours")).isEqualTo("[\"closed\"]");
    // Its neighbour was erased, or opened again, before it published.
    assertThat(fired("erased-neighbour", "D19")).isFalse();
    assertThat(fired("opened-neighbour", "D19")).isFalse();
  }

  @Test
  void aCrowdOfNewAccounts_isFoundFromTheTenthOn() {
    for (int i = 0; i < 12; i++) {
      assertThat(fired("pills-" + i, "D11")).as("number %d", i + 1).isEqualTo(i >= 9);
      assertThat(fired("shop-" + i, "D11")).as("number %d", i + 1).isFalse();
    }
    assertThat(fact("pills-11", "creator.detectors.D11.creators")).isEqualTo("12");
  }

  @Test
  void aBrigadeOfStrangersIsOne_andPeopleWhoAreUsuallyRightAreNone() {
    assertThat(fired("victim", "D16")).isTrue();
    assertThat(fact("victim", "reports.distrusted")).isEqualTo("true");
    assertThat(fired("culprit", "D16")).isFalse();
    assertThat(Double.parseDouble(fact("culprit", "reports.credible24h")))
        .isGreaterThan(Double.parseDouble(fact("victim", "reports.credible24h")));
  }

  @Test
  void aReporterWhoIsNearlyAlwaysWrong_isToBeWarnedOnce() {
    assertThat(reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .filteredOn(audit -> audit.getOutcome() != null)
        .filteredOn(audit -> audit.getOutcome().getOutcome().equals("WARN_REPORTER"))
        .singleElement()
        .satisfies(
            audit -> {
              assertThat(audit.getOutcome().getAbout()).isEqualTo("crank");
              assertThat(audit.getOutcome().getReasonCode()).isEqualTo("D16");
              assertThat(audit.getOutcome().getNote())
                  .startsWith("19 of 19 answered reports within 90 days were unfounded");
            });
  }

  @Test
  void results_areTheSameBytesInAnyOrderAtAnyParallelism() {
    assertSame(harness.run(patient("two", 2), JobITCase.shuffled(INPUTS, Duration.ofSeconds(4))));
  }

  @Test
  void results_areTheSameBytesAfterAFailure() {
    FailOnce.reset();
    List<Input> content = ofContent(true);
    int half = content.size() / 2;
    Written written;
    try (Live job = harness.start(JobITCase.failing())) {
      // Signals first: they wait in their windows, and time is that of the content.
      job.produce(ofContent(false));
      job.awaitAllRead();
      job.produce(content.subList(0, half));
      job.awaitAllRead();
      job.await("a checkpoint", () -> !FailOnce.CHECKPOINTS.isEmpty());
      FailOnce.arm();
      job.produce(content.subList(half, content.size()));
      job.await("the job to be restored", () -> FailOnce.RESTORED_FROM.get() > 0);
      written = job.drain();
    }
    assertThat(FailOnce.FAILURES).hasValue(1);
    assertSame(written);
  }

  /**
   * A bounded run in which no topic counts as idle, however slow the machine: a signal that is read
   * late counts in the next window, and what is compared here would differ.
   */
  private static Run patient(String name, int parallelism) {
    return new Run(
        name,
        parallelism,
        UnaryOperator.identity(),
        Map.of("watermark.idle-timeout", "365 d", "watermark.signal-idle-timeout", "365 d"));
  }

  private static List<Input> ofContent(boolean content) {
    return INPUTS.stream()
        .filter(input -> (input.topic() == Topic.CONTENT_EVENTS) == content)
        .toList();
  }

  private static void assertSame(Written written) {
    for (Topic topic : DECIDED) {
      assertThat(new HashSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new HashSet<>(reference.payloads(topic)));
    }
    assertThat(written.of(Topic.LATE_EVENTS)).isEmpty();
  }

  private static boolean fired(String contentId, String detector) {
    return fact(contentId, "creator.detectors." + detector + ".fired").equals("true");
  }

  /** A variable as of a content's decision; empty where nothing was known. */
  private static String fact(String contentId, String name) {
    DecisionAudit audit =
        reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class).stream()
            .filter(a -> a.getSubject().getId().equals(contentId))
            .filter(a -> a.getSubject().getVersion() == 1)
            .filter(a -> a.getTriggerEventId().equals("content-" + contentId))
            .findFirst()
            .orElseThrow(() -> new AssertionError("there is no decision on " + contentId));
    return fact(audit, name);
  }

  private static String fact(DecisionAudit audit, String name) {
    return audit.getFacts().stream()
        .filter(fact -> fact.getName().equals(name))
        .map(Fact::getValue)
        .findFirst()
        .orElse("");
  }

  private static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    // Others, so that time moves on all partitions.
    for (int second = 0; second < 60; second++) {
      inputs.add(content("other-" + second % 7, "other-" + second, second));
    }
    // Somebody who is closed, comes back, and was before.
    inputs.add(account("closed", 1, CreatorEventKind.CREATED, "PAYOUT p", "TAX_ID t", "DEVICE d"));
    inputs.add(content("closed", "first", 2));
    inputs.add(account("again", 3, CreatorEventKind.CREATED, "PAYOUT p", "TAX_ID t"));
    inputs.add(content("again", "before", 31));
    inputs.add(account("closed", 33, CreatorEventKind.TERMINATED));
    inputs.add(content("again", "after", 35));
    // One thing in common.
    inputs.add(account("family", 40, CreatorEventKind.CREATED, "CARD c", "PAYOUT p"));
    inputs.add(content("family", "family-track", 55));
    // Nothing strong in common, and an address that everybody has.
    inputs.add(account("phone", 41, CreatorEventKind.CREATED, "DEVICE d", "PAYOUT q"));
    inputs.add(content("phone", "phone-track", 56));
    // A ring, some of whom are closed, and a label, one of whose artists is.
    for (int i = 0; i < RING; i++) {
      inputs.add(account("ring-" + i, 3, CreatorEventKind.CREATED, "PAYOUT ring", "TAX_ID ring"));
      if (i % CLOSED_EVERY == 0) {
        inputs.add(account("ring-" + i, 24, CreatorEventKind.TERMINATED));
        continue;
      }
      for (int upload = 0; upload < 3; upload++) {
        inputs.add(content("ring-" + i, "ring-" + i + "-" + upload, 26 + i % 15 + 7 * upload));
      }
    }
    for (int i = 0; i < LABEL; i++) {
      inputs.add(
          account("label-" + i, 3, CreatorEventKind.CREATED, "PAYOUT label", "TAX_ID label"));
      inputs.add(
          i == 0
              ? account("label-0", 24, CreatorEventKind.TERMINATED)
              : content("label-" + i, "label-" + i, 40 + i % 19));
    }
    // Neighbours of whom nothing is left.
    for (String gone : List.of("erased", "opened")) {
      inputs.add(account(gone, 5, CreatorEventKind.CREATED, "PAYOUT " + gone, "CARD " + gone));
      inputs.add(account(gone, 15, CreatorEventKind.TERMINATED));
      inputs.add(
          account("by-" + gone, 20, CreatorEventKind.CREATED, "PAYOUT " + gone, "CARD " + gone));
    }
    inputs.add(account("erased", 45, CreatorEventKind.ERASE));
    inputs.add(account("opened", 45, CreatorEventKind.REINSTATED));
    inputs.add(content("by-erased", "erased-neighbour", 57));
    inputs.add(content("by-opened", "opened-neighbour", 57));
    // Twelve new accounts that link to one place, and twelve old ones.
    for (int i = 0; i < 12; i++) {
      inputs.add(account("new-" + i, 6, CreatorEventKind.CREATED));
      inputs.add(account("old-" + i, 6, CreatorEventKind.CREATED));
      inputs.add(linking("new-" + i, "pills-" + i, 24 + i, "https://pills.example/buy"));
      inputs.add(linking("old-" + i, "shop-" + i, 24 + i, "https://shop.example/" + i));
    }
    // Strangers against one, and people who are usually right against another.
    inputs.add(content("star", "star-first", 4));
    inputs.add(content("villain", "villain-first", 4));
    for (int i = 0; i < 24; i++) {
      inputs.add(report("stranger-" + i, "star", "star-first", 22 + i, null, i));
      for (int j = 0; j < 4; j++) {
        inputs.add(
            report(
                "friend-" + i,
                "villain",
                "villain-first",
                10 + j,
                new Answer("old-" + j, ReportFinding.UPHELD),
                i * 4 + j));
      }
      inputs.add(report("friend-" + i, "villain", "villain-first", 22 + i, null, 100 + i));
    }
    for (int i = 0; i < 24; i++) {
      inputs.add(
          report(
              "crank",
              "quiet",
              "some-" + i,
              20 + i,
              new Answer("old-" + i, ReportFinding.UNFOUNDED),
              200 + i));
    }
    inputs.add(content("star", "victim", 58));
    inputs.add(content("villain", "culprit", 58));
    return inputs.stream().sorted(Comparator.comparing(Input::time)).toList();
  }

  private record Answer(String reportId, ReportFinding finding) {}

  private static Input account(
      String creatorId, int second, CreatorEventKind kind, String... signals) {
    Instant time = START.plusSeconds(second);
    List<AccountSignal> used = new ArrayList<>();
    for (String signal : signals) {
      String[] parts = signal.split(" ", 2);
      used.add(new AccountSignal(AccountSignalType.valueOf(parts[0]), parts[1]));
    }
    return Input.of(
        Topic.CREATOR_EVENTS,
        creatorId,
        CreatorEvent.newBuilder()
            .setEventId("account-" + creatorId + "-" + second)
            .setCreatorId(creatorId)
            .setKind(kind)
            .setAccountCreatedAt(
                kind == CreatorEventKind.CREATED
                    ? time.minus(Duration.ofDays(creatorId.startsWith("new-") ? 1 : 100))
                    : null)
            .setSignals(used)
            .setEventTime(time)
            .build(),
        time);
  }

  private static Input content(String creatorId, String contentId, int second) {
    return linking(creatorId, contentId, second);
  }

  private static Input linking(String creatorId, String contentId, int second, String... links) {
    Instant time = START.plusSeconds(second);
    return Input.of(
        Topic.CONTENT_EVENTS,
        contentId,
        ContentEvent.newBuilder()
            .setEventId("content-" + contentId)
            .setContentId(contentId)
            .setVersion(1)
            .setCreatorId(creatorId)
            .setKind(ContentKind.TRACK)
            .setTitle(contentId)
            .setLinks(List.of(links))
            .setSuppliedScores(List.of(JobHarness.harmless()))
            .setEventTime(time)
            .build(),
        time);
  }

  private static Input report(
      String reporterId,
      String creatorId,
      String target,
      int second,
      @Nullable Answer answer,
      int number) {
    Instant time = START.plusSeconds(second).plusMillis(number);
    return Input.of(
        Topic.REPORTS,
        creatorId,
        Report.newBuilder()
            .setEventId("report-" + number + "-" + creatorId)
            .setReporterId(reporterId)
            .setTarget(new Subject(SubjectType.TRACK, target, 1L))
            .setCreatorId(creatorId)
            .setPolicyId("HAT.HATE")
            .setSource(Source.USER_REPORT)
            .setAnswers(answer == null ? null : answer.reportId())
            .setFinding(answer == null ? ReportFinding.UNKNOWN : answer.finding())
            .setEventTime(time)
            .build(),
        time);
  }
}
