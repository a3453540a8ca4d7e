package io.earshot.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From scores of a sound's windows to scores of the sound, with where they come from. Pure: the
 * same windows give the same answer, whatever order their batches came back in.
 *
 * <p>A sound's score is the highest of its windows': a shot in an hour of talk is a shot. The mean
 * would hide it, and grows weaker the longer an episode is.
 */
public final class AudioScores {

  /** How long a frame of the speech gate is, milliseconds. */
  public static final int SPEECH_FRAME_MS = 32;

  /** Speech goes on until the gate is this far below its threshold. */
  private static final double HYSTERESIS = 0.15;

  /** A pause shorter than this does not end a segment of speech, milliseconds. */
  private static final long SHORTEST_PAUSE_MS = 300;

  /** Speech shorter than this is taken for a click or a cough, milliseconds. */
  private static final long SHORTEST_SPEECH_MS = 250;

  private AudioScores() {}

  /**
   * What a model said about a window.
   *
   * @param startMs where the window starts, from the sound's start
   * @param endMs where it ends
   * @param scores a row of the model's output, calibrated
   */
  @SuppressWarnings("ArrayRecordComponent") // carried along, never compared
  public record Window(long startMs, long endMs, float[] scores) {}

  /**
   * A stretch of a sound.
   *
   * @param startMs from the sound's start
   * @param endMs from the sound's start
   * @param score the highest within
   */
  public record Segment(long startMs, long endMs, double score) {

    /** How long it is. */
    public long millis() {
      return endMs - startMs;
    }
  }

  /**
   * The highest score of each label, in the order of the labels.
   *
   * @param labels of the rows' columns
   */
  public static List<LabelScore> highest(List<String> labels, List<Window> windows) {
    List<LabelScore> scores = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      double highest = 0;
      for (Window window : windows) {
        highest = Math.max(highest, score(window, label, labels.size()));
      }
      scores.add(new LabelScore(labels.get(label), highest));
    }
    return scores;
  }

  /**
   * Where a label was found: windows at or above its threshold, those that touch or overlap as one
   * segment.
   *
   * @param column of the label
   * @param columns how many there are
   * @param threshold held against scores as rules see them, rounded to three decimals
   * @param most segments at most; those with the highest scores, of equals the earlier
   * @return in the order of time
   */
  public static List<Segment> segments(
      List<Window> windows, int column, int columns, double threshold, int most) {
    List<Segment> found =
        windows.stream()
            .map(w -> new Segment(w.startMs(), w.endMs(), score(w, column, columns)))
            .filter(s -> s.score() >= threshold)
            .sorted(Comparator.comparingLong(Segment::startMs).thenComparing(Segment::endMs))
            .toList();
    return strongest(merge(found, 0), most);
  }

  /**
   * The evidence for a sound: for each label its segments, or, where the label is nowhere at its
   * threshold, its highest window, unless that is below {@code floor}.
   *
   * @param labels of the rows' columns
   * @param thresholds of the labels
   * @param field part of the content
   * @param floor lowest score whose place is told
   * @param most segments a label at most
   * @return by label, then by time
   */
  public static List<Evidence> evidence(
      List<String> labels,
      List<Double> thresholds,
      List<Window> windows,
      String field,
      double floor,
      int most) {
    List<Evidence> evidence = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      List<Segment> segments =
          segments(windows, label, labels.size(), Math.max(floor, thresholds.get(label)), most);
      if (segments.isEmpty()) {
        segments = best(windows, label, labels.size(), floor);
      }
      for (Segment segment : segments) {
        evidence.add(
            Evidence.inAudio(
                labels.get(label), field, segment.startMs(), segment.endMs(), segment.score()));
      }
    }
    evidence.sort(Comparator.comparing(Evidence::label).thenComparing(Evidence::startMs));
    return evidence;
  }

  private static List<Segment> best(List<Window> windows, int column, int columns, double floor) {
    return windows.stream()
        .map(w -> new Segment(w.startMs(), w.endMs(), score(w, column, columns)))
        .filter(s -> s.score() >= floor)
        .max(
            Comparator.comparingDouble(Segment::score)
                .thenComparing(Segment::startMs, Comparator.reverseOrder()))
        .stream()
        .toList();
  }

  /**
   * How much of a sound is speech.
   *
   * @param share of the sound's length that segments of speech take, 0 to 1, three decimals
   * @param highest score of a frame
   * @param segments in the order of time
   */
  public record Speech(double share, double highest, List<Segment> segments) {

    public Speech {
      segments = List.copyOf(segments);
    }

    /** The segments with the highest scores, as evidence. */
    public List<Evidence> evidence(String label, String field, int most) {
      return strongest(segments, most).stream()
          .map(s -> Evidence.inAudio(label, field, s.startMs(), s.endMs(), s.score()))
          .toList();
    }
  }

  /**
   * Speech from the frames of the speech gate. A segment starts with a frame at the threshold and
   * goes on until one is 0.15 below it; pauses below 300 ms are part of it, and what is shorter
   * than 250 ms is not speech.
   *
   * @param windows the gate's: each has a score for every {@value #SPEECH_FRAME_MS} ms from its
   *     start; those at its end or later are of the silence that fills the last window up, and are
   *     left out
   * @param threshold of the gate
   */
  public static Speech speech(List<Window> windows, double threshold) {
    List<Window> ordered =
        windows.stream().sorted(Comparator.comparingLong(Window::startMs)).toList();
    List<Segment> runs = new ArrayList<>();
    boolean speaking = false;
    double highest = 0;
    long end = 0;
    for (Window window : ordered) {
      end = Math.max(end, window.endMs());
      for (int i = 0; i < window.scores().length; i++) {
        long from = window.startMs() + (long) i * SPEECH_FRAME_MS;
        if (from >= window.endMs()) {
          break;
        }
        long to = Math.min(window.endMs(), from + SPEECH_FRAME_MS);
        double score = score(window, i, window.scores().length);
        highest = Math.max(highest, score);
        speaking = score >= (speaking ? threshold - HYSTERESIS : threshold);
        if (speaking) {
          runs.add(new Segment(from, to, score));
        }
      }
    }
    List<Segment> segments =
        merge(runs, SHORTEST_PAUSE_MS).stream()
            .filter(s -> s.millis() >= SHORTEST_SPEECH_MS)
            .toList();
    long spoken = segments.stream().mapToLong(Segment::millis).sum();
    return new Speech(end == 0 ? 0 : LabelScore.round((double) spoken / end), highest, segments);
  }

  /** Joins what is in the order of time and less than so far apart, or touches. */
  private static List<Segment> merge(List<Segment> ordered, long gap) {
    List<Segment> merged = new ArrayList<>();
    for (Segment next : ordered) {
      Segment last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && next.startMs() - last.endMs() < Math.max(gap, 1)) {
        merged.set(
            merged.size() - 1,
            new Segment(
                last.startMs(),
                Math.max(last.endMs(), next.endMs()),
                Math.max(last.score(), next.score())));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  private static List<Segment> strongest(List<Segment> segments, int most) {
    return segments.stream()
        .sorted(
            Comparator.comparingDouble(Segment::score).reversed().thenComparing(Segment::startMs))
        .limit(most)
        .sorted(Comparator.comparingLong(Segment::startMs))
        .toList();
  }

  private static double score(Window window, int column, int columns) {
    if (window.scores().length != columns) {
      throw new IllegalArgumentException(
          "window at "
              + window.startMs()
              + " ms has "
              + window.scores().length
              + " scores, but there are "
              + columns
              + " labels; the model's output is not what its manifest says");
    }
    return LabelScore.round(window.scores()[column]);
  }
}
