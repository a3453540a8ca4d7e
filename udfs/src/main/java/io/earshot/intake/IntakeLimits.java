package io.earshot.intake;

import java.io.Serializable;

/**
 * How large an event may be.
 *
 * @param maxIdChars characters of an id
 * @param maxTitleChars characters of a title
 * @param maxTextChars characters of a description or a transcript
 * @param maxListItems tags, links
 * @param maxInlineBytes bytes of a picture or a sound within the event
 * @param maxAheadMillis how far an event's time may be ahead of its record's: one wrong clock would
 *     else close every window
 */
public record IntakeLimits(
    int maxIdChars,
    int maxTitleChars,
    int maxTextChars,
    int maxListItems,
    int maxInlineBytes,
    long maxAheadMillis)
    implements Serializable {}
