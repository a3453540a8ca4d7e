package io.earshot.risk;

import org.jspecify.annotations.Nullable;

/**
 * What stages that are keyed by something else than the creator (package {@code risk.network}) tell
 * the creator's window.
 *
 * @param reporter with a report: what is known of who reports
 */
public record Insight(@Nullable ReporterStanding reporter) {}
