package io.earshot.job;

import io.earshot.assessment.AssessmentFunction;
import io.earshot.assessment.AssessmentProgress;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.EnforcementFunction;
import io.earshot.enforcement.ExpressFunction;
import io.earshot.enforcement.ExpressLimitFunction;
import io.earshot.enforcement.ExpressReceipt;
import io.earshot.enforcement.LimitFunction;
import io.earshot.enforcement.LimitRefusal;
import io.earshot.enforcement.Matter;
import io.earshot.enforcement.OrderFunction;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.ControlTimes;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.DeadLetter;
import io.earshot.intake.Inbound;
import io.earshot.intake.IntakeFunction;
import io.earshot.intake.Modality;
import io.earshot.intake.SignalIntakeFunction;
import io.earshot.intake.WorkItem;
import io.earshot.matching.BankChange;
import io.earshot.matching.BankControlFunction;
import io.earshot.matching.EntryWithdrawal;
import io.earshot.matching.FingerprintFunction;
import io.earshot.matching.FingerprintedItem;
import io.earshot.matching.FoundLater;
import io.earshot.matching.HeardItem;
import io.earshot.matching.MatchingFunction;
import io.earshot.matching.MatchingFunction.Remembering;
import io.earshot.matching.SlotInput;
import io.earshot.policy.EntryFloodFunction;
import io.earshot.policy.Judgement;
import io.earshot.policy.JudgementFunction;
import io.earshot.policy.LimitRequest;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.Taxonomy;
import io.earshot.risk.Activity;
import io.earshot.risk.network.TraceFunction;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.ModelBook;
import io.earshot.scoring.ModelControlFunction;
import io.earshot.scoring.ModelVerdict;
import io.earshot.scoring.RoutedItem;
import io.earshot.scoring.RoutingFunction;
import io.earshot.scoring.ScoredItem;
import io.earshot.scoring.ScoringFunction;
import io.earshot.scoring.ShadowFunction;
import io.earshot.scoring.ShadowScores;
import io.earshot.scoring.SuppliedScoringFunction;
import io.earshot.statement.Statement;
import io.earshot.statement.StatementFunction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graph, from content events to enforcement actions, without a connector in it: the same graph
 * runs on Kafka, on a bounded replay and in a test.
 *
 * <pre>
 * content  ─ intake ─┬─ text  matching, scoring ─┐
 *                    ├─ image matching, scoring ─┼─ assessment (by ─┬─ express lane ─ limits ────────► express
 *                    └─ audio matching, scoring ─┘  content)        │       │ receipts                    ▲
 *                                                                  │       └───────────────┐              │
 * creators, reports, reviews ─ intake ─┬───────────────────────────┼─ window, risk and     ▼              │
 *                                      └ network (by what is shared)┘                                      │
 * plays ─ intake ─ by listener ─ by track ───────────────────────────────► ledgers, as policies do
 * orders ─ intake ─┬───────────────────────────────────────────────── policies (by ─┬─ enforcement (by    │
 *                  │                                                  creator)      │  creator) ─► actions, states, tasks, audits, statements
 *                  │                                                       └ limits ┘                     │
 *                  └────────────────────────────────────────────────────────────────── at once ──────────┘
 * policies ─ check ─ broadcast to express lane, window and enforcement
 * banks ─ check ─ broadcast to matching
 *           └ withdrawals, whole assessments and what is found later ─ register (by entry) ─► window by creator
 * sounds ─ fingerprints ─┬─ what they sound like ──────────────► window
 *                        └─ who was first (by band of a sound) ► window
 * whole assessments ─ count (by entry) ─ quarantine ─► broadcast with the policies
 * looked up ─ memory (by time and shard) ─ found by an entry that came later ► window
 * erasures ─ traces (by creator: where something of it is kept) ─┬─ out of bands and slots
 *                                                                └──────────────────────► window
 * models   ─ check ─ broadcast to the routing before scoring    scores in shadow ► shadows
 * refused ► dead letters     too late ► late
 * answers to changes, limits reached, statements that cannot be made ► status
 * </pre>
 *
 * <p>Limits count across creators, so they stand between the window, which decides, and
 * enforcement, which enters what was decided: what is above a limit is never entered. What
 * enforcement knows and rules ask for (strikes, history) is asked behind them.
 *
 * <p>Every operator has a uid, under which its state is found after an upgrade and which therefore
 * never changes, and a name for the people who read the dashboard.
 */
public final class Topology {

  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

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
    SingleOutputStreamOperator<ArrivedSignal> orders = signals(inputs.orders(), "orders", config);

    ControlTimes times = new ControlTimes(config.limits().maxAheadMillis());
    SingleOutputStreamOperator<PolicyChange> changes =
        inputs
            .policies()
            .process(new PolicyControlFunction(config.policies(), times))
            .setParallelism(1)
            .uid("control-policies")
            .name("Control: check policies");

    SingleOutputStreamOperator<BankChange> bankChanges =
        inputs
            .banks()
            .process(
                new BankControlFunction(
                    Taxonomy.entries().keySet(), times, config.matching().banks()))
            .setParallelism(1)
            .uid("control-banks")
            .name("Control: check banks");
    BroadcastStream<BankChange> banks = bankChanges.broadcast(BankControlFunction.CHANGES);

    ModelBook.Beginning models = config.scoring().beginning(inputs.publishedModels());
    new ModelBook(models).standing().forEach(standing -> LOG.info("{}", standing.words()));
    models.unusable().forEach(change -> LOG.warn("{}", change.faults()));
    SingleOutputStreamOperator<ModelVerdict> verdicts =
        inputs
            .models()
            .process(new ModelControlFunction(config.scoring().deployment(), models, times))
            .setParallelism(1)
            .uid("control-models")
            .name("Control: check versions of models");
    Scoring scoring =
        new Scoring(
            config.scoring(), models, verdicts.broadcast(RoutingFunction.VERDICTS), outputs);
    DataStream<FingerprintedItem> texts = printed(items, Modality.TEXT, config);
    DataStream<FingerprintedItem> pictures =
        printed(items.getSideOutput(IntakeFunction.tag(Modality.IMAGE)), Modality.IMAGE, config);
    DataStream<FingerprintedItem> sounds =
        printed(items.getSideOutput(IntakeFunction.tag(Modality.AUDIO)), Modality.AUDIO, config);
    SingleOutputStreamOperator<WorkItem> knownTexts = matched(texts, Modality.TEXT, banks, config);
    SingleOutputStreamOperator<WorkItem> knownPictures =
        matched(pictures, Modality.IMAGE, banks, config);
    SingleOutputStreamOperator<WorkItem> knownSounds =
        matched(sounds, Modality.AUDIO, banks, config);
    DataStream<HeardItem> heard = Likenesses.heard(sounds);
    DataStream<SlotInput> lookedUp =
        knownTexts
            .getSideOutput(MatchingFunction.LOOKED_UP)
            .union(
                knownPictures.getSideOutput(MatchingFunction.LOOKED_UP),
                knownSounds.getSideOutput(MatchingFunction.LOOKED_UP));
    SingleOutputStreamOperator<Activity> erasures =
        Erasures.of(heard, lookedUp, creators.union(orders), config);
    DataStream<Activity> heardAndFound =
        Likenesses.of(heard, erasures.getSideOutput(TraceFunction.BANDS), config);
    DataStream<FoundLater> foundLater = null;
    if (config.matching().remembers()) {
      foundLater =
          Memory.of(lookedUp, erasures.getSideOutput(TraceFunction.SLOTS), bankChanges, config);
      heardAndFound = heardAndFound.union(Memory.activities(foundLater));
    }
    DataStream<ScoredItem> scored =
        scoring
            .of(knownTexts, Modality.TEXT)
            .union(
                scoring.of(knownPictures, Modality.IMAGE), scoring.of(knownSounds, Modality.AUDIO));
    scoring.writeShadows();

    SingleOutputStreamOperator<AssessmentProgress> assessments =
        scored
            .keyBy(item -> item.content().contentId())
            .process(new AssessmentFunction())
            .uid("assessment")
            .name("Assessment: join by content");

    SingleOutputStreamOperator<AssessmentProgress> whole =
        assessments
            .filter(AssessmentProgress::isWhole)
            .uid("assessment-whole")
            .name("Assessment: whole");
    EntryLife entries = EntryLife.of(whole, config);
    DataStream<EntryWithdrawal> withdrawals =
        bankChanges.getSideOutput(BankControlFunction.WITHDRAWALS);
    DataStream<ArrivedSignal> withdrawn =
        foundLater == null
            ? entries.withdrawn(withdrawals)
            : entries.withdrawn(withdrawals, foundLater);
    SingleOutputStreamOperator<PolicyChange> quarantines = entries.quarantines();
    BroadcastStream<PolicyChange> policies =
        changes.union(quarantines).broadcast(PolicyControlFunction.CHANGES);

    SingleOutputStreamOperator<EnforcementAction> express = express(assessments, policies, config);
    outputs.express(
        express.union(
            orders
                .process(new OrderFunction())
                .uid("orders-at-once")
                .name("Orders: carry out at once")));

    Network network = new Network(items, window(config));
    DataStream<Activity> content =
        whole
            .map(progress -> Activity.of(progress.assessment()))
            .returns(Activity.class)
            .uid("activity-content")
            .name("Route to creator: content");
    SingleOutputStreamOperator<Judgement> judgements =
        content
            .union(
                creators
                    .union(reviews, orders, withdrawn)
                    .flatMap(
                        (FlatMapFunction<ArrivedSignal, Activity>)
                            (arrived, out) -> {
                              // Who is to be forgotten goes by where it is taken out.
                              if (!arrived.signal().isErasure()) {
                                out.collect(Activity.of(arrived));
                              }
                            })
                    .returns(Activity.class)
                    .uid("activity-signals")
                    .name("Route to creator: signals"),
                heardAndFound,
                erasures,
                network.reports(reports, creators),
                network.neighbours(creators, reviews),
                network.crowds(content, creators))
            .keyBy(Activity::creatorId)
            .connect(policies)
            .process(
                new JudgementFunction(
                    config.policies(), window(config), config.matching().retention()))
            .uid("judgement")
            .name("Judgement: window, risk and policies by creator");

    Plays plays = Plays.of(inputs, changes, config);
    SingleOutputStreamOperator<LimitRefusal> refusals =
        judgements
            .getSideOutput(JudgementFunction.LIMITS)
            .union(plays.limits())
            .keyBy(LimitRequest::key)
            .process(new LimitFunction())
            .uid("limits")
            .name("Limits: count by policy and market");

    SingleOutputStreamOperator<EnforcementAction> actions =
        matters(
                judgements.union(plays.judgements()),
                refusals,
                express.getSideOutput(ExpressLimitFunction.RECEIPTS))
            .keyBy(Matter::creatorId)
            .connect(policies)
            .process(
                new EnforcementFunction(
                    config.policies(),
                    window(config),
                    inputs.extent() == Inputs.Extent.BOUNDED
                        ? EnforcementFunction.Ending.WITH_NEXT_WINDOW
                        : EnforcementFunction.Ending.ON_TIME,
                    config.matching().retention()))
            .uid("enforcement")
            .name("Enforcement: ledgers by creator");

    outputs.actions(actions);
    SingleOutputStreamOperator<Statement> statements =
        actions
            .process(new StatementFunction())
            // A stage of its own, and with all topics of the ledgers in one box, its name would be
            // longer than what the dashboard shows.
            .startNewChain()
            .uid("statements")
            .name("Statements of reasons: for each restriction");
    outputs.statements(statements);
    outputs.states(actions.getSideOutput(EnforcementFunction.STATES));
    outputs.tasks(actions.getSideOutput(EnforcementFunction.TASKS));
    outputs.audits(
        judgements
            .getSideOutput(JudgementFunction.AUDITS)
            .union(actions.getSideOutput(EnforcementFunction.AUDITS), plays.audits()));
    outputs.late(judgements.getSideOutput(JudgementFunction.LATE).union(plays.late()));
    outputs.status(
        changes
            .getSideOutput(PolicyControlFunction.STATUS)
            .union(
                bankChanges.getSideOutput(BankControlFunction.STATUS),
                verdicts.getSideOutput(ModelControlFunction.STATUS),
                refusals.getSideOutput(LimitFunction.STATUS),
                quarantines.getSideOutput(EntryFloodFunction.STATUS),
                statements.getSideOutput(StatementFunction.STATUS)));
    DataStream<DeadLetter> refused =
        items
            .getSideOutput(IntakeFunction.DEAD_LETTERS)
            .union(
                changes.getSideOutput(IntakeFunction.DEAD_LETTERS),
                bankChanges.getSideOutput(IntakeFunction.DEAD_LETTERS),
                verdicts.getSideOutput(IntakeFunction.DEAD_LETTERS),
                plays.refused());
    for (SingleOutputStreamOperator<ArrivedSignal> signals :
        List.of(creators, reports, reviews, orders)) {
      refused = refused.union(signals.getSideOutput(IntakeFunction.DEAD_LETTERS));
    }
    outputs.deadLetters(refused);
  }

  private static long window(JobConfig config) {
    return config.time().window().toMillis();
  }

  private static SingleOutputStreamOperator<EnforcementAction> express(
      SingleOutputStreamOperator<AssessmentProgress> assessments,
      BroadcastStream<PolicyChange> policies,
      JobConfig config) {
    return assessments
        .connect(policies)
        .process(new ExpressFunction(config.policies(), window(config)))
        .uid("express")
        .name("Express lane: decide on content alone")
        .keyBy(ExpressLimitFunction::key)
        .process(new ExpressLimitFunction())
        .uid("express-limits")
        .name("Express lane: hold to limits");
  }

  private static DataStream<Matter> matters(
      DataStream<Judgement> judgements,
      DataStream<LimitRefusal> refusals,
      DataStream<ExpressReceipt> receipts) {
    return judgements
        .map((Judgement judgement) -> Matter.of(judgement))
        .returns(Matter.class)
        .uid("matter-judgements")
        .name("Route to ledger: judgements")
        .union(
            refusals
                .map((LimitRefusal refusal) -> Matter.of(refusal))
                .returns(Matter.class)
                .uid("matter-refusals")
                .name("Route to ledger: above limits"),
            receipts
                .map((ExpressReceipt receipt) -> Matter.of(receipt))
                .returns(Matter.class)
                .uid("matter-express")
                .name("Route to ledger: express receipts"));
  }

  private static SingleOutputStreamOperator<ArrivedSignal> signals(
      DataStream<Inbound<CreatorSignal>> signals, String what, JobConfig config) {
    return signals
        .process(new SignalIntakeFunction(config.limits(), Taxonomy.entries().keySet()))
        .uid("intake-" + what)
        .name("Intake: " + what);
  }

  /**
   * A modality with its fingerprints. Media are fetched and decoded for them apart from scoring:
   * what a model sees of them (16 kHz, a few hundred pixels) is too little to tell copies.
   */
  private static DataStream<FingerprintedItem> printed(
      DataStream<WorkItem> items, Modality modality, JobConfig config) {
    if (modality == Modality.TEXT) {
      return items
          .map(item -> new FingerprintedItem(item, null))
          .returns(FingerprintedItem.class)
          .uid("fingerprint-text")
          .name("Route to matching: text");
    }
    String name = modality.name().toLowerCase(Locale.ROOT);
    return AsyncDataStream.unorderedWait(
            ByMedium.spread(items),
            new FingerprintFunction(config.matching().media()),
            // The reader answers in its own time; this is the last resort behind it.
            config.matching().media().timeout().multipliedBy(2).toMillis(),
            TimeUnit.MILLISECONDS,
            config.scoring().capacity())
        .uid("fingerprint-" + name)
        .name("Matching: fingerprints of " + name);
  }

  /** A modality with what is known of its media. */
  private static SingleOutputStreamOperator<WorkItem> matched(
      DataStream<FingerprintedItem> printed,
      Modality modality,
      BroadcastStream<BankChange> banks,
      JobConfig config) {
    String name = modality.name().toLowerCase(Locale.ROOT);
    return printed
        .connect(banks)
        .process(
            new MatchingFunction(
                config.matching().banks(),
                window(config),
                config.matching().remembers() ? Remembering.ON : Remembering.OFF))
        .uid("matching-" + name)
        .name("Matching: known " + name);
  }

  /** The scoring of all modalities. */
  private static final class Scoring {
    private final JobConfig.Scoring config;
    private final ModelBook.Beginning models;
    private final BroadcastStream<ModelVerdict> verdicts;
    private final Outputs outputs;
    private @Nullable DataStream<ShadowScores> shadows;

    Scoring(
        JobConfig.Scoring config,
        ModelBook.Beginning models,
        BroadcastStream<ModelVerdict> verdicts,
        Outputs outputs) {
      this.config = config;
      this.models = models;
      this.verdicts = verdicts;
      this.outputs = outputs;
    }

    /** A modality by its models, or by what the platform supplied where it has none. */
    DataStream<ScoredItem> of(DataStream<WorkItem> items, Modality modality) {
      String name = modality.name().toLowerCase(Locale.ROOT);
      ItemScoring model = config.models().get(modality);
      if (model == null) {
        return items
            .map(new SuppliedScoringFunction(modality))
            .uid("scoring-" + name + "-supplied")
            .name("Scoring: " + name + ", as supplied");
      }
      SingleOutputStreamOperator<RoutedItem> routed =
          // Inference is spread over all subtasks, however few partitions the topic has.
          (modality == Modality.TEXT ? items.rebalance() : ByMedium.spread(items))
              .connect(verdicts)
              .process(new RoutingFunction(models))
              .uid("routing-" + name)
              .name("Routing: " + name + ", to versions");
      // Flink's own time-out is the last resort behind the scoring's, which answer with a reason in
      // time.
      Duration own =
          modality == Modality.TEXT
              ? config.timeout()
              : config.mediaTimeout().plus(config.timeout());
      SingleOutputStreamOperator<ScoredItem> scored =
          AsyncDataStream.unorderedWait(
                  routed,
                  new ScoringFunction(
                      model, config.catalog(), config.shadowPatience(), config.capacity()),
                  own.plus(config.shadowPatience()).multipliedBy(2).toMillis(),
                  TimeUnit.MILLISECONDS,
                  config.capacity())
              .uid("scoring-" + name)
              .name("Scoring: " + name)
              .process(new ShadowFunction(modality))
              .uid("shadow-" + name)
              .name("Scores that count: " + name);
      DataStream<ShadowScores> aside = scored.getSideOutput(ShadowFunction.SHADOWS);
      shadows = shadows == null ? aside : shadows.union(aside);
      return scored;
    }

    /** Without a model there are no versions. */
    void writeShadows() {
      if (shadows != null) {
        outputs.shadows(shadows);
      }
    }
  }
}
