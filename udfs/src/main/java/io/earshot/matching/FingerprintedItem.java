package io.earshot.matching;

import io.earshot.intake.WorkItem;
import org.jspecify.annotations.Nullable;

/**
 * A work item with what it can be looked up by.
 *
 * @param item as intake made it
 * @param prints of its medium; null of a text, whose are computed where they are asked for, and of
 *     an item that carries no medium
 */
public record FingerprintedItem(WorkItem item, @Nullable MediaFingerprints prints) {}
