package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.job.ConfigReader;
import io.earshot.job.JobConfig;
import io.earshot.schemas.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.utils.Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What is applied besides the FlinkDeployment, and what the overlays make of all of it. */
final class OverlaysTest {

  static final List<String> OVERLAYS = Manifests.OVERLAYS;

  private static final ResourceSchemas SCHEMAS = new ResourceSchemas();

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void every_resource_fits_the_schema_of_its_kind(String overlay) {
    for (ObjectNode resource : Manifests.overlay(overlay)) {
      assertThat(SCHEMAS.problems(resource)).as(name(resource)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ServiceAccount, '', automountToken",
    "Role, /rules/0, verb",
    "RoleBinding, /roleRef, nam",
    "NetworkPolicy, /spec/ingress/1/from/0, podSelektor",
    "PodDisruptionBudget, /spec, maxUnavailabel",
    "KafkaTopic, /spec, partition",
    "KafkaUser, /spec/authorization/acls/0, operation",
    "KafkaUser, /spec/authentication, tipe",
  })
  void typo_does_not_fit(String kind, String parent, String typo) {
    ObjectNode resource = resource("production", kind);
    ((ObjectNode) resource.at(parent == null ? "" : parent)).put(typo, "x");

    assertThat(SCHEMAS.problems(resource))
        .isNotEmpty()
        .anySatisfy(p -> assertThat(p).contains(typo));
  }

  @ParameterizedTest
  @CsvSource({
    "KafkaTopic, /spec, partitions, many",
    "KafkaUser, /spec/authentication, type, scram",
    "NetworkPolicy, /spec, podSelector, earshot",
  })
  void value_of_another_type_does_not_fit(String kind, String parent, String field, String value) {
    ObjectNode resource = resource("production", kind);
    ((ObjectNode) resource.at(parent)).put(field, value);

    assertThat(SCHEMAS.problems(resource)).isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void kustomize_itself_makes_the_same_of_it(String overlay) throws Exception {
    assumeTrue(onPath("kubectl"), "kubectl is not here to compare with");
    Path rendered = folder.resolve("rendered.yaml");
    Process process =
        new ProcessBuilder("kubectl", "kustomize", Manifests.MODULE + "/overlays/" + overlay)
            .redirectOutput(rendered.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue())
        .as(() -> folder.resolve("errors").toFile().exists() ? read(folder.resolve("errors")) : "")
        .isZero();
    assertThat(byName(Manifests.all(rendered))).isEqualTo(byName(Manifests.overlay(overlay)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Map<String, JsonNode> byName(List<? extends JsonNode> resources) {
    Map<String, JsonNode> byName = new TreeMap<>();
    resources.forEach(resource -> byName.put(name(resource), resource));
    assertThat(byName).hasSameSizeAs(resources);
    return byName;
  }

  private static String name(JsonNode resource) {
    return resource.path("kind").asText() + " " + resource.at("/metadata/name").asText();
  }

  private static ObjectNode resource(String overlay, String kind) {
    return Manifests.overlay(overlay).stream()
        .filter(resource -> resource.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError(overlay + " has no " + kind));
  }

  @Test
  void selectors_are_the_labels_that_flink_gives_its_pods() {
    Map<String, String> cluster =
        Map.of(
            Constants.LABEL_APP_KEY,
            Manifests.deployment("production").at("/metadata/name").asText());
    Map<String, String> taskManagers = new HashMap<>(cluster);
    taskManagers.put(Constants.LABEL_COMPONENT_KEY, Constants.LABEL_COMPONENT_TASK_MANAGER);

    assertThat(labels(resource("cpu", "NetworkPolicy").at("/spec/podSelector"))).isEqualTo(cluster);
    assertThat(labels(resource("cpu", "PodDisruptionBudget").at("/spec/selector")))
        .isEqualTo(taskManagers);
    for (JsonNode spread :
        Manifests.deployment("production")
            .at("/spec/taskManager/podTemplate/spec/topologySpreadConstraints")) {
      assertThat(labels(spread.get("labelSelector"))).isEqualTo(taskManagers);
    }
  }

  private static Map<String, String> labels(JsonNode selector) {
    Map<String, String> labels = new HashMap<>();
    selector
        .get("matchLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void pods_run_under_the_account_that_is_made_for_them(String overlay) {
    assertThat(Manifests.deployment(overlay).at("/spec/serviceAccount").asText())
        .isEqualTo(resource(overlay, "ServiceAccount").at("/metadata/name").asText())
        .isEqualTo(resource(overlay, "RoleBinding").at("/subjects/0/name").asText());
  }

  @Test
  void account_of_kafka_may_do_what_the_job_does_and_no_more() throws IOException {
    Map<String, String> options =
        new TreeMap<>(Manifests.jobOptions(Manifests.deployment("production")));
    options.keySet().removeIf(key -> key.startsWith("kafka.properties."));
    options.put("scoring.mode", "SUPPLIED");
    JobConfig.Kafka kafka = ConfigReader.read(options).kafka();
    List<String> wanted = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      wanted.add(
          "topic literal "
              + topic.fullName(kafka.topicPrefix())
              + switch (topic) {
                case ENFORCEMENT_ACTIONS, ENFORCEMENT_STATE -> " [Write, Describe, Read]";
                default ->
                    topic.role() == Topic.Role.INPUT || topic.role() == Topic.Role.CONTROL
                        ? " [Read, Describe]"
                        : " [Write, Describe]";
              });
    }
    wanted.add("group literal " + kafka.groupId() + " [Read]");
    wanted.add("transactionalId prefix " + kafka.transactionPrefix() + " [Write, Describe]");

    List<String> given = new ArrayList<>();
    for (JsonNode acl : resource("production", "KafkaUser").at("/spec/authorization/acls")) {
      List<String> operations = new ArrayList<>();
      acl.get("operations").forEach(operation -> operations.add(operation.asText()));
      JsonNode what = acl.get("resource");
      given.add(
          String.join(
              " ",
              what.get("type").asText(),
              what.path("patternType").asText("literal"),
              what.get("name").asText(),
              operations.toString()));
    }
    assertThat(given).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void gpu_is_asked_of_flink_as_kubernetes_and_the_job_call_it() {
    JsonNode deployment = Manifests.deployment("gpu");

    assertThat(Manifests.flinkConfiguration(deployment))
        .containsEntry("external-resources", "gpu")
        .containsEntry("external-resource.gpu.kubernetes.config-key", "nvidia.com/gpu");
    assertThat(Manifests.jobOptions(deployment)).containsEntry("scoring.device", "cuda");
    assertThat(deployment.at("/spec/image").asText()).endsWith("-cuda");
    assertThat(deployment.at("/spec/taskManager/podTemplate/spec/tolerations/0/key").asText())
        .isEqualTo("nvidia.com/gpu");
  }
}
