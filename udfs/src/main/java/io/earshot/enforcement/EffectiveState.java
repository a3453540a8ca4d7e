package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.Dimension;
import java.util.List;

/**
 * What is in effect on a subject and axis after an action.
 *
 * @param subject which subject
 * @param dimension which axis
 * @param creatorId whose it is
 * @param effective the restrictions that no other one covers, strongest first; empty if there is
 *     none any more
 * @param sequence sequence of the last action that is folded in
 * @param updatedAt event time at which it became so
 */
public record EffectiveState(
    SubjectRef subject,
    Dimension dimension,
    String creatorId,
    List<Restriction> effective,
    long sequence,
    long updatedAt) {}
