package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;

/**
 * Known media that was found in a content version after it was published: its entry came later.
 *
 * @param content what it was found in
 * @param match what was found
 * @param at event time as of which it is judged, after the content itself, milliseconds since the
 *     epoch
 * @param foldAt the time by which it belongs to a window
 */
public record FoundLater(ContentRef content, BankMatch match, long at, long foldAt) {}
