package io.earshot.scoring;

import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PictureRoom;
import io.earshot.media.image.PixelTensor;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelPackageException;
import io.earshot.scoring.InferenceServices.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How pictures are scored: as a whole, the first frame of an animation.
 *
 * @param model that judges
 * @param media how pictures are had
 * @param timeout how long a decoded picture may wait for its answer
 */
public record ImageScoring(InferenceConfig model, MediaSettings media, Duration timeout)
    implements ItemScoring {

  private static final long serialVersionUID = 1L;

  @Override
  public Modality modality() {
    return Modality.IMAGE;
  }

  @Override
  public ImageScoring onGpu(int index) {
    return new ImageScoring(model.onGpu(index), media, timeout);
  }

  @Override
  public ImageScoring at(Lineup lineup, ModelCatalog catalog) {
    return new ImageScoring(model.of(lineup.find(0, catalog)), media, timeout);
  }

  @Override
  public ItemScorer open(String owner) {
    Lease<TensorInference> lease =
        InferenceServices.SHARED.acquire(owner, model, TensorInference.class);
    ModelManifest manifest = lease.service().manifest();
    if (!(manifest.preprocessing() instanceof Pixels pixels)) {
      lease.close();
      throw new ModelPackageException(
          manifest.name() + " is a model for sound, but one for pictures is needed here");
    }
    return new ReusingScorer(
        new Open(lease, media.reader(), pixels.tensor(), timeout),
        manifest,
        media.rememberedScores());
  }

  private record Open(
      Lease<TensorInference> lease, MediaReader reader, PixelTensor tensor, Duration timeout)
      implements ItemScorer {

    private static final Logger LOG = LoggerFactory.getLogger(ImageScoring.class);
    private static final ImageLimits LIMITS = ImageLimits.DEFAULT;
    private static final ImageDecoder DECODER = new ImageDecoder(LIMITS);

    @Override
    public CompletableFuture<ModelScores> score(WorkItem item) {
      MediaRef media = item.media();
      if (media == null) {
        return CompletableFuture.completedFuture(
            ModelScores.unscored(Modality.IMAGE, UnscoredReason.EMPTY));
      }
      return reader
          .read(
              media,
              // One byte more than is decoded tells that there are more.
              bytes ->
                  PictureRoom.OF_PROCESS.decode(
                      DECODER,
                      bytes.readNBytes(LIMITS.maxBytes() + 1),
                      media.mediaType(),
                      tensor::of))
          .thenCompose(outcome -> judge(item, outcome));
    }

    private CompletableFuture<ModelScores> judge(WorkItem item, MediaReader.Outcome<float[]> read) {
      if (read.unscored() != null || read.value() == null) {
        LOG.info("picture of {} is unscored: {}", item.content().eventId(), read.message());
        return CompletableFuture.completedFuture(
            unscored(read.unscored() == null ? UnscoredReason.ERROR : read.unscored()));
      }
      try {
        return lease
            .service()
            .submit(List.of(read.value()), 0, timeout.toNanos())
            .thenApply(this::scores);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return CompletableFuture.completedFuture(unscored(UnscoredReason.OVERLOADED));
      }
    }

    private ModelScores scores(Answer answer) {
      if (answer.unscored() != null) {
        return unscored(answer.unscored());
      }
      ModelManifest manifest = lease.service().manifest();
      List<LabelScore> scores = new ArrayList<>();
      List<Evidence> evidence = new ArrayList<>();
      float[] row = answer.rows().get(0);
      for (int column = 0; column < row.length; column++) {
        Label label = manifest.labels().get(column);
        double score = LabelScore.round(label.calibration().apply(row[column]));
        scores.add(new LabelScore(label.name(), score));
        if (score >= TextScorer.EVIDENCE_FLOOR) {
          evidence.add(Evidence.inPicture(label.name(), "cover", score));
        }
      }
      evidence.sort(Comparator.comparing(Evidence::label));
      return ModelScores.scored(
          Modality.IMAGE, manifest.id(), manifest.version(), scores, evidence);
    }

    @Override
    public ModelScores unscored(UnscoredReason reason) {
      ModelManifest manifest = lease.service().manifest();
      return ModelScores.unscored(Modality.IMAGE, manifest.id(), manifest.version(), reason);
    }

    @Override
    public void show(Numbers numbers) {
      numbers.service(lease.service());
    }

    @Override
    public void close() {
      reader.close();
      lease.close();
    }
  }
}
