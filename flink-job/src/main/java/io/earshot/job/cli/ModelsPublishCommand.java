package io.earshot.job.cli;

import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.RolloutStage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot models publish}: what a version of a model is in a running job. */
@Command(
    name = "publish",
    header = "Says what a version of a model is in a running job.",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a version of a model is in a running job, and waits for its answer. The job"
          + " checks",
      "the package, tries it, and refuses one that is not what it says, is for something else, or",
      "lacks labels that rules may ask for; then nothing changes. A change takes effect 30 seconds",
      "after it was published at the earliest."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted",
      "1:refused, or not written",
      "2:called wrongly",
      "3:written, and no job answered in time"
    })
final class ModelsPublishCommand implements Callable<Integer> {

  /** What a version can be. */
  enum Stage {
    ACTIVE,
    CANARY,
    SHADOW,
    RETIRED
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private Publication publication = new Publication();

  @Parameters(
      index = "0",
      paramLabel = "ID@VERSION",
      description = "the version, as text-safety@2.1.0")
  private String model = "";

  @Parameters(
      index = "1",
      paramLabel = "STAGE",
      description = {
        "active: its scores count; canary: for a share of the creators; shadow: they are recorded"
            + " on",
        "scores.shadow and nothing else; retired: it does not score"
      })
  private Stage stage = Stage.SHADOW;

  @Option(
      names = "--percent",
      paramLabel = "N",
      description = "With canary: the share of the creators, above 0 and below 100.")
  private @Nullable Double percent;

  @Option(
      names = "--location",
      paramLabel = "URI",
      description = {
        "Folder of the package, below one of the job's scoring.packages.allowed-prefixes; default:",
        "the job's model directory."
      })
  private String location = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An option of the job, of the topics that it uses; may be given several times.")
  private Map<String, String> job = new LinkedHashMap<>();

  @Override
  public Integer call() {
    int at = model.lastIndexOf('@');
    if (at < 1 || at == model.length() - 1) {
      throw new ParameterException(
          spec.commandLine(), "\"" + model + "\" is no version; give it as ID@VERSION");
    }
    String id = model.substring(0, at);
    return publication.publish(
        job,
        Topic.CONTROL_MODELS,
        ModelControl.class,
        (eventId, now, effectiveAt) ->
            ModelControl.newBuilder()
                .setEventId(eventId)
                .setModelId(id)
                .setModelVersion(model.substring(at + 1))
                .setStage(RolloutStage.valueOf(stage.name()))
                .setCanaryPercent(percent)
                .setLocation(location)
                .setEventTime(now)
                .setEffectiveAt(effectiveAt)
                .build(),
        id,
        model
            + " "
            + stage.name().toLowerCase(Locale.ROOT)
            + (percent == null ? "" : " " + percent + " %"));
  }
}
