package io.earshot.intake;

import static io.earshot.testing.TestData.LIMITS;
import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Refusal.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is refused of account changes, reports and reviews, and why. */
class SignalIntakeTest {

  private static final SignalIntake INTAKE = new SignalIntake(LIMITS, Set.of("HAT.HATE"));
  private static final String LONG = "x".repeat(65);
  private static final SubjectRef TRACK = new SubjectRef(SubjectType.TRACK, "c-1", 1);

  @Test
  void ordinary_signals_are_taken() {
    assertThat(INTAKE.refuse(account(T0 - 86_400_000L), T0)).isNull();
    assertThat(INTAKE.refuse(account(null), T0)).isNull();
    assertThat(INTAKE.refuse(report("reporter", TRACK, "HAT.HATE"), T0)).isNull();
    assertThat(INTAKE.refuse(review("d-1", ReviewOutcome.UPHOLD, null, ""), T0)).isNull();
    assertThat(INTAKE.refuse(review("d-1", ReviewOutcome.OVERTURN, "DUPLICATE", "p"), T0)).isNull();
  }

  @Test
  void ids_and_time_of_every_signal_are_checked() {
    AccountChange change = new AccountChange(null, null, false);
    refused(Reason.MISSING_FIELD, "eventId", new CreatorSignal(" ", "c", T0, change, null, null));
    refused(
        Reason.OVERSIZED_FIELD, "eventId", new CreatorSignal(LONG, "c", T0, change, null, null));
    refused(Reason.MISSING_FIELD, "creatorId", new CreatorSignal("e", "", T0, change, null, null));
    refused(
        Reason.OVERSIZED_FIELD, "creatorId", new CreatorSignal("e", LONG, T0, change, null, null));
    refused(Reason.INVALID_FIELD, "eventTime", new CreatorSignal("e", "c", 1, change, null, null));
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
    refused(Reason.OVERSIZED_FIELD, "decisionId", review(LONG, ReviewOutcome.UPHOLD, null, "p"));
    refused(Reason.OVERSIZED_FIELD, "reasonCode", review("d", ReviewOutcome.OVERTURN, LONG, "p"));
    refused(Reason.INVALID_FIELD, "reasonCode", review("d", ReviewOutcome.OVERTURN, null, "p"));
    refused(Reason.INVALID_FIELD, "reasonCode", review("d", ReviewOutcome.OVERTURN, " ", "p"));
    refused(Reason.OVERSIZED_FIELD, "pool", review("d", ReviewOutcome.UNSURE, null, LONG));
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
    return new CreatorSignal("e", "c", T0, new AccountChange(createdAt, null, false), null, null);
  }

  private static CreatorSignal report(String reporter, SubjectRef target, String policy) {
    return new CreatorSignal(
        "e", "c", T0, null, new Report(reporter, target, policy, ReportSource.USER_REPORT), null);
  }

  private static CreatorSignal review(
      String decision, ReviewOutcome outcome, @Nullable String reasonCode, String pool) {
    return new CreatorSignal(
        "e", "c", T0, null, null, new Review(decision, outcome, reasonCode, pool));
  }

  private static SubjectRef track(String id, long version) {
    return new SubjectRef(SubjectType.TRACK, id, version);
  }
}
