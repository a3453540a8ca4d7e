package io.earshot.risk;

import io.earshot.assessment.Family;
import io.earshot.stats.DecayedCounter;

/**
 * What a creator's items add up to within one policy family.
 *
 * @param family the family
 * @param mass decayed sum of the family scores of items at or above {@link
 *     CreatorProfile#BORDERLINE}
 * @param items decayed number of those items
 */
public record FamilyMass(Family family, DecayedCounter mass, DecayedCounter items) {}
