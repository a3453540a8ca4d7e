package io.earshot.job;

import io.earshot.intake.ArrivedSignal;
import io.earshot.matching.HeardItem;
import io.earshot.matching.SlotInput;
import io.earshot.matching.Trace;
import io.earshot.risk.Activity;
import io.earshot.risk.network.TraceFunction;
import io.earshot.risk.network.TraceNote;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The part of the graph that takes a creator who is to be forgotten out of what is kept by sound or
 * time. It knows where to look, since whatever is put there leaves its trace here.
 */
final class Erasures {

  private Erasures() {}

  /**
   * Erasures on their way to the window of their creator, with what was done; what bands and slots
   * are to forget is beside them.
   *
   * @param heard what was published, by sound
   * @param remembered what was published, if it is remembered
   * @param signals of creators and authorities
   */
  static SingleOutputStreamOperator<Activity> of(
      DataStream<HeardItem> heard,
      DataStream<SlotInput> remembered,
      DataStream<ArrivedSignal> signals,
      JobConfig config) {
    JobConfig.Matching matching = config.matching();
    // Where nothing is remembered there are none of them, and their watermarks are those of the
    // sounds.
    return heard
        .map(item -> TraceNote.of(Trace.of(item)))
        .returns(TraceNote.class)
        .uid("traces-heard")
        .name("Traces: of sounds")
        .union(
            remembered
                .map(input -> TraceNote.of(Trace.of(input)))
                .returns(TraceNote.class)
                .uid("traces-remembered")
                .name("Traces: of what is remembered"),
            signals
                .filter(TraceNote::isFor)
                .uid("traces-signals")
                .name("Traces: who is to be forgotten")
                .map((ArrivedSignal arrived) -> TraceNote.of(arrived))
                .returns(TraceNote.class)
                .uid("traces-said")
                .name("Traces: route to creator"))
        .keyBy(TraceNote::creatorId)
        .process(
            new TraceFunction(
                config.time().window().toMillis(),
                matching.reuploadMemory(),
                matching.memory(),
                matching.retention()))
        .uid("traces")
        .name("Traces: where something of a creator is kept");
  }
}
