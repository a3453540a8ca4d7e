package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.ModelDirectory;
import io.earshot.job.ModelDirectory.Use;
import io.earshot.model.ModelPackage;
import io.earshot.scoring.InferenceServices;
import io.earshot.scoring.InferenceServices.Lease;
import io.earshot.scoring.TextInference;
import io.earshot.scoring.TextScorer;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The model for text of a directory, alone or behind its gate, outside of a job. */
final class OfflineText implements AutoCloseable {

  /** Which of a cascade's models are asked. */
  enum Steps {
    MODEL_ALONE,
    /**
     * The cheaper one first, as in the job, and the model only where that does not clear a text.
     */
    CASCADE;

    /** What a command's switch asks for. */
    static Steps of(boolean cascade) {
      return cascade ? CASCADE : MODEL_ALONE;
    }
  }

  private final Lease<TextInference> model;
  private final @Nullable Lease<TextInference> gate;
  private final TextScorer scorer;

  /**
   * Opens it.
   *
   * @param owner of the services
   * @throws ConfigurationException if there is no such model, or no gate where one is asked for
   * @throws io.earshot.model.ModelPackageException if it cannot be used
   */
  OfflineText(ModelDirectory directory, Steps steps, String owner) {
    ModelPackage judge = directory.required(Use.TEXT, null);
    @Nullable ModelPackage first =
        steps == Steps.MODEL_ALONE
            ? null
            : directory
                .gate(judge)
                .orElseThrow(
                    () ->
                        new ConfigurationException(
                            "--cascade is given, and "
                                + judge.manifest().name()
                                + " names no gate; leave it out, or add a gate to the package"));
    model = open(judge, owner);
    try {
      gate = first == null ? null : open(first, owner);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
    scorer =
        new TextScorer(
            model.service(), gate == null ? null : gate.service(), ScoreCommand.PATIENCE);
  }

  private static Lease<TextInference> open(ModelPackage model, String owner) {
    return InferenceServices.SHARED.acquire(owner, ScoreCommand.config(model), TextInference.class);
  }

  TextScorer scorer() {
    return scorer;
  }

  /** What scores, for a title. */
  String name() {
    String judge = model.service().manifest().id() + " " + model.service().manifest().version();
    return gate == null
        ? judge
        : judge
            + " behind "
            + gate.service().manifest().id()
            + " "
            + gate.service().manifest().version();
  }

  /** Tells what a run has to say beside its scores. */
  void tell(PrintWriter err) {
    if (scorer.truncatedFields() > 0) {
      err.printf(
          Locale.ROOT,
          "%,d of the texts are longer than a model reads, some 1,500 words; their scores speak"
              + " for their beginning%n",
          scorer.truncatedFields());
    }
    if (gate != null) {
      err.printf(
          Locale.ROOT,
          "the gate passed %.1f %% of the texts on to %s%n",
          100 * scorer.gatePassShare(),
          model.service().manifest().id());
    }
  }

  @Override
  public void close() {
    // The gate first: while it drains, what it passes on still finds the model.
    if (gate != null) {
      gate.close();
    }
    scorer.close();
    model.close();
  }
}
