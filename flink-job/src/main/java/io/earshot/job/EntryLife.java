package io.earshot.job;

import io.earshot.assessment.AssessmentProgress;
import io.earshot.intake.ArrivedSignal;
import io.earshot.matching.EntryCount;
import io.earshot.matching.EntryCountFunction;
import io.earshot.matching.EntryMatch;
import io.earshot.matching.EntryNews;
import io.earshot.matching.EntryRegisterFunction;
import io.earshot.matching.EntryWithdrawal;
import io.earshot.matching.FoundLater;
import io.earshot.policy.EntryFloodFunction;
import io.earshot.policy.PolicyChange;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The part of the graph that follows entries of banks: in what each was found, whether in too much,
 * and what falls with it when it is withdrawn.
 */
final class EntryLife {

  private final DataStream<EntryNews> matches;
  private final JobConfig config;

  private EntryLife(DataStream<EntryNews> matches, JobConfig config) {
    this.matches = matches;
    this.config = config;
  }

  /**
   * The entries that are found.
   *
   * @param assessments whole ones
   */
  static EntryLife of(DataStream<AssessmentProgress> assessments, JobConfig config) {
    return new EntryLife(
        assessments
            .flatMap(
                (FlatMapFunction<AssessmentProgress, EntryNews>)
                    (progress, out) ->
                        EntryMatch.of(
                                progress.assessment().content(), progress.assessment().matches())
                            .forEach(match -> out.collect(EntryNews.of(match))))
            .returns(EntryNews.class)
            .uid("entries-matches")
            .name("Route to register: matches"),
        config);
  }

  /** The same, with the entries that are found in what was published before them. */
  DataStream<ArrivedSignal> withdrawn(
      DataStream<EntryWithdrawal> withdrawals, DataStream<FoundLater> found) {
    return told(
        matches.union(
            found
                .map((FoundLater one) -> EntryNews.of(EntryMatch.of(one)))
                .returns(EntryNews.class)
                .uid("entries-found-later")
                .name("Route to register: found later")),
        withdrawals);
  }

  /** What creators are told of entries that were withdrawn. */
  DataStream<ArrivedSignal> withdrawn(DataStream<EntryWithdrawal> withdrawals) {
    return told(matches, withdrawals);
  }

  private DataStream<ArrivedSignal> told(
      DataStream<EntryNews> known, DataStream<EntryWithdrawal> withdrawals) {
    return known
        .union(
            withdrawals
                .flatMap(
                    (FlatMapFunction<EntryWithdrawal, EntryNews>)
                        (withdrawal, out) -> EntryNews.of(withdrawal).forEach(out::collect))
                .returns(EntryNews.class)
                .uid("entries-withdrawals")
                .name("Route to register: withdrawals"))
        .keyBy(EntryNews::share)
        .process(
            new EntryRegisterFunction(
                config.time().window().toMillis(), config.matching().retention()))
        .uid("entry-register")
        .name("Register: matches by entry of a bank");
  }

  /** Entries that are found in the contents of too many creators. */
  SingleOutputStreamOperator<PolicyChange> quarantines() {
    return matches
        .keyBy(EntryNews::life)
        .process(new EntryCountFunction(config.time().window().toMillis()))
        .uid("entry-count")
        .name("Quarantine: count creators by entry and share")
        .keyBy(EntryCount::life)
        .process(new EntryFloodFunction(config.matching().limit(), config.matching().retention()))
        .uid("entry-flood")
        .name("Quarantine: hold entries to the limit");
  }
}
