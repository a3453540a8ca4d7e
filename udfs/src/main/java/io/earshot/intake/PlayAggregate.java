package io.earshot.intake;

import org.jspecify.annotations.Nullable;

/**
 * How much a listener played of a content version in a stretch of time, as the platform counted it.
 *
 * @param eventId unique for the record; a repeat of it is the same record
 * @param listenerId pseudonymous id of the account that listened
 * @param contentId what was played
 * @param version which version of it
 * @param creatorId whose content it is
 * @param kind what it is
 * @param bucketStart begin of the stretch, milliseconds since the epoch
 * @param eventTime its last moment
 * @param plays how often the content was begun
 * @param royaltyPlays those of them for which royalties are owed
 * @param playedSeconds for how long it was played, all plays together
 * @param concurrentDevices most devices of the listener that played anything at one moment; 0 if
 *     not known
 * @param publishedAt when the version was published; null if not known
 */
public record PlayAggregate(
    String eventId,
    String listenerId,
    String contentId,
    long version,
    String creatorId,
    ContentKind kind,
    long bucketStart,
    long eventTime,
    int plays,
    int royaltyPlays,
    long playedSeconds,
    int concurrentDevices,
    @Nullable Long publishedAt) {}
