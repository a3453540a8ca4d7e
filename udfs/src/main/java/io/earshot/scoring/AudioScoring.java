package io.earshot.scoring;

import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Medium;
import io.earshot.model.ModelManifest.Task;
import io.earshot.model.ModelPackageException;
import io.earshot.scoring.InferenceServices.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How sound is scored: decoded once, window by window, for a model of events and, if there is one,
 * a gate of speech, whose share is one more label, {@value SoundScorer#SPEECH_SHARE}.
 *
 * @param events the model of what can be heard
 * @param speech the model of when somebody speaks; null without one
 * @param media how sounds are had; its time-out is for the whole sound
 * @param timeout how long a window may wait for its answer
 */
public record AudioScoring(
    InferenceConfig events, @Nullable InferenceConfig speech, MediaSettings media, Duration timeout)
    implements ItemScoring {

  private static final long serialVersionUID = 1L;

  @Override
  public Modality modality() {
    return Modality.AUDIO;
  }

  @Override
  public AudioScoring onGpu(int index) {
    return new AudioScoring(
        events.onGpu(index), speech == null ? null : speech.onGpu(index), media, timeout);
  }

  @Override
  public AudioScoring at(Lineup lineup, ModelCatalog catalog) {
    return new AudioScoring(
        events.of(lineup.find(0, catalog)),
        speech == null ? null : speech.of(lineup.find(1, catalog)),
        media,
        timeout);
  }

  @Override
  public ItemScorer open(String owner) {
    Lease<TensorInference> heard = acquire(owner, events, Task.MULTI_LABEL_CLASSIFICATION);
    try {
      Optional<Lease<TensorInference>> spoken =
          Optional.ofNullable(speech).map(config -> acquire(owner, config, Task.SPEECH_ACTIVITY));
      Open open =
          new Open(
              heard,
              spoken,
              media.reader(),
              new SoundScorer(heard.service(), spoken.map(Lease::service).orElse(null), timeout));
      return new ReusingScorer(open, heard.service().manifest(), media.rememberedScores());
    } catch (RuntimeException e) {
      heard.close();
      throw e;
    }
  }

  private static Lease<TensorInference> acquire(String owner, InferenceConfig config, Task task) {
    Lease<TensorInference> lease =
        InferenceServices.SHARED.acquire(owner, config, TensorInference.class);
    ModelManifest manifest = lease.service().manifest();
    if (manifest.modality() != Medium.AUDIO || manifest.task() != task) {
      lease.close();
      throw new ModelPackageException(
          manifest.name()
              + " is a model for "
              + manifest.modality().key()
              + " of task "
              + manifest.task().key()
              + ", but one for audio of task "
              + task.key()
              + " is needed here");
    }
    return lease;
  }

  private record Open(
      Lease<TensorInference> events,
      Optional<Lease<TensorInference>> speech,
      MediaReader reader,
      SoundScorer scorer)
      implements ItemScorer {

    private static final Logger LOG = LoggerFactory.getLogger(AudioScoring.class);

    @Override
    public CompletableFuture<ModelScores> score(WorkItem item) {
      MediaRef media = item.media();
      if (media == null) {
        return CompletableFuture.completedFuture(
            ModelScores.unscored(Modality.AUDIO, UnscoredReason.EMPTY));
      }
      return reader
          .read(media, bytes -> scorer.score(bytes, media.mediaType()))
          .thenApply(
              outcome -> {
                ModelScores scores = outcome.value();
                if (scores != null) {
                  return scores;
                }
                LOG.info(
                    "sound of {} is unscored: {}", item.content().eventId(), outcome.message());
                return unscored(
                    outcome.unscored() == null ? UnscoredReason.ERROR : outcome.unscored());
              });
    }

    @Override
    public ModelScores unscored(UnscoredReason reason) {
      return scorer.unscored(reason);
    }

    @Override
    public void show(Numbers numbers) {
      numbers.service(events.service());
      speech.ifPresent(lease -> numbers.service(lease.service()));
    }

    @Override
    public void close() {
      reader.close();
      speech.ifPresent(Lease::close);
      events.close();
    }
  }
}
