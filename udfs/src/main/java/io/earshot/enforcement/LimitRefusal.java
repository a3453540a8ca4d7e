package io.earshot.enforcement;

import io.earshot.policy.Comparison;

/**
 * A decision that is above a limit: a human decides instead.
 *
 * @param creatorId whose content it is
 * @param decisionId which decision
 * @param windowEnd end of the window in which it was decided
 * @param comparison the limit and what it was compared with
 */
public record LimitRefusal(
    String creatorId, String decisionId, long windowEnd, Comparison comparison) {}
