package io.earshot.policy;

import io.earshot.id.Sha256;
import io.earshot.risk.RiskSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy bundle as its authors wrote it, checked for form.
 *
 * @param id which bundle
 * @param version which version of it
 * @param digest SHA-256 of its text, 64 hex digits
 * @param risk what it sets for detectors and risk
 * @param policies in the order in which they are written
 */
public record PolicyBundle(
    String id, String version, String digest, RiskSettings risk, List<Policy> policies) {

  /** SHA-256 of a bundle's text, by which decisions name it: 64 hex digits. */
  public static String digest(String yaml) {
    return Sha256.hex(yaml);
  }

  /**
   * One policy of a bundle.
   *
   * @param id in the taxonomy
   * @param version of the policy
   * @param clauseUrl the clause that a creator can read
   * @param mode whether it acts
   * @param canaryPercent share of creators for whom it acts, above 0 and below 100; 0 unless the
   *     mode is {@link Mode#CANARY}
   * @param ceilings the strongest automatic action on each dimension, never above the taxonomy's
   * @param gate evidence that an automatic restriction needs
   * @param dsa how statements of reasons classify it; null: as the taxonomy does
   * @param limits how many subjects it may act upon
   * @param rules the first that holds decides
   */
  public record Policy(
      String id,
      String version,
      String clauseUrl,
      Mode mode,
      double canaryPercent,
      List<ActionType> ceilings,
      EvidenceGate gate,
      @Nullable Dsa dsa,
      List<Limit> limits,
      List<Rule> rules) {}

  /**
   * How statements of reasons classify what a policy finds, in the tokens of the DSA Transparency
   * Database.
   *
   * @param category one of {@code STATEMENT_CATEGORY_*}
   * @param keywords any of {@code KEYWORD_*}, in ascending order
   */
  public record Dsa(String category, List<String> keywords) {}

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
   * @param scope where
   * @param strike whether it puts a strike on the creator's ledger
   * @param proposed what a reviewer is asked to confirm, where the action leads to a review
   * @param review where such a review goes
   * @param because one line for a human
   * @param examples what the author expects of the policy
   */
  public record Rule(
      String id,
      Lane lane,
      String condition,
      int line,
      int column,
      ActionType action,
      @Nullable Long durationMillis,
      Scope scope,
      boolean strike,
      ActionType proposed,
      ReviewRouting review,
      String because,
      List<Example> examples) {}

  /**
   * An example that an author keeps beside a rule.
   *
   * @param name one line for a human
   * @param line line in the bundle, from 1
   * @param given variables and their values; the others have their initial value
   * @param expected the action that the rule's policy is to come to, after gates and ceilings;
   *     {@link ActionType#ALLOW} where no rule is to hold
   */
  public record Example(String name, int line, Map<String, Object> given, ActionType expected) {}
}
