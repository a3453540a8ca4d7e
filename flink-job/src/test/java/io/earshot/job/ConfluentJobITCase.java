package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DeadLetterReason;
import io.earshot.schemas.wire.ConfluentWireFormat;
import io.earshot.schemas.wire.HttpSchemaRegistry;
import io.earshot.schemas.wire.RegistrySettings;
import io.earshot.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** The production graph in Confluent's wire format, against a registry in this process. */
final class ConfluentJobITCase {

  private static final List<Topic> DECIDED =
      List.of(
          Topic.ENFORCEMENT_ACTIONS,
          Topic.ENFORCEMENT_STATE,
          Topic.ENFORCEMENT_EXPRESS,
          Topic.DECISIONS_AUDIT);

  @Test
  void registryIdsInsteadOfFingerprints_giveTheSameDecisions() {
    try (FakeRegistry registry = new FakeRegistry();
        JobHarness harness = new JobHarness()) {
      WireFormat confluent =
          new ConfluentWireFormat(
              new HttpSchemaRegistry(
                  RegistrySettings.open(registry.url())
                      .as(FakeRegistry.USER, FakeRegistry.PASSWORD)),
              "confluent.");
      List<Input> single = JobHarness.traffic(7, 60);
      List<Input> inputs = new ArrayList<>(Input.in(confluent, single));
      inputs.add(single.get(0));
      byte[] unknown = inputs.get(0).value().clone();
      ByteBuffer.wrap(unknown).putInt(1, 4_711);
      inputs.add(new Input(Topic.CONTENT_EVENTS, "unknown", unknown, JobHarness.START));

      Written reference = harness.run(Run.plain("single", 2), single);
      Written written =
          harness.run(
              new Run(
                  "confluent",
                  2,
                  UnaryOperator.identity(),
                  Map.of(
                      "wire.format",
                      "CONFLUENT",
                      "wire.registry.url",
                      registry.url().toString(),
                      "wire.registry.user",
                      FakeRegistry.USER,
                      "wire.registry.password",
                      FakeRegistry.PASSWORD)),
              inputs);

      for (Topic topic : DECIDED) {
        assertThat(texts(written.values(topic, topic.valueType(), confluent)))
            .as(topic.topicName())
            .isNotEmpty()
            .isEqualTo(texts(reference.values(topic, topic.valueType())));
      }
      assertThat(written.values(Topic.DEAD_LETTERS, DeadLetter.class, confluent))
          .extracting(DeadLetter::getReason)
          .containsExactlyInAnyOrder(DeadLetterReason.UNDECODABLE, DeadLetterReason.UNKNOWN_SCHEMA);
      assertThat(registry.subjects())
          .contains(
              "confluent.content.events-value",
              "confluent.enforcement.actions-value",
              "confluent.dead.letters-value");
    }
  }

  private static List<String> texts(List<? extends SpecificRecord> records) {
    return records.stream().map(Object::toString).sorted(Comparator.naturalOrder()).toList();
  }
}
