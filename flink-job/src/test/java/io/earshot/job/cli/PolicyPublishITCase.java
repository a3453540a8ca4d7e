package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.ConfigReader;
import io.earshot.job.Inputs.Extent;
import io.earshot.job.JobConfig;
import io.earshot.job.JobEnvironment;
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

/** Changes the policies of a running job from the command line. */
final class PolicyPublishITCase {

  private static final String RUNNING = "running.";
  private static final String NOBODY = "nobody.";

  private static final String BUNDLE =
      """
      bundle: mine
      version: "7"
      policies:
        - id: SEX.EXPLICIT
          version: "1"
          clause: https://earshot.example/policies/sexual
          rules:
            - id: explicit-cover
              if: image.nudity >= 0.9
              then: {action: HIDE_PENDING_REVIEW, duration: PT72H}
              because: The picture is explicit
      """;

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
  static void startJob() {
    kafka = EmbeddedKafka.start(0, Map.of());
    for (String prefix : new String[] {RUNNING, NOBODY}) {
      kafka.createTopics(
          Arrays.stream(Topic.values())
              .collect(Collectors.toMap(topic -> topic.fullName(prefix), topic -> 1)),
          Set.of());
    }
    flink = EmbeddedFlink.start(1);
    JobConfig config =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "kafka.topic-prefix",
                RUNNING,
                "scoring.mode",
                "SUPPLIED",
                "scoring.supplied-labels.image",
                // Those of the default bundle and one more.
                "porn;hentai;sexy;nudity"));
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration()));
    env.setParallelism(1);
    Topology.build(KafkaInputs.of(env, config, Extent.UNBOUNDED), new KafkaOutputs(config), config);
    job = flink.execute(env.getStreamGraph());
    job.awaitRunning(Duration.ofMinutes(2));
  }

  @AfterAll
  static void stopJob() {
    job.cancel();
    flink.close();
    kafka.close();
  }

  @Test
  void a_bundle_is_accepted_by_the_job() throws IOException {
    int code =
        publish(RUNNING, BUNDLE, "--set", "scoring.supplied-labels.image=porn;hentai;sexy;nudity");

    assertThat(out.toString()).startsWith("bundle mine, version 7: accepted, decides from 20");
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void a_bundle_with_a_fault_is_not_sent() throws IOException {
    int code = publish(NOBODY, BUNDLE, "--set", "scoring.supplied-labels.image=gore");

    assertThat(err.toString()).contains("9:13: ", "image.nudity");
    assertThat(out.toString()).isEmpty();
    assertThat(code).isEqualTo(1);
  }

  @Test
  void a_bundle_that_only_the_job_finds_fault_with_is_refused_by_it() throws IOException {
    int code =
        publish(
            RUNNING,
            BUNDLE.replace("image.nudity", "image.gore"),
            "--set",
            "scoring.supplied-labels.image=gore");

    assertThat(err.toString()).contains("9:13: ", "image.gore");
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("bundle mine, version 7: refused, nothing has changed");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void a_policy_is_paused_and_resumed() {
    assertThat(policy("pause", "HAT.HATE", RUNNING)).isZero();
    assertThat(policy("resume", "HAT.HATE", RUNNING)).isZero();
    assertThat(policy("pause", "--all", RUNNING)).isZero();
    assertThat(policy("resume", "--all", RUNNING)).isZero();

    assertThat(out.toString().lines())
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactly(
            "pause of HAT.HATE: accepted",
            "resume of HAT.HATE: accepted",
            "pause of all policies: accepted",
            "resume of all policies: accepted");
  }

  @Test
  void a_table_of_priors_is_accepted_by_the_job() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("priors.yaml"),
            "{priors: uploads, version: 2, segments: [{detectors: {D13: {p0: 0.02}}}]}");

    int code = run(RUNNING, Stream.of("policy", "priors", "publish", file.toString()));

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).startsWith("priors uploads, version 2: accepted, decides from 20");
    assertThat(code).isZero();
  }

  @Test
  void a_list_of_blocked_domains_is_accepted_by_the_job() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("domains.yaml"),
            "{domains: pharma, version: 7, blocked: [cheap-pills.com]}");

    int code = run(RUNNING, Stream.of("policy", "domains", "publish", file.toString()));

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).startsWith("domains pharma, version 7: accepted, decides from 20");
    assertThat(code).isZero();
  }

  @Test
  void a_policy_that_there_is_not_is_refused() {
    assertThat(policy("pause", "HAT.HAT", RUNNING)).isEqualTo(1);

    assertThat(err.toString()).contains("HAT.HAT", "not in the taxonomy");
  }

  @Test
  void a_change_that_nobody_answers_is_told_so() {
    assertThat(policy("pause", "--all", NOBODY, "--wait", "PT0.5S")).isEqualTo(3);

    assertThat(err.toString()).contains("no job answered within PT0.5S");
  }

  @Test
  void a_time_that_is_over_is_refused() {
    assertThat(policy("pause", "--all", RUNNING, "--at", "2020-01-01T00:00:00Z")).isEqualTo(2);

    assertThat(err.toString()).contains("--at is 2020-01-01T00:00:00Z, which is over");
  }

  @Test
  void topics_that_there_are_not_are_named() {
    assertThat(policy("pause", "--all", "missing.")).isEqualTo(1);

    assertThat(err.toString()).contains("missing.control.policies");
  }

  private int publish(String prefix, String bundle, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("bundle.yaml"), bundle);
    return run(
        prefix, Stream.concat(Stream.of("policy", "publish", file.toString()), Stream.of(more)));
  }

  private int policy(String command, String policy, String prefix, String... more) {
    return run(prefix, Stream.concat(Stream.of("policy", command, policy), Stream.of(more)));
  }

  private int run(String prefix, Stream<String> command) {
    CommandLine cli = EarshotCli.commandLine();
    cli.setOut(new PrintWriter(out));
    cli.setErr(new PrintWriter(err));
    return cli.execute(
        Stream.concat(
                command,
                Stream.of(
                    "--bootstrap-servers",
                    kafka.bootstrapServers(),
                    "--set",
                    "kafka.topic-prefix=" + prefix,
                    "--set",
                    "scoring.mode=SUPPLIED"))
            .toArray(String[]::new));
  }
}
