package io.earshot.matching;

/**
 * A content version under one of its bands.
 *
 * @param band by which it is looked up
 * @param item what it sounds like, without bands
 */
public record BandItem(long band, HeardItem item) {}
