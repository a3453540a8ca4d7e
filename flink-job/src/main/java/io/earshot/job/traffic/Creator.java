package io.earshot.job.traffic;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who publishes.
 *
 * @param id pseudonymous, derived from the run and the part that the creator plays
 * @param name as it appears in texts; invented
 * @param accountCreatedAt milliseconds since the epoch
 * @param trustedLicensor null where the platform has not said
 */
record Creator(String id, String name, long accountCreatedAt, @Nullable Boolean trustedLicensor) {}
