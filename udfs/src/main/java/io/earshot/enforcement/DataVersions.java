package io.earshot.enforcement;

import io.earshot.policy.Decision;
import io.earshot.policy.Facts;
import io.earshot.policy.TextList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of data that come beside a bundle a decision depended on. They are told by the
 * facts of its event, so nothing has to be kept for them.
 *
 * @param priors table of priors and its version; null where the bundle's own values held
 * @param blockedDomains list of blocked domains and its version; null where it did not decide
 */
public record DataVersions(@Nullable String priors, @Nullable String blockedDomains) {

  /** Of an action of which no facts are at hand. */
  public static final DataVersions NONE = new DataVersions(null, null);

  private static final String PRIORS = "creator.priors.version";

  /** The evidence of a detector that found a blocked domain, behind the name of the detector. */
  private static final String BLOCKED_BY = ".blockedBy";

  static DataVersions of(Decision decision, List<Facts.Fact> facts) {
    String priors = null;
    String blocked = null;
    for (Facts.Fact fact : facts) {
      if (fact.name().equals(PRIORS)) {
        priors = fact.value();
      } else if (fact.name().endsWith(BLOCKED_BY) && asks(decision, fact.name())) {
        List<String> lists = TextList.read(fact.value());
        blocked = lists.isEmpty() ? null : String.join(", ", lists);
      }
    }
    return priors == null && blocked == null ? NONE : new DataVersions(priors, blocked);
  }

  /** Whether the decision's rule asked for the detector that has some evidence. */
  private static boolean asks(Decision decision, String evidence) {
    String detector = evidence.substring(0, evidence.length() - BLOCKED_BY.length() + 1);
    return decision.comparisons().stream().anyMatch(c -> c.variable().startsWith(detector));
  }
}
