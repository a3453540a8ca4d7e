package io.earshot.intake;

import static io.earshot.testing.TestData.LIMITS;
import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Order;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewKind;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Refusal.Reason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is refused of account changes, reports and reviews, and why. */
class SignalIntakeTest {

  private static final SignalIntake INTAKE = new SignalIntake(LIMITS, Set.of("HAT.HATE"));
  private static final String DECISION = "7c70f2d3-7388-5850-8391-0c60e207da95";
  private static final String LONG = "x".repeat(65);
  private static final SubjectRef TRACK = new SubjectRef(SubjectType.TRACK, "c-1", 1);

  @Test
  void ordinary_signals_are_taken() {
    assertThat(INTAKE.refuse(account(T0 - 86_400_000L), T0)).isNull();
    assertThat(INTAKE.refuse(account(null), T0)).isNull();
    assertThat(INTAKE.refuse(report("reporter", TRACK, "HAT.HATE"), T0)).isNull();
    assertThat(INTAKE.refuse(review(DECISION, ReviewOutcome.UPHOLD, null, ""), T0)).isNull();
    assertThat(INTAKE.refuse(review(DECISION, ReviewOutcome.OVERTURN, "DUPLICATE", "p"), T0))
        .isNull();
  }

  @Test
  void ids_and_time_of_every_signal_are_checked() {
    AccountChange change = new AccountChange(null, null, false);
    refused(Reason.MISSING_FIELD, "eventId", CreatorSignal.of(" ", "c", T0, change));
    refused(Reason.OVERSIZED_FIELD, "eventId", CreatorSignal.of(LONG, "c", T0, change));
    refused(Reason.MISSING_FIELD, "creatorId", CreatorSignal.of("e", "", T0, change));
    refused(Reason.OVERSIZED_FIELD, "creatorId", CreatorSignal.of("e", LONG, T0, change));
    refused(Reason.INVALID_FIELD, "eventTime", CreatorSignal.of("e", "c", 1, change));
  }

  @Test
  void an_account_made_at_no_plausible_time_is_refused() {
    refused(Reason.INVALID_FIELD, "accountCreatedAt", account(T0 / 1_000));
    refused(Reason.INVALID_FIELD, "accountCreatedAt", account(T0 + 60_001));
  }

  @Test
  void every_text_of_a_report_is_checked() {
    refused(Reason.MISSING_FIELD, "reporterId", report("", TRACK, "HAT.HATE"));
    refused(Reason.OVERSIZED_FIELD, "reporterId", report(LONG, TRACK, "HAT.HATE"));
    refused(Reason.MISSING_FIELD, "target.id", report("r", track("  ", 1), "HAT.HATE"));
    refused(Reason.OVERSIZED_FIELD, "target.id", report("r", track(LONG, 1), "HAT.HATE"));
    refused(Reason.INVALID_FIELD, "target.version", report("r", track("c-1", -1), "HAT.HATE"));
    refused(Reason.MISSING_FIELD, "policyId", report("r", TRACK, ""));
    refused(Reason.OVERSIZED_FIELD, "policyId", report("r", TRACK, "x".repeat(600_000)));
    refused(Reason.INVALID_FIELD, "policyId", report("r", TRACK, "HAT.LOVE"));
  }

  @Test
  void every_text_of_a_review_is_checked() {
    refused(Reason.MISSING_FIELD, "decisionId", review("", ReviewOutcome.UPHOLD, null, "p"));
    refused(Reason.INVALID_FIELD, "decisionId", review("d-1", ReviewOutcome.UPHOLD, null, "p"));
    refused(Reason.OVERSIZED_FIELD, "decisionId", review(LONG, ReviewOutcome.UPHOLD, null, "p"));
    refused(
        Reason.OVERSIZED_FIELD, "reasonCode", review(DECISION, ReviewOutcome.OVERTURN, LONG, "p"));
    refused(
        Reason.INVALID_FIELD, "reasonCode", review(DECISION, ReviewOutcome.OVERTURN, null, "p"));
    refused(Reason.INVALID_FIELD, "reasonCode", review(DECISION, ReviewOutcome.OVERTURN, " ", "p"));
    refused(Reason.OVERSIZED_FIELD, "pool", review(DECISION, ReviewOutcome.UNSURE, null, LONG));
  }

  @Test
  void what_an_account_is_called_is_a_word() {
    assertThat(INTAKE.refuse(sort("MUSIC_LABEL", "ddex-4"), T0)).isNull();
    refused(Reason.INVALID_FIELD, "creatorType", sort("a label", null));
    refused(Reason.INVALID_FIELD, "creatorType", sort("", null));
    refused(Reason.INVALID_FIELD, "channel", sort(null, "x".repeat(33)));
  }

  private static CreatorSignal sort(@Nullable String type, @Nullable String channel) {
    return CreatorSignal.of(
        "e", "c", T0, new AccountChange(null, null, false, List.of(), null, type, channel));
  }

  @Test
  void every_text_and_number_of_an_order_is_checked() {
    assertThat(INTAKE.refuse(order("o", "a law", null, T0 + 1, "FR"), T0)).isNull();
    refused(Reason.MISSING_FIELD, "orderId", order("", "a law", null, null, "FR"));
    refused(Reason.INVALID_FIELD, "legalReference", order("o", " ", null, null, "FR"));
    refused(
        Reason.OVERSIZED_FIELD, "legalReference", order("o", "x".repeat(9_000), null, null, "FR"));
    refused(Reason.INVALID_FIELD, "durationMs", order("o", "a law", 0L, null, "FR"));
    refused(Reason.INVALID_FIELD, "preserveUntil", order("o", "a law", null, T0, "FR"));
    refused(Reason.INVALID_FIELD, "scope.territories", order("o", "a law", null, null, "France"));
  }

  private static CreatorSignal order(
      String id,
      String reference,
      @Nullable Long duration,
      @Nullable Long preserveUntil,
      String territory) {
    return CreatorSignal.of(
        "e",
        "c",
        T0,
        new Order(
            id,
            OrderOperation.APPLY,
            TRACK,
            new Remedy("GEO_RESTRICT", duration, List.of(territory), List.of()),
            OrderBasis.OTHER,
            reference,
            T0 + 1,
            preserveUntil));
  }

  private static void refused(Reason reason, String field, CreatorSignal signal) {
    assertThat(INTAKE.refuse(signal, T0))
        .as(field)
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.field()).isEqualTo(field);
              assertThat(refusal.message()).contains(field).hasSizeLessThan(400);
            });
  }

  private static CreatorSignal account(@Nullable Long createdAt) {
    return CreatorSignal.of("e", "c", T0, new AccountChange(createdAt, null, false));
  }

  private static CreatorSignal report(String reporter, SubjectRef target, String policy) {
    return CreatorSignal.of(
        "e", "c", T0, new Report(reporter, target, policy, ReportSource.USER_REPORT, null));
  }

  private static CreatorSignal review(
      String decision, ReviewOutcome outcome, @Nullable String reasonCode, String pool) {
    return CreatorSignal.of(
        "e",
        "c",
        T0,
        new Review(ReviewKind.REVIEW, null, decision, outcome, reasonCode, pool, null, null));
  }

  private static SubjectRef track(String id, long version) {
    return new SubjectRef(SubjectType.TRACK, id, version);
  }
}
