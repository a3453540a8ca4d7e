package io.earshot.job;

import io.earshot.intake.ArrivedPlays;
import io.earshot.intake.DeadLetter;
import io.earshot.intake.IntakeFunction;
import io.earshot.intake.PlayIntakeFunction;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.Judgement;
import io.earshot.policy.JudgementFunction;
import io.earshot.policy.LimitRequest;
import io.earshot.policy.ListenerFunction;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.TrackFunction;
import io.earshot.risk.LateEvent;
import io.earshot.risk.plays.TrackBatch;
import io.earshot.risk.plays.TrackHour;
import io.earshot.risk.plays.TrackPartFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The part of the graph that looks for plays that nobody listened to.
 *
 * <pre>
 * plays ─ intake ─ listeners (by listener) ─ parts (by track and part) ─ tracks (by track) ─ later ─► judgements, limits
 * </pre>
 *
 * @param judgements what follows from them
 * @param limits what of that counts against limits
 * @param audits hours and days of which nothing follows
 * @param late what came after its hour was over
 * @param refused what intake refused
 */
record Plays(
    DataStream<Judgement> judgements,
    DataStream<LimitRequest> limits,
    DataStream<DecisionAudit> audits,
    DataStream<LateEvent> late,
    DataStream<DeadLetter> refused) {

  /**
   * The part for some inputs.
   *
   * @param changes of the policies; those that the job makes by itself have to do with known media
   */
  static Plays of(Inputs inputs, DataStream<PolicyChange> changes, JobConfig config) {
    BroadcastStream<PolicyChange> policies = changes.broadcast(PolicyControlFunction.CHANGES);
    SingleOutputStreamOperator<ArrivedPlays> arrived =
        inputs
            .plays()
            .process(new PlayIntakeFunction(config.limits()))
            .uid("intake-plays")
            .name("Intake: plays");
    SingleOutputStreamOperator<TrackHour> heard =
        arrived
            .keyBy(plays -> plays.plays().listenerId())
            .connect(policies)
            .process(new ListenerFunction(config.policies()))
            .uid("plays-listeners")
            .name("Plays: listeners that nobody can be");
    DataStream<TrackBatch> parts =
        heard
            .keyBy(TrackHour::shardKey)
            .process(new TrackPartFunction())
            .uid("plays-parts")
            .name("Plays: who listens, by track and part");
    long delay = config.time().playsDelay().toMillis();
    SingleOutputStreamOperator<Judgement> judged =
        parts
            .keyBy(batch -> batch.track().key())
            .connect(policies)
            .process(new TrackFunction(config.policies(), config.time().window().toMillis(), delay))
            .uid("plays-tracks")
            .name("Plays: tracks, and policies");
    return new Plays(
        later(judged, Judgement.class, "judgements", delay),
        later(judged.getSideOutput(JudgementFunction.LIMITS), LimitRequest.class, "limits", delay),
        judged.getSideOutput(JudgementFunction.AUDITS),
        heard.getSideOutput(JudgementFunction.LATE),
        arrived.getSideOutput(IntakeFunction.DEAD_LETTERS));
  }

  private static <T> DataStream<T> later(
      DataStream<T> stream, Class<T> type, String what, long delay) {
    return stream
        .transform("Plays: later", TypeInformation.of(type), new LaterOperator<>(delay))
        .uid("plays-later-" + what)
        .name("Plays: " + what + ", at their time");
  }
}
