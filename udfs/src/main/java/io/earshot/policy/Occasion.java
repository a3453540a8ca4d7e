package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.intake.SubjectRef;
import java.util.List;

/**
 * What is decided on, beside the facts: names for the decision to carry.
 *
 * @param subject the content version
 * @param creatorId whose it is
 * @param eventId the event
 * @param eventTime when it happened, milliseconds since the epoch
 * @param models which models answered, as {@code id@version}
 */
public record Occasion(
    SubjectRef subject, String creatorId, String eventId, long eventTime, List<String> models) {

  /** The occasion of an assessment. */
  static Occasion of(Assessment assessment) {
    return new Occasion(
        SubjectRef.of(assessment.content()),
        assessment.content().creatorId(),
        assessment.content().eventId(),
        assessment.content().eventTime(),
        assessment.models());
  }

  /** What an action is done to: the content version, or the account of its creator. */
  SubjectRef target(ActionType action) {
    return action.target() == ActionType.Target.CREATOR ? SubjectRef.creator(creatorId) : subject;
  }

  /** The id of what a policy decides about a subject on this occasion. */
  String decisionId(SubjectRef target, PolicyRef policy) {
    return Decision.id(target, policy, eventId);
  }
}
