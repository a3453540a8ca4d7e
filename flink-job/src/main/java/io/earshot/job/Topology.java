package io.earshot.job;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.AssessmentFunction;
import io.earshot.enforcement.Activity;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.EnforcementFunction;
import io.earshot.enforcement.ExpressFunction;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.DeadLetter;
import io.earshot.intake.Inbound;
import io.earshot.intake.IntakeFunction;
import io.earshot.intake.Modality;
import io.earshot.intake.SignalIntakeFunction;
import io.earshot.intake.WorkItem;
import io.earshot.policy.Taxonomy;
import io.earshot.scoring.InferenceConfig;
import io.earshot.scoring.ScoredItem;
import io.earshot.scoring.SuppliedScoringFunction;
import io.earshot.scoring.TextScoringFunction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph, from content events to enforcement actions, without a connector in it: the same graph
 * runs on Kafka, on a bounded replay and in a test.
 *
 * <pre>
 * content  ─ intake ─┬─ text  scoring ─┐
 *                    ├─ image scoring ─┼─ assessment (by content) ─┬─ express lane ─────────────► express
 *                    └─ audio scoring ─┘                           │
 * creators, reports, reviews ─ intake ─────────────────────────────┴─ enforcement (by creator) ─► actions, states, tasks, audits
 * refused ► dead letters                                                              too late ► late
 * </pre>
 *
 * <p>Every operator has a uid, under which its state is found after an upgrade and which therefore
 * never changes, and a name for the people who read the dashboard.
 */
public final class Topology {

  private Topology() {}

  /** Builds the graph between inputs and outputs. */
  public static void build(Inputs inputs, Outputs outputs, JobConfig config) {
    SingleOutputStreamOperator<WorkItem> items =
        inputs
            .content()
            .process(new IntakeFunction(config.limits()))
            .uid("intake-content")
            .name("Intake: content");
    SingleOutputStreamOperator<ArrivedSignal> creators =
        signals(inputs.creators(), "creators", config);
    SingleOutputStreamOperator<ArrivedSignal> reports =
        signals(inputs.reports(), "reports", config);
    SingleOutputStreamOperator<ArrivedSignal> reviews =
        signals(inputs.reviews(), "reviews", config);

    DataStream<ScoredItem> scored =
        text(items, config.scoring())
            .union(supplied(items, Modality.IMAGE))
            .union(supplied(items, Modality.AUDIO));

    SingleOutputStreamOperator<Assessment> assessments =
        scored
            .keyBy(item -> item.content().contentId())
            .process(new AssessmentFunction())
            .uid("assessment")
            .name("Assessment: join by content");

    outputs.express(
        assessments
            .flatMap(new ExpressFunction(config.policies()))
            .uid("express")
            .name("Express lane: decide on content alone"));

    SingleOutputStreamOperator<EnforcementAction> actions =
        assessments
            .map(Activity::of)
            .returns(Activity.class)
            .uid("activity-content")
            .name("Route to creator: content")
            .union(
                creators
                    .union(reports, reviews)
                    .map(Activity::of)
                    .returns(Activity.class)
                    .uid("activity-signals")
                    .name("Route to creator: signals"))
            .keyBy(Activity::creatorId)
            .process(new EnforcementFunction(config.policies(), config.time().window().toMillis()))
            .uid("enforcement")
            .name("Enforcement: window, risk, policies and ledger by creator");

    outputs.actions(actions);
    outputs.states(actions.getSideOutput(EnforcementFunction.STATES));
    outputs.tasks(actions.getSideOutput(EnforcementFunction.TASKS));
    outputs.audits(actions.getSideOutput(EnforcementFunction.AUDITS));
    outputs.late(actions.getSideOutput(EnforcementFunction.LATE));
    DataStream<DeadLetter> refused = items.getSideOutput(IntakeFunction.DEAD_LETTERS);
    for (SingleOutputStreamOperator<ArrivedSignal> signals : List.of(creators, reports, reviews)) {
      refused = refused.union(signals.getSideOutput(IntakeFunction.DEAD_LETTERS));
    }
    outputs.deadLetters(refused);
  }

  private static SingleOutputStreamOperator<ArrivedSignal> signals(
      DataStream<Inbound<CreatorSignal>> signals, String what, JobConfig config) {
    return signals
        .process(new SignalIntakeFunction(config.limits(), Taxonomy.entries().keySet()))
        .uid("intake-" + what)
        .name("Intake: " + what);
  }

  private static DataStream<ScoredItem> text(
      SingleOutputStreamOperator<WorkItem> items, JobConfig.Scoring scoring) {
    InferenceConfig model = scoring.text();
    if (model == null) {
      return items
          .map(new SuppliedScoringFunction())
          .uid("scoring-text-supplied")
          .name("Scoring: text, as supplied");
    }
    // Flink's own time-out is the last resort behind the service's, which answers with a reason in
    // time.
    Duration lastResort = scoring.timeout().multipliedBy(2);
    return AsyncDataStream.unorderedWait(
            // Inference is spread over all subtasks, however few partitions the topic has.
            items.rebalance(),
            new TextScoringFunction(model, scoring.timeout()),
            lastResort.toMillis(),
            TimeUnit.MILLISECONDS,
            scoring.capacity())
        .uid("scoring-text")
        .name("Scoring: text");
  }

  /** Modalities without a model of ours: what the platform supplied, or unscored with a reason. */
  private static DataStream<ScoredItem> supplied(
      SingleOutputStreamOperator<WorkItem> items, Modality modality) {
    SideOutputDataStream<WorkItem> side = items.getSideOutput(IntakeFunction.tag(modality));
    String name = modality.name().toLowerCase(Locale.ROOT);
    return side.map(new SuppliedScoringFunction())
        .uid("scoring-" + name)
        .name("Scoring: " + name + ", as supplied");
  }
}
