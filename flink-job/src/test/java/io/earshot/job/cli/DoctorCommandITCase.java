package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.TinyPackages;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.RolloutStage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DoctorCommandITCase {

  private static final Map<String, String> WITH_RIGHTS =
      Map.of(
          "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "allow.everyone.if.no.acl.found", "true");

  private static final String BUNDLE =
      """
      bundle: doctor-tests
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
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(out, true));
    return command.execute(arguments);
  }

  private int doctor(EmbeddedKafka kafka, String... more) {
    List<String> call =
        new ArrayList<>(
            List.of(
                "doctor",
                "--",
                "--kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "--scoring.mode",
                "SUPPLIED"));
    call.addAll(List.of(more));
    return run(call.toArray(String[]::new));
  }

  private static void createTopics(EmbeddedKafka kafka) {
    Map<String, Integer> topics = new HashMap<>();
    for (Topic topic : Topic.values()) {
      topics.put(topic.topicName(), topic.role().partitions(2));
    }
    kafka.createTopics(
        topics,
        Arrays.stream(Topic.values())
            .filter(Topic::compacted)
            .map(Topic::topicName)
            .collect(Collectors.toSet()));
  }

  @Test
  void everythingInPlace_nothingStandsAgainstIt() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      createTopics(kafka);

      assertThat(doctor(kafka)).as(out.toString()).isZero();
      assertThat(out.toString())
          .contains(
              "ok    Kafka", "ok    rights", "ok    transactions", "Nothing stands against it")
          .doesNotContain("note ", "FAIL");
    }
  }

  @Test
  void topicsThatAreMissing_andATimeoutThatBrokersDoNotAllow_areSaidWithTheWayOut() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      assertThat(doctor(kafka)).isEqualTo(EarshotCli.FAILED);
      assertThat(out.toString())
          .contains("FAIL  Kafka", "lacks the topics", "content.events", "create them")
          .contains("1 thing has to be put right");

      createTopics(kafka);
      out.getBuffer().setLength(0);

      assertThat(doctor(kafka, "--kafka.transaction.timeout", "1 h")).isEqualTo(EarshotCli.FAILED);
      assertThat(out.toString())
          .contains("FAIL  transactions", "3600 s", "transaction.max.timeout.ms");
    }
  }

  @Test
  void rightThatIsMissing_isNamedWithItsTopic() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(0, WITH_RIGHTS)) {
      createTopics(kafka);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        admin
            .createAcls(
                List.of(
                    readOnly(ResourceType.TOPIC, "enforcement.express"),
                    readOnly(ResourceType.GROUP, "earshot")))
            .all()
            .get();
      }

      assertThat(doctor(kafka)).isEqualTo(EarshotCli.FAILED);
      assertThat(out.toString())
          .contains("FAIL  rights", "enforcement.express (WRITE)")
          .doesNotContain("enforcement.actions (")
          .contains("ok    group");
    }
  }

  /** What everybody may do with a resource, which is all that anybody may then. */
  private static AclBinding readOnly(ResourceType type, String name) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  @Test
  void deploymentGivesArgumentsAndDirectories_andArgumentsHereWin() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "a file where a directory should be");
    Path deployment =
        Files.writeString(
            folder.resolve("rendered.yaml"),
            """
            kind: ServiceAccount
            ---
            kind: FlinkDeployment
            spec:
              flinkConfiguration:
                execution.checkpointing.dir: "%s"
                execution.checkpointing.savepoint-dir: "%s/savepoints"
                high-availability.storageDir: "s3://bucket/ha"
              job:
                args: [--kafka.bootstrap-servers, "broker:9092", --scoring.mode, PERHAPS]
            """
                .formatted(folder.toUri(), taken.toUri()));
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      createTopics(kafka);

      int exit =
          run(
              "doctor",
              "--deployment",
              deployment.toString(),
              "--",
              "--kafka.bootstrap-servers",
              kafka.bootstrapServers(),
              "--scoring.mode",
              "SUPPLIED");

      assertThat(exit).isEqualTo(EarshotCli.FAILED);
      assertThat(out.toString())
          .contains("ok    Kafka")
          .containsPattern("ok +execution.checkpointing.dir")
          .containsPattern("FAIL +execution.checkpointing.savepoint-dir")
          .containsPattern("- +high-availability.storageDir");
      assertThat(folder.resolve(".earshot-doctor")).doesNotExist();
    }
  }

  @Test
  void argumentThatIsWrong_isSaidAndNothingElseIsTried() {
    assertThat(run("doctor", "--", "--kafka.bootstrap-server", "broker:9092"))
        .isEqualTo(EarshotCli.FAILED);
    assertThat(out.toString()).contains("FAIL  arguments", "unknown option kafka.bootstrap-server");
  }

  @Test
  void fileWithoutADeployment_isMisuse() throws Exception {
    Path other = Files.writeString(folder.resolve("other.yaml"), "kind: Pod");

    assertThat(run("doctor", "--deployment", other.toString())).isEqualTo(EarshotCli.MISUSED);
    assertThat(out.toString()).contains("holds no FlinkDeployment");
  }

  @Test
  void modelsAreOpened() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      createTopics(kafka);

      int exit =
          run(
              "doctor",
              "--",
              "--kafka.bootstrap-servers",
              kafka.bootstrapServers(),
              "--scoring.models",
              Path.of("..", "models").toString());

      assertThat(exit).as(out.toString()).isZero();
      assertThat(out.toString())
          .contains("CPUExecutionProvider", "scoring.device is auto")
          .containsPattern("ok +model: text")
          .containsPattern("ok +model: audio")
          .containsPattern("ok +versions +text-safety@\\S+ scores, as configured");
    }
  }

  @Test
  void versionsThatArePublished_standAboveTheOptionsAndAreNamed() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    TinyPackages.copy(models.resolve("first"));
    TinyPackages.copy(models.resolve("second"), "2.0.0", "", "");
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      createTopics(kafka);
      publish(kafka, "2.0.0", Instant.parse("2024-01-01T00:00:00Z"));
      publish(kafka, "3.0.0", Instant.parse("2024-01-01T00:01:00Z"));

      int exit =
          run(
              "doctor",
              "--",
              "--kafka.bootstrap-servers",
              kafka.bootstrapServers(),
              "--scoring.models",
              models.toString(),
              "--scoring.text.model",
              "tiny-text@0.0.1",
              "--policy.bundle",
              Files.writeString(folder.resolve("bundle.yaml"), BUNDLE).toString());

      assertThat(exit).as(out.toString()).isZero();
      assertThat(out.toString())
          .containsPattern("note +versions +tiny-text@2.0.0 scores, as published")
          .contains("the configured tiny-text@0.0.1 does when it is published as active")
          .containsPattern("note +versions +tiny-text@3.0.0 was published as ACTIVE and is passed")
          .contains("has no package tiny-text@3.0.0");
    }
  }

  private static void publish(EmbeddedKafka kafka, String version, Instant time) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.CONTROL_MODELS.topicName(),
                  ModelControl.newBuilder()
                      .setEventId(version)
                      .setModelId("tiny-text")
                      .setModelVersion(version)
                      .setStage(RolloutStage.ACTIVE)
                      .setEventTime(time)
                      .setEffectiveAt(time)
                      .build()
                      .toByteBuffer()
                      .array()))
          .get();
    }
  }
}
