package io.earshot.statement;

import static java.util.Map.entry;

import io.earshot.policy.ActionType;
import io.earshot.statement.DsaCodes.Account;
import io.earshot.statement.DsaCodes.Code;
import io.earshot.statement.DsaCodes.Monetary;
import io.earshot.statement.DsaCodes.Provision;
import io.earshot.statement.DsaCodes.Visibility;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an action is in the terms of article 17(1): a restriction of visibility, of payments, of the
 * service or of the account.
 *
 * <p>The table goes by the action's name and not by its constant, so that it can hold the whole
 * vocabulary, with the actions that only some deployments have; a test holds that it has every
 * restriction of {@link ActionType}.
 *
 * @param code what it is
 * @param wording what it is, in words, after "the provider applied"
 * @param other what stands in the field for OTHER; null for every other code
 */
record DsaMeasure(Code code, String wording, @Nullable String other) {

  private static final Map<String, DsaMeasure> BY_ACTION =
      Map.ofEntries(
          entry("LABEL_ADVISORY", of(Visibility.CONTENT_LABELLED, "an advisory label")),
          entry("EXPLICIT_TAG", of(Visibility.CONTENT_AGE_RESTRICTED, "an explicit-content tag")),
          entry("AGE_GATE", of(Visibility.CONTENT_AGE_RESTRICTED, "an age restriction")),
          entry(
              "REDUCE_DISTRIBUTION",
              of(Visibility.CONTENT_DEMOTED, "reduced distribution in recommendations")),
          entry("SEARCH_DEMOTE", of(Visibility.CONTENT_DEMOTED, "a lower rank in search")),
          entry(
              "EXCLUDE_FROM_RECS",
              of(Visibility.CONTENT_DEMOTED, "exclusion from recommendations")),
          entry("CHART_EXCLUDE", of(Visibility.CONTENT_DEMOTED, "exclusion from charts")),
          entry(
              "RESTRICT_INTERACTION",
              of(Visibility.CONTENT_INTERACTION_RESTRICTED, "restricted comments and sharing")),
          entry(
              "HIDE_PENDING_REVIEW",
              of(Visibility.CONTENT_DISABLED, "disabled access until a person has reviewed it")),
          entry(
              "GEO_RESTRICT",
              of(Visibility.CONTENT_DISABLED, "disabled access in some territories")),
          entry(
              "DETACH_FROM_ARTIST",
              new DsaMeasure(
                  Visibility.OTHER, "detachment from the artist page", "moved off artist page")),
          entry("REMOVE", of(Visibility.CONTENT_REMOVED, "removal")),
          // The database has no value for what was never published; removal is what is nearest: it
          // is stored, and nobody can reach it.
          entry("BLOCK_UPLOAD", of(Visibility.CONTENT_REMOVED, "removal before publication")),
          entry("WITHHOLD_ROYALTY", of(Monetary.SUSPENSION, "withheld royalties")),
          entry("DEMONETISE", of(Monetary.TERMINATION, "an end of payments")),
          entry("FORFEIT", of(Monetary.TERMINATION, "forfeited payments")),
          entry("PENALTY_FEE", new DsaMeasure(Monetary.OTHER, "a penalty fee", "penalty fee")),
          entry("RATE_LIMIT_UPLOADS", of(Provision.PARTIAL_SUSPENSION, "a limit on uploads")),
          entry("UPLOAD_FREEZE", of(Provision.PARTIAL_SUSPENSION, "a freeze of uploads")),
          entry(
              "SUSPEND_REPORTING",
              of(Provision.PARTIAL_SUSPENSION, "a suspension of the processing of notices")),
          entry("SUSPEND_ACCOUNT", of(Account.SUSPENDED, "a suspension of the account")),
          entry("TERMINATE_ACCOUNT", of(Account.TERMINATED, "a termination of the account")));

  private static DsaMeasure of(Code code, String wording) {
    return new DsaMeasure(code, wording, null);
  }

  /**
   * What a restriction is.
   *
   * @throws IllegalArgumentException if the table does not have it
   */
  static DsaMeasure of(ActionType action) {
    DsaMeasure measure = BY_ACTION.get(action.name());
    if (measure == null) {
      throw new IllegalArgumentException(
          "action " + action + " has no measure of the DSA; add it to DsaMeasure");
    }
    return measure;
  }
}
