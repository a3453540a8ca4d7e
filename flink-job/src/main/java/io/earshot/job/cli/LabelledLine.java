package io.earshot.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a line of evaluation data says beside its text: which labels are right for it, and which
 * slices it is part of.
 *
 * @param labels 1 or 0 a label; one that is missing is unknown
 * @param slices values a slice: a slice of a list has several, one of an object is several slices,
 *     named with a dot
 */
record LabelledLine(SortedMap<String, Boolean> labels, SortedMap<String, List<String>> slices) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Labels or slices that cannot be used. */
  static final class BadLabels extends Exception {
    private static final long serialVersionUID = 1L;

    BadLabels(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads a line that is known to be a JSON object.
   *
   * @throws BadLabels naming the field, its value and what it may be
   */
  static LabelledLine parse(byte[] line) throws BadLabels {
    try {
      JsonNode root = JSON.readTree(line);
      return new LabelledLine(labels(root.path("labels")), slices(root.path("slices")));
    } catch (IOException e) {
      throw new BadLabels("not JSON: " + e.getMessage());
    }
  }

  private static SortedMap<String, Boolean> labels(JsonNode node) throws BadLabels {
    SortedMap<String, Boolean> labels = new TreeMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return labels;
    }
    if (!node.isObject()) {
      throw new BadLabels("labels is " + node + "; it must be an object such as {\"hate\":1}");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals(Evaluation.ANY)) {
        throw new BadLabels("labels." + Evaluation.ANY + " is computed; name the labels it is of");
      }
      if (value.isBoolean()) {
        labels.put(field.getKey(), value.booleanValue());
      } else if (value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1)) {
        labels.put(field.getKey(), value.doubleValue() == 1);
      } else if (!value.isNull()) {
        throw new BadLabels(
            "labels."
                + field.getKey()
                + " is "
                + value
                + "; it must be 0 or 1, or missing if unknown");
      }
    }
    return labels;
  }

  private static SortedMap<String, List<String>> slices(JsonNode node) throws BadLabels {
    SortedMap<String, List<String>> slices = new TreeMap<>();
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw new BadLabels("slices is " + node + "; it must be an object such as {\"lang\":\"en\"}");
    }
    addSlices("", node, slices);
    return slices;
  }

  private static void addSlices(String name, JsonNode node, Map<String, List<String>> slices) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  addSlices(
                      name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                      field.getValue(),
                      slices));
    } else if (node.isArray()) {
      node.forEach(element -> addSlices(name, element, slices));
    } else if (!node.isNull() && !node.isMissingNode()) {
      List<String> values = slices.computeIfAbsent(name, key -> new ArrayList<>());
      if (!values.contains(node.asText())) {
        values.add(node.asText());
      }
    }
  }
}
