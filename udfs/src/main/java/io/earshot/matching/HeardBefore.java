package io.earshot.matching;

import io.earshot.intake.SourceRef;

/**
 * That something like a content version was heard before.
 *
 * @param eventId event that published the content version
 * @param creatorId whose it is
 * @param eventTime when it was published, milliseconds since the epoch
 * @param source where the event was read
 * @param earlier what was heard before
 */
public record HeardBefore(
    String eventId, String creatorId, long eventTime, SourceRef source, Earlier earlier) {}
