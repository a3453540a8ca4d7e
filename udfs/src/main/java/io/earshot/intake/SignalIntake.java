package io.earshot.intake;

import static io.earshot.intake.Refusal.Reason.INVALID_FIELD;
import static io.earshot.intake.Refusal.Reason.OVERSIZED_FIELD;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Order;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks account changes, reports and review outcomes against the contract, as {@link Intake} does
 * with content.
 */
public final class SignalIntake {

  private final FieldChecks checks;
  private final Set<String> policyIds;

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Two of each type, and a few more. */
  private static final int MOST_SIGNALS = 20;

  /** What platforms call sorts of accounts and ways to publish. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  private static final Pattern TERRITORY = Pattern.compile("[A-Z]{2}");
  private static final Pattern SURFACE = Pattern.compile("[a-z]{1,20}");

  /** What is meant to last longer has no end at all. */
  private static final Duration LONGEST_REMEDY = Duration.ofDays(3653);

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
    Order order = signal.order();
    return FieldChecks.first(
        checks.id("eventId", signal.eventId()),
        checks.id("creatorId", signal.creatorId()),
        checks.time("eventTime", signal.eventTime(), recordTimestamp),
        account == null ? null : account(account, recordTimestamp),
        report == null ? null : report(report),
        review == null ? null : review(review),
        order == null ? null : order(order, signal.eventTime()));
  }

  private @Nullable Refusal account(AccountChange account, long recordTimestamp) {
    Long created = account.createdAt();
    Refusal refusal =
        created == null ? null : checks.time("accountCreatedAt", created, recordTimestamp);
    if (refusal == null && account.signals().size() > MOST_SIGNALS) {
      return new Refusal(
          OVERSIZED_FIELD,
          "signals",
          "signals has "
              + account.signals().size()
              + " entries, the limit is "
              + MOST_SIGNALS
              + "; send those that changed");
    }
    for (AccountSignal signal : account.signals()) {
      refusal = refusal == null ? checks.id("signals.hash", signal.hash()) : refusal;
    }
    return FieldChecks.first(
        refusal, word("creatorType", account.creatorType()), word("channel", account.channel()));
  }

  private static @Nullable Refusal word(String field, @Nullable String value) {
    return value == null || WORD.matcher(value).matches()
        ? null
        : new Refusal(
            INVALID_FIELD,
            field,
            field
                + " is \""
                + FieldChecks.brief(value)
                + "\"; it is a word of up to 32 letters, digits, _ and -");
  }

  private @Nullable Refusal report(Report report) {
    return FieldChecks.first(
        checks.id("reporterId", report.reporterId()),
        subject("target", report.target()),
        checks.id("policyId", report.policyId()),
        policy(report.policyId()),
        report.answer() == null ? null : checks.id("answers", report.answer().reportId()),
        checks.shortText("organisation", report.organisation()));
  }

  private @Nullable Refusal subject(String field, SubjectRef subject) {
    return FieldChecks.first(
        checks.id(field + ".id", subject.id()),
        subject.version() >= 0
            ? null
            : new Refusal(
                INVALID_FIELD,
                field + ".version",
                field
                    + ".version is "
                    + subject.version()
                    + "; it counts from 1, and is 0 where the subject has no versions"));
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
        uuid("decisionId", review.decisionId()),
        review.taskId() == null ? null : uuid("taskId", review.taskId()),
        review.remedy() == null ? null : remedy(review.remedy()),
        checks.shortText("reasonCode", review.reasonCode()),
        reason(review),
        checks.shortText("pool", review.pool()),
        checks.shortText("reviewerRef", review.reviewerRef()));
  }

  private static @Nullable Refusal reason(Review review) {
    return review.outcome() != ReviewOutcome.OVERTURN
            || (review.reasonCode() != null && !review.reasonCode().isBlank())
        ? null
        : new Refusal(
            INVALID_FIELD, "reasonCode", "reasonCode is missing; an overturn must say why");
  }

  /** Ids of decisions and tasks are the job's own, and it has given no other ones. */
  private static @Nullable Refusal uuid(String field, String value) {
    return UUID.matcher(value).matches()
        ? null
        : new Refusal(
            INVALID_FIELD,
            field,
            field
                + " is \""
                + FieldChecks.brief(value)
                + "\"; it must be the UUID that the job has given");
  }

  private @Nullable Refusal order(Order order, long eventTime) {
    return FieldChecks.first(
        checks.id("orderId", order.orderId()),
        subject("subject", order.subject()),
        order.remedy() == null ? null : remedy(order.remedy()),
        order.operation() == OrderOperation.APPLY && order.legalReference().isBlank()
            ? new Refusal(
                INVALID_FIELD,
                "legalReference",
                "legalReference is empty; an order must say on which law it rests")
            : null,
        checks.shortText("legalReference", order.legalReference()),
        order.preserveUntil() != null && order.preserveUntil() <= eventTime
            ? new Refusal(
                INVALID_FIELD,
                "preserveUntil",
                "preserveUntil is "
                    + order.preserveUntil()
                    + ", which is not after the order's own time, "
                    + eventTime)
            : null);
  }

  private static @Nullable Refusal remedy(Remedy remedy) {
    Long duration = remedy.durationMillis();
    if (duration != null && (duration < 1 || duration > LONGEST_REMEDY.toMillis())) {
      return new Refusal(
          INVALID_FIELD,
          "durationMs",
          "durationMs is "
              + duration
              + "; it must be from 1 to "
              + LONGEST_REMEDY.toMillis()
              + " (ten years), or null for no end");
    }
    for (String territory : remedy.territories()) {
      if (!TERRITORY.matcher(territory).matches()) {
        return new Refusal(
            INVALID_FIELD,
            "scope.territories",
            "scope.territories has \""
                + FieldChecks.brief(territory)
                + "\"; it must have ISO 3166-1 alpha-2 codes");
      }
    }
    for (String surface : remedy.surfaces()) {
      if (!SURFACE.matcher(surface).matches()) {
        return new Refusal(
            INVALID_FIELD,
            "scope.surfaces",
            "scope.surfaces has \""
                + FieldChecks.brief(surface)
                + "\"; it must have names in lower-case letters");
      }
    }
    return null;
  }
}
