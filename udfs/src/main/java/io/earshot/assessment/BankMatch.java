package io.earshot.assessment;

import io.earshot.intake.Modality;

/**
 * Known media that was found in a content version.
 *
 * @param bank which bank of known media
 * @param entryId which entry of it
 * @param policyId policy that the entry violates; empty for an entry that is known to be safe
 * @param modality in which modality it was found
 * @param distance how far it is from the entry, in the unit of the fingerprint; 0 for the same
 *     bytes
 */
public record BankMatch(
    String bank, String entryId, String policyId, Modality modality, double distance) {}
