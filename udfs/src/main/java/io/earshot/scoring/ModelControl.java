package io.earshot.scoring;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.Modality;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks changes of the models, each whole, before anything of them is used: that there is such a
 * model, that the package is what it says, that it is of the kind of the one that it takes the
 * place of and has the labels that rules may ask for, and that the change is one.
 */
public final class ModelControl {

  private static final Logger LOG = LoggerFactory.getLogger(ModelControl.class);

  /**
   * What a change may be about.
   *
   * @param scorings how each modality that has models is scored
   * @param catalog where packages are
   */
  public record Deployment(Map<Modality, ItemScoring> scorings, ModelCatalog catalog)
      implements Serializable {

    private static final long serialVersionUID = 1L;

    public Deployment {
      scorings = new EnumMap<>(scorings);
    }
  }

  private final Deployment deployment;
  private final ModelBook.Beginning beginning;
  private final Consumer<ItemScoring> trial;
  private final ModelBook book;

  /** Changes that a run of the job answered, this one or an earlier one. */
  private final Set<String> answered = new HashSet<>();

  /** Digests of packages that were opened here. */
  private final Set<String> opened = new HashSet<>();

  /**
   * A control.
   *
   * @param trial opens what would score and closes it again; throws {@link ModelPackageException}
   *     if it cannot
   */
  public ModelControl(
      Deployment deployment, ModelBook.Beginning beginning, Consumer<ItemScoring> trial) {
    this.deployment = deployment;
    this.beginning = beginning;
    this.trial = trial;
    this.book = new ModelBook(beginning);
  }

  /**
   * Checks changes that were published before the job is started, without opening a model: that is
   * for the machines that score.
   *
   * @param configured the models of each modality, in the order of a {@link Lineup}
   * @param published in the order in which they were
   */
  public static ModelBook.Beginning beginning(
      Deployment deployment,
      Map<Modality, List<ModelVersion>> configured,
      List<ModelChange> published) {
    ModelControl control =
        new ModelControl(deployment, new ModelBook.Beginning(configured, List.of()), scoring -> {});
    List<ModelVerdict> known = new ArrayList<>();
    Map<String, String> packages = new TreeMap<>();
    for (ModelChange change : published) {
      if (control.book.verdict(change.eventId()) == null) {
        known.add(control.check(change));
        if (change.stage() != ModelChange.Stage.RETIRED) {
          packages.put(change.eventId(), control.digest(change));
        }
      }
    }
    return new ModelBook.Beginning(configured, known, packages);
  }

  private String digest(ModelChange change) {
    try {
      return find(change).digest();
    } catch (ModelPackageException e) {
      return "";
    }
  }

  private ModelPackage find(ModelChange change) {
    return deployment.catalog().find(change.modelId(), change.version(), change.location());
  }

  /**
   * Checks a change. The answer to a repeat is that to the original. One that was found to be well
   * when the job was started, and answered by no earlier run, is tried now.
   */
  public ModelVerdict check(ModelChange change) {
    ModelVerdict before = book.verdict(change.eventId());
    if (!answered.add(change.eventId()) && before != null) {
      return before;
    }
    ModelVerdict verdict = before == null ? verdict(change) : tried(before);
    book.enter(verdict);
    return verdict;
  }

  private ModelVerdict tried(ModelVerdict found) {
    if (!found.isAccepted() || found.change().stage() == ModelChange.Stage.RETIRED) {
      return found;
    }
    try {
      trial(found.version());
      return found;
    } catch (ModelPackageException e) {
      return new ModelVerdict(found.change(), "", List.of(String.valueOf(e.getMessage())));
    }
  }

  /** Once a package: what was published is answered one after the other at each first start. */
  private void trial(ModelVersion version) {
    if (!opened.contains(version.digest())) {
      trial.accept(scoring(version));
      opened.add(version.digest());
    }
  }

  /** Takes a verdict in that was reached before a restart. */
  public void restore(ModelVerdict verdict) {
    answered.add(verdict.change().eventId());
    ModelVerdict left = beginning.since(verdict);
    if (verdict.isAccepted() && !left.isAccepted()) {
      LOG.warn("{}", left.faults());
    }
    book.enter(left);
  }

  /** What whoever published a change is told. */
  public static ControlStatus status(ModelVerdict verdict) {
    ModelChange change = verdict.change();
    return ControlStatus.of(change, change.subject(), verdict.faults(), change.takesEffectAt());
  }

  private ModelVerdict verdict(ModelChange change) {
    List<String> faults = new ArrayList<>();
    String digest = "";
    percent(change, faults);
    ModelVersion configured = book.configured(change.modelId());
    if (configured == null) {
      faults.add(
          "modelId is "
              + change.modelId()
              + ", which is not a model that this job scores with; those are "
              + (book.models().isEmpty() ? "none, since all scores are supplied" : book.models())
              + ". Another model needs a restart with other options, and a gate comes with the"
              + " package that names it");
    } else if (change.stage() != ModelChange.Stage.RETIRED) {
      try {
        ModelPackage model = find(change);
        digest = model.digest();
        fit(change, configured, model, faults);
        if (faults.isEmpty()) {
          trial(new ModelVersion(change.modelId(), change.version(), change.location(), digest));
        }
      } catch (ModelPackageException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    if (faults.isEmpty()) {
      String fault = book.faultOf(new ModelVerdict(change, digest, List.of()));
      if (fault != null) {
        faults.add(fault);
      }
    }
    return new ModelVerdict(change, faults.isEmpty() ? digest : "", List.copyOf(faults));
  }

  private static void percent(ModelChange change, List<String> faults) {
    Double percent = change.canaryPercent();
    if (change.stage() != ModelChange.Stage.CANARY) {
      if (percent != null) {
        faults.add(
            "canaryPercent is "
                + percent
                + ", but only CANARY has a share, and this is "
                + change.stage());
      }
    } else if (percent == null || !(percent > 0 && percent < 100)) {
      faults.add(
          "canaryPercent is "
              + (percent == null ? "not set" : percent)
              + "; with CANARY it must be above 0 and below 100, and for all creators the stage is"
              + " ACTIVE");
    }
  }

  private void fit(
      ModelChange change, ModelVersion configured, ModelPackage model, List<String> faults) {
    ModelManifest wanted =
        deployment
            .catalog()
            .find(configured.id(), configured.version(), configured.location())
            .manifest();
    ModelManifest found = model.manifest();
    if (found.modality() != wanted.modality() || found.task() != wanted.task()) {
      faults.add(
          found.name()
              + " is for "
              + found.modality().key()
              + ", "
              + found.task().key()
              + ", but "
              + wanted.name()
              + " is for "
              + wanted.modality().key()
              + ", "
              + wanted.task().key()
              + "; give it another id");
    }
    List<String> missing = new ArrayList<>(wanted.labelNames());
    missing.removeAll(found.labelNames());
    if (!missing.isEmpty() && change.stage() != ModelChange.Stage.SHADOW) {
      faults.add(
          found.name()
              + " lacks the labels "
              + missing
              + " of "
              + wanted.name()
              + ", for which rules may ask; it can be in shadow, or be what a job starts with whose"
              + " rules do not ask for them");
    }
    ModelVersion known = book.known(change.modelId(), change.version());
    if (known != null && !known.digest().equals(model.digest())) {
      faults.add(
          found.name()
              + " is another package now, of digest "
              + model.digest()
              + " instead of "
              + known.digest()
              + "; a change of a package is a new version");
    }
  }

  /** What would score with the version: the configuration's models, but for this one. */
  private ItemScoring scoring(ModelVersion version) {
    for (Map.Entry<Modality, List<ModelVersion>> entry : beginning.configured().entrySet()) {
      List<ModelVersion> models = new ArrayList<>(entry.getValue());
      for (int i = 0; i < models.size(); i++) {
        if (models.get(i).id().equals(version.id())) {
          models.set(i, version);
          return Objects.requireNonNull(deployment.scorings().get(entry.getKey()))
              .at(new Lineup(models), deployment.catalog());
        }
      }
    }
    throw new IllegalStateException(version.id() + " is not configured");
  }
}
