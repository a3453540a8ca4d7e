package io.earshot.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy bundle as its authors wrote it, checked for form.
 *
 * @param id which bundle
 * @param version which version of it
 * @param digest SHA-256 of its text, 64 hex digits
 * @param policies in the order in which they are written
 */
public record PolicyBundle(String id, String version, String digest, List<Policy> policies) {

  /**
   * One policy of a bundle.
   *
   * @param id in the taxonomy
   * @param version of the policy
   * @param clauseUrl the clause that a creator can read
   * @param mode whether it acts
   * @param rules the first that holds decides
   */
  public record Policy(String id, String version, String clauseUrl, Mode mode, List<Rule> rules) {}

  /**
   * One rule of a policy.
   *
   * @param id unique within the bundle
   * @param lane on which way it decides
   * @param condition CEL over the {@link Vocabulary}
   * @param line line of the condition in the bundle, from 1
   * @param column column of the condition in the bundle, from 1
   * @param action what follows
   * @param durationMillis how long; null: until lifted
   * @param strike whether it puts a strike on the creator's ledger
   * @param priority of the review, 0 to 100, where the action leads to one
   * @param slaMillis how soon the review is due
   * @param because one line for a human
   */
  public record Rule(
      String id,
      Lane lane,
      String condition,
      int line,
      int column,
      ActionType action,
      @Nullable Long durationMillis,
      boolean strike,
      int priority,
      long slaMillis,
      String because) {}
}
