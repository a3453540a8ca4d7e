package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.ConfigReader;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EffectiveRestriction;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Inputs;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.Redress;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import io.earshot.schemas.wire.SingleObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Follows topics that hold what a job writes, an aborted attempt among it. */
final class EnforcementFollowerITCase {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Subject song(String id) {
    return new Subject(SubjectType.TRACK, id, 1L);
  }

  private static EnforcementAction action(
      ActionEventType type, String song, String decision, long sequence) {
    boolean ends = type == ActionEventType.REVERSED;
    return EnforcementAction.newBuilder()
        .setEventId(type + decision + sequence)
        .setEventType(type)
        .setDecisionId(decision)
        .setSequence(sequence)
        .setSubject(song(song))
        .setCreatorId("creator")
        .setAction(
            new ActionSpec(
                ActionType.REMOVE,
                Dimension.VISIBILITY,
                NOON,
                null,
                new Scope(List.of(), List.of())))
        .setPolicy(new PolicyRef("HAT.HATE", "1", 2, ""))
        .setRuleId("rule")
        .setReason("why")
        .setActor(Actor.AUTOMATED)
        .setSource(Source.PROACTIVE)
        .setMode(Mode.ENFORCE)
        .setLane(sequence == 0 ? Lane.EXPRESS : Lane.WINDOWED)
        .setRedress(new Redress(true, null))
        .setInputs(new Inputs("event", "b", "1", "", List.of(), null, null))
        .setReverses(ends ? decision : null)
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }

  private static EnforcementState state(String song, String decision, long sequence) {
    Scope everywhere = new Scope(List.of(), List.of());
    return EnforcementState.newBuilder()
        .setSubject(song(song))
        .setDimension(Dimension.VISIBILITY)
        .setCreatorId("creator")
        .setAction(ActionType.REMOVE)
        .setDecisionId(decision)
        .setScope(everywhere)
        .setSequence(sequence)
        .setUpdatedAt(NOON)
        .setEffective(
            List.of(
                new EffectiveRestriction(
                    decision, ActionType.REMOVE, "HAT.HATE", NOON, null, everywhere)))
        .build();
  }

  /** Writes as the job does, in transactions, some of which nobody commits. */
  private static final class Writer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    Writer(EmbeddedKafka kafka) {
      producer =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "of-the-test"),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      producer.initTransactions();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    void write(boolean commit, Topic topic, String key, SpecificRecord... values) {
      producer.beginTransaction();
      for (SpecificRecord value : values) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic.topicName(),
                    null,
                    NOON.toEpochMilli(),
                    key.getBytes(StandardCharsets.UTF_8),
                    new SingleObject(SchemaStore.released())
                        .encoder(topic, (Class) topic.valueType())
                        .encode(value)));
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.flush();
        producer.abortTransaction();
      }
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  private static EmbeddedKafka kafka() {
    EmbeddedKafka kafka = EmbeddedKafka.start();
    Map<String, Integer> topics = new HashMap<>();
    for (Topic topic : Topic.values()) {
      topics.put(topic.topicName(), topic.role().partitions(2));
    }
    kafka.createTopics(topics, Set.of());
    return kafka;
  }

  private static EnforcementFollower follower(EmbeddedKafka kafka) {
    return new EnforcementFollower(
        ConfigReader.topics(Map.of("kafka.bootstrap-servers", kafka.bootstrapServers())));
  }

  private static List<String> inForce(EnforcementFollower follower, String song) {
    return follower.view().inEffect(song(song), Dimension.VISIBILITY).stream()
        .map(InEffect::decisionId)
        .toList();
  }

  /** Follows until there was a change on the subject. */
  private static void awaitChange(EnforcementFollower follower, String song) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (follower.follow().stream().noneMatch(a -> a.getSubject().getId().equals(song))) {
      assertThat(System.nanoTime()).as("nothing came about " + song).isLessThan(deadline);
    }
  }

  @Test
  void startsFromTheStates_andFollowsWhatIsCommitted() {
    try (EmbeddedKafka kafka = kafka();
        Writer writer = new Writer(kafka);
        EnforcementFollower follower = follower(kafka)) {
      writer.write(true, Topic.ENFORCEMENT_STATE, "old", state("old", "d1", 4));
      writer.write(
          true, Topic.ENFORCEMENT_ACTIONS, "old", action(ActionEventType.APPLIED, "old", "d1", 4));

      assertThat(follower.bootstrap()).isEqualTo(1);
      assertThat(inForce(follower, "old")).containsExactly("d1");

      writer.write(
          false,
          Topic.ENFORCEMENT_ACTIONS,
          "lost",
          action(ActionEventType.APPLIED, "lost", "x", 1));
      writer.write(
          true, Topic.ENFORCEMENT_ACTIONS, "new", action(ActionEventType.APPLIED, "new", "d2", 1));
      awaitChange(follower, "new");
      writer.write(
          true, Topic.ENFORCEMENT_ACTIONS, "old", action(ActionEventType.REVERSED, "old", "d1", 5));
      awaitChange(follower, "old");

      assertThat(inForce(follower, "new")).containsExactly("d2");
      assertThat(inForce(follower, "old")).isEmpty();
      assertThat(inForce(follower, "lost")).isEmpty();
    }
  }

  @Test
  void expressActionsCountAtOnce_andTheirWindowChangesNothing() {
    try (EmbeddedKafka kafka = kafka();
        Writer writer = new Writer(kafka);
        EnforcementFollower follower = follower(kafka)) {
      writer.write(
          true, Topic.ENFORCEMENT_EXPRESS, "song", action(ActionEventType.APPLIED, "song", "d", 0));

      assertThat(follower.bootstrap()).isZero();
      awaitChange(follower, "song");
      assertThat(inForce(follower, "song")).containsExactly("d");

      writer.write(
          true, Topic.ENFORCEMENT_ACTIONS, "song", action(ActionEventType.APPLIED, "song", "d", 1));
      writer.write(
          true,
          Topic.ENFORCEMENT_ACTIONS,
          "song",
          action(ActionEventType.REVERSED, "song", "d", 2));
      awaitChange(follower, "song");
      assertThat(inForce(follower, "song")).isEmpty();
    }
  }

  @Test
  void command_printsWhatChangesAndWhatIsInForceThen() {
    StringWriter out = new StringWriter();
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    try (EmbeddedKafka kafka = kafka();
        Writer writer = new Writer(kafka)) {
      writer.write(
          true, Topic.ENFORCEMENT_EXPRESS, "song", action(ActionEventType.APPLIED, "song", "d", 0));

      assertThat(
              command.execute(
                  "follow", "--bootstrap-servers", kafka.bootstrapServers(), "--for", "PT5S"))
          .isZero();
    }
    assertThat(out.toString()).contains("0 states read", "APPLIED TRACK song version 1: REMOVE");
  }
}
