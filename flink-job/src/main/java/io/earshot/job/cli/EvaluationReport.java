package io.earshot.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An evaluation in figures: as JSON and as a table. */
final class EvaluationReport {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String ROW = "%-14s %8s %9s %7s %7s %11s %11s %7s%n";

  private EvaluationReport() {}

  /** {@code {labels: {name: figures}, slices: {name: {value: {label: figures}}}}}. */
  static void write(Evaluation evaluation, OutputStream out) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode labels = root.putObject("labels");
    for (String label : evaluation.labels()) {
      labels.set(label, figures(evaluation.scored(label).quality()));
    }
    ObjectNode slices = root.putObject("slices");
    evaluation
        .slices()
        .forEach(
            (slice, values) -> {
              ObjectNode of = slices.putObject(slice);
              values.forEach(
                  (value, qualities) -> {
                    ObjectNode each = of.putObject(value);
                    qualities.forEach((label, quality) -> each.set(label, figures(quality)));
                  });
            });
    JSON.writeValue(out, root);
  }

  private static ObjectNode figures(Quality quality) {
    return JSON.createObjectNode()
        .put("n", quality.n())
        .put("positives", quality.positives())
        .put("auc", quality.auc())
        .put("ap", quality.ap())
        .put("precisionAtRecall90", quality.precisionAtRecall90())
        .put("recallAtPrecision90", quality.recallAtPrecision90())
        .put("ece", quality.ece());
  }

  /** A row a label. */
  static String table(Evaluation evaluation) {
    SortedMap<String, Quality> rows = new TreeMap<>();
    List<String> labels = evaluation.labels();
    labels.forEach(label -> rows.put(label, evaluation.scored(label).quality()));
    return table(labels, rows);
  }

  private static String table(List<String> labels, Map<String, Quality> rows) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                ROW,
                "label",
                "texts",
                "positives",
                "AUC",
                "AP",
                "P at R=.90",
                "R at P=.90",
                "ECE"));
    for (String label : labels) {
      Quality quality = rows.get(label);
      if (quality != null) {
        table.append(
            String.format(
                Locale.ROOT,
                ROW,
                label,
                quality.n(),
                quality.positives(),
                figure(quality.auc()),
                figure(quality.ap()),
                figure(quality.precisionAtRecall90()),
                figure(quality.recallAtPrecision90()),
                figure(quality.ece())));
      }
    }
    return table.toString();
  }

  /** Three decimals, a dash for what is not defined. */
  static String figure(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
