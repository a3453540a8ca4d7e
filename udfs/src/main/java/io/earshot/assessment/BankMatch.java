package io.earshot.assessment;

import io.earshot.intake.Modality;

/**
 * Known media that was found in a content version. Media that a bank knows to be safe makes no
 * match.
 *
 * @param bank which bank of known media
 * @param entryId which entry of it
 * @param policyId policy that the entry violates, in the taxonomy
 * @param modality in which modality it was found
 * @param distance how far it is from the entry: 0, the same, to 1
 */
public record BankMatch(
    String bank, String entryId, String policyId, Modality modality, double distance) {}
