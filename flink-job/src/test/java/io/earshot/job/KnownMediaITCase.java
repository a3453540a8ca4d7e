package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.BankOperation;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Evidence;
import io.earshot.schemas.avro.Media;
import io.earshot.schemas.avro.SubjectType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known media on the whole graph, with Kafka and Flink in process. */
class KnownMediaITCase {

  private static final Instant START = JobHarness.START;

  @TempDir private Path folder;

  @Test
  void known_media_is_blocked_while_its_entry_is_in_effect() throws Exception {
    byte[] configured = cover(1, 200, 150);
    byte[] published = cover(2, 200, 150);
    byte[] other = cover(3, 200, 150);
    Path banks =
        Files.writeString(
            folder.resolve("banks.csv"),
            "bank,entryId,kind,fingerprint,policyId\nfile,one,sha256,"
                + TestMedia.digest(configured)
                + ",CSE.CSAM\n");
    Written written;
    try (JobHarness harness = new JobHarness();
        Live job =
            harness.start(
                new Run(
                    "known",
                    2,
                    UnaryOperator.identity(),
                    Map.of("matching.banks", banks.toString())))) {
      job.produce(
          List.of(
              change("add", BankOperation.ADD, "two", TestMedia.digest(published), START, START),
              change("faulty", BankOperation.ADD, "three", "no digest", START, START),
              change("end", BankOperation.EXPIRE, "two", "", START, START.plusSeconds(30))));
      job.awaitAllRead();
      job.produce(
          List.of(
              content("configured", configured, START.plusSeconds(1)),
              content("published", published, START.plusSeconds(2)),
              content("other", other, START.plusSeconds(3)),
              content("after", published, START.plusSeconds(40))));
      written = job.drain();
    }

    assertThat(written.values(Topic.CONTROL_STATUS, ControlStatus.class))
        .filteredOn(status -> status.getTopic().equals("control.banks"))
        .extracting(ControlStatus::getControlEventId, ControlStatus::getResult)
        .containsExactlyInAnyOrder(
            tuple("add", ControlResult.ACCEPTED),
            tuple("faulty", ControlResult.REFUSED),
            tuple("end", ControlResult.ACCEPTED));
    for (Topic topic : List.of(Topic.ENFORCEMENT_EXPRESS, Topic.ENFORCEMENT_ACTIONS)) {
      assertThat(written.values(topic, EnforcementAction.class))
          .filteredOn(action -> action.getPolicy().getId().equals("CSE.CSAM"))
          // Strikes freeze the accounts besides.
          .filteredOn(action -> action.getSubject().getType() == SubjectType.TRACK)
          .extracting(
              action -> action.getSubject().getId(),
              action -> action.getAction().getAction(),
              action -> action.getEvidence().stream().map(KnownMediaITCase::bankAndEntry).toList())
          .containsExactlyInAnyOrder(
              tuple("configured", ActionType.BLOCK_UPLOAD, List.of("file/one")),
              tuple("published", ActionType.BLOCK_UPLOAD, List.of("live/two")));
    }
  }

  @Test
  void an_entry_that_comes_later_is_found_in_what_was_published_before_and_the_same_everywhere()
      throws Exception {
    byte[] known = cover(4, 200, 150);
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      // Every third one has the picture; the others are there to be passed over.
      byte[] picture = i % 3 == 0 ? known : cover(10 + i, 200, 150);
      inputs.add(content("item-" + i, picture, START.plusMillis(1_500L * i)));
    }
    inputs.add(
        change(
            "add",
            BankOperation.ADD,
            "later",
            TestMedia.digest(known),
            START,
            START.plusSeconds(45)));
    inputs.add(
        change(
            "add",
            BankOperation.ADD,
            "later",
            TestMedia.digest(known),
            START,
            START.plusSeconds(45)));
    inputs.add(
        change(
            "off",
            BankOperation.ADD,
            "off",
            TestMedia.digest(known),
            START,
            START.plusSeconds(46)));
    inputs.add(change("end", BankOperation.WITHDRAW, "off", "", START, START.plusSeconds(47)));
    inputs.add(content("clock", cover(99, 200, 150), START.plusSeconds(120)));
    List<Topic> decided =
        List.of(Topic.ENFORCEMENT_ACTIONS, Topic.ENFORCEMENT_STATE, Topic.DECISIONS_AUDIT);
    try (JobHarness harness = new JobHarness()) {
      Written reference = harness.run(remembering("later-1", 1), inputs);

      assertThat(reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class))
          .filteredOn(action -> action.getPolicy().getId().equals("CSE.CSAM"))
          .filteredOn(action -> action.getSubject().getType() == SubjectType.TRACK)
          .extracting(
              action -> action.getSubject().getId(),
              action -> action.getAction().getAction(),
              action -> action.getEvidence().get(0).getModelVersion(),
              action -> action.getEvidence().get(0).getField())
          .containsExactlyInAnyOrder(
              Stream.of(0, 3, 6, 9)
                  .map(
                      i ->
                          tuple(
                              "item-" + i, ActionType.BLOCK_UPLOAD, "later", "match, retroactive"))
                  .toArray(Tuple[]::new));
      Written other = harness.run(remembering("later-2", 2), JobHarness.outOfOrder(inputs, 4_000));
      for (Topic topic : decided) {
        assertThat(other.payloads(topic))
            .as(topic.topicName())
            .isEqualTo(reference.payloads(topic));
      }

      FailOnce.reset();
      try (Live job =
          harness.start(new Run("later-3", 2, FailOnce::under, Map.of("matching.memory", "1 d")))) {
        job.produce(inputs.subList(0, inputs.size() - 1));
        job.awaitAllRead();
        FailOnce.arm();
        job.produce(inputs.subList(inputs.size() - 1, inputs.size()));
        job.await("the failure", () -> FailOnce.FAILURES.get() == 1);
        Written failed = job.drain();
        for (Topic topic : decided) {
          assertThat(new HashSet<>(failed.payloads(topic)))
              .as(topic.topicName())
              .isEqualTo(new HashSet<>(reference.payloads(topic)));
        }
      }
    }
  }

  private static Run remembering(String name, int parallelism) {
    return new Run(name, parallelism, UnaryOperator.identity(), Map.of("matching.memory", "1 d"));
  }

  private static String bankAndEntry(Evidence evidence) {
    return evidence.getModelId() + "/" + evidence.getModelVersion();
  }

  static Input change(
      String id,
      BankOperation operation,
      String entry,
      String fingerprint,
      Instant published,
      Instant effective) {
    return change(id, operation, entry, fingerprint, "CSE.CSAM", published, effective);
  }

  static Input change(
      String id,
      BankOperation operation,
      String entry,
      String fingerprint,
      String policy,
      Instant published,
      Instant effective) {
    return Input.of(
        Topic.CONTROL_BANKS,
        "live/" + entry,
        BankControl.newBuilder()
            .setEventId(id)
            .setBankId("live")
            .setEntryId(entry)
            .setOperation(operation)
            .setFingerprintKind("sha256")
            .setFingerprint(fingerprint)
            .setPolicyId(policy)
            .setEffectiveAt(effective)
            .setEventTime(published)
            .build(),
        published);
  }

  static Input content(String id, byte[] cover, Instant time) {
    return Input.of(
        Topic.CONTENT_EVENTS,
        id,
        ContentEvent.newBuilder()
            .setEventId("event-" + id)
            .setContentId(id)
            .setVersion(1)
            .setCreatorId("creator-" + id)
            .setKind(ContentKind.TRACK)
            .setTitle(id)
            .setEventTime(time)
            .setCover(
                Media.newBuilder()
                    .setMediaType("image/png")
                    .setSha256(TestMedia.digest(cover))
                    .setContent(ByteBuffer.wrap(cover))
                    .build())
            .build(),
        time);
  }

  static byte[] cover(long seed, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 30; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(
          random.nextInt(width) - 20, random.nextInt(height) - 20, width / 3, height / 3);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
