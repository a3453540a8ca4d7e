package io.earshot.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is wrong with a resource, after the schema of its kind.
 *
 * <p>FlinkDeployment: the operator's own definition. Kubernetes' kinds: the checks that its Java
 * client (Apache-2.0) generates from Kubernetes' OpenAPI description; unknown and missing fields
 * are refused. Strimzi's kinds: the classes that Strimzi (Apache-2.0) makes its definitions of, and
 * the Prometheus operator's: those that fabric8 (Apache-2.0) makes of its definitions; what no
 * field takes is refused, and so is a value of another type.
 */
final class ResourceSchemas {

  private interface Check {
    void run(JsonElement element) throws IOException;
  }

  private static final Map<String, Check> KUBERNETES =
      Map.of(
          "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
          "v1/ConfigMap", V1ConfigMap::validateJsonElement,
          "v1/PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
          "rbac.authorization.k8s.io/v1/Role", V1Role::validateJsonElement,
          "rbac.authorization.k8s.io/v1/RoleBinding", V1RoleBinding::validateJsonElement,
          "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

  private static final Map<String, Class<? extends KubernetesResource>> TYPES =
      Map.of(
          "kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class,
          "kafka.strimzi.io/v1/KafkaUser", KafkaUser.class,
          "monitoring.coreos.com/v1/PodMonitor", PodMonitor.class,
          "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class);

  private final FlinkDeploymentSchema flink = new FlinkDeploymentSchema();
  private final ObjectMapper mapper = new ObjectMapper();

  /** What is wrong with a resource; empty if nothing is. */
  List<String> problems(JsonNode resource) {
    String kind = resource.path("apiVersion").asText() + "/" + resource.path("kind").asText();
    if (kind.equals("flink.apache.org/v1beta1/FlinkDeployment")) {
      return flink.problems(resource);
    }
    if (KUBERNETES.containsKey(kind)) {
      return kubernetes(KUBERNETES.get(kind), resource);
    }
    if (TYPES.containsKey(kind)) {
      return typed(TYPES.get(kind), resource);
    }
    return List.of(kind + " is no kind that the tests have a schema for");
  }

  private static List<String> kubernetes(Check check, JsonNode resource) {
    try {
      check.run(JsonParser.parseString(resource.toString()));
      return List.of();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Reads it, writes it, and compares: what no field took has gone astray or to no type. */
  private List<String> typed(Class<? extends KubernetesResource> type, JsonNode resource) {
    try {
      KubernetesResource read = mapper.treeToValue(resource, type);
      List<String> problems = new ArrayList<>();
      compare("", resource, mapper.valueToTree(mapper.convertValue(read, type)), problems);
      unknown("", read, problems);
      return problems;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static void compare(
      String path, JsonNode given, JsonNode written, List<String> problems) {
    if (given.isObject()) {
      given
          .properties()
          .forEach(
              field ->
                  compare(
                      path + "/" + field.getKey(),
                      field.getValue(),
                      written.path(field.getKey()),
                      problems));
    } else if (given.isArray()) {
      for (int i = 0; i < given.size(); i++) {
        compare(path + "/" + i, given.get(i), written.path(i), problems);
      }
    } else if (!given.asText().equals(written.asText())) {
      problems.add(path + " is " + given + ", which is no field or no value of it");
    }
  }

  /** What the classes keep of fields that they do not know. */
  private void unknown(String path, Object read, List<String> problems) {
    Set<String> names = new TreeSet<>();
    for (var method : read.getClass().getMethods()) {
      if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
        continue;
      }
      try {
        Object value = method.invoke(read);
        if (method.getName().equals("getAdditionalProperties") && value instanceof Map<?, ?> map) {
          map.keySet().forEach(key -> names.add(path + "/" + key));
        } else if (value instanceof List<?> list) {
          list.stream()
              .filter(ResourceSchemas::isModel)
              .forEach(v -> unknown(path + "/" + method.getName(), v, problems));
        } else if (value != null && isModel(value)) {
          unknown(path + "/" + method.getName(), value, problems);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    names.forEach(name -> problems.add(name + " is no field"));
  }

  private static boolean isModel(Object value) {
    String name = value.getClass().getName();
    return !(value instanceof Enum<?>)
        && !(value instanceof Class<?>)
        && (name.startsWith("io.strimzi.") || name.startsWith("io.fabric8."));
  }
}
