package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.intake.TextField;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Gate;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelPackageException;
import io.earshot.model.TextEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores the text of an item: each field as written and, where that differs, as normalised, since
 * an obfuscated insult shows only in the one and a meaningful spelling only in the other. The
 * item's score for a label is the highest of all its windows, and the evidence says which window
 * that was; of equal ones the first in the order field, spelling, window.
 */
public final class TextScorer implements AutoCloseable {

  /**
   * Most windows of one spelling of a field: 16 times 126 tokens, some 1,500 words. What lies
   * behind is not read, and {@link #truncatedFields} counts it.
   */
  public static final int MAX_WINDOWS = 16;

  /** The lowest score whose place is told: below it nobody asks where a score came from. */
  public static final double EVIDENCE_FLOOR = 0.2;

  /** A row of nothing but the two control tokens holds no text. */
  private static final int EMPTY_ROW = 2;

  private final TextInference service;
  private final ModelManifest manifest;
  private final @Nullable TextInference gate;
  private final SortedMap<String, Double> pass;
  private final Duration timeout;
  private final LongAdder truncatedFields = new LongAdder();
  private final LongAdder asked = new LongAdder();
  private final LongAdder passed = new LongAdder();
  private final ThreadPoolExecutor secondStep;

  /**
   * A scorer on a service.
   *
   * @param timeout how long an item may wait for its answer
   */
  public TextScorer(TextInference service, Duration timeout) {
    this(service, null, timeout);
  }

  /**
   * A scorer on a service that sees only what a cheaper model does not clear.
   *
   * @param gate the cheaper model, as the package of the service names it; null without a cascade
   * @param timeout how long an item may wait for its answer, both steps together
   * @throws ModelPackageException when the package has no gate, or it was fitted on another model
   */
  public TextScorer(TextInference service, @Nullable TextInference gate, Duration timeout) {
    this.service = service;
    this.manifest = service.manifest();
    this.gate = gate;
    this.timeout = timeout;
    this.pass = gate == null ? Collections.emptySortedMap() : pass(manifest, gate.manifest());
    // What waits is bounded by the items in flight; a thread comes with the first that passes.
    this.secondStep =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "earshot-cascade-" + service.manifest().id());
              thread.setDaemon(true);
              return thread;
            });
    secondStep.allowCoreThreadTimeOut(true);
  }

  private static SortedMap<String, Double> pass(ModelManifest model, ModelManifest first) {
    Gate fitted = model.gate().orElse(null);
    if (fitted == null
        || !fitted.model().equals(first.id())
        || !fitted.version().equals(first.version())
        || !Set.copyOf(model.labelNames()).equals(Set.copyOf(first.labelNames()))) {
      throw new ModelPackageException(
          first.name()
              + " cannot be the gate of "
              + model.name()
              + ", whose gate was fitted on "
              + (fitted == null ? "none" : fitted.model() + "@" + fitted.version())
              + " with the labels "
              + model.labelNames()
              + "; give the packages that belong together, or switch the cascade off");
    }
    return fitted.pass();
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
    List<Window> windows = windows(fields, service.encoder());
    if (windows.isEmpty()) {
      return CompletableFuture.completedFuture(
          ModelScores.unscored(Modality.TEXT, UnscoredReason.EMPTY));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    TextInference first = gate;
    if (first == null) {
      return judge(windows, priority, deadline);
    }
    boolean sameRows = first.manifest().preprocessing().equals(manifest.preprocessing());
    List<Window> firstWindows = sameRows ? windows : windows(fields, first.encoder());
    if (firstWindows.isEmpty()) {
      return judge(windows, priority, deadline);
    }
    asked.increment();
    CompletableFuture<ModelScores> result = new CompletableFuture<>();
    CompletableFuture<Answer> unused =
        first
            .submit(rows(firstWindows), priority, timeout.toNanos())
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    result.completeExceptionally(failure);
                    return;
                  }
                  // On a thread of its own: the model's queue may be full, and to wait for it must
                  // not stop the thread that answers for the gate.
                  start(
                      new Step(
                          () -> {
                            List<Window> suspicious = open(firstWindows, first.manifest(), answer);
                            // Rows cut in another way say nothing about single rows of the model.
                            List<Window> open =
                                sameRows || suspicious.isEmpty() ? suspicious : windows;
                            if (open.isEmpty()) {
                              return CompletableFuture.completedFuture(
                                  scores(first.manifest(), firstWindows, answer));
                            }
                            passed.increment();
                            try {
                              return judge(open, priority, deadline);
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                              return CompletableFuture.completedFuture(
                                  unscored(UnscoredReason.OVERLOADED));
                            }
                          },
                          result));
                });
    return result;
  }

  /** A gate that others use too may answer when this scorer is closed already. */
  private void start(Step step) {
    try {
      secondStep.execute(step);
    } catch (RejectedExecutionException e) {
      refuse(step);
    }
  }

  private void refuse(Step step) {
    step.result().complete(unscored(UnscoredReason.OVERLOADED));
  }

  private void refuseAll(List<Runnable> waiting) {
    for (Runnable step : waiting) {
      refuse((Step) step);
    }
  }

  /** Lets what the gate passed reach the model; call it between closing the one and the other. */
  @Override
  public void close() {
    secondStep.shutdown();
    try {
      if (!secondStep.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        refuseAll(secondStep.shutdownNow());
      }
    } catch (InterruptedException e) {
      refuseAll(secondStep.shutdownNow());
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<ModelScores> judge(List<Window> windows, int priority, long deadline)
      throws InterruptedException {
    return service
        .submit(rows(windows), priority, Math.max(0, deadline - System.nanoTime()))
        .thenApply(answer -> scores(manifest, windows, answer));
  }

  /**
   * The windows that the gate did not clear: only these are shown to the model, since a long text
   * is rarely suspicious all over. A gate that does not answer clears nothing.
   */
  private List<Window> open(List<Window> windows, ModelManifest first, Answer answer) {
    if (answer.unscored() != null) {
      return windows;
    }
    List<Window> open = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      if (!isCleared(first, answer.rows().get(i))) {
        open.add(windows.get(i));
      }
    }
    return open;
  }

  private boolean isCleared(ModelManifest first, float[] row) {
    for (int label = 0; label < row.length; label++) {
      Label of = first.labels().get(label);
      double score = LabelScore.round(of.calibration().apply(row[label]));
      if (score >= pass.getOrDefault(of.name(), 0.0)) {
        return false;
      }
    }
    return true;
  }

  private static List<int[]> rows(List<Window> windows) {
    return windows.stream().map(Window::tokens).toList();
  }

  /** Share of the texts asked so far that the gate did not clear; 0 without a gate. */
  public double gatePassShare() {
    long all = asked.sum();
    return all == 0 ? 0 : (double) passed.sum() / all;
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

  private List<Window> windows(List<TextField> fields, TextEncoder encoder) {
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

  private static ModelScores scores(ModelManifest model, List<Window> windows, Answer answer) {
    if (answer.unscored() != null) {
      return ModelScores.unscored(Modality.TEXT, model.id(), model.version(), answer.unscored());
    }
    List<LabelScore> scores = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    List<Label> labels = model.labels();
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
    return ModelScores.scored(Modality.TEXT, model.id(), model.version(), scores, evidence);
  }

  /** What is done with the gate's answer, and who waits for it. */
  private record Step(
      Supplier<CompletableFuture<ModelScores>> work, CompletableFuture<ModelScores> result)
      implements Runnable {

    @Override
    public void run() {
      try {
        CompletableFuture<ModelScores> unused =
            work.get()
                .whenComplete(
                    (scores, failure) -> {
                      if (failure == null) {
                        result.complete(scores);
                      } else {
                        result.completeExceptionally(failure);
                      }
                    });
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // carried along, never compared
  private record Window(String field, int index, int[] tokens) {}
}
