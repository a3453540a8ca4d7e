package io.earshot.enforcement;

import io.earshot.assessment.Family;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.policy.BundleRef;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.StrikeLedger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state: an entry of a strike ledger. Everything that is told to a creator in one notice is
 * one entry and counts as its most severe ground does; a ground that is overturned is taken off,
 * and the entry goes with its last one. What it is worth is not kept, since that depends on the
 * entries before it: see {@link StrikeLadder#count}.
 *
 * @param entryId which entry
 * @param ledger on which ledger it counts
 * @param issuedAt when, milliseconds since the epoch
 * @param grounds what it was given for, most severe first
 */
public record Strike(String entryId, StrikeLedger ledger, long issuedAt, List<Ground> grounds) {

  /**
   * What a strike was given for.
   *
   * @param decisionId which decision
   * @param policy which policy
   * @param family its family
   * @param bundle which bundle decided
   * @param triggerEventId the event that was decided on
   * @param actor who decided
   * @param provenance where it comes from; content that is old by then gives no points
   */
  public record Ground(
      String decisionId,
      PolicyRef policy,
      Family family,
      BundleRef bundle,
      String triggerEventId,
      Actor actor,
      Provenance provenance) {

    /** How old the content is at a time, in milliseconds; 0 where that is not known. */
    long age(long time) {
      ContentFacts content = provenance.content();
      return content == null ? 0 : time - content.publishedAt();
    }
  }

  private static final Comparator<Ground> WORST_FIRST =
      Comparator.comparingInt((Ground ground) -> ground.policy().severity())
          .thenComparing(ground -> ground.policy().id())
          .thenComparing(Ground::decisionId);

  /** The ground by which it counts. */
  Ground worst() {
    return grounds.get(0);
  }

  /** The entry with more grounds. */
  Strike with(List<Ground> more) {
    List<Ground> all = new ArrayList<>(grounds);
    for (Ground ground : more) {
      if (all.stream().noneMatch(g -> g.decisionId().equals(ground.decisionId()))) {
        all.add(ground);
      }
    }
    all.sort(WORST_FIRST);
    return new Strike(entryId, ledger, issuedAt, all);
  }

  /** The entry without a decision's ground; null if that was the only one. */
  @Nullable Strike without(String decisionId) {
    List<Ground> left =
        grounds.stream().filter(ground -> !ground.decisionId().equals(decisionId)).toList();
    return left.isEmpty() ? null : new Strike(entryId, ledger, issuedAt, left);
  }
}
