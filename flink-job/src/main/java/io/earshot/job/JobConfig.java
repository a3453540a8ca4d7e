package io.earshot.job;

import io.earshot.intake.IntakeLimits;
import io.earshot.intake.Modality;
import io.earshot.job.EarshotOptions.ScoringMode;
import io.earshot.job.EarshotOptions.StartFrom;
import io.earshot.job.EarshotOptions.TransactionNaming;
import io.earshot.job.wire.WireSettings;
import io.earshot.matching.BankSource;
import io.earshot.model.SessionConfig;
import io.earshot.policy.PolicySource;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.MediaSettings;
import io.earshot.scoring.ModelBook;
import io.earshot.scoring.ModelCatalog;
import io.earshot.scoring.ModelChange;
import io.earshot.scoring.ModelControl;
import io.earshot.scoring.ModelVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The job's configuration, read, checked and ready: nothing in it can still turn out to be wrong by
 * its form.
 *
 * @param kafka the topics
 * @param wire how records lie in them
 * @param time windows and watermarks
 * @param scoring where scores come from
 * @param limits how large an event may be
 * @param policies the bundle that decides
 * @param matching how known media is found
 */
public record JobConfig(
    Kafka kafka,
    WireSettings wire,
    Time time,
    Scoring scoring,
    IntakeLimits limits,
    PolicySource policies,
    Matching matching) {

  /**
   * The topics.
   *
   * @param bootstrapServers brokers
   * @param topicPrefix put before the name of every topic
   * @param groupId consumer group
   * @param start where reading starts without state
   * @param transactionTimeout of the exactly-once sink
   * @param transactionPrefix of its transactional ids
   * @param transactionNaming how those are chosen
   * @param properties for every client, secrets resolved
   */
  public record Kafka(
      String bootstrapServers,
      String topicPrefix,
      String groupId,
      StartFrom start,
      Duration transactionTimeout,
      String transactionPrefix,
      TransactionNaming transactionNaming,
      Map<String, String> properties) {

    /** Never prints the properties: they hold secrets. */
    @Override
    public String toString() {
      return "Kafka["
          + bootstrapServers
          + ", prefix \""
          + topicPrefix
          + "\", group "
          + groupId
          + "]";
    }
  }

  /**
   * Windows and watermarks.
   *
   * @param window length of a creator's window
   * @param outOfOrderness how far events of a partition may be out of order
   * @param idleTimeout when a silent partition of content stops holding the others back
   * @param signalIdleTimeout when a silent partition of accounts, reports, plays or reviews does
   * @param playsDelay how long after an hour of plays what follows from it takes effect
   */
  public record Time(
      Duration window,
      Duration outOfOrderness,
      Duration idleTimeout,
      Duration signalIdleTimeout,
      Duration playsDelay) {}

  /**
   * How known media is found.
   *
   * @param banks that are there from the start
   * @param media how pictures and sounds are had
   * @param retention how long it is kept what entries were found in and what was decided on them
   * @param limit in the contents of how many creators an hour an entry may be found
   * @param memory how long what was published is held against entries that come later; zero: not at
   *     all
   * @param reuploadMemory how long is known who was first with a sound; zero: not at all
   */
  public record Matching(
      BankSource banks,
      MediaSettings media,
      Duration retention,
      int limit,
      Duration memory,
      Duration reuploadMemory) {

    /** Whether anything is remembered for entries that come later. */
    public boolean remembers() {
      return !memory.isZero();
    }
  }

  /**
   * Where scores come from.
   *
   * @param mode models or supplied
   * @param models how each modality that has a model is scored; the others as supplied
   * @param versions of those models, by modality, in the order of a lineup
   * @param catalog where other versions are
   * @param session the device that they are opened on
   * @param capacity items in flight per subtask
   * @param timeout after which an item is unscored, once its media are there
   * @param mediaTimeout after which a picture or sound is unscored
   * @param shadowPatience how long an item waits for versions in shadow
   */
  public record Scoring(
      ScoringMode mode,
      Map<Modality, ItemScoring> models,
      Map<Modality, List<ModelVersion>> versions,
      ModelCatalog catalog,
      SessionConfig session,
      int capacity,
      Duration timeout,
      Duration mediaTimeout,
      Duration shadowPatience) {

    /** What changes of models published by then lead to; asks the catalog for each package. */
    public ModelBook.Beginning beginning(List<ModelChange> published) {
      return ModelControl.beginning(deployment(), versions, published);
    }

    /** What changes of models may be about. */
    public ModelControl.Deployment deployment() {
      return new ModelControl.Deployment(models, catalog);
    }
  }
}
