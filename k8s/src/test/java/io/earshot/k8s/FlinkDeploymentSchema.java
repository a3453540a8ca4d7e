package io.earshot.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The operator's resource definition of a FlinkDeployment, as a JSON schema. Kubernetes drops
 * fields that a definition does not know, and so a typo would be a default; here they are refused.
 */
final class FlinkDeploymentSchema {

  private static final String DEFINITION =
      "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  /** In the definition of operator 1.13 and later, whose artifact is not published. */
  private static final List<String> NEWER_FLINK_VERSIONS = List.of("v2_0", "v2_1", "v2_2");

  private final JsonSchema schema;

  FlinkDeploymentSchema() {
    try (InputStream in = FlinkDeploymentSchema.class.getResourceAsStream(DEFINITION)) {
      if (in == null) {
        throw new IllegalStateException(DEFINITION + " is not on the class path");
      }
      JsonNode definition = new YAMLMapper().readTree(in);
      ObjectNode root =
          (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema").deepCopy();
      // What every resource has, and no definition repeats.
      ObjectNode properties = (ObjectNode) root.get("properties");
      properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
      properties.putObject("kind").put("const", "FlinkDeployment");
      properties.putObject("metadata").put("type", "object");
      ArrayNode versions = (ArrayNode) root.at("/properties/spec/properties/flinkVersion/enum");
      NEWER_FLINK_VERSIONS.forEach(versions::add);
      close(root);
      schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.get("properties") instanceof ObjectNode
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(FlinkDeploymentSchema::close);
  }

  /** What is wrong with a deployment; empty if nothing is. */
  List<String> problems(JsonNode deployment) {
    return schema.validate(deployment).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .toList();
  }
}
