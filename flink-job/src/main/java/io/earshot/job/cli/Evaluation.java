package io.earshot.job.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Scores beside what is right, text by text, and what comes of them a label, over all texts and
 * over each slice.
 *
 * <p>{@value #ANY} is one more label: a text has it if any of its known labels is 1, and lacks it
 * if all of them are 0; its score is the highest of all labels, those included of which it is not
 * known whether the text has them, since a rule that looks at all of them fires on each.
 */
final class Evaluation {

  static final String ANY = "any";

  /** Slices of more values are of ids or the like, and would only fill the report. */
  static final int MAX_VALUES = 1_000;

  /** Scores and truths of a label over the texts of which it is known. */
  static final class Scored {
    private double[] scores = new double[16];
    private boolean[] truth = new boolean[16];
    private int size;

    private void add(double score, boolean has) {
      if (size == scores.length) {
        scores = Arrays.copyOf(scores, 2 * size);
        truth = Arrays.copyOf(truth, 2 * size);
      }
      scores[size] = score;
      truth[size++] = has;
    }

    double[] scores() {
      return Arrays.copyOf(scores, size);
    }

    boolean[] truth() {
      return Arrays.copyOf(truth, size);
    }

    Quality quality() {
      return Quality.of(scores(), truth());
    }
  }

  private final SortedMap<String, Scored> labels = new TreeMap<>();
  private final SortedMap<String, Map<String, Map<String, Scored>>> slices = new TreeMap<>();
  private final SortedSet<String> crowded = new TreeSet<>();
  private final SortedSet<String> withoutScore = new TreeSet<>();

  /** Takes in a text that has scores. */
  void add(LabelledLine line, Map<String, Double> scores) {
    Map<String, Boolean> truth = new HashMap<>(line.labels());
    Map<String, Double> given = new HashMap<>(scores);
    if (!truth.isEmpty() && !scores.isEmpty()) {
      truth.put(ANY, truth.containsValue(true));
      given.put(ANY, Collections.max(scores.values()));
    }
    scores.keySet().forEach(label -> labels.computeIfAbsent(label, key -> new Scored()));
    truth.forEach(
        (label, has) -> {
          Double score = given.get(label);
          if (score == null) {
            withoutScore.add(label);
            return;
          }
          labels.computeIfAbsent(label, key -> new Scored()).add(score, has);
          line.slices().forEach((slice, values) -> addTo(slice, values, label, score, has));
        });
  }

  private void addTo(String slice, List<String> values, String label, double score, boolean has) {
    Map<String, Map<String, Scored>> known = slices.computeIfAbsent(slice, key -> new TreeMap<>());
    for (String value : values) {
      if (known.size() >= MAX_VALUES && !known.containsKey(value)) {
        crowded.add(slice);
        continue;
      }
      known
          .computeIfAbsent(value, key -> new TreeMap<>())
          .computeIfAbsent(label, key -> new Scored())
          .add(score, has);
    }
  }

  /** Labels in alphabetical order, {@value #ANY} last. */
  List<String> labels() {
    List<String> names = new ArrayList<>(labels.keySet());
    if (names.remove(ANY)) {
      names.add(ANY);
    }
    return names;
  }

  /** Scores and truths of a label that {@link #labels} has. */
  Scored scored(String label) {
    return labels.getOrDefault(label, new Scored());
  }

  /** Quality by slice, value and label; slices of too many values are left out. */
  SortedMap<String, SortedMap<String, SortedMap<String, Quality>>> slices() {
    SortedMap<String, SortedMap<String, SortedMap<String, Quality>>> result = new TreeMap<>();
    slices.forEach(
        (slice, values) -> {
          if (!crowded.contains(slice)) {
            SortedMap<String, SortedMap<String, Quality>> of = new TreeMap<>();
            values.forEach(
                (value, scored) -> {
                  SortedMap<String, Quality> qualities = new TreeMap<>();
                  scored.forEach((label, texts) -> qualities.put(label, texts.quality()));
                  of.put(value, qualities);
                });
            result.put(slice, of);
          }
        });
    return result;
  }

  /** Slices that have more than {@value #MAX_VALUES} values. */
  SortedSet<String> crowded() {
    return Collections.unmodifiableSortedSet(crowded);
  }

  /** Labels of the data that no model scored. */
  SortedSet<String> withoutScore() {
    return Collections.unmodifiableSortedSet(withoutScore);
  }
}
