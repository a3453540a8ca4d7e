package io.earshot.job;

import io.earshot.intake.ArrivedSignal;
import io.earshot.risk.Activity;
import io.earshot.risk.network.ReporterFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The part of the graph that is keyed by something else than the creator, and tells the creator's
 * window what it knows (package {@code risk.network}).
 *
 * <pre>
 * reports ─────────────┬─ reporters (by reporter) ─► reports, with what is known of the reporter
 * creators ─ erasures ─┘
 * </pre>
 */
final class Network {

  private final long windowMillis;

  Network(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** Reports on their way to the creators whom they are about. */
  DataStream<Activity> reports(
      DataStream<ArrivedSignal> reports, DataStream<ArrivedSignal> creators) {
    return reports
        .union(
            creators
                .filter(ReporterFunction::isErasure)
                .uid("network-erasures")
                .name("Network: who is to be forgotten"))
        .keyBy(ReporterFunction::key)
        .process(new ReporterFunction(windowMillis))
        .uid("network-reporters")
        .name("Network: reporters and their credibility");
  }
}
