package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import io.earshot.scoring.InferenceServices.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How text is scored.
 *
 * @param model that judges
 * @param gate the first step of the cascade; null without one
 * @param timeout how long an item may wait for its answer
 */
public record TextScoring(InferenceConfig model, @Nullable InferenceConfig gate, Duration timeout)
    implements ItemScoring {

  private static final long serialVersionUID = 1L;

  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public TextScoring onGpu(int index) {
    return new TextScoring(model.onGpu(index), gate == null ? null : gate.onGpu(index), timeout);
  }

  /** With a gate, another version has the one that its own package names, or none. */
  @Override
  public TextScoring at(Lineup lineup, ModelCatalog catalog) {
    ModelPackage other = lineup.find(0, catalog);
    InferenceConfig first = gate;
    return new TextScoring(
        model.of(other),
        first == null
            ? null
            : other
                .manifest()
                .gate()
                .map(named -> first.of(catalog.find(named.model(), named.version(), "")))
                .orElse(null),
        timeout);
  }

  @Override
  public ItemScorer open(String owner) {
    Lease<TextInference> judge =
        InferenceServices.SHARED.acquire(owner, model, TextInference.class);
    Optional<Lease<TextInference>> first = Optional.empty();
    try {
      first =
          Optional.ofNullable(gate)
              .map(config -> InferenceServices.SHARED.acquire(owner, config, TextInference.class));
      return new Open(
          judge,
          first,
          new TextScorer(judge.service(), first.map(Lease::service).orElse(null), timeout));
    } catch (RuntimeException e) {
      first.ifPresent(Lease::close);
      judge.close();
      throw e;
    }
  }

  private record Open(
      Lease<TextInference> model, Optional<Lease<TextInference>> gate, TextScorer scorer)
      implements ItemScorer {

    @Override
    public CompletableFuture<ModelScores> score(WorkItem item) throws InterruptedException {
      return scorer.score(item.fields(), 0);
    }

    @Override
    public ModelScores unscored(UnscoredReason reason) {
      return scorer.unscored(reason);
    }

    @Override
    public void show(Numbers numbers) {
      numbers.service(model.service());
      ModelManifest manifest = model.service().manifest();
      numbers.gauge(manifest, "truncatedFields", scorer, TextScorer::truncatedFields);
      gate.ifPresent(
          lease -> {
            numbers.service(lease.service());
            numbers.gauge(manifest, "gatePassShare", scorer, TextScorer::gatePassShare);
          });
    }

    @Override
    public void close() {
      // The gate first: while it drains, what it passes on still finds the model.
      gate.ifPresent(Lease::close);
      scorer.close();
      model.close();
    }
  }
}
