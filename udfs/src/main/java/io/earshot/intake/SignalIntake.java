package io.earshot.intake;

import static io.earshot.intake.Refusal.Reason.INVALID_FIELD;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks account changes, reports and review outcomes against the contract, as {@link Intake} does
 * with content.
 */
public final class SignalIntake {

  private final FieldChecks checks;
  private final Set<String> policyIds;

  /**
   * Checks for signals.
   *
   * @param policyIds the policies that a report may name: those of the taxonomy, which this stage
   *     does not know
   */
  public SignalIntake(IntakeLimits limits, Set<String> policyIds) {
    this.checks = new FieldChecks(limits);
    this.policyIds = policyIds;
  }

  /** The first thing that is wrong with a signal, or null if nothing is. */
  public @Nullable Refusal refuse(CreatorSignal signal, long recordTimestamp) {
    AccountChange account = signal.account();
    Report report = signal.report();
    Review review = signal.review();
    return FieldChecks.first(
        checks.id("eventId", signal.eventId()),
        checks.id("creatorId", signal.creatorId()),
        checks.time("eventTime", signal.eventTime(), recordTimestamp),
        account == null ? null : account(account, recordTimestamp),
        report == null ? null : report(report),
        review == null ? null : review(review));
  }

  private @Nullable Refusal account(AccountChange account, long recordTimestamp) {
    Long created = account.createdAt();
    return created == null ? null : checks.time("accountCreatedAt", created, recordTimestamp);
  }

  private @Nullable Refusal report(Report report) {
    return FieldChecks.first(
        checks.id("reporterId", report.reporterId()),
        checks.id("target.id", report.target().id()),
        targetVersion(report.target()),
        checks.id("policyId", report.policyId()),
        policy(report.policyId()));
  }

  private static @Nullable Refusal targetVersion(SubjectRef target) {
    return target.version() >= 0
        ? null
        : new Refusal(
            INVALID_FIELD,
            "target.version",
            "target.version is "
                + target.version()
                + "; it counts from 1, and is 0 where the target has no versions");
  }

  private @Nullable Refusal policy(String policyId) {
    return policyIds.contains(policyId)
        ? null
        : new Refusal(
            INVALID_FIELD,
            "policyId",
            "policyId is \""
                + FieldChecks.brief(policyId)
                + "\", which is not in the taxonomy; report under one that is, such as HAT.HATE");
  }

  private @Nullable Refusal review(Review review) {
    return FieldChecks.first(
        checks.id("decisionId", review.decisionId()),
        checks.shortText("reasonCode", review.reasonCode()),
        reason(review),
        checks.shortText("pool", review.pool()));
  }

  private static @Nullable Refusal reason(Review review) {
    return review.outcome() != ReviewOutcome.OVERTURN
            || (review.reasonCode() != null && !review.reasonCode().isBlank())
        ? null
        : new Refusal(
            INVALID_FIELD, "reasonCode", "reasonCode is missing; an overturn must say why");
  }
}
