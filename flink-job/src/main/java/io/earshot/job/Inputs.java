package io.earshot.job;

import io.earshot.intake.CreatorSignal;
import io.earshot.intake.Inbound;
import io.earshot.intake.PlayAggregate;
import io.earshot.intake.Submission;
import io.earshot.matching.BankChange;
import io.earshot.policy.PolicyChange;
import io.earshot.scoring.ModelChange;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the graph reads, with timestamps and watermarks assigned.
 *
 * @param content content events
 * @param creators changes of accounts
 * @param reports reports
 * @param plays aggregates of plays
 * @param reviews outcomes of reviews
 * @param orders what authorities demand
 * @param policies changes of the policies
 * @param banks changes of the banks of known media
 * @param models changes of the models
 * @param publishedModels those of them that were published before the job starts, in that order; an
 *     item is routed when it arrives, so they are known before the first one does
 * @param extent whether there is an end to them
 */
public record Inputs(
    DataStream<Inbound<Submission>> content,
    DataStream<Inbound<CreatorSignal>> creators,
    DataStream<Inbound<CreatorSignal>> reports,
    DataStream<Inbound<PlayAggregate>> plays,
    DataStream<Inbound<CreatorSignal>> reviews,
    DataStream<Inbound<CreatorSignal>> orders,
    DataStream<Inbound<PolicyChange>> policies,
    DataStream<Inbound<BankChange>> banks,
    DataStream<Inbound<ModelChange>> models,
    List<ModelChange> publishedModels,
    Extent extent) {

  /** The same inputs with other content. */
  public Inputs withContent(DataStream<Inbound<Submission>> other) {
    return new Inputs(
        other,
        creators,
        reports,
        plays,
        reviews,
        orders,
        policies,
        banks,
        models,
        publishedModels,
        extent);
  }

  /** Whether the inputs are read for ever, or up to what they hold at the start. */
  public enum Extent {
    UNBOUNDED,
    /** For a replay of history, a backfill or a test. */
    BOUNDED
  }
}
