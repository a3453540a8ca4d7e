package io.earshot.policy;

import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.Parameter;
import io.earshot.risk.PriorTable.Group;
import io.earshot.risk.PriorTable.Prior;
import io.earshot.risk.Segment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Writes a table of priors as {@link PriorReader} reads it. Values are rounded to what their fit
 * can tell, four digits and whole seconds, so that the text is the same wherever it is written.
 */
public final class PriorWriter {

  private static final MathContext DIGITS = new MathContext(4);

  private PriorWriter() {}

  /**
   * The text of a table.
   *
   * @param comments lines that say where it comes from
   * @param levels values by group and id of the detector, in the order in which they are written
   */
  public static String write(
      String id, String version, List<String> comments, Map<Group, Map<String, Prior>> levels) {
    StringBuilder text = new StringBuilder();
    comments.forEach(line -> text.append("# ").append(line).append('\n'));
    text.append("priors: ").append(id).append("\nversion: \"").append(version).append("\"\n");
    text.append("segments:\n");
    levels.forEach(
        (group, detectors) -> {
          text.append("  - ").append(keys(group)).append("detectors:\n");
          detectors.forEach(
              (detector, prior) ->
                  text.append("      ")
                      .append(detector)
                      .append(": {")
                      .append(values(detector, prior))
                      .append("}\n"));
        });
    return text.toString();
  }

  private static String keys(Group group) {
    Segment segment = group.segment();
    String type = group.type().isEmpty() ? "" : "type: \"" + group.type() + "\"\n    ";
    return segment == null
        ? type
        : type
            + "tenure: "
            + segment.tenure()
            + "\n    channel: \""
            + segment.channel()
            + "\"\n    ";
  }

  private static String values(String detector, Prior prior) {
    List<Parameter> fitted =
        DetectorCatalog.installed().specs().stream()
            .filter(spec -> spec.id().equals(detector))
            .flatMap(spec -> spec.fitted().stream())
            .toList();
    return String.join(
        ", ",
        fitted.stream()
            .filter(one -> one.usual() == null || prior.values().containsKey(one.name()))
            .map(one -> one.name() + ": " + value(one.kind(), value(detector, prior, one)))
            .toList());
  }

  private static double value(String detector, Prior prior, Parameter parameter) {
    Double value = prior.values().get(parameter.name());
    if (value == null) {
      throw new IllegalArgumentException(
          "detector "
              + detector
              + " fits no "
              + parameter.name()
              + "; what is fitted of a detector"
              + " belongs together");
    }
    return value;
  }

  private static String value(Parameter.Kind kind, double value) {
    return switch (kind) {
      case DURATION -> Duration.ofSeconds(Math.max(1, Math.round(value / 1_000))).toString();
      case COUNT -> Long.toString(Math.round(value));
      case NUMBER -> digits(Math.max(0, value));
      case POSITIVE -> digits(Math.max(DetectorReader.LEAST_ABOVE_0, value));
      case SHARE ->
          digits(Math.max(DetectorReader.LEAST_SHARE, Math.min(DetectorReader.MOST_SHARE, value)));
    };
  }

  private static String digits(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.toPlainString();
  }
}
