package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.ConfigReader;
import io.earshot.job.Inputs.Extent;
import io.earshot.job.JobConfig;
import io.earshot.job.JobEnvironment;
import io.earshot.job.TinyPackages;
import io.earshot.job.Topology;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Says from the command line which versions of models a running job uses. */
final class ModelsPublishITCase {

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static EmbeddedKafka kafka;

  @SuppressWarnings("NullAway.Init") // set before all
  private static EmbeddedFlink flink;

  @SuppressWarnings("NullAway.Init") // set before all
  private static RunningJob job;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startJob() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    TinyPackages.copy(models.resolve("first"));
    TinyPackages.hateful(folder.resolve("store").resolve("second"), "2.0.0", 6, 0.975);
    Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        bundle: mine
        version: "1"
        policies:
          - id: HAT.HATE
            version: "1"
            clause: https://earshot.example/policies/hate
            rules:
              - {id: r, if: text.hate >= 0.9, then: {action: REMOVE}, because: hate}
        """);
    kafka = EmbeddedKafka.start(0, Map.of());
    kafka.createTopics(
        Arrays.stream(Topic.values())
            .collect(Collectors.toMap(topic -> topic.fullName("running."), topic -> 1)),
        Set.of());
    flink = EmbeddedFlink.start(1);
    JobConfig config =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "kafka.topic-prefix",
                "running.",
                "scoring.models",
                models.toString(),
                "scoring.packages.allowed-prefixes",
                store(),
                "scoring.packages.cache",
                folder.resolve("cache").toString(),
                "policy.bundle",
                folder.resolve("bundle.yaml").toString()));
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration()));
    env.setParallelism(1);
    Topology.build(KafkaInputs.of(env, config, Extent.UNBOUNDED), new KafkaOutputs(config), config);
    job = flink.execute(env.getStreamGraph());
    job.awaitRunning(Duration.ofMinutes(2));
  }

  /** Where packages are fetched from. */
  private static String store() {
    return folder.resolve("store").toUri().toString();
  }

  @AfterAll
  static void stopJob() {
    job.cancel();
    flink.close();
    kafka.close();
  }

  @Test
  void a_version_at_a_location_is_fetched_and_accepted() {
    int code =
        publish("tiny-text@2.0.0", "canary", "--percent", "10", "--location", store() + "second");

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .startsWith("tiny-text@2.0.0 canary 10.0 %: accepted, decides from 20");
    assertThat(code).isZero();
  }

  @Test
  void a_version_that_there_is_not_is_refused() {
    assertThat(publish("tiny-text@9.0.0", "active")).isEqualTo(1);

    assertThat(err.toString()).contains("has no package tiny-text@9.0.0");
    assertThat(out.toString()).contains("tiny-text@9.0.0 active: refused, nothing has changed");
  }

  @Test
  void a_location_that_is_not_allowed_is_refused() {
    assertThat(publish("tiny-text@3.0.0", "shadow", "--location", "file:/somewhere/else"))
        .isEqualTo(1);

    assertThat(err.toString())
        .contains("file:/somewhere/else/", "scoring.packages.allowed-prefixes");
  }

  @Test
  void what_is_no_version_is_told_so() {
    assertThat(publish("tiny-text", "active")).isEqualTo(2);

    assertThat(err.toString()).contains("\"tiny-text\" is no version; give it as ID@VERSION");
  }

  private int publish(String... command) {
    CommandLine cli = EarshotCli.commandLine();
    cli.setOut(new PrintWriter(out));
    cli.setErr(new PrintWriter(err));
    return cli.execute(
        Stream.of(
                Stream.of("models", "publish"),
                Arrays.stream(command),
                Stream.of(
                    "--bootstrap-servers",
                    kafka.bootstrapServers(),
                    "--set",
                    "kafka.topic-prefix=running."))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }
}
