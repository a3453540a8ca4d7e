package io.earshot.job;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.WorkItem;
import io.earshot.risk.Activity;
import io.earshot.risk.network.AccountFunction;
import io.earshot.risk.network.CrowdFunction;
import io.earshot.risk.network.LinkBatch;
import io.earshot.risk.network.LinkNote;
import io.earshot.risk.network.LinkShardFunction;
import io.earshot.risk.network.LinkerFunction;
import io.earshot.risk.network.ReporterFunction;
import io.earshot.risk.network.SignalFunction;
import io.earshot.risk.network.SignalNote;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * The part of the graph that is keyed by something else than the creator, and tells the creator's
 * window what it knows (package {@code risk.network}).
 *
 * <pre>
 * reports ─────────────┬─ reporters (by reporter) ──────────────► reports, with what is known of the reporter
 * creators ─ erasures ─┘
 * creators ─┬─ accounts (by creator) ─ signals (by what is shared) ─► neighbours
 * reviews ──┘
 * content ──┬─ who links (by creator) ─ parts (by host and part) ─ crowds (by host) ─► crowds
 * creators ─┘
 * </pre>
 *
 * <p>Each stage hears of the event time of content beside its own inputs. Signals are rare, and
 * their topics are idle more often than not; without a clock, a window here would stay open until
 * the next signal, long after the creator's window has closed.
 */
final class Network {

  private final DataStream<ArrivedSignal> clock;
  private final long windowMillis;

  /**
   * Stages beside the creator's window.
   *
   * @param content whose event time moves the windows
   * @param windowMillis length of a window
   */
  Network(DataStream<WorkItem> content, long windowMillis) {
    this.clock =
        content
            .flatMap(new TimeOnly())
            .returns(ArrivedSignal.class)
            .uid("network-clock")
            .name("Network: event time of content");
    this.windowMillis = windowMillis;
  }

  /** Passes watermarks and no records. */
  private static final class TimeOnly implements FlatMapFunction<WorkItem, ArrivedSignal> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(WorkItem item, Collector<ArrivedSignal> out) {
      // Its time is all that is asked for.
    }
  }

  /** Reports on their way to the creators whom they are about. */
  DataStream<Activity> reports(
      DataStream<ArrivedSignal> reports, DataStream<ArrivedSignal> creators) {
    return reports
        .union(
            clock,
            creators
                .filter(ReporterFunction::isErasure)
                .uid("network-erasures")
                .name("Network: who is to be forgotten"))
        .keyBy(ReporterFunction::key)
        .process(new ReporterFunction(windowMillis))
        .uid("network-reporters")
        .name("Network: reporters and their credibility");
  }

  /** What accounts are to hear of others with which they share something. */
  DataStream<Activity> neighbours(
      DataStream<ArrivedSignal> creators, DataStream<ArrivedSignal> reviews) {
    return creators
        .union(reviews)
        .filter(AccountFunction::isFor)
        .uid("network-account-events")
        .name("Network: what accounts use, and outcomes")
        .union(clock)
        .keyBy(AccountFunction::key)
        .process(new AccountFunction(windowMillis))
        .uid("network-accounts")
        .name("Network: accounts and what they use")
        .keyBy(SignalNote::key)
        .process(new SignalFunction(windowMillis))
        .uid("network-signals")
        .name("Network: accounts by what they share");
  }

  /**
   * What creators are to hear of others who link to the same hosts.
   *
   * @param content what is assessed, and so has a time of its own
   */
  DataStream<Activity> crowds(DataStream<Activity> content, DataStream<ArrivedSignal> creators) {
    return content
        .union(
            creators
                .map((ArrivedSignal arrived) -> Activity.of(arrived))
                .returns(Activity.class)
                .uid("network-link-accounts")
                .name("Network: accounts of those who link"))
        .filter(LinkerFunction::isFor)
        .uid("network-link-events")
        .name("Network: links, and accounts")
        .keyBy(Activity::creatorId)
        .process(new LinkerFunction(windowMillis))
        .uid("network-linkers")
        .name("Network: who links")
        .keyBy(LinkNote::shard)
        .process(new LinkShardFunction(windowMillis))
        .uid("network-link-shards")
        .name("Network: who links, by host and part")
        .keyBy(LinkBatch::key)
        .process(new CrowdFunction(windowMillis))
        .uid("network-crowds")
        .name("Network: crowds, by host");
  }
}
