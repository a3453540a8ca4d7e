package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Decision;
import io.earshot.policy.Facts;
import java.util.List;

/**
 * What became of one event, with all that is needed to recompute it. There is exactly one for each
 * event that reached a window.
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
    long decidedAt) {

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
}
