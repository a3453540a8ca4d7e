package io.earshot.job.demo;

import io.earshot.job.traffic.Labels.Label;
import io.earshot.job.traffic.Traffic;
import io.earshot.job.traffic.Variant;
import io.earshot.schemas.avro.ActionType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How decisions compare with the labels of the traffic, a policy at a time.
 *
 * <p>What borderline content may get, less reach, a label or a review, is neither right nor wrong
 * there. A policy that speaks of creators and not of an item ({@link Traffic#CREATOR_POLICIES}) is
 * found once its creator is: nobody can know the first track of a flood for one. Belongs to the
 * {@link Scoreboard}, which guards it.
 */
final class Agreements {

  private final Map<String, Tally> policies = new TreeMap<>();

  /**
   * One policy.
   *
   * @param precision share of what decisions named the policy for that carries it as a label; null
   *     if none was named
   * @param recall share of the events, or creators, with the label that a decision named; null if
   *     there was none
   * @param support events, or creators, with the label
   * @param restricted decisions that restrict without a human being asked
   * @param restrictedPrecision share of those that are right; null if there was none
   * @param fair decisions on borderline content that are as fair as none, left out of the others
   */
  record Agreement(
      @Nullable Double precision,
      @Nullable Double recall,
      long support,
      long restricted,
      @Nullable Double restrictedPrecision,
      long fair) {}

  private static final class Tally {
    long right;
    long wrong;
    long restrictedRight;
    long restrictedWrong;
    long fair;
    long labelled;
    long found;
    final Set<String> creatorsLabelled = new HashSet<>();
    final Set<String> creatorsFound = new HashSet<>();

    Agreement agreement() {
      return new Agreement(
          share(right, right + wrong),
          share(found, labelled),
          labelled,
          restrictedRight + restrictedWrong,
          share(restrictedRight, restrictedRight + restrictedWrong),
          fair);
    }

    private static @Nullable Double share(long part, long whole) {
      return whole == 0 ? null : (double) part / whole;
    }
  }

  /**
   * An event has its fate.
   *
   * @param label what is true of it, null if that is not known
   * @param named the policies that its decision names, each with the action
   */
  void judge(@Nullable Label label, Map<String, ActionType> named) {
    Set<String> expected = label == null ? Set.of() : label.policies();
    boolean borderline = label != null && label.variant() == Variant.BORDERLINE;
    named.forEach(
        (policy, action) -> {
          Tally tally = tally(policy);
          boolean right = expected.contains(policy);
          if (!right && borderline && isMild(action)) {
            tally.fair++;
            return;
          }
          tally.right += right ? 1 : 0;
          tally.wrong += right ? 0 : 1;
          if (action != ActionType.SEND_TO_REVIEW) {
            tally.restrictedRight += right ? 1 : 0;
            tally.restrictedWrong += right ? 0 : 1;
          }
        });
    for (String policy : expected) {
      Tally tally = tally(policy);
      if (label != null && Traffic.CREATOR_POLICIES.contains(policy)) {
        String creator = label.creatorId();
        tally.labelled += tally.creatorsLabelled.add(creator) ? 1 : 0;
        tally.found += named.containsKey(policy) && tally.creatorsFound.add(creator) ? 1 : 0;
      } else {
        tally.labelled++;
        tally.found += named.containsKey(policy) ? 1 : 0;
      }
    }
  }

  /** All policies that were named or are a label. */
  Map<String, Agreement> all() {
    Map<String, Agreement> all = new LinkedHashMap<>();
    policies.forEach((policy, tally) -> all.put(policy, tally.agreement()));
    return all;
  }

  private static boolean isMild(ActionType action) {
    return switch (action) {
      case SEND_TO_REVIEW,
          WARN,
          LABEL_ADVISORY,
          EXPLICIT_TAG,
          AGE_GATE,
          REDUCE_DISTRIBUTION,
          EXCLUDE_FROM_RECS,
          SEARCH_DEMOTE ->
          true;
      default -> false;
    };
  }

  private Tally tally(String policy) {
    return policies.computeIfAbsent(policy, id -> new Tally());
  }
}
