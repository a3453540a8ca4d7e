package io.earshot.risk;

import io.earshot.intake.SourceRef;

/**
 * An event that came after its window was decided.
 *
 * @param eventId the event
 * @param creatorId whose window it missed
 * @param eventTime when it happened
 * @param windowEnd end of that window
 * @param source where to read it again
 */
public record LateEvent(
    String eventId, String creatorId, long eventTime, long windowEnd, SourceRef source) {}
