package io.earshot.policy;

/**
 * Where a review goes and how soon it is due.
 *
 * @param queue for which pool of reviewers
 * @param priority 0 to 100, 100 first
 * @param slaMillis how soon an answer is due
 */
public record ReviewRouting(String queue, int priority, long slaMillis) {}
