package io.earshot.job;

import static io.earshot.job.KnownMediaITCase.change;
import static io.earshot.job.KnownMediaITCase.content;
import static io.earshot.job.KnownMediaITCase.cover;
import static io.earshot.job.TestMedia.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.BankOperation;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.SubjectType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Entries of banks that are withdrawn or found everywhere, on the whole graph, with Kafka and Flink
 * in process.
 */
class BankEntryLifeITCase {

  /** In the contents of how many creators an entry may be found. */
  private static final int LIMIT = 4;

  private static final List<Topic> WRITTEN =
      List.of(
          Topic.ENFORCEMENT_ACTIONS,
          Topic.ENFORCEMENT_STATE,
          Topic.ENFORCEMENT_EXPRESS,
          Topic.REVIEW_TASKS,
          Topic.DSA_STATEMENTS,
          Topic.DECISIONS_AUDIT,
          Topic.CONTROL_STATUS);

  private static JobHarness harness;
  private static List<Input> changes;
  private static List<Input> contents;
  private static Written reference;

  @BeforeAll
  static void runOnce() throws IOException {
    harness = new JobHarness();
    byte[] twice = cover(1, 200, 150);
    byte[] once = cover(2, 200, 150);
    byte[] everywhere = cover(3, 200, 150);
    byte[] before = cover(4, 200, 150);
    changes =
        List.of(
            add("one", digest(twice)),
            add("two", digest(twice)),
            add("three", digest(once)),
            change("add-late", BankOperation.ADD, "late", digest(before), at(0), at(33)),
            change("add-later", BankOperation.ADD, "later", digest(before), at(0), at(43)),
            change(
                "add-everywhere",
                BankOperation.ADD,
                "everywhere",
                digest(everywhere),
                "HAR.NCII",
                at(0),
                at(0)),
            end("withdraw-one", BankOperation.WITHDRAW, "one", 30),
            end("withdraw-three", BankOperation.WITHDRAW, "three", 35),
            end("expire-two", BankOperation.EXPIRE, "two", 50),
            end("withdraw-late", BankOperation.WITHDRAW, "late", 62),
            end("withdraw-two", BankOperation.WITHDRAW, "two", 65),
            end("withdraw-later", BankOperation.WITHDRAW, "later", 72));
    contents = new ArrayList<>();
    contents.add(content("c-both", twice, at(1)));
    contents.add(content("c-alone", once, at(2)));
    contents.add(content("c-before", before, at(3)));
    contents.add(content("c-alone-too", once, at(12)));
    contents.add(content("c-same-window", once, at(31)));
    contents.add(content("c-after", once, at(45)));
    for (int i = 0; i <= LIMIT; i++) {
      contents.add(content("c-flood-" + i, everywhere, at(51 + i)));
    }
    contents.add(content("c-flood-after", everywhere, at(61)));
    contents.add(content("c-flood-later", everywhere, at(75)));
    for (int i = 0; i < 20; i++) {
      contents.add(content("other-" + i, cover(100 + i, 40, 30), at(5 * i)));
    }
    contents.sort(Comparator.comparing(Input::time));
    reference = decided(run("withdrawals-1", 1), contents);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void a_withdrawal_lifts_what_rested_on_the_entry_alone_and_an_expiry_nothing() {
    assertThat(actions())
        .filteredOn(action -> action.getSubject().getType() == SubjectType.TRACK)
        .filteredOn(action -> action.getEventType() != ActionEventType.REFERRED)
        .filteredOn(action -> action.getPolicy().getId().equals("CSE.CSAM"))
        .extracting(
            action -> action.getSubject().getId(),
            EnforcementAction::getEventType,
            EnforcementAction::getReasonCode,
            action -> action.getDecidedAt().getEpochSecond() - at(0).getEpochSecond())
        .containsExactlyInAnyOrder(
            tuple("c-both", ActionEventType.APPLIED, null, 10L),
            tuple("c-both", ActionEventType.REVERSED, "ENTRY_WITHDRAWN", 70L),
            tuple("c-alone", ActionEventType.APPLIED, null, 10L),
            tuple("c-alone", ActionEventType.REVERSED, "ENTRY_WITHDRAWN", 40L),
            tuple("c-alone-too", ActionEventType.APPLIED, null, 20L),
            tuple("c-alone-too", ActionEventType.REVERSED, "ENTRY_WITHDRAWN", 40L),
            // Found by one entry and then another, which holds it when the first falls.
            tuple("c-before", ActionEventType.APPLIED, null, 40L),
            tuple("c-before", ActionEventType.MODIFIED, null, 50L),
            tuple("c-before", ActionEventType.REVERSED, "ENTRY_WITHDRAWN", 70L),
            tuple("c-before", ActionEventType.MODIFIED, null, 70L),
            tuple("c-before", ActionEventType.REVERSED, "ENTRY_WITHDRAWN", 80L),
            // Blocked at once, and not confirmed: its window knows that the entry was wrong.
            tuple("c-same-window", ActionEventType.APPLIED, null, 40L),
            tuple("c-same-window", ActionEventType.REVERSED, "NOT_CONFIRMED", 40L));
    assertThat(actions())
        .filteredOn(action -> action.getSubject().getType() == SubjectType.TRACK)
        .filteredOn(action -> action.getEventType() != ActionEventType.REFERRED)
        .filteredOn(action -> action.getPolicy().getId().equals("CSE.CSAM"))
        .extracting(action -> action.getAction().getAction())
        .containsOnly(ActionType.BLOCK_UPLOAD);
  }

  @Test
  void an_entry_that_is_found_everywhere_restricts_no_longer_and_people_are_asked() {
    assertThat(reference.values(Topic.CONTROL_STATUS, ControlStatus.class))
        .filteredOn(status -> status.getResult() == ControlResult.LIMITED)
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getSubject()).isEqualTo("bank live entry everywhere");
              assertThat(status.getErrors().get(0))
                  .contains("contents of 5 creators", "more than 4", "ADD", "WITHDRAW");
              assertThat(status.getEffectiveAt()).isEqualTo(at(60));
            });
    assertThat(actions())
        .filteredOn(action -> action.getPolicy().getId().equals("HAR.NCII"))
        .filteredOn(action -> action.getEventType() == ActionEventType.APPLIED)
        .filteredOn(action -> action.getSubject().getType() == SubjectType.TRACK)
        .extracting(action -> action.getSubject().getId())
        .containsExactlyInAnyOrder("c-flood-0", "c-flood-1", "c-flood-2", "c-flood-3", "c-flood-4");
    assertThat(reference.values(Topic.REVIEW_TASKS, ReviewTask.class))
        .filteredOn(task -> task.getPolicy().getId().equals("HAR.NCII"))
        .filteredOn(task -> task.getSubject().getType() == SubjectType.TRACK)
        .filteredOn(task -> task.getReason().contains("limit.entry.live/everywhere.creators"))
        .extracting(task -> task.getSubject().getId())
        .containsExactlyInAnyOrder("c-flood-after", "c-flood-later");
  }

  @Test
  void strikes_and_what_followed_from_them_are_given_back() {
    List<EnforcementAction> accounts =
        actions().stream()
            .filter(action -> action.getSubject().getType() == SubjectType.CREATOR)
            .filter(action -> action.getPolicy().getId().equals("CSE.CSAM"))
            // Of two causes, one takes the place of the other.
            .filter(action -> !action.getCreatorId().equals("creator-c-before"))
            .toList();

    assertThat(decisions(accounts, ActionEventType.APPLIED))
        .isNotEmpty()
        .isEqualTo(decisions(accounts, ActionEventType.REVERSED));
  }

  @Test
  void nothing_is_left_of_what_was_found_later_when_all_its_entries_are_withdrawn() {
    Map<String, EnforcementAction> last =
        actions().stream()
            .filter(action -> action.getCreatorId().equals("creator-c-before"))
            // What restricts nothing is told and never ends.
            .filter(action -> action.getAction().getDimension() != Dimension.NONE)
            .collect(
                Collectors.toMap(
                    action -> action.getSubject().getId() + " " + action.getAction().getDimension(),
                    UnaryOperator.identity(),
                    BinaryOperator.maxBy(Comparator.comparing(EnforcementAction::getSequence))));

    assertThat(last.keySet()).anyMatch(axis -> axis.startsWith("c-before "));
    assertThat(last.values())
        .extracting(EnforcementAction::getEventType)
        .containsOnly(ActionEventType.REVERSED);
  }

  @Test
  void two_subtasks_and_input_out_of_order_give_the_same_bytes() {
    List<Input> shuffled = new ArrayList<>(contents);
    Collections.swap(shuffled, 0, 1);
    for (int i = 1; i + 3 < shuffled.size(); i += 3) {
      Collections.swap(shuffled, i, i + 1);
    }
    Collections.shuffle(shuffled.subList(0, 3), new Random(1));

    Written other = decided(run("withdrawals-2", 2), shuffled);

    for (Topic topic : WRITTEN) {
      assertThat(other.payloads(topic)).as(topic.topicName()).isEqualTo(reference.payloads(topic));
    }
  }

  @Test
  void a_failure_and_a_restart_with_another_parallelism_give_the_same_bytes() {
    FailOnce.reset();
    Run run =
        new Run(
            "withdrawals-interrupted",
            2,
            in ->
                in.withContent(
                    in.content()
                        .map(new FailOnce())
                        .returns(in.content().getType())
                        .uid("fail-once")),
            options());
    Instant down = at(28);
    Written written;
    try (Live job = harness.start(run, 1)) {
      job.produce(changes);
      job.awaitAllRead();
      job.produce(contents.stream().filter(i -> i.time().isBefore(down)).toList());
      job.awaitAllRead();
      job.resume(job.suspend(), 2);
      FailOnce.arm();
      job.produce(contents.stream().filter(i -> !i.time().isBefore(down)).toList());
      job.await("the job to be restored", () -> FailOnce.FAILURES.get() > 0);
      written = job.drain();
    }

    for (Topic topic : WRITTEN) {
      // Where a topic is written at least once, repeats are allowed and differences are not.
      assertThat(new TreeSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new TreeSet<>(reference.payloads(topic)));
    }
    assertThat(written.payloads(Topic.ENFORCEMENT_ACTIONS))
        .isEqualTo(reference.payloads(Topic.ENFORCEMENT_ACTIONS));
  }

  private static Set<String> decisions(List<EnforcementAction> actions, ActionEventType type) {
    return actions.stream()
        .filter(action -> action.getEventType() == type)
        .filter(action -> action.getSequence() > 0)
        .map(EnforcementAction::getDecisionId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<EnforcementAction> actions() {
    return reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class);
  }

  /** Changes are known before content arrives, as when they are published ahead of their time. */
  private static Written decided(Run run, List<Input> inputs) {
    try (Live job = harness.start(run)) {
      job.produce(changes);
      job.awaitAllRead();
      job.produce(inputs);
      return job.drain();
    }
  }

  private static Run run(String name, int parallelism) {
    return new Run(name, parallelism, UnaryOperator.identity(), options());
  }

  /** Content never goes idle: if all were, time would be that of the farthest signal. */
  private static Map<String, String> options() {
    return Map.of(
        "watermark.idle-timeout",
        "365 d",
        "watermark.signal-idle-timeout",
        "1 s",
        "matching.memory",
        "1 d",
        "matching.entry-limit",
        String.valueOf(LIMIT));
  }

  private static Input add(String entry, String digest) {
    return change("add-" + entry, BankOperation.ADD, entry, digest, at(0), at(0));
  }

  private static Input end(String id, BankOperation operation, String entry, int seconds) {
    return change(id, operation, entry, "", at(0), at(seconds));
  }

  private static Instant at(int seconds) {
    return JobHarness.START.plusSeconds(seconds);
  }
}
