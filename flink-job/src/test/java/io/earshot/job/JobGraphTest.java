package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.schemas.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The graph as operators see it in Flink's dashboard: one box a task, named after the operators
 * that are chained in it.
 */
final class JobGraphTest {

  /** Of a task's name, the box in the dashboard of Flink 2.3 shows so many characters. */
  private static final int SHOWN = 300;

  private static List<String> tasks = List.of();

  /** Changes of models that were published before the start are read while the graph is built. */
  @BeforeAll
  static void buildOnce() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(0, Map.of())) {
      kafka.createTopics(Map.of(Topic.CONTROL_MODELS.topicName(), 1), Set.of());
      tasks = build(kafka.bootstrapServers());
    }
  }

  private static List<String> tasks() {
    return tasks;
  }

  private static List<String> build(String servers) {
    JobConfig config =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers",
                servers,
                "scoring.models",
                Path.of("..", "models").toString()));
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()));
    env.setParallelism(2);
    Topology.build(
        KafkaInputs.of(env, config, Inputs.Extent.UNBOUNDED), new KafkaOutputs(config), config);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    return StreamSupport.stream(graph.getVertices().spliterator(), false)
        .map(JobVertex::getName)
        .sorted()
        .toList();
  }

  /** The operators of a task, by name. */
  private static List<String> operators(String task) {
    return Stream.of(task.replaceAll("^Source: ", "").split(" -> |, (?=[A-Z])"))
        .map(name -> name.replaceAll("^\\(|\\)+$", ""))
        .toList();
  }

  @Test
  void everyOperator_saysItsStageAndWhatItDoesThere_inAFewWords() {
    assertThat(tasks()).isNotEmpty();
    assertThat(tasks().stream().flatMap(task -> operators(task).stream()))
        .allSatisfy(
            name -> assertThat(name).matches("[A-Z][a-z]+( [a-z]+)*: [a-z].*").hasSizeLessThan(60));
  }

  @Test
  void everyBox_showsItsWholeName() {
    assertThat(tasks()).allSatisfy(task -> assertThat(task).hasSizeLessThanOrEqualTo(SHOWN));
  }

  @Test
  void everySource_isNamedAfterItsTopic() {
    assertThat(tasks())
        .filteredOn(task -> task.startsWith("Source: "))
        .hasSizeGreaterThan(4)
        .allMatch(task -> operators(task).get(0).startsWith("Kafka: "));
  }

  @Test
  void scoringHasABoxOfItsOwn_soThatItsPressureIsSeenAndItsParallelismIsItsOwn() {
    assertThat(tasks())
        .filteredOn(task -> task.contains("Scoring: "))
        .hasSize(3)
        .allSatisfy(
            task ->
                assertThat(operators(task))
                    .extracting(name -> name.split(": ")[0])
                    .containsExactly("Routing", "Scoring", "Scores that count"));
  }

  @Test
  void noTaskHoldsTwoStages() {
    Set<String> stages =
        Set.of(
            "Intake",
            "Matching",
            "Scoring",
            "Assessment",
            "Express lane",
            "Judgement",
            "Limits",
            "Enforcement",
            "Statements of reasons");
    for (String task : tasks()) {
      assertThat(
              operators(task).stream()
                  .map(name -> name.split(": ")[0])
                  .filter(stages::contains)
                  .distinct())
          .as(task)
          .hasSizeLessThanOrEqualTo(1);
    }
  }
}
