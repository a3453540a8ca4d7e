package io.earshot.job;

import io.earshot.assessment.AssessmentProgress;
import io.earshot.intake.ArrivedSignal;
import io.earshot.matching.EntryMatch;
import io.earshot.matching.EntryNews;
import io.earshot.matching.EntryRegisterFunction;
import io.earshot.matching.EntryWithdrawal;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The part of the graph that follows entries of banks from the first match to the withdrawal. */
final class EntryLife {

  private EntryLife() {}

  /**
   * What creators are told of entries that were withdrawn.
   *
   * @param assessments whole ones
   */
  static DataStream<ArrivedSignal> withdrawn(
      DataStream<AssessmentProgress> assessments,
      DataStream<EntryWithdrawal> withdrawals,
      JobConfig config) {
    DataStream<EntryNews> matches =
        assessments
            .flatMap(
                (FlatMapFunction<AssessmentProgress, EntryNews>)
                    (progress, out) ->
                        EntryMatch.of(
                                progress.assessment().content(), progress.assessment().matches())
                            .forEach(match -> out.collect(EntryNews.of(match))))
            .returns(EntryNews.class)
            .uid("entries-matches")
            .name("Route to register: matches");
    DataStream<EntryNews> withdrawn =
        withdrawals
            .flatMap(
                (FlatMapFunction<EntryWithdrawal, EntryNews>)
                    (withdrawal, out) -> EntryNews.of(withdrawal).forEach(out::collect))
            .returns(EntryNews.class)
            .uid("entries-withdrawals")
            .name("Route to register: withdrawals");
    return matches
        .union(withdrawn)
        .keyBy(EntryNews::share)
        .process(
            new EntryRegisterFunction(
                config.time().window().toMillis(), config.matching().retention()))
        .uid("entry-register")
        .name("Register: matches by entry of a bank");
  }
}
