package io.earshot.intake;

import org.jspecify.annotations.Nullable;

/**
 * The release that a track is part of, as it came.
 *
 * @param releaseId pseudonymous id
 * @param trackCount tracks that the release will have, at least 1
 * @param joinSimilarity how much the beginning of the track is like the end of the one before it on
 *     the release, 0 to 1; null if the platform has not compared them
 */
public record ReleaseRef(String releaseId, int trackCount, @Nullable Double joinSimilarity) {}
