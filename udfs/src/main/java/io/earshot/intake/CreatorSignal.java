package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reaches a creator's window beside content: a change of the account, a report about something
 * of the creator's, a review's outcome, an order of an authority, or that an entry of a bank was
 * withdrawn that something of the creator's had matched. Exactly one of the five is there.
 *
 * @param eventId unique for the event; a repeat of it is the same event
 * @param creatorId pseudonymous id of the creator
 * @param eventTime when it happened, milliseconds since the epoch
 * @param account what changed on the account
 * @param report what somebody reported
 * @param review what a reviewer decided
 * @param order what an authority demands
 * @param withdrawal which known media was none
 */
public record CreatorSignal(
    String eventId,
    String creatorId,
    long eventTime,
    @Nullable AccountChange account,
    @Nullable Report report,
    @Nullable Review review,
    @Nullable Order order,
    @Nullable Withdrawal withdrawal) {

  /** A signal that is a change of the account. */
  public static CreatorSignal of(
      String eventId, String creatorId, long eventTime, AccountChange account) {
    return new CreatorSignal(eventId, creatorId, eventTime, account, null, null, null, null);
  }

  /** A signal that is a report. */
  public static CreatorSignal of(String eventId, String creatorId, long eventTime, Report report) {
    return new CreatorSignal(eventId, creatorId, eventTime, null, report, null, null, null);
  }

  /** A signal that is the outcome of a review. */
  public static CreatorSignal of(String eventId, String creatorId, long eventTime, Review review) {
    return new CreatorSignal(eventId, creatorId, eventTime, null, null, review, null, null);
  }

  /** A signal that is an order. */
  public static CreatorSignal of(String eventId, String creatorId, long eventTime, Order order) {
    return new CreatorSignal(eventId, creatorId, eventTime, null, null, null, order, null);
  }

  /** A signal that an entry of a bank was withdrawn. */
  public static CreatorSignal of(
      String eventId, String creatorId, long eventTime, Withdrawal withdrawal) {
    return new CreatorSignal(eventId, creatorId, eventTime, null, null, null, null, withdrawal);
  }

  /** Whether what is known about the creator is to be forgotten. */
  public boolean isErasure() {
    return account != null && account.erase();
  }

  /**
   * Whether it may be passed over when it comes too late for its window. A report may, since there
   * are others; what the owner of the account, a reviewer or an authority says may not, and counts
   * in the next window instead.
   */
  public boolean canBeLate() {
    return report != null && report.answer() == null;
  }

  /**
   * A change of the account.
   *
   * @param createdAt when the account was made, if told; milliseconds since the epoch
   * @param trustedLicensor whether count limits are relaxed, if told
   * @param erase whether what is known about the creator is to be forgotten
   * @param signals what the account is used and paid with now, if told
   * @param closure whether the platform closed the account, or opened it again; null if neither
   * @param creatorType what sort of account it is, if told
   * @param channel by which way it publishes, if told
   */
  public record AccountChange(
      @Nullable Long createdAt,
      @Nullable Boolean trustedLicensor,
      boolean erase,
      List<AccountSignal> signals,
      @Nullable Closure closure,
      @Nullable String creatorType,
      @Nullable String channel) {

    /** A change that tells nothing of what sort of account it is. */
    public AccountChange(
        @Nullable Long createdAt,
        @Nullable Boolean trustedLicensor,
        boolean erase,
        List<AccountSignal> signals,
        @Nullable Closure closure) {
      this(createdAt, trustedLicensor, erase, signals, closure, null, null);
    }

    /** A change that leaves the account as open as it was. */
    public AccountChange(
        @Nullable Long createdAt,
        @Nullable Boolean trustedLicensor,
        boolean erase,
        List<AccountSignal> signals) {
      this(createdAt, trustedLicensor, erase, signals, null);
    }

    /** A change that tells no signals. */
    public AccountChange(
        @Nullable Long createdAt, @Nullable Boolean trustedLicensor, boolean erase) {
      this(createdAt, trustedLicensor, erase, List.of());
    }
  }

  /** What the platform did with an account for what it has done. */
  public enum Closure {
    TERMINATED,
    REINSTATED
  }

  /**
   * A report, or what people found of one.
   *
   * @param reporterId pseudonymous id of who reports
   * @param target what is reported
   * @param policyId which policy it is said to violate
   * @param source who may send such reports
   * @param organisation the trusted flagger's organisation; null with any other source
   * @param answer what people found of an earlier report; null where this is a report
   */
  public record Report(
      String reporterId,
      SubjectRef target,
      String policyId,
      ReportSource source,
      @Nullable String organisation,
      @Nullable ReportAnswer answer) {

    /** A report, and no answer. */
    public Report(
        String reporterId,
        SubjectRef target,
        String policyId,
        ReportSource source,
        @Nullable String organisation) {
      this(reporterId, target, policyId, source, organisation, null);
    }
  }

  /**
   * What people found of a report.
   *
   * @param reportId event id of the report
   * @param upheld whether it was right; else it was unfounded
   */
  public record ReportAnswer(String reportId, boolean upheld) {}

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
   * @param kind what led to it
   * @param taskId the task that it answers; null where it names a decision only
   * @param decisionId the decision that was reviewed
   * @param outcome what the reviewer says about it
   * @param reasonCode why, with an overturn: APPEAL_OVERTURNED, REVIEWER_CORRECTION and so on
   * @param pool pool of the reviewer, never a name
   * @param reviewerRef opaque reference of the reviewer, the same for one person and never a name;
   *     null where it is not told, and then it is not one of two people who have to agree
   * @param remedy with {@link ReviewOutcome#MODIFY}: what is to be in force instead
   */
  public record Review(
      ReviewKind kind,
      @Nullable String taskId,
      String decisionId,
      ReviewOutcome outcome,
      @Nullable String reasonCode,
      String pool,
      @Nullable String reviewerRef,
      @Nullable Remedy remedy) {}

  /** What led to a review. */
  public enum ReviewKind {
    REVIEW,
    APPEAL
  }

  /** What a reviewer can say. */
  public enum ReviewOutcome {
    UPHOLD,
    OVERTURN,
    MODIFY,
    UNSURE
  }

  /**
   * What somebody decided is to be done.
   *
   * @param action name of a restriction
   * @param durationMillis how long; null: until lifted
   * @param territories where; empty: everywhere
   * @param surfaces on which parts of the platform; empty: on all
   */
  public record Remedy(
      String action,
      @Nullable Long durationMillis,
      List<String> territories,
      List<String> surfaces) {}

  /**
   * An order of an authority or a court.
   *
   * @param orderId of the authority
   * @param operation what is demanded
   * @param subject about what
   * @param remedy what is to be done, with {@link OrderOperation#APPLY}; else null
   * @param basis under which law
   * @param legalReference the law or the order, as a statement may quote it
   * @param dueAt until when it has to be carried out, milliseconds since the epoch
   * @param preserveUntil until when data has to be preserved; null where nothing has to be
   */
  public record Order(
      String orderId,
      OrderOperation operation,
      SubjectRef subject,
      @Nullable Remedy remedy,
      OrderBasis basis,
      String legalReference,
      long dueAt,
      @Nullable Long preserveUntil) {

    /** Whether it ends what it demanded to preserve before. */
    public boolean endsHold() {
      return operation == OrderOperation.HOLD || operation == OrderOperation.RELEASE;
    }

    /**
     * Until when it demands that data is preserved, milliseconds since the epoch; {@link
     * Long#MAX_VALUE} until released, null if it does not.
     */
    public @Nullable Long holdUntil() {
      return switch (operation) {
        case APPLY -> preserveUntil;
        case HOLD -> preserveUntil == null ? Long.valueOf(Long.MAX_VALUE) : preserveUntil;
        case LIFT, RELEASE -> null;
      };
    }
  }

  /** What an order demands. */
  public enum OrderOperation {
    /** A restriction. */
    APPLY,
    /** The end of a restriction that it demanded before. */
    LIFT,
    /** That data is preserved. */
    HOLD,
    /** The end of that. */
    RELEASE
  }

  /** Under which law an order is given. */
  public enum OrderBasis {
    /** Regulation (EU) 2022/2065, article 9. */
    DSA_ARTICLE_9,
    /** Regulation (EU) 2021/784, article 3. */
    TCO_ARTICLE_3,
    OTHER
  }

  /**
   * That an entry of a bank of known media was wrong, which something of the creator's had matched.
   *
   * @param bank which bank
   * @param entryId which entry of it
   * @param contentEventId the event of the content version that it was found in
   * @param subject that content version
   * @param lifted decisions that rest on nothing else, once the window has found them
   */
  public record Withdrawal(
      String bank, String entryId, String contentEventId, SubjectRef subject, List<String> lifted) {

    /** The same, with what it lifts. */
    public Withdrawal lifting(List<String> decisions) {
      return new Withdrawal(bank, entryId, contentEventId, subject, decisions);
    }
  }
}
