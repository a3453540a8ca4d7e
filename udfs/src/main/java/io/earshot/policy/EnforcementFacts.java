package io.earshot.policy;

import io.earshot.assessment.Family;
import java.util.Map;

/**
 * What only enforcement knows about a creator, as of the time of an event: the points of the
 * ledgers and what was decided before.
 *
 * @param communityPoints active points on the community ledger
 * @param copyrightPoints active points on the copyright ledger
 * @param integrityPoints active points on the integrity ledger
 * @param actions90d restrictions of the last 90 days on the creator or anything of theirs, those
 *     undone since left out
 * @param removals90d those of them that removed or blocked something
 * @param reversals90d restrictions that were undone in the last 90 days
 * @param actionsByFamily90d {@code actions90d} by the policy's family; a family that is not there
 *     has none
 */
public record EnforcementFacts(
    int communityPoints,
    int copyrightPoints,
    int integrityPoints,
    int actions90d,
    int removals90d,
    int reversals90d,
    Map<Family, Integer> actionsByFamily90d) {

  /** Of a creator whom enforcement has never met. */
  public static final EnforcementFacts NONE = new EnforcementFacts(0, 0, 0, 0, 0, 0, Map.of());
}
