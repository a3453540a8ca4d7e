package io.earshot.policy;

import io.earshot.intake.SubjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event, with all that is needed to recompute it. There is exactly one for each
 * event that reached a window; the outcome of a review that came before its decision has a second
 * one, of the window that made the decision or of the end of the wait for it.
 *
 * @param auditId UUIDv5 of the event; repeats of an event share it with a suffix of their place
 * @param triggerEventId the event
 * @param subject about what
 * @param creatorId whose it is
 * @param verdict what became of it
 * @param decisions what each policy said, most severe first; empty with ALLOW
 * @param facts all variables that differ from their initial value, by name
 * @param models which models answered, as {@code id@version}
 * @param bundle which bundle decided
 * @param eventTime when the event happened
 * @param decidedAt end of the window
 * @param actions event ids of the actions that followed from it
 * @param strikes what it put on ledgers
 * @param outcome what a human or an authority said, if it is that
 */
public record DecisionAudit(
    String auditId,
    String triggerEventId,
    SubjectRef subject,
    String creatorId,
    Verdict verdict,
    List<Decision> decisions,
    List<Facts.Fact> facts,
    List<String> models,
    BundleRef bundle,
    long eventTime,
    long decidedAt,
    List<String> actions,
    List<StrikeEntry> strikes,
    @Nullable OutcomeNote outcome) {

  /** What became of an event. */
  public enum Verdict {
    /** No policy applies. */
    ALLOW,
    /** At least one action follows. */
    ACT,
    /** A human decides. */
    REVIEW,
    /** What the policies ask for is in force already. */
    ALREADY_RESTRICTED,
    /** Only policies in shadow apply. */
    SHADOW,
    /** A repeat of an event that was decided. */
    DUPLICATE,
    /** A signal that changes what is known and asks for no decision. */
    RECORDED
  }

  /**
   * A strike that an event put on a ledger.
   *
   * @param decisionId the decision that it is for
   * @param ledger which ledger
   * @param points 0 for a warning
   * @param expiresAt from when on it does not count
   * @param before active points of the ledger without it
   * @param after active points of the ledger with it
   */
  public record StrikeEntry(
      String decisionId, StrikeLedger ledger, int points, long expiresAt, int before, int after) {}

  /**
   * What a human or an authority said.
   *
   * @param outcome name of the outcome or of the order's operation
   * @param about the decision or the order
   * @param reasonCode why, if told
   * @param note what of it could not be done, and why; null if nothing stood against it
   */
  public record OutcomeNote(
      String outcome, String about, @Nullable String reasonCode, @Nullable String note) {}
}
