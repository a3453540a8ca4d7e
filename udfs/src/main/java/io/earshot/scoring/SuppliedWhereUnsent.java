package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import java.util.concurrent.CompletableFuture;

/**
 * Scores pictures or sounds with a model, and takes what the platform supplied where the medium
 * itself was not sent: there is nothing then that the model could look at. What the platform says
 * keeps the name of the model that said it.
 *
 * @param model scores what was sent
 */
public record SuppliedWhereUnsent(ItemScoring model) implements ItemScoring {

  private static final long serialVersionUID = 1L;

  @Override
  public Modality modality() {
    return model.modality();
  }

  @Override
  public ItemScoring onGpu(int index) {
    return new SuppliedWhereUnsent(model.onGpu(index));
  }

  @Override
  public ItemScoring at(Lineup lineup, ModelCatalog catalog) {
    return new SuppliedWhereUnsent(model.at(lineup, catalog));
  }

  @Override
  public ItemScorer open(String owner) {
    return new Scorer(model.open(owner));
  }

  private record Scorer(ItemScorer model) implements ItemScorer {

    @Override
    public CompletableFuture<ModelScores> score(WorkItem item) throws InterruptedException {
      return item.media() == null && item.supplied() != null
          ? CompletableFuture.completedFuture(SuppliedScoringFunction.scores(item))
          : model.score(item);
    }

    @Override
    public ModelScores unscored(UnscoredReason reason) {
      return model.unscored(reason);
    }

    @Override
    public void show(Numbers numbers) {
      model.show(numbers);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
