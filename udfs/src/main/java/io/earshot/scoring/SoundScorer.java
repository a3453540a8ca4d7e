package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioFrontEnd;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.audio.AudioStream;
import io.earshot.media.audio.AudioWindow;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelManifest.Sound;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Scores a sound while it is decoded, on the thread that decodes it: a window goes to its model as
 * soon as it is complete, and no more than a few wait for their answers. Of a window only its
 * scores are kept: some 7,500 rows of ten numbers an hour, and 112,500 frames of the gate.
 */
public final class SoundScorer {

  /** Label of the share of a sound that is speech. */
  public static final String SPEECH_SHARE = "speech_share";

  /** Windows of a model that wait for their answers; the batches of the shipped models fill. */
  private static final int IN_FLIGHT = 64;

  /** Segments told of a label at most. */
  private static final int MOST_SEGMENTS = 5;

  private static final String FIELD = "audio";

  private final TensorInference events;
  private final @Nullable TensorInference speech;
  private final Duration timeout;
  private final AudioDecoder decoder = new AudioDecoder(AudioLimits.DEFAULT);

  /**
   * A scorer on services.
   *
   * @param events of task multi-label-classification
   * @param speech of task speech-activity; null without one
   * @param timeout how long a window may wait for its answer
   */
  public SoundScorer(TensorInference events, @Nullable TensorInference speech, Duration timeout) {
    this.events = events;
    this.speech = speech;
    this.timeout = timeout;
  }

  /**
   * Scores a sound.
   *
   * @param bytes of the file
   * @param mediaType RFC 6838 type that it should be of
   * @return scores, or the reason of the first window that got none
   * @throws io.earshot.media.MediaException when the sound is at fault
   */
  public ModelScores score(InputStream bytes, String mediaType)
      throws IOException, InterruptedException {
    Windows heard = new Windows(events);
    Windows spoken = speech == null ? null : new Windows(speech);
    List<AudioFrontEnd> ends = new ArrayList<>(List.of(heard.frontEnd()));
    if (spoken != null) {
      ends.add(spoken.frontEnd());
    }
    AudioStream sound = decoder.open(bytes, mediaType);
    long unused = AudioFrontEnd.feed(sound, ends);
    heard.awaitAll();
    if (spoken != null) {
      spoken.awaitAll();
    }
    UnscoredReason reason = heard.unscored;
    if (reason == null && spoken != null) {
      reason = spoken.unscored;
    }
    if (reason == null && heard.scored.isEmpty()) {
      reason = UnscoredReason.EMPTY;
    }
    return reason == null ? scores(heard, spoken) : unscored(reason);
  }

  private ModelScores scores(Windows heard, @Nullable Windows spoken) {
    ModelManifest manifest = events.manifest();
    List<String> labels = manifest.labelNames();
    List<LabelScore> scores = new ArrayList<>(AudioScores.highest(labels, heard.scored));
    List<Evidence> evidence =
        new ArrayList<>(
            AudioScores.evidence(
                labels,
                manifest.labels().stream().map(Label::threshold).toList(),
                heard.scored,
                FIELD,
                TextScorer.EVIDENCE_FLOOR,
                MOST_SEGMENTS));
    if (spoken != null) {
      AudioScores.Speech said =
          AudioScores.speech(spoken.scored, spoken.service.manifest().labels().get(0).threshold());
      scores.add(new LabelScore(SPEECH_SHARE, said.share()));
      evidence.addAll(said.evidence(SPEECH_SHARE, FIELD, MOST_SEGMENTS));
    }
    evidence.sort(Comparator.comparing(Evidence::label).thenComparingLong(Evidence::startMs));
    return ModelScores.scored(Modality.AUDIO, modelId(), modelVersion(), scores, evidence);
  }

  /** The absence of scores, for a reason found outside. */
  public ModelScores unscored(UnscoredReason reason) {
    return ModelScores.unscored(Modality.AUDIO, modelId(), modelVersion(), reason);
  }

  private String modelId() {
    return speech == null
        ? events.manifest().id()
        : events.manifest().id() + "+" + speech.manifest().id();
  }

  private String modelVersion() {
    return speech == null
        ? events.manifest().version()
        : events.manifest().version() + "+" + speech.manifest().version();
  }

  /** The windows of one model and what it says of them. */
  private final class Windows {
    private final TensorInference service;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final List<AudioScores.Window> scored = new ArrayList<>();
    private @Nullable UnscoredReason unscored;

    private record Asked(long startMs, long endMs, CompletableFuture<Answer> answer) {}

    Windows(TensorInference service) {
      this.service = service;
    }

    AudioFrontEnd frontEnd() {
      return ((Sound) service.manifest().preprocessing()).input().open(this::ask);
    }

    private void ask(AudioWindow window) throws IOException, InterruptedException {
      if (unscored != null) {
        return; // the sound has no score any more; the rest is read for its digest
      }
      if (asked.size() >= IN_FLIGHT) {
        await(asked.remove());
      }
      asked.add(
          new Asked(
              window.startMs(),
              window.endMs(),
              service.submit(List.of(window.values()), 0, timeout.toNanos())));
    }

    void awaitAll() throws IOException, InterruptedException {
      while (!asked.isEmpty()) {
        await(asked.remove());
      }
    }

    private void await(Asked one) throws IOException, InterruptedException {
      Answer answer;
      try {
        answer = one.answer().get();
      } catch (ExecutionException e) {
        throw new IOException("a window was not scored", e);
      }
      if (answer.unscored() != null) {
        unscored = unscored == null ? answer.unscored() : unscored;
        return;
      }
      float[] row = answer.rows().get(0).clone();
      List<Label> labels = service.manifest().labels();
      for (int column = 0; column < row.length; column++) {
        Label label = labels.get(Math.min(column, labels.size() - 1));
        row[column] = (float) label.calibration().apply(row[column]);
      }
      scored.add(new AudioScores.Window(one.startMs(), one.endMs(), row));
    }
  }
}
