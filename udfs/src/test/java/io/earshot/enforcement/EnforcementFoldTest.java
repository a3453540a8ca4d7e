package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.changed;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reported;
import static io.earshot.testing.TestData.reviewed;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.AssessmentProgress;
import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Modality;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.Dimension;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.StrikeLedger;
import io.earshot.policy.Taxonomy;
import io.earshot.risk.Activity;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The window's fold over random histories of one creator. */
class EnforcementFoldTest {

  private record Axis(SubjectRef subject, Dimension dimension) {}

  private static final PolicyBook POLICIES = book(bundleText());

  /** The same rules, but for a threat that the window finds to be none. */
  private static final PolicyBook CALMER =
      book(bundleText().replace("text.violence >= 0.9", "text.violence >= 0.99"));

  private static final List<ReviewOutcome> OUTCOMES = List.of(ReviewOutcome.values());

  /** Some five minutes of publications, reports and changes of the account. */
  @Provide
  Arbitrary<List<Activity>> histories() {
    Arbitrary<Long> times = Arbitraries.longs().between(0, 29).map(n -> T0 + n * 9_000);
    Arbitrary<Double> scores = Arbitraries.of(0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 1.0);
    Arbitrary<String> events = Arbitraries.integers().between(0, 30).map(n -> "e" + n);
    Arbitrary<String> contents = Arbitraries.of("c0", "c1", "c2");
    Arbitrary<Activity> publications =
        Combinators.combine(
                events,
                contents,
                times,
                scores,
                scores,
                scores,
                Arbitraries.of("violence", "sexual", "none"),
                Arbitraries.integers().between(0, 5))
            .as(
                (event, content, time, hate, harassment, spam, other, extra) ->
                    published(
                        content(
                            event + "@" + time,
                            content,
                            1,
                            "creator-1",
                            time,
                            extra,
                            extra,
                            List.of(Modality.TEXT),
                            0),
                        text("hate", hate, "harassment", harassment, "spam", spam, other, 0.95)));
    Arbitrary<Activity> reports =
        Combinators.combine(events, times, contents)
            .as((event, time, content) -> reported("r" + event + time, time, content, "HAT.HATE"));
    Arbitrary<Activity> changes =
        Combinators.combine(events, times, Arbitraries.of(true, false))
            .as(
                (event, time, erase) ->
                    changed("a" + event + time, time, new AccountChange(T0, null, erase)));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, publications),
            net.jqwik.api.Tuple.of(1, reports),
            net.jqwik.api.Tuple.of(1, changes))
        .list()
        .ofMinSize(1)
        .ofMaxSize(14)
        .map(EnforcementFoldTest::distinct);
  }

  /** Events of one id are copies of one event. */
  private static List<Activity> distinct(List<Activity> history) {
    Map<String, Activity> byId = new LinkedHashMap<>();
    history.forEach(activity -> byId.putIfAbsent(activity.eventId(), activity));
    return List.copyOf(byId.values());
  }

  /** A history with reviews of what it led to, each a while after the decision. */
  private static List<Activity> withReviews(List<Activity> history, long seed) {
    CreatorRun dry = new CreatorRun(POLICIES).play(history);
    Random random = new Random(seed);
    List<Activity> all = new ArrayList<>(history);
    int n = 0;
    for (DecisionAudit audit : dry.out.audits()) {
      for (Decision decision : audit.decisions()) {
        if (random.nextInt(3) == 0) {
          long time = audit.eventTime() + random.nextInt(60_000);
          ReviewOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
          all.add(reviewed("review" + n++, time, decision.decisionId(), outcome));
        }
      }
    }
    for (EnforcementAction action : dry.out.actions()) {
      if (action.ruleId().startsWith("ladder.") && random.nextInt(4) == 0) {
        all.add(
            reviewed(
                "review" + n++,
                action.decidedAt() + random.nextInt(60_000),
                action.decisionId(),
                ReviewOutcome.OVERTURN));
      }
    }
    if (random.nextBoolean()) {
      all.add(history.get(0));
    }
    return all;
  }

  @Property(tries = 150)
  void any_order_of_arrival_gives_equal_outputs(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    List<Activity> all = withReviews(history, seed);
    List<Activity> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));

    CreatorRun one = new CreatorRun(POLICIES).play(all).passTo(T0 + 86_400_000L * 400);
    CreatorRun other = new CreatorRun(POLICIES).play(shuffled).passTo(T0 + 86_400_000L * 400);

    assertThat(other.out).isEqualTo(one.out);
    assertThat(other.profile.toBytes()).isEqualTo(one.profile.toBytes());
    assertThat(other.ledger).isEqualTo(one.ledger);
  }

  @Property(tries = 150)
  void every_event_gives_one_audit_and_every_repeat_a_duplicate(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    List<Activity> all = withReviews(history, seed);

    CreatorRun run = new CreatorRun(POLICIES).play(all);

    Map<String, Integer> verdicts = new HashMap<>();
    Set<String> distinct = new HashSet<>();
    all.forEach(a -> distinct.add(a.eventId()));
    for (DecisionAudit audit : run.out.audits()) {
      if (audit.verdict() != Verdict.DUPLICATE) {
        verdicts.merge(audit.triggerEventId(), 1, Integer::sum);
      }
    }
    assertThat(run.out.audits()).hasSameSizeAs(all);
    assertThat(verdicts.keySet()).isEqualTo(distinct);
    assertThat(verdicts.values()).containsOnly(1);
    assertThat(run.out.audits().stream().map(DecisionAudit::auditId)).doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void sequences_have_no_gaps_and_ids_of_actions_are_never_used_twice(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    CreatorRun run =
        new CreatorRun(POLICIES).play(withReviews(history, seed)).passTo(T0 + 86_400_000L * 400);

    Map<String, Long> last = new HashMap<>();
    for (EnforcementAction action : run.out.actions()) {
      if (action.type() == ActionEvent.SHADOW || action.type() == ActionEvent.REFERRED) {
        assertThat(action.sequence()).isZero();
      } else {
        assertThat(action.sequence()).isEqualTo(last.merge(action.subject().key(), 1L, Long::sum));
      }
    }
    assertThat(run.out.actions().stream().map(EnforcementAction::eventId)).doesNotHaveDuplicates();
  }

  /** What the express lane does about the content of a history. */
  private static List<ExpressReceipt> receipts(List<Activity> history) {
    List<ExpressReceipt> receipts = new ArrayList<>();
    for (Activity activity : history) {
      if (activity.assessment() != null) {
        long time = activity.eventTime();
        for (Decision decision :
            POLICIES
                .at(time)
                .decideExpress(
                    new AssessmentProgress(
                        activity.assessment(), activity.assessment().results().get(0).modality()),
                    POLICIES.pausesAt(time))) {
          receipts.add(
              new ExpressReceipt(
                  decision,
                  ContentFacts.of(activity.assessment().content()),
                  TumblingWindow.of(time, CreatorRun.WINDOW).end()));
        }
      }
    }
    return receipts;
  }

  /**
   * A run with the express lane beside it, of content that the windows judge, that they never see,
   * and that they judge otherwise.
   */
  private record TwoLanes(CreatorRun run, List<EnforcementAction> express) {

    static TwoLanes of(List<Activity> history, long seed) {
      Random random = new Random(seed);
      List<Activity> all = withReviews(history, seed);
      List<ExpressReceipt> receipts = receipts(all);
      List<Activity> judged = new ArrayList<>(all);
      judged.removeIf(a -> a.assessment() != null && random.nextInt(10) == 0);
      CreatorRun run = new CreatorRun(random.nextInt(5) == 0 ? CALMER : POLICIES);
      run.play(judged, receipts).passTo(T0 + 86_400_000L * 400);
      return new TwoLanes(run, receipts.stream().map(ExpressLimitFunction::action).toList());
    }

    Map<Axis, EffectiveState> stated() {
      Map<Axis, EffectiveState> stated = new LinkedHashMap<>();
      for (EffectiveState state : run.out.states()) {
        stated.put(new Axis(state.subject(), state.dimension()), state);
      }
      return stated;
    }

    /** All subjects and axes of which anything was said. */
    Set<Axis> axes() {
      Set<Axis> axes = new HashSet<>(stated().keySet());
      Stream.concat(run.out.actions().stream(), express.stream())
          .forEach(a -> axes.add(new Axis(a.subject(), a.action().dimension())));
      return axes;
    }

    void assertFollowed(Follower follower) {
      Map<Axis, EffectiveState> stated = stated();
      LedgerBook book =
          new LedgerBook(
              CreatorRun.CREATOR, Long.MAX_VALUE / 2, run.store, new Recorded(), () -> null);
      for (Axis axis : axes()) {
        EffectiveState state = stated.get(axis);
        Map<String, InEffect> expected =
            Follower.expected(state == null ? List.of() : state.effective());
        assertThat(follower.inEffect(axis.subject(), axis.dimension()))
            .as(axis.toString())
            .isEqualTo(expected);
        // And both are what the ledger says.
        assertThat(expected)
            .isEqualTo(Follower.expected(book.inEffect(axis.subject(), axis.dimension())));
      }
    }
  }

  @Property(tries = 300)
  void a_consumer_that_folds_the_actions_has_the_states(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    TwoLanes lanes = TwoLanes.of(history, seed);

    lanes.assertFollowed(new Follower().follow(lanes.run().out.actions()));
  }

  @Property(tries = 600)
  void a_consumer_of_both_lanes_has_the_states_however_they_come(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    TwoLanes lanes = TwoLanes.of(history, seed);

    lanes.assertFollowed(
        new Follower()
            .followBoth(lanes.run().out.actions(), lanes.express(), new Random(seed + 1)));
  }

  @Property(tries = 300)
  void a_consumer_that_begins_with_the_states_of_any_moment_has_the_newest_ones_in_the_end(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    TwoLanes lanes = TwoLanes.of(history, seed);
    Random random = new Random(seed + 2);
    Recorded out = lanes.run().out;
    int read = random.nextInt(out.states().size() + 1);
    Follower follower = new Follower();
    Map<Axis, EffectiveState> compacted = new LinkedHashMap<>();
    out.states()
        .subList(0, read)
        .forEach(state -> compacted.put(new Axis(state.subject(), state.dimension()), state));
    compacted.values().forEach(follower::bootstrap);

    lanes.assertFollowed(follower.followBoth(out.actions(), lanes.express(), random));
  }

  @Property(tries = 150)
  void at_every_moment_the_strongest_active_restriction_is_the_stated_one(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    CreatorRun run = new CreatorRun(POLICIES);
    TreeMap<Long, List<Activity>> windows = new TreeMap<>();
    withReviews(history, seed)
        .forEach(
            a -> windows.computeIfAbsent(a.eventTime() / 10_000, w -> new ArrayList<>()).add(a));
    Map<Axis, Integer> stated = new HashMap<>();
    int read = 0;
    for (List<Activity> window : windows.values()) {
      run.play(window);
      for (EffectiveState state : run.out.states().subList(read, run.out.states().size())) {
        stated.put(
            new Axis(state.subject(), state.dimension()),
            state.effective().isEmpty() ? 0 : state.effective().get(0).action().strength());
      }
      read = run.out.states().size();
      Map<Axis, Integer> strongest = new HashMap<>();
      stated.keySet().forEach(axis -> strongest.put(axis, 0));
      for (Restriction r : run.restrictions()) {
        strongest.merge(
            new Axis(r.subject(), r.action().dimension()), r.action().strength(), Math::max);
      }
      assertThat(stated).isEqualTo(strongest);
    }
  }

  @Property(tries = 100)
  void no_automatic_action_is_above_the_ceiling_of_its_policy(
      @ForAll("histories") List<Activity> history, @ForAll long seed) {
    CreatorRun run = new CreatorRun(POLICIES).play(withReviews(history, seed));

    for (EnforcementAction action : run.out.actions()) {
      // An entry of a ledger is told, but it is nothing that somebody does.
      assertThat(action.action().humanOnly() && action.action() != ActionType.STRIKE).isFalse();
      if (action.actor() == EnforcementAction.Actor.AUTOMATED
          && action.type() != ActionEvent.EXPIRED
          && action.action() != ActionType.STRIKE
          && !action.ruleId().startsWith("ladder.")
          && !action.reason().endsWith("still in force")) {
        assertThat(Taxonomy.get(action.policy().id()).permits(action.action())).isTrue();
      }
    }
  }

  @Property(tries = 100)
  void a_window_without_reviews_gives_at_most_one_strike_a_ledger(
      @ForAll("histories") List<Activity> history) {
    CreatorRun run = new CreatorRun(POLICIES);
    run.play(history);

    Set<String> seen = new HashSet<>();
    for (Strike strike : run.ledger.strikes()) {
      assertThat(seen.add(strike.ledger() + "@" + strike.issuedAt())).isTrue();
    }
  }

  @Property(tries = 150)
  void overturning_every_decision_leaves_nothing_in_force(
      @ForAll("histories") List<Activity> history) {
    CreatorRun run = new CreatorRun(POLICIES).play(history);
    List<Activity> overturns = new ArrayList<>();
    Set<String> decisions = new HashSet<>();
    run.out.audits().forEach(a -> a.decisions().forEach(d -> decisions.add(d.decisionId())));
    int n = 0;
    for (String decision : decisions.stream().sorted().toList()) {
      overturns.add(reviewed("o" + n++, T0 + 300_000, decision, ReviewOutcome.OVERTURN));
    }

    run.play(overturns);

    assertThat(run.restrictions()).isEmpty();
    assertThat(run.ledger.strikes()).isEmpty();
    for (StrikeLedger ledger : StrikeLedger.values()) {
      assertThat(run.points(ledger, T0 + 310_000)).isZero();
    }
  }
}
