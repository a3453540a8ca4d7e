package io.earshot.job.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/**
 * An evaluation as one HTML page that needs nothing beside it: figures, and for each label its ROC
 * curve, its precision over recall, its calibration and how its scores are spread.
 */
final class EvaluationPage {

  private static final int SIZE = 220;
  private static final int LEFT = 38;
  private static final int TOP = 24;
  private static final int BOTTOM = 34;
  private static final int HISTOGRAM_BARS = 20;

  /** Points of a curve that a reader can still tell apart. */
  private static final int MOST_POINTS = 400;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #c9d1d9; --mark: #0a58ca; --other: #b45309 }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #3d444d; --mark: #6ea8fe; --other: #f0a35e } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
      table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
      th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: right }
      th:first-child, td:first-child { text-align: left }
      .plots { display: flex; flex-wrap: wrap; gap: 1rem } figure { margin: 0 }
      .wide { overflow-x: auto }
      svg text { fill: var(--ink); font: 11px system-ui, sans-serif } svg .title { font-weight: 600; font-size: 12px }
      svg .grid { stroke: var(--line); stroke-width: 1; fill: none } svg .curve { stroke: var(--mark); stroke-width: 1.8; fill: none }
      svg .chance { stroke: var(--line); stroke-dasharray: 4 3 } svg .bar { fill: var(--mark); opacity: .65 } svg .bar2 { fill: var(--other); opacity: .65 }
      svg .dot { fill: var(--mark) }
      """;

  private EvaluationPage() {}

  /** The page. */
  static String of(Evaluation evaluation, String title) {
    StringBuilder page = new StringBuilder(1 << 16);
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(escaped(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n");
    List<String> labels = evaluation.labels();
    page.append("<div class=\"wide\"><table>\n").append(header("label"));
    for (String label : labels) {
      page.append(row(label, evaluation.scored(label).quality()));
    }
    page.append("</table></div>\n");
    page.append(
        "<p>AUC: trapezoids, equal scores count half. AP: steps between distinct scores. P at"
            + " R=.90: best precision that still finds nine in ten. R at P=.90: best recall that is"
            + " right nine times in ten. ECE: calibration error over ten equal bins. A dash: not"
            + " defined on these texts.</p>\n");
    for (String label : labels) {
      appendLabel(page, label, evaluation.scored(label));
    }
    evaluation.slices().forEach((slice, values) -> appendSlice(page, slice, values));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void appendLabel(StringBuilder page, String label, Evaluation.Scored scored) {
    double[] scores = scored.scores();
    boolean[] truth = scored.truth();
    Quality quality = Quality.of(scores, truth);
    page.append("<h2>").append(escaped(label)).append("</h2>\n");
    if (quality.n() == 0) {
      page.append("<p>No text of which this label is known.</p>\n");
      return;
    }
    List<Quality.Cut> cuts = Quality.cuts(scores, truth);
    int positives = quality.positives();
    int negatives = quality.n() - positives;
    page.append("<div class=\"plots\">\n");
    if (positives > 0 && negatives > 0) {
      page.append(
          curve(
              "ROC, AUC " + EvaluationReport.figure(quality.auc()),
              "false positive rate",
              "recall",
              points(
                  cuts,
                  cut -> cut.mistaken() / (double) negatives,
                  cut -> cut.found() / (double) positives,
                  true),
              true));
    }
    if (positives > 0) {
      page.append(
          curve(
              "Precision and recall, AP " + EvaluationReport.figure(quality.ap()),
              "recall",
              "precision",
              points(
                  cuts,
                  cut -> cut.found() / (double) positives,
                  cut -> cut.found() / (double) (cut.found() + cut.mistaken()),
                  false),
              false));
    }
    page.append(
        reliability(
            "Calibration, ECE " + EvaluationReport.figure(quality.ece()),
            Quality.bins(scores, truth)));
    page.append(histogram(scores, truth));
    page.append("</div>\n");
  }

  private static void appendSlice(
      StringBuilder page, String slice, SortedMap<String, SortedMap<String, Quality>> values) {
    page.append("<h2>by ").append(escaped(slice)).append("</h2>\n<div class=\"wide\"><table>\n");
    page.append(header(slice + ", label"));
    values.forEach(
        (value, qualities) ->
            qualities.forEach((label, quality) -> page.append(row(value + ", " + label, quality))));
    page.append("</table></div>\n");
  }

  private static String header(String first) {
    return "<tr><th scope=\"col\">"
        + escaped(first)
        + "</th><th>texts</th><th>positives</th><th>AUC</th><th>AP</th><th>P at R=.90</th><th>R at"
        + " P=.90</th><th>ECE</th></tr>\n";
  }

  private static String row(String name, Quality quality) {
    return "<tr><td>"
        + escaped(name)
        + "</td><td>"
        + quality.n()
        + "</td><td>"
        + quality.positives()
        + "</td><td>"
        + EvaluationReport.figure(quality.auc())
        + "</td><td>"
        + EvaluationReport.figure(quality.ap())
        + "</td><td>"
        + EvaluationReport.figure(quality.precisionAtRecall90())
        + "</td><td>"
        + EvaluationReport.figure(quality.recallAtPrecision90())
        + "</td><td>"
        + EvaluationReport.figure(quality.ece())
        + "</td></tr>\n";
  }

  private static List<double[]> points(
      List<Quality.Cut> cuts,
      ToDoubleFunction<Quality.Cut> x,
      ToDoubleFunction<Quality.Cut> y,
      boolean fromOrigin) {
    List<double[]> points = new ArrayList<>();
    if (fromOrigin) {
      points.add(new double[] {0, 0});
    }
    int stride = Math.max(1, cuts.size() / MOST_POINTS);
    for (int i = 0; i < cuts.size(); i++) {
      if (i % stride == 0 || i == cuts.size() - 1) {
        points.add(new double[] {x.applyAsDouble(cuts.get(i)), y.applyAsDouble(cuts.get(i))});
      }
    }
    return points;
  }

  private static String curve(
      String title, String across, String up, List<double[]> points, boolean chance) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(path.isEmpty() ? "M" : " L").append(at(point[0], point[1]));
    }
    return frame(
        title,
        across,
        up,
        (chance ? line(0, 0, 1, 1) : "") + "<path class=\"curve\" d=\"" + path + "\"/>");
  }

  private static String reliability(String title, List<Quality.Bin> bins) {
    StringBuilder dots = new StringBuilder(line(0, 0, 1, 1));
    int largest = bins.stream().mapToInt(Quality.Bin::n).max().orElse(1);
    for (Quality.Bin bin : bins) {
      if (bin.n() > 0) {
        double radius = 2.5 + 4 * Math.sqrt(bin.n() / (double) largest);
        dots.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%d texts, mean"
                    + " score %.3f, %.3f positive</title></circle>",
                x(bin.score()),
                y(bin.share()),
                radius,
                bin.n(),
                bin.score(),
                bin.share()));
      }
    }
    return frame(title, "mean score", "share of positives", dots.toString());
  }

  private static String histogram(double[] scores, boolean[] truth) {
    int[][] counts = new int[2][HISTOGRAM_BARS];
    int[] totals = new int[2];
    for (int i = 0; i < scores.length; i++) {
      int bar = (int) Math.min(HISTOGRAM_BARS - 1, Math.max(0, scores[i] * HISTOGRAM_BARS));
      counts[truth[i] ? 1 : 0][bar]++;
      totals[truth[i] ? 1 : 0]++;
    }
    StringBuilder bars = new StringBuilder();
    for (int kind = 0; kind < 2; kind++) {
      for (int bar = 0; bar < HISTOGRAM_BARS; bar++) {
        // Shares of each kind, or the few positives of real traffic would not be seen.
        double share = counts[kind][bar] / (double) Math.max(1, totals[kind]);
        if (share > 0) {
          double from = (bar + 0.5 * kind) / HISTOGRAM_BARS;
          bars.append(
              String.format(
                  Locale.ROOT,
                  "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\""
                      + " height=\"%.1f\"><title>%d</title></rect>",
                  kind == 1 ? "bar" : "bar2",
                  x(from),
                  y(share),
                  SIZE * 0.5 / HISTOGRAM_BARS,
                  y(0) - y(share),
                  counts[kind][bar]));
        }
      }
    }
    return frame("Scores: with the label (blue), without", "score", "share", bars.toString());
  }

  private static String frame(String title, String across, String up, String inside) {
    int width = LEFT + SIZE + 12;
    int height = TOP + SIZE + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<figure><svg role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\" viewBox=\"0 0"
                + " %d %d\">",
            escaped(title),
            width,
            height,
            width,
            height));
    svg.append("<text class=\"title\" x=\"").append(LEFT).append("\" y=\"15\">");
    svg.append(escaped(title)).append("</text>");
    for (int tick = 0; tick <= 4; tick++) {
      double value = tick / 4.0;
      svg.append(
          String.format(
              Locale.ROOT,
              "<path class=\"grid\" d=\"M%.1f %.1f H%.1f\"/><text text-anchor=\"end\" x=\"%d\""
                  + " y=\"%.1f\">%.2f</text><text text-anchor=\"middle\" x=\"%.1f\""
                  + " y=\"%d\">%.2f</text>",
              x(0),
              y(value),
              x(1),
              LEFT - 4,
              y(value) + 4,
              value,
              x(value),
              TOP + SIZE + 14,
              value));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
            x(0.5),
            height - 4,
            escaped(across)));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text text-anchor=\"middle\" transform=\"translate(9 %.1f) rotate(-90)\">%s</text>",
            y(0.5),
            escaped(up)));
    return svg.append(inside).append("</svg></figure>\n").toString();
  }

  private static String line(double fromX, double fromY, double toX, double toY) {
    return "<path class=\"chance\" d=\"M" + at(fromX, fromY) + " L" + at(toX, toY) + "\"/>";
  }

  private static String at(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", x(x), y(y));
  }

  private static double x(double share) {
    return LEFT + SIZE * share;
  }

  private static double y(double share) {
    return TOP + SIZE * (1 - share);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
