package io.earshot.policy;

/**
 * A policy as a decision names it.
 *
 * @param id in the taxonomy
 * @param version of the policy
 * @param severity 0, the worst, to 4
 * @param clauseUrl the clause that a creator can read
 */
public record PolicyRef(String id, String version, int severity, String clauseUrl) {}
