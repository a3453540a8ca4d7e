package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.Media;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sounds that come again, from their creator and from others, on the whole graph. */
final class ReuploadITCase {

  private static final List<Topic> DECIDED =
      List.of(Topic.ENFORCEMENT_STATE, Topic.DECISIONS_AUDIT, Topic.REVIEW_TASKS);

  private static @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static JobHarness harness;

  @SuppressWarnings("NullAway.Init") // set before all
  private static List<Input> inputs;

  @SuppressWarnings("NullAway.Init") // set before all
  private static Written reference;

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        bundle: reupload-tests
        version: "1"
        detectors:
          D03: {risk: 0.4, recordings: 5, bits: 30, window: P30D}
          D04: {risk: 0.5, bits: 30, window: P180D}
        policies:
          - id: INT.DUPLICATE
            version: "1"
            clause: https://earshot.example/policies/duplicates
            rules:
              - id: one-sound
                if: creator.detectors.D03.fired
                then: {action: REDUCE_DISTRIBUTION, duration: P30D}
                because: one sound
              - id: not-first
                if: earlier.found && earlier.bits <= 20
                then: {action: SEND_TO_REVIEW, propose: REDUCE_DISTRIBUTION}
                because: another was first
          - id: INT.CIRCUMVENT
            version: "1"
            clause: https://earshot.example/policies/evasion
            rules:
              - id: again
                if: creator.detectors.D04.fired
                then: {action: SEND_TO_REVIEW, propose: REMOVE}
                because: removed before
          - id: HAT.HATE
            version: "1"
            clause: https://earshot.example/policies/hate
            rules:
              - id: tagged
                if: content.tags == 7
                then: {action: REMOVE}
                because: to be removed
        """);
    harness = new JobHarness();
    inputs = inputs();
    reference = harness.run(run("reference", 1, UnaryOperator.identity(), "0"), inputs);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static Run run(
      String name, int parallelism, UnaryOperator<Inputs> wrapped, String reused) {
    return new Run(
        name,
        parallelism,
        wrapped,
        Map.of(
            "policy.bundle",
            folder.resolve("bundle.yaml").toString(),
            "matching.reused-fingerprints",
            reused));
  }

  private static List<Input> inputs() {
    List<Input> all = new ArrayList<>();
    // One sound under six titles, two of each file, among as many others.
    for (int i = 0; i < 6; i++) {
      int file = i / 2;
      all.add(track("dup-" + i, "spammer", sound(1, 0.002 * file), "rain " + i, null, 0, 7 * i));
      all.add(track("solo-" + i, "artist", sound(100 + i, 0), "song " + i, null, 0, 7 * i + 1));
      // The honest twin: a single, an album, remasters.
      all.add(
          track(
              "release-" + i,
              "label",
              sound(2, 0.002 * i),
              "hit " + i,
              "SEABC2600001",
              0,
              7 * i + 2));
    }
    // Others copy what the artist published, one of them in the same window, before it arrives.
    all.add(track("copy-1", "thief", sound(100, 0.003), "my song", null, 0, 3));
    all.add(track("copy-2", "late thief", sound(103, 0.001), "my song too", null, 0, 40));
    // A poet is first until the erasure, and then whoever is next.
    all.add(track("poem", "poet", sound(4, 0), "poem", null, 0, 2));
    all.add(track("copy-3", "reader", sound(4, 0.002), "poem too", null, 0, 20));
    all.add(erasure("poet", 30));
    all.add(track("copy-4", "other reader", sound(4, 0.001), "poem three", null, 0, 41));
    all.add(track("copy-5", "third reader", sound(4, 0.003), "poem four", null, 0, 43));
    // Removed, and back under another id.
    all.add(track("bad", "offender", sound(3, 0), "one", null, 7, 4));
    all.add(track("bad again", "offender", sound(3, 0.002), "two", null, 0, 25));
    all.sort(Comparator.comparing(Input::time));
    return all;
  }

  private static Input erasure(String creator, int second) {
    Instant time = JobHarness.START.plusSeconds(second);
    return Input.of(
        Topic.CREATOR_EVENTS,
        creator,
        CreatorEvent.newBuilder()
            .setEventId("erase-" + creator)
            .setEventTime(time)
            .setCreatorId(creator)
            .setKind(CreatorEventKind.ERASE)
            .build(),
        time);
  }

  private static Input track(
      String id,
      String creator,
      byte[] sound,
      String title,
      @Nullable String isrc,
      int tags,
      int second) {
    Instant time = JobHarness.START.plusSeconds(second);
    return Input.of(
        Topic.CONTENT_EVENTS,
        id,
        ContentEvent.newBuilder()
            .setEventId("event-" + id)
            .setContentId(id)
            .setVersion(1)
            .setCreatorId(creator)
            .setKind(ContentKind.TRACK)
            .setTitle(title)
            .setIsrc(isrc)
            .setTags(Collections.nCopies(tags, "tag"))
            .setEventTime(time)
            .setAudio(
                Media.newBuilder()
                    .setMediaType("audio/wav")
                    .setSha256(TestMedia.digest(sound))
                    .setContent(ByteBuffer.wrap(sound))
                    .build())
            .build(),
        time);
  }

  /** Twelve seconds of chords that are drawn from a seed, with some noise. */
  private static byte[] sound(long seed, double noise) {
    return TestMedia.tune(seed, 12, noise);
  }

  @Test
  void aCreatorsDuplicates_areFound_andReleasesOfOneRecordingAreNot() {
    assertThat(firing("creator.detectors.D03.fired")).containsExactlyInAnyOrder("dup-4", "dup-5");
    assertThat(reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class))
        .filteredOn(action -> action.getPolicy().getId().equals("INT.DUPLICATE"))
        .extracting(action -> action.getSubject().getId(), action -> action.getAction().getAction())
        .contains(tuple("dup-4", ActionType.REDUCE_DISTRIBUTION));
  }

  @Test
  void whatAnotherPublishedFirst_isTold_withTheFirstPublication() {
    assertThat(firing("earlier.found"))
        .containsExactlyInAnyOrder("copy-1", "copy-2", "copy-3", "copy-5");
    assertThat(audit("copy-1").getFacts())
        .extracting(Fact::getName, Fact::getValue)
        .contains(tuple("earlier.content", "solo-0"));
    assertThat(audit("copy-2").getFacts())
        .extracting(Fact::getName, Fact::getValue)
        .contains(tuple("earlier.content", "solo-3"));
  }

  @Test
  void whoIsErased_isFirstNoMore_andTheAuditSaysWhatWasTakenOut() {
    assertThat(audit("copy-3").getFacts())
        .extracting(Fact::getName, Fact::getValue)
        .contains(tuple("earlier.content", "poem"));
    assertThat(audit("copy-5").getFacts())
        .extracting(Fact::getName, Fact::getValue)
        .contains(tuple("earlier.content", "copy-4"));
    assertThat(reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .filteredOn(audit -> audit.getTriggerEventId().equals("erase-poet"))
        .singleElement()
        .extracting(audit -> audit.getOutcome().getNote())
        .asString()
        .contains("profile erased", "stores erased: 1 sounds", "ledgers erased");
  }

  @Test
  void whatWasRemoved_isFoundWhenItComesBack() {
    assertThat(firing("creator.detectors.D04.fired")).containsExactly("bad again");
  }

  @Test
  void twoSubtasksReuseAndInputOutOfOrder_giveTheSameBytes() {
    List<Input> shuffled = JobHarness.outOfOrder(inputs, 4_000);

    Written other = harness.run(run("replay", 2, UnaryOperator.identity(), "32 mb"), shuffled);

    for (Topic topic : DECIDED) {
      assertThat(reference.payloads(topic)).as(topic.topicName()).isNotEmpty();
      assertThat(other.payloads(topic)).as(topic.topicName()).isEqualTo(reference.payloads(topic));
    }
  }

  @Test
  void aFailure_changesNothing() {
    FailOnce.reset();
    Written written;
    try (Live job = harness.start(run("failing", 2, FailOnce::under, "32 mb"))) {
      job.produce(inputs.subList(0, inputs.size() / 2));
      job.awaitAllRead();
      FailOnce.arm();
      job.produce(inputs.subList(inputs.size() / 2, inputs.size()));
      job.await("the failure", () -> FailOnce.FAILURES.get() == 1);
      written = job.drain();
    }

    for (Topic topic : DECIDED) {
      assertThat(new HashSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new HashSet<>(reference.payloads(topic)));
    }
  }

  /** Contents of which a variable was true. */
  private static List<String> firing(String variable) {
    return reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class).stream()
        .filter(
            audit ->
                audit.getFacts().stream()
                    .anyMatch(f -> f.getName().equals(variable) && f.getValue().equals("true")))
        .map(audit -> audit.getSubject().getId())
        .toList();
  }

  private static DecisionAudit audit(String contentId) {
    return reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class).stream()
        .filter(audit -> audit.getSubject().getId().equals(contentId))
        .findFirst()
        .orElseThrow();
  }
}
