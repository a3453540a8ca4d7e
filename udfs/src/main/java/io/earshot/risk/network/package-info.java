/**
 * What can only be known beside a creator's own events: who reports, and what accounts share. The
 * stages here are keyed by something else than the creator, and tell the creator's window, before
 * it closes, what they know about what is in it.
 *
 * <p>Each folds its own event-time windows in canonical order ({@code FoldingFunction}): what it
 * emits when a window closes reaches the next stage before the watermark that closes the same
 * window there. There is no cycle in it: what was decided comes back only as people's outcomes, on
 * the job's inputs.
 */
@NullMarked
package io.earshot.risk.network;

import org.jspecify.annotations.NullMarked;
