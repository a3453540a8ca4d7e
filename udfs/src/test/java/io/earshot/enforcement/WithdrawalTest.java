package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.assessment.Assessment;
import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.BankMatch;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.EntryRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.matching.FoundLater;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleException;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.Quarantined;
import io.earshot.policy.Scope;
import io.earshot.policy.StrikeLedger;
import io.earshot.risk.Activity;
import java.util.ArrayList;
import java.util.Collections;
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
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the withdrawal of an entry of a bank does to the ledgers of a creator. */
class WithdrawalTest {

  private static final String BUNDLE =
      """
      bundle: withdrawals
      version: 1.0.0
      policies:
        - id: IPR.COPYRIGHT
          version: 1.0.0
          clause: https://example.org/copyright
          rules:
            - id: block
              if: "'IPR.COPYRIGHT' in matches.policies"
              then: {action: BLOCK_UPLOAD}
              because: a recording of others
        - id: HAT.HATE
          version: 1.0.0
          clause: https://example.org/hate
          rules:
            - id: known
              if: "'HAT.HATE' in matches.policies"
              then: {action: REMOVE}
              because: known hate
            - id: scored
              if: text.hate >= 0.9
              then: {action: REMOVE}
              because: hate
            - id: review
              if: text.hate >= 0.6
              then: {action: SEND_TO_REVIEW}
              because: perhaps hate
        - id: HAR.HARASS
          version: 1.0.0
          clause: https://example.org/harassment
          rules:
            - id: known-harassment
              if: "matches.count >= 2 && 'HAR.HARASS' in matches.policies"
              then: {action: REMOVE}
              because: known harassment
            - id: known-harassment-alone
              if: "'HAR.HARASS' in matches.policies"
              then: {action: REMOVE, duration: P30D}
              because: known harassment and nothing else
            - id: scored-harassment
              if: text.harassment >= 0.5
              then: {action: HIDE_PENDING_REVIEW}
              because: perhaps harassment
        - id: INT.CIRCUMVENT
          version: 1.0.0
          clause: https://example.org/circumvention
          rules:
            - id: again
              if: "'INT.CIRCUMVENT' in matches.policies && strikes.community >= 1"
              then: {action: BLOCK_UPLOAD, strike: false}
              because: removed before
      """;

  private static final PolicyBook POLICIES = book(BUNDLE);

  /** Entries by the policy that they violate. */
  private static final List<BankMatch> ENTRIES =
      Stream.of(
              "IPR.COPYRIGHT",
              "IPR.COPYRIGHT",
              "HAT.HATE",
              "HAT.HATE",
              "HAR.HARASS",
              "INT.CIRCUMVENT")
          .map(policy -> new BankMatch("bank", "", policy, Modality.TEXT, 0))
          .toList();

  /**
   * A content.
   *
   * @param later entries that are found in it after it was published, if not at once
   */
  private record Published(
      long time, double hate, double harassment, Set<Integer> entries, Set<Integer> later) {

    Activity as(int number, Set<Integer> without) {
      List<BankMatch> matches =
          entries.stream()
              .filter(entry -> !without.contains(entry))
              .map(WithdrawalTest::match)
              .toList();
      return published("c" + number, time, hate, harassment, matches);
    }

    /** What is found later, by the entry. */
    Map<Integer, Activity> found(int number) {
      Map<Integer, Activity> found = new TreeMap<>();
      for (int entry : later) {
        if (!entries.contains(entry)) {
          found.put(entry, foundLater("c" + number, time, entry, time + 4_000L * entry + 1));
        }
      }
      return found;
    }
  }

  @Provide
  Arbitrary<List<Published>> histories() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 9).map(n -> T0 + n * 7_000),
            Arbitraries.of(0.0, 0.7, 0.95),
            Arbitraries.of(0.0, 0.6),
            Arbitraries.integers().between(0, 4).set().ofMaxSize(4),
            Arbitraries.integers().between(0, 4).set().ofMaxSize(3))
        .as(Published::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Property(tries = 3000)
  void whatIsLeftAfterWithdrawals_isWhatThereWouldBeWithoutTheEntries(
      @ForAll("histories") List<Published> history,
      @ForAll Set<@IntRange(max = 4) Integer> gone,
      @ForAll long seed) {
    Twins twins = Twins.of(history, gone, seed);

    assertThat(inForce(twins.run())).isEqualTo(inForce(twins.twin()));
    assertThat(grounds(twins.run())).isEqualTo(grounds(twins.twin()));
    assertThat(asked(twins.run())).isEqualTo(asked(twins.twin()));
    assertThat(strikes(twins.run())).isEqualTo(strikes(twins.twin()));
  }

  /** What came of withdrawn entries, and what comes without them. */
  private record Twins(CreatorRun run, CreatorRun twin) {

    static Twins of(List<Published> history, Set<Integer> gone, long seed) {
      Random random = new Random(seed);
      List<Activity> with = new ArrayList<>();
      List<Activity> without = new ArrayList<>();
      for (int i = 0; i < history.size(); i++) {
        Published one = history.get(i);
        with.add(one.as(i, Set.of()));
        without.add(one.as(i, gone));
        for (int entry : gone) {
          if (one.entries().contains(entry)) {
            with.add(withdrawn(entry, "c" + i, one.time() + random.nextInt(60_000)));
          }
        }
        Map<Integer, Activity> found = one.found(i);
        with.addAll(found.values());
        for (Map.Entry<Integer, Activity> later : found.entrySet()) {
          if (gone.contains(later.getKey())) {
            // It is told no sooner than it is found.
            with.add(
                withdrawn(
                    later.getKey(),
                    "c" + i,
                    later.getValue().eventTime() + random.nextInt(60_000)));
          } else {
            without.add(later.getValue());
          }
        }
      }
      Collections.shuffle(with, random);
      return new Twins(new CreatorRun(POLICIES).play(with), new CreatorRun(POLICIES).play(without));
    }
  }

  @Property(tries = 100)
  void anyOrderOfArrival_givesEqualOutputs(
      @ForAll("histories") List<Published> history, @ForAll long seed) {
    List<Activity> all = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      all.add(history.get(i).as(i, Set.of()));
      for (int entry : history.get(i).entries()) {
        all.add(withdrawn(entry, "c" + i, history.get(i).time() + 11_000L * entry));
      }
      for (Map.Entry<Integer, Activity> later : history.get(i).found(i).entrySet()) {
        all.add(later.getValue());
        all.add(withdrawn(later.getKey(), "c" + i, later.getValue().eventTime() + 11_000L));
      }
    }
    List<Activity> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));

    CreatorRun one = new CreatorRun(POLICIES).play(all);
    CreatorRun other = new CreatorRun(POLICIES).play(shuffled);

    assertThat(other.out).isEqualTo(one.out);
    assertThat(other.ledger).isEqualTo(one.ledger);
    assertThat(one.supports.size()).isZero();
  }

  @Test
  void withdrawal_lifts_givesTheStrikeBack_andSaysWhy() {
    CreatorRun run =
        new CreatorRun(POLICIES)
            .play(published("c", T0, 0, 0, List.of(match(2))), withdrawn(2, "c", T0 + 60_000));

    assertThat(run.restrictions()).isEmpty();
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 70_000)).isZero();
    EnforcementAction reversal = run.out.actions().get(run.out.actions().size() - 1);
    assertThat(run.out.actions())
        .filteredOn(action -> action.subject().version() > 0)
        .extracting(
            EnforcementAction::type, EnforcementAction::action, EnforcementAction::reasonCode)
        .containsExactly(
            tuple(ActionEvent.APPLIED, ActionType.REMOVE, null),
            tuple(ActionEvent.REVERSED, ActionType.REMOVE, "ENTRY_WITHDRAWN"));
    assertThat(reversal.decidedAt()).isEqualTo(T0 + 70_000);
    DecisionAudit audit = run.out.audits().get(run.out.audits().size() - 1);
    assertThat(audit.verdict()).isEqualTo(DecisionAudit.Verdict.ACT);
    assertThat(audit.outcome())
        .isEqualTo(
            new DecisionAudit.OutcomeNote(
                "ENTRY_WITHDRAWN",
                "bank/e2",
                null,
                "decisions that rested on the entry alone: "
                    + run.out.actions().get(0).decisionId()));
  }

  @Test
  void entryThatWasFoundLater_isWithdrawnLikeOneThatWasFoundAtOnce() {
    CreatorRun run =
        new CreatorRun(POLICIES)
            .play(published("c", T0, 0, 0, List.of()), foundLater("c", T0, 2, T0 + 30_000));
    assertThat(inForce(run)).hasSize(1);
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 40_000)).isPositive();

    run.play(withdrawn(2, "c", T0 + 60_000));

    assertThat(inForce(run)).isEmpty();
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 70_000)).isZero();
    assertThat(run.out.actions().get(run.out.actions().size() - 1).type())
        .isEqualTo(ActionEvent.REVERSED);
    assertThat(run.supports.size()).isZero();
  }

  @Test
  void whatIsFoundLater_holdsWhatAnEarlierEntryAlreadyDid_whenThatIsWithdrawn() {
    CreatorRun run =
        new CreatorRun(POLICIES)
            .play(published("c", T0, 0, 0, List.of(match(2))), foundLater("c", T0, 3, T0 + 30_000));
    // One restriction and one strike, since the second entry says nothing new.
    assertThat(inForce(run)).hasSize(1);
    assertThat(grounds(run)).hasSize(1);

    run.play(withdrawn(2, "c", T0 + 60_000));
    assertThat(inForce(run)).containsExactly("c REMOVE HAT.HATE " + Scope.EVERYWHERE);
    assertThat(grounds(run)).containsExactly("HAT.HATE");
    assertThat(run.out.actions())
        .filteredOn(action -> action.subject().version() > 0)
        .extracting(
            EnforcementAction::type, EnforcementAction::reasonCode, EnforcementAction::decidedAt)
        .containsExactly(
            tuple(ActionEvent.APPLIED, null, T0 + 10_000),
            tuple(ActionEvent.REVERSED, "ENTRY_WITHDRAWN", T0 + 70_000),
            tuple(ActionEvent.APPLIED, null, T0 + 70_000));

    run.play(withdrawn(3, "c", T0 + 80_000));
    assertThat(inForce(run)).isEmpty();
    assertThat(grounds(run)).isEmpty();
    assertThat(run.supports.size()).isZero();
  }

  @Test
  void whatEnforcementDecidesByStrikes_fallsToo() {
    CreatorRun run =
        new CreatorRun(POLICIES)
            .play(
                published("c", T0, 0.95, 0, List.of()),
                published("d", T0 + 20_000, 0, 0, List.of(match(5))),
                published("e", T0 + 21_000, 0.95, 0, List.of(match(5))));
    assertThat(inForce(run)).hasSize(4);

    run.play(withdrawn(5, "d", T0 + 60_000), withdrawn(5, "e", T0 + 60_000));

    assertThat(inForce(run))
        .extracting(line -> line.substring(0, line.lastIndexOf(' ')))
        .noneMatch(line -> line.contains("INT.CIRCUMVENT"))
        .hasSize(2);
    assertThat(run.store.supports).isEmpty();
  }

  @Test
  void quarantine_sendsWhatRestsOnTheEntryAloneToPeople_untilItIsAddedAgain()
      throws BundleException {
    PolicyBook policies = book(BUNDLE);
    policies.enter(
        PolicyChange.of(new Quarantined(new EntryRef("bank", "e2"), 0, 1_200, 1_000), T0 + 10_000));
    BankMatch again =
        new BankMatch("bank", "e2", "HAT.HATE", Modality.TEXT, 0, false, 0, 0, T0 + 1_000);

    CreatorRun run =
        new CreatorRun(policies)
            .play(
                published("before", T0, 0, 0, List.of(match(2))),
                published("alone", T0 + 10_000, 0, 0, List.of(match(2))),
                published("score", T0 + 11_000, 0.95, 0, List.of(match(2))),
                published("other", T0 + 12_000, 0, 0, List.of(match(2), match(3))),
                published("again", T0 + 13_000, 0, 0, List.of(again)));

    assertThat(run.restrictions())
        .extracting(restriction -> restriction.subject().id())
        .contains("before", "score", "other", "again")
        .doesNotContain("alone");
    OpenTask task = tasksAbout(run, "alone").get(0);
    assertThat(task.proposed()).isEqualTo(ActionType.REMOVE);
    assertThat(task.first().reason()).contains("limit.entry.bank/e2.creators");

    // Who withdraws the entry takes the question back too.
    run.play(withdrawn(2, "alone", T0 + 60_000));
    assertThat(tasksAbout(run, "alone")).isEmpty();
  }

  private static List<OpenTask> tasksAbout(CreatorRun run, String id) {
    return run.tasks().stream().filter(task -> task.subject().id().equals(id)).toList();
  }

  @Test
  void withdrawalInTheWindowOfTheContent_decidesBeforeAnythingIsDone() {
    CreatorRun run =
        new CreatorRun(POLICIES)
            .play(published("c", T0, 0, 0, List.of(match(2))), withdrawn(2, "c", T0 + 5_000));

    assertThat(run.out.actions()).isEmpty();
    assertThat(run.supports.size()).isZero();
  }

  @Test
  void manyEntriesOfOneKind_holdUntilTheLastIsWithdrawn() {
    List<BankMatch> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(new BankMatch("bank", "m" + i, "HAT.HATE", Modality.TEXT, 0));
    }
    CreatorRun run = new CreatorRun(POLICIES).play(published("c", T0, 0, 0, many));
    for (int i = 0; i < 300; i++) {
      assertThat(inForce(run)).hasSize(1);
      run.play(withdrawn("m" + i, "c", T0 + 20_000 + i * 1_000L));
    }

    assertThat(inForce(run)).isEmpty();
  }

  private static List<String> inForce(CreatorRun run) {
    return run.restrictions().stream()
        .filter(r -> r.subject().version() > 0)
        .map(r -> r.subject().id() + " " + r.action() + " " + r.policy().id() + " " + r.scope())
        .sorted()
        .toList();
  }

  private static List<String> grounds(CreatorRun run) {
    return run.ledger.strikes().stream()
        .flatMap(strike -> strike.grounds().stream())
        .map(ground -> ground.policy().id())
        .sorted()
        .toList();
  }

  /** What counts from when on, and how much, on each ledger. */
  private static List<String> strikes(CreatorRun run) {
    return StrikeLadder.count(run.ledger.strikes()).stream()
        .map(
            one ->
                one.strike().entryId()
                    + " "
                    + one.strike().ledger()
                    + " "
                    + one.points()
                    + " "
                    + one.countsFrom()
                    + " "
                    + one.expiresAt())
        .sorted()
        .toList();
  }

  /**
   * What people are asked: about a content by which policies, about the account by which step of a
   * ladder. (Such a task goes on naming the policy by which the step was worst when it was asked.)
   */
  private static List<String> asked(CreatorRun run) {
    return run.tasks().stream()
        .flatMap(
            task ->
                task.ladder() != null
                    ? Stream.of(task.subject() + " " + task.proposed() + " " + task.ladder())
                    : task.grounds().stream()
                        .map(ground -> task.subject() + " " + ground.policy().id()))
        .sorted()
        .toList();
  }

  private static BankMatch match(int entry) {
    return new BankMatch("bank", "e" + entry, ENTRIES.get(entry).policyId(), Modality.TEXT, 0);
  }

  private static Activity published(
      String id, long time, double hate, double harassment, List<BankMatch> matches) {
    return Activity.of(
        new Assessment(
            content("event-" + id, id, 1, "creator-1", time),
            List.of(text("hate", hate, "harassment", harassment)),
            matches));
  }

  /** An entry that came after what it is found in. */
  private static Activity foundLater(String id, long published, int entry, long at) {
    return Activity.of(
        new FoundLater(
            content("event-" + id, id, 1, "creator-1", published), match(entry), at, at));
  }

  private static Activity withdrawn(int entry, String id, long time) {
    return withdrawn("e" + entry, id, time);
  }

  private static Activity withdrawn(String entry, String id, long time) {
    return Activity.of(
        new ArrivedSignal(
            CreatorSignal.of(
                "withdrawn-" + entry + "-" + id,
                "creator-1",
                time,
                new CreatorSignal.Withdrawal(
                    "bank",
                    entry,
                    "event-" + id,
                    SubjectRef.of(content("event-" + id, id, 1, "creator-1", time)),
                    List.of())),
            new SourceRef("control.banks", 0, 0)));
  }
}
