package io.earshot.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Series of samples, given as in the unit tests of promtool: one sample every minute from time 0
 * on, {@code 0+10x5} for six that rise by ten, {@code 7x5} for six of seven, {@code _} for one that
 * is missing.
 *
 * @param series samples by labels; the metric's name is the label {@code __name__}
 */
record PromData(Map<Map<String, String>, List<Double>> series) {

  static final String NAME = "__name__";

  /** Seconds between two samples, and between two evaluations. */
  static final int STEP = 60;

  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern RUN =
      Pattern.compile("(_|-?[\\d.e+]+?)(?:([+-][\\d.e]+))?(?:x(\\d+))?");

  /** Reads what promtool would read. */
  static PromData of(Map<String, String> given) {
    Map<Map<String, String>, List<Double>> series = new LinkedHashMap<>();
    given.forEach((name, values) -> series.put(labels(name), samples(values)));
    return new PromData(series);
  }

  private static Map<String, String> labels(String series) {
    Matcher matcher = SERIES.matcher(series);
    if (!matcher.matches()) {
      throw new AssertionError(series + " is no series");
    }
    Map<String, String> labels = new TreeMap<>();
    labels.put(NAME, matcher.group(1));
    if (matcher.group(2) != null) {
      Matcher label = LABEL.matcher(matcher.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return labels;
  }

  private static List<Double> samples(String values) {
    List<Double> samples = new ArrayList<>();
    for (String run : values.strip().split(" +")) {
      Matcher matcher = RUN.matcher(run);
      if (!matcher.matches()) {
        throw new AssertionError(run + " is no run of samples");
      }
      double value =
          matcher.group(1).equals("_") ? Double.NaN : Double.parseDouble(matcher.group(1));
      double step = matcher.group(2) == null ? 0 : Double.parseDouble(matcher.group(2));
      int more = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
      // A gap of n is n samples; anything else of n is its first and n more.
      for (int i = Double.isNaN(value) && more > 0 ? 1 : 0; i <= more; i++) {
        samples.add(value + i * step);
      }
    }
    return samples;
  }
}
