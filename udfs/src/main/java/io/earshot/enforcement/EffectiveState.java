package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * What is in effect on a subject and axis after an action.
 *
 * @param subject which subject
 * @param dimension which axis
 * @param creatorId whose it is
 * @param effective the strongest active restriction; null if there is none any more
 * @param sequence sequence of the last action that is folded in
 * @param updatedAt event time at which it became so
 */
public record EffectiveState(
    SubjectRef subject,
    Dimension dimension,
    String creatorId,
    @Nullable Restriction effective,
    long sequence,
    long updatedAt) {}
