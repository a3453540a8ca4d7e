package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.job.JobEnvironment;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PictureRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"minimal", "cpu", "gpu", "production"})
final class FlinkDeploymentTest {

  private static final FlinkDeploymentSchema SCHEMA = new FlinkDeploymentSchema();
  private static final FlinkOptions OPTIONS = new FlinkOptions();

  /** Below this a slot's RocksDB flushes all the time. */
  private static final MemorySize LEAST_MANAGED_A_SLOT = MemorySize.ofMebiBytes(256);

  @TempDir Path secrets;

  private final JsonNode deployment;
  private final Map<String, String> flink;

  FlinkDeploymentTest(String overlay) {
    deployment = Manifests.deployment(overlay);
    flink = Manifests.flinkConfiguration(deployment);
  }

  @Test
  void deployment_fits_the_operators_definition() {
    assertThat(SCHEMA.problems(deployment)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/spec, serviceAcount, flink, serviceAcount",
    "/spec, flinkVersion, v2_3, flinkVersion",
    "/spec/job, upgradeMode, save-point, upgradeMode",
    "/spec/job, entryClas, io.earshot.job.EarshotJob, entryClas",
    "/spec/taskManager/resource, memmory, 4096m, memmory",
    "/spec/podTemplate/spec/securityContext, runAsNonRot, true, runAsNonRot",
    "/spec/podTemplate/spec/containers/0, volumeMount, state, volumeMount",
  })
  void deployment_with_a_typo_does_not_fit(
      String parent, String field, String value, String named) {
    ((ObjectNode) deployment.at(parent)).put(field, value);

    assertThat(SCHEMA.problems(deployment)).singleElement().asString().contains(named);
  }

  @Test
  void every_flink_setting_is_a_flat_text() {
    assertThat(deployment.at("/spec/flinkConfiguration"))
        .isNotEmpty()
        .allMatch(JsonNode::isTextual);
  }

  @Test
  void every_flink_setting_is_an_option_of_flink_with_a_value_that_it_takes() {
    assertThat(OPTIONS.size()).as("options found").isGreaterThan(400);
    assertThat(OPTIONS.problems(flink)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "execution.checkpointing.intervall, 10 s",
    "state.checkpoints.dir, file:///state/checkpoints",
    "execution.checkpointing.interval, ten seconds",
    "state.backend.rocksdb.memory.managed, perhaps",
    "taskmanager.memory.jvm-overhead.min, 1 gigabite",
    "execution.checkpointing.externalized-checkpoint-retention, RETAIN",
    "metrics.reporter.prom.factory.clas, a.b.C",
    "metrics.reporter.prom.porrt, 9249",
    "metrics.reporter.prom.interval, often",
  })
  void flink_setting_with_a_typo_is_found(String key, String value) {
    assertThat(OPTIONS.problems(Map.of(key, value))).singleElement().asString().contains(key);
  }

  @Test
  void state_is_incremental_rocksdb_and_barriers_overtake_when_they_wait() {
    Configuration configuration = Configuration.fromMap(flink);

    assertThat(configuration.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
    assertThat(configuration.get(CheckpointingOptions.ENABLE_UNALIGNED)).isTrue();
    assertThat(configuration.get(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT)).isPositive();
  }

  @Test
  void checkpoints_and_savepoints_lie_where_a_new_cluster_finds_them() {
    Configuration configuration = Configuration.fromMap(flink);

    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .startsWith(lasting() + "/");
    assertThat(configuration.get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
        .startsWith(lasting() + "/");
  }

  /** The claimed volume, or else the object store that the image has a file system for. */
  private String lasting() {
    for (JsonNode volume : deployment.at("/spec/podTemplate/spec/volumes")) {
      if (volume.has("persistentVolumeClaim")) {
        for (JsonNode mount : deployment.at("/spec/podTemplate/spec/containers/0/volumeMounts")) {
          if (mount.get("name").equals(volume.get("name"))) {
            return "file://" + mount.get("mountPath").asText();
          }
        }
      }
    }
    return "s3:/";
  }

  @Test
  void every_pod_has_a_page_for_prometheus_on_the_port_that_it_names() {
    assertThat(flink.get("metrics.reporter.prom.port"))
        .isEqualTo(
            deployment.at("/spec/podTemplate/spec/containers/0/ports/0/containerPort").asText());
    assertThat(flink.get("metrics.reporters")).isEqualTo("prom");
  }

  /** Alerts and dashboard are tried upon that one. */
  @Test
  void page_for_prometheus_is_the_one_of_the_demo_and_the_tests() {
    Map<String, String> page =
        EmbeddedFlink.withMetricsPage(
                Integer.parseInt(flink.getOrDefault("metrics.reporter.prom.port", "")))
            .toMap();

    assertThat(flink)
        .containsAllEntriesOf(page)
        .satisfies(
            all ->
                assertThat(all.keySet().stream().filter(key -> key.startsWith("metrics.")))
                    .containsExactlyInAnyOrderElementsOf(page.keySet()));
  }

  /** The benchmark of the state is run upon those. */
  @Test
  void state_is_kept_as_in_the_demo_and_the_benchmarks() {
    assertThat(flink).containsAllEntriesOf(EmbeddedFlink.stateSettings().toMap());
  }

  @Test
  void root_file_system_is_read_only_and_what_flink_writes_lies_on_volumes() {
    JsonNode container = deployment.at("/spec/podTemplate/spec/containers/0");

    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.get("volumeMounts").findValuesAsText("mountPath"))
        .contains("/tmp", "/opt/flink/log");
    assertThat(container.get("volumeMounts").findValuesAsText("name"))
        .containsExactlyInAnyOrderElementsOf(volumes());
  }

  private List<String> volumes() {
    List<String> names = new ArrayList<>();
    deployment
        .at("/spec/podTemplate/spec/volumes")
        .forEach(volume -> names.add(volume.get("name").asText()));
    return names;
  }

  @Test
  void upgrades_are_by_savepoint_and_a_second_job_manager_needs_high_availability() {
    Configuration configuration = Configuration.fromMap(flink);
    boolean available = !configuration.get(HighAvailabilityOptions.HA_MODE).equals("NONE");

    assertThat(deployment.at("/spec/job/upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(deployment.at("/spec/jobManager/replicas").asInt()).isEqualTo(available ? 2 : 1);
    assertThat(configuration.getOptional(HighAvailabilityOptions.HA_STORAGE_PATH).isPresent())
        .isEqualTo(available);
  }

  @Test
  void name_is_short_enough_for_what_is_derived_from_it() {
    assertThat(deployment.at("/metadata/name").asText())
        .matches("[a-z]([-a-z0-9]*[a-z0-9])?")
        .hasSizeLessThanOrEqualTo(45);
  }

  @Test
  void task_manager_memory_adds_up_and_leaves_enough_for_rocksdb_and_models() {
    Configuration configuration = withProcessSize("taskManager");
    TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    int slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);

    assertThat(spec.getTotalProcessMemorySize()).isEqualTo(memory("taskManager"));
    assertThat(spec.getManagedMemorySize().divide(slots))
        .isGreaterThanOrEqualTo(LEAST_MANAGED_A_SLOT);
    assertThat(spec.getTaskHeapSize()).isGreaterThanOrEqualTo(MemorySize.ofMebiBytes(512));
    assertThat(spec.getJvmMetaspaceAndOverhead().getOverhead())
        .isGreaterThanOrEqualTo(MemorySize.ofMebiBytes(1024));
  }

  /** Each subtask that matches pictures and each that scores them has threads of its own. */
  @Test
  void heap_has_room_for_pictures_that_are_decoded_and_for_the_files_of_those_that_wait() {
    Configuration configuration = withProcessSize("taskManager");
    TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    long heap = spec.getJvmHeapMemorySize().getBytes();
    long pixels = PictureRoom.places(heap) * ImageLimits.DEFAULT.decodingBytes();
    long threads =
        2L
            * configuration.get(TaskManagerOptions.NUM_TASK_SLOTS)
            * parse().matching().media().threads();
    long files = threads * ImageLimits.DEFAULT.maxBytes();

    assertThat(pixels + files).isLessThanOrEqualTo(heap / 4 * 3);
  }

  @Test
  void job_manager_memory_adds_up() {
    JobManagerProcessSpec spec =
        JobManagerProcessUtils.processSpecFromConfig(withProcessSize("jobManager"));

    assertThat(spec.getTotalProcessMemorySize()).isEqualTo(memory("jobManager"));
    assertThat(spec.getJvmHeapMemorySize()).isGreaterThanOrEqualTo(MemorySize.ofMebiBytes(512));
  }

  @Test
  void task_manager_with_too_little_memory_does_not_add_up() {
    ((ObjectNode) deployment.at("/spec/taskManager/resource")).put("memory", "1024m");
    Configuration configuration = withProcessSize("taskManager");

    assertThatThrownBy(() -> TaskExecutorProcessUtils.processSpecFromConfig(configuration))
        .hasMessageContaining("memory");
  }

  /** The operator makes the container as large as the process. */
  private Configuration withProcessSize(String component) {
    Configuration configuration = Configuration.fromMap(flink);
    configuration.set(
        component.equals("taskManager")
            ? TaskManagerOptions.TOTAL_PROCESS_MEMORY
            : JobManagerOptions.TOTAL_PROCESS_MEMORY,
        memory(component));
    return configuration;
  }

  private MemorySize memory(String component) {
    return MemorySize.parse(deployment.at("/spec/" + component + "/resource/memory").asText());
  }

  @Test
  void entry_class_has_a_main() throws ReflectiveOperationException {
    Method main =
        Class.forName(deployment.at("/spec/job/entryClass").asText())
            .getMethod("main", String[].class);

    assertThat(Modifier.isStatic(main.getModifiers())).isTrue();
  }

  @Test
  void arguments_are_options_of_the_job_with_values_that_it_takes() {
    JobConfig config = parse();

    assertThat(config.kafka().bootstrapServers()).startsWith("earshot-kafka-bootstrap:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--kafka.bootstrap-server", "--windowsize"})
  void argument_with_a_typo_is_refused(String key) {
    ArrayNode args = (ArrayNode) deployment.at("/spec/job/args");
    args.add(key).add("10 s");

    assertThatThrownBy(this::parse)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown option " + key.substring(2));
  }

  @Test
  void transactions_outlive_a_checkpoint_and_a_restart() {
    Configuration configuration = Configuration.fromMap(flink);
    Duration checkpoint = configuration.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
    Duration restart =
        configuration.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF);

    assertThat(parse().kafka().transactionTimeout()).isGreaterThan(checkpoint.plus(restart));
  }

  @Test
  void parallelism_divides_into_slots_and_can_be_raised() {
    int parallelism = deployment.at("/spec/job/parallelism").asInt();

    assertThat(parallelism % Configuration.fromMap(flink).get(TaskManagerOptions.NUM_TASK_SLOTS))
        .isZero();
    assertThat(JobEnvironment.MAX_PARALLELISM % parallelism).isZero();
  }

  /**
   * With the models of the checkout in the place of the image's; without them where it has none.
   */
  private JobConfig parse() {
    Map<String, String> options = new LinkedHashMap<>(Manifests.jobOptions(deployment));
    options.replaceAll((key, value) -> value.replace("file:/secrets/kafka/", secret()));
    Path models = Manifests.CHECKOUT.resolve("models");
    if (holdsModels(models)) {
      options.put("scoring.models", models.toString());
    } else {
      options.put("scoring.mode", "SUPPLIED");
    }
    return ConfigReader.parse(
        options.entrySet().stream()
            .flatMap(option -> Stream.of("--" + option.getKey(), option.getValue()))
            .toArray(String[]::new));
  }

  /** Where the secrets of the test are, as {@code ${file:…}} names it. */
  private String secret() {
    try {
      Files.writeString(secrets.resolve("sasl.jaas.config"), "of a test");
      return "file:" + secrets + "/";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holdsModels(Path models) {
    try (Stream<Path> folders = Files.list(models)) {
      return folders.anyMatch(folder -> Files.exists(folder.resolve("model.yaml")));
    } catch (IOException e) {
      return false;
    }
  }
}
