package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.changed;
import static io.earshot.testing.TestData.ordered;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reviewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Order;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.risk.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is forgotten of a creator's ledgers, and what stays to be lifted. */
class ErasureTest {

  private static final long YEARS = Duration.ofDays(1_000).toMillis();

  private final CreatorRun run = new CreatorRun(book(bundleText()));

  private static Activity erase(long time) {
    return changed("erase", time, new AccountChange(null, null, true));
  }

  private DecisionAudit.OutcomeNote audited() {
    DecisionAudit audit =
        run.out.audits().stream()
            .filter(one -> one.triggerEventId().equals("erase"))
            .reduce(
                (one, other) -> {
                  throw new AssertionError("two audits: " + one + ", " + other);
                })
            .orElseThrow();
    assertThat(audit.verdict()).isEqualTo(Verdict.RECORDED);
    return Objects.requireNonNull(audit.outcome());
  }

  private String decisionOn(String event) {
    return run.out.audits().stream()
        .filter(one -> one.triggerEventId().equals(event))
        .flatMap(one -> one.decisions().stream())
        .findFirst()
        .orElseThrow()
        .decisionId();
  }

  @Test
  void what_is_in_force_stays_and_can_be_lifted() {
    run.play(published("e1", "c1", T0, "hate", 0.95));
    run.play(erase(T0 + CreatorRun.WINDOW));

    assertThat(run.restrictions()).isNotEmpty();
    assertThat(run.ledger.history()).isEmpty();
    assertThat(audited().outcome()).isEqualTo("ERASE");
    assertThat(audited().note())
        .matches(
            "profile erased: [1-9]\\d* bytes before, 0 after; ledgers erased: 0 of 1 strikes, .*");

    run.play(reviewed("r", T0 + 2 * CreatorRun.WINDOW, decisionOn("e1"), ReviewOutcome.OVERTURN));
    assertThat(run.restrictions()).isEmpty();
    assertThat(run.ledger.strikes()).isEmpty();
  }

  @Test
  void what_is_over_is_forgotten_but_for_the_number_of_the_last_action() {
    run.play(published("e1", "c1", T0, "hate", 0.95));
    run.play(reviewed("r", T0 + CreatorRun.WINDOW, decisionOn("e1"), ReviewOutcome.OVERTURN));
    String key = new SubjectRef(SubjectType.TRACK, "c1", 1).key();
    long sequence = run.store.subject(key).sequence();
    assertThat(run.store.subject(key).ended()).isNotEmpty();
    assertThat(run.ledger.history()).isNotEmpty();

    run.play(erase(T0 + 2 * CreatorRun.WINDOW));

    assertThat(run.ledger).isEqualTo(CreatorLedger.EMPTY);
    assertThat(run.store.subject(key)).isEqualTo(new SubjectLedger(sequence, List.of(), List.of()));
    assertThat(run.profile.toBytes()).isEmpty();

    // Consumers take only what has a higher number.
    run.play(published("e2", "c1", T0 + 3 * CreatorRun.WINDOW, "hate", 0.95));
    assertThat(run.store.subject(key).sequence()).isGreaterThan(sequence);
  }

  @Test
  void strikes_go_once_they_count_no_more() {
    run.play(published("e1", "c1", T0, "hate", 0.95));
    run.play(erase(T0 + CreatorRun.WINDOW));
    assertThat(run.ledger.strikes()).hasSize(1);

    assertThat(StrikeLadder.inForce(run.ledger.strikes(), T0 + YEARS)).isEmpty();
  }

  @Test
  void nothing_is_forgotten_while_an_authority_demands_that_data_is_preserved() {
    run.play(published("e1", "c1", T0, "hate", 0.95));
    run.play(
        ordered(
            "o",
            T0 + 1 + CreatorRun.WINDOW,
            new Order(
                "order-1",
                OrderOperation.APPLY,
                new SubjectRef(SubjectType.TRACK, "c1", 1),
                new Remedy("GEO_RESTRICT", null, List.of("FR"), List.of()),
                OrderBasis.TCO_ARTICLE_3,
                "a law",
                T0 + YEARS,
                T0 + YEARS)));
    CreatorLedger before = run.ledger;
    assertThat(before.holds()).isNotEmpty();

    run.play(erase(T0 + 2 * CreatorRun.WINDOW));

    assertThat(run.ledger).isEqualTo(before);
    assertThat(audited().note()).contains("nothing of the ledgers erased: order order-1 demands");
  }
}
