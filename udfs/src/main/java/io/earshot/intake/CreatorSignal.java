package io.earshot.intake;

import org.jspecify.annotations.Nullable;

/**
 * What reaches a creator's window beside content: a change of the account, a report about something
 * of the creator's, a review's outcome. Exactly one of the three is there.
 *
 * @param eventId unique for the event; a repeat of it is the same event
 * @param creatorId pseudonymous id of the creator
 * @param eventTime when it happened, milliseconds since the epoch
 * @param account what changed on the account
 * @param report what somebody reported
 * @param review what a reviewer decided
 */
public record CreatorSignal(
    String eventId,
    String creatorId,
    long eventTime,
    @Nullable AccountChange account,
    @Nullable Report report,
    @Nullable Review review) {

  /**
   * A change of the account.
   *
   * @param createdAt when the account was made, if told; milliseconds since the epoch
   * @param trustedLicensor whether count limits are relaxed, if told
   * @param erase whether what is known about the creator is to be forgotten
   */
  public record AccountChange(
      @Nullable Long createdAt, @Nullable Boolean trustedLicensor, boolean erase) {}

  /**
   * A report.
   *
   * @param reporterId pseudonymous id of who reports
   * @param target what is reported
   * @param policyId which policy it is said to violate
   * @param source who may send such reports
   */
  public record Report(
      String reporterId, SubjectRef target, String policyId, ReportSource source) {}

  /** Channels of a report, strongest last. */
  public enum ReportSource {
    USER_REPORT,
    RIGHTSHOLDER,
    ART16,
    TRUSTED_FLAGGER
  }

  /**
   * The outcome of a review or an appeal.
   *
   * @param decisionId the decision that was reviewed
   * @param outcome what the reviewer says about it
   * @param reasonCode why, with an overturn: APPEAL_OVERTURNED, REVIEWER_CORRECTION and so on
   * @param pool pool of the reviewer, never a name
   */
  public record Review(
      String decisionId, ReviewOutcome outcome, @Nullable String reasonCode, String pool) {}

  /** What a reviewer can say. */
  public enum ReviewOutcome {
    UPHOLD,
    OVERTURN,
    UNSURE
  }
}
