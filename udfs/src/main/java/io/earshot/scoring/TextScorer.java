package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.intake.TextField;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.TextEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Scores the text of an item: each field as written and, where that differs, as normalised, since
 * an obfuscated insult shows only in the one and a meaningful spelling only in the other. The
 * item's score for a label is the highest of all its windows, and the evidence says which window
 * that was; of equal ones the first in the order field, spelling, window.
 */
public final class TextScorer {

  /**
   * Most windows of one spelling of a field: 16 times 126 tokens, some 1,500 words. What lies
   * behind is not read, and {@link #truncatedFields} counts it.
   */
  public static final int MAX_WINDOWS = 16;

  /** The lowest score whose place is told: below it nobody asks where a score came from. */
  public static final double EVIDENCE_FLOOR = 0.2;

  /** A row of nothing but the two control tokens holds no text. */
  private static final int EMPTY_ROW = 2;

  private final InferenceService service;
  private final ModelManifest manifest;
  private final Duration timeout;
  private final LongAdder truncatedFields = new LongAdder();

  /**
   * A scorer on a service.
   *
   * @param timeout how long an item may wait for its answer
   */
  public TextScorer(InferenceService service, Duration timeout) {
    this.service = service;
    this.manifest = service.manifest();
    this.timeout = timeout;
  }

  /**
   * Scores an item's text.
   *
   * @param priority higher goes first
   * @return completes with scores or the reason for none, never exceptionally; {@link
   *     UnscoredReason#EMPTY} when no field holds text
   * @throws InterruptedException when interrupted while the queue was full
   */
  public CompletableFuture<ModelScores> score(List<TextField> fields, int priority)
      throws InterruptedException {
    List<Window> windows = windows(fields);
    if (windows.isEmpty()) {
      return CompletableFuture.completedFuture(
          ModelScores.unscored(Modality.TEXT, UnscoredReason.EMPTY));
    }
    List<int[]> rows = windows.stream().map(Window::tokens).toList();
    return service
        .submit(rows, priority, timeout.toNanos())
        .thenApply(answer -> scores(windows, answer));
  }

  /**
   * How many fields were longer than {@link #MAX_WINDOWS} windows, so that their scores speak for
   * their beginning only.
   */
  public long truncatedFields() {
    return truncatedFields.sum();
  }

  /** The absence of scores of this model, for a reason found outside of it. */
  public ModelScores unscored(UnscoredReason reason) {
    return ModelScores.unscored(Modality.TEXT, manifest.id(), manifest.version(), reason);
  }

  private List<Window> windows(List<TextField> fields) {
    TextEncoder encoder = service.encoder();
    List<Window> windows = new ArrayList<>();
    for (TextField field : fields) {
      // One window more than is read tells whether there is more to read.
      List<int[]> written = encoder.windows(field.text(), MAX_WINDOWS + 1);
      List<int[]> normalised = encoder.windows(encoder.normalise(field.text()), MAX_WINDOWS + 1);
      if (written.size() > MAX_WINDOWS || normalised.size() > MAX_WINDOWS) {
        truncatedFields.increment();
        written = written.subList(0, Math.min(written.size(), MAX_WINDOWS));
        normalised = normalised.subList(0, Math.min(normalised.size(), MAX_WINDOWS));
      }
      addTo(windows, field, written);
      if (!Arrays.deepEquals(written.toArray(), normalised.toArray())) {
        addTo(windows, field, normalised);
      }
    }
    return windows;
  }

  private static void addTo(List<Window> windows, TextField field, List<int[]> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).length > EMPTY_ROW) {
        windows.add(new Window(field.name(), i, rows.get(i)));
      }
    }
  }

  private ModelScores scores(List<Window> windows, Answer answer) {
    if (answer.unscored() != null) {
      return unscored(answer.unscored());
    }
    List<LabelScore> scores = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    List<Label> labels = manifest.labels();
    for (int label = 0; label < labels.size(); label++) {
      String name = labels.get(label).name();
      int best = 0;
      double highest = -1;
      for (int i = 0; i < windows.size(); i++) {
        double score =
            LabelScore.round(labels.get(label).calibration().apply(answer.rows().get(i)[label]));
        if (score > highest) {
          highest = score;
          best = i;
        }
      }
      scores.add(new LabelScore(name, highest));
      if (highest >= EVIDENCE_FLOOR) {
        Window window = windows.get(best);
        evidence.add(Evidence.inText(name, window.field(), window.index(), highest));
      }
    }
    evidence.sort(Comparator.comparing(Evidence::label));
    return ModelScores.scored(Modality.TEXT, manifest.id(), manifest.version(), scores, evidence);
  }

  @SuppressWarnings("ArrayRecordComponent") // carried along, never compared
  private record Window(String field, int index, int[] tokens) {}
}
