package io.earshot.policy;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A decision that counts against a limit, on its way to where all of them are counted.
 *
 * @param key what is counted together
 * @param policyId whose limit it is
 * @param limit the limit
 * @param market market of the content
 * @param creatorId whose content it is
 * @param subjectKey what the action is done to
 * @param decisionId the decision
 * @param eventId the event that was decided on
 * @param eventTime when it happened, milliseconds since the epoch
 * @param windowEnd end of the window in which it was decided
 */
public record LimitRequest(
    String key,
    String policyId,
    Limit limit,
    String market,
    String creatorId,
    String subjectKey,
    String decisionId,
    String eventId,
    long eventTime,
    long windowEnd) {

  /**
   * The order in which a window's requests are granted: by event time, then by ids, so that it does
   * not depend on arrival.
   */
  public static final Comparator<LimitRequest> CANONICAL =
      Comparator.comparingLong(LimitRequest::eventTime)
          .thenComparing(LimitRequest::eventId)
          .thenComparing(LimitRequest::decisionId);

  /** The request of a decision; null if it counts against no limit. */
  public static @Nullable LimitRequest of(Judgement judgement, Decision decision) {
    return decision.restricts() ? of(decision, judgement.windowEnd()) : null;
  }

  /** The request of a decision that restricts; null if it counts against no limit. */
  public static @Nullable LimitRequest of(Decision decision, long windowEnd) {
    Limit limit = decision.limit();
    if (limit == null) {
      return null;
    }
    return new LimitRequest(
        decision.policy().id()
            + "|"
            + limit.action()
            + "|"
            + (limit.per() == Limit.Per.MARKET ? decision.market() : "*"),
        decision.policy().id(),
        limit,
        decision.market(),
        decision.creatorId(),
        decision.subject().key(),
        decision.decisionId(),
        decision.triggerEventId(),
        decision.eventTime(),
        windowEnd);
  }
}
