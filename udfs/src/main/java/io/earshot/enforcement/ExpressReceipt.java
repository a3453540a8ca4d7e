package io.earshot.enforcement;

import io.earshot.policy.ContentFacts;
import io.earshot.policy.Decision;

/**
 * A decision that the express lane has carried out, for the creator's window to enter or to undo.
 *
 * @param decision the decision
 * @param content facts of the content
 * @param windowEnd end of the window in which the same content is judged
 */
public record ExpressReceipt(Decision decision, ContentFacts content, long windowEnd) {}
