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

/**
 * Says from the command line which versions of models, and which entries of banks, a running job
 * uses.
 */
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

  @Test
  void an_entry_is_added_and_withdrawn() {
    assertThat(
            run(
                "bank",
                "publish",
                "--entry",
                "mine/1",
                "--kind",
                "sha256",
                "--fingerprint",
                "0".repeat(64),
                "--policy",
                "TVE.TERROR"))
        .as(err.toString())
        .isZero();
    assertThat(run("bank", "publish", "--entry", "mine/1", "--withdraw")).isZero();
    assertThat(run("bank", "publish", "--entry", "mine/7", "--expire")).isEqualTo(1);

    assertThat(err.toString()).contains("bank mine never had such an entry");
    assertThat(out.toString())
        .contains("entry mine/1 add: accepted, decides from 20")
        .contains("entry mine/1 withdraw: accepted, decides from 20");
  }

  @Test
  void a_file_of_entries_is_added_and_expired_whole() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("entries.csv"),
            """
            bank,entryId,kind,fingerprint,policyId,until
            theirs,1,sha256,%s,TVE.TERROR,
            theirs,2,pdq,%s,TVE.TERROR,2001-01-01T00:00:00Z
            theirs,3,simhash,%s,HAT.HATE,
            """
                .formatted("1".repeat(64), "2".repeat(64), "3".repeat(16)));

    // The job refuses what would never be in effect.
    assertThat(run("bank", "publish", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("expiresAt is not after");
    assertThat(out.toString())
        .contains("entry theirs/2 add: refused, nothing has changed", "2 of 3 changes accepted");

    Path rest =
        Files.writeString(
            folder.resolve("rest.csv"),
            Files.readString(file).replaceAll("(?m)^theirs,2.*\\n", ""));
    assertThat(run("bank", "publish", rest.toString(), "--expire")).isZero();
    assertThat(out.toString()).contains("2 of 2 changes accepted");
  }

  @Test
  void an_entry_with_faults_is_not_sent() {
    String[] entry = {"bank", "publish", "--entry", "mine/2", "--kind", "pdq", "--fingerprint"};

    assertThat(
            run(Stream.concat(Stream.of(entry), Stream.of("12", "--safe")).toArray(String[]::new)))
        .isEqualTo(1);
    assertThat(err.toString()).contains("entry mine/2: fingerprint is");
    assertThat(
            run(Stream.concat(Stream.of(entry), Stream.of("0".repeat(64))).toArray(String[]::new)))
        .isEqualTo(1);
    assertThat(err.toString()).contains("it has no policyId", "--safe");
    assertThat(run("bank", "publish", "--entry", "mine", "--expire")).isEqualTo(2);
    assertThat(err.toString()).contains("\"mine\" is no entry; give it as BANK/ID");
    assertThat(run("bank", "publish", "--entry", "mine/2", "--expire", "--withdraw")).isEqualTo(2);
    assertThat(out.toString()).doesNotContain("accepted");
  }

  private int publish(String... command) {
    return run(
        Stream.concat(Stream.of("models", "publish"), Arrays.stream(command))
            .toArray(String[]::new));
  }

  private int run(String... command) {
    CommandLine cli = EarshotCli.commandLine();
    cli.setOut(new PrintWriter(out));
    cli.setErr(new PrintWriter(err));
    return cli.execute(
        Stream.of(
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
