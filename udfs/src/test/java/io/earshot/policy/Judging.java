package io.earshot.policy;

import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges windows of a creator without Flink, for tests of the stages behind it. */
public final class Judging {

  /**
   * What a window leads to.
   *
   * @param profile the profile after it
   * @param judgements events of which something may follow
   * @param audits events of which nothing follows
   */
  public record Result(
      CreatorProfile profile, List<Judgement> judgements, List<DecisionAudit> audits) {}

  /** What rests on known media, by event. */
  public static final class Supports implements WindowJudge.Supports {

    final Map<String, MatchSupport> kept = new HashMap<>();

    @Override
    public @Nullable MatchSupport of(String contentEventId) {
      return kept.get(contentEventId);
    }

    @Override
    public void put(String contentEventId, @Nullable MatchSupport support) {
      if (support == null) {
        kept.remove(contentEventId);
      } else {
        kept.put(contentEventId, support);
      }
    }

    /** Of how many contents something rests on known media. */
    public int size() {
      return kept.size();
    }
  }

  private Judging() {}

  /** Judges one window of a creator of whom nothing rests on known media. */
  public static Result judge(
      String creatorId,
      CreatorProfile profile,
      PolicyBook policies,
      long windowEnd,
      List<Activity> activities) {
    return judge(creatorId, profile, policies, new Supports(), windowEnd, activities);
  }

  /** Judges one window. */
  public static Result judge(
      String creatorId,
      CreatorProfile profile,
      PolicyBook policies,
      Supports supports,
      long windowEnd,
      List<Activity> activities) {
    List<Judgement> judgements = new ArrayList<>();
    List<DecisionAudit> audits = new ArrayList<>();
    // As the operator does: what is between two windows is bytes.
    CreatorProfile after = CreatorProfile.of(profile.toBytes());
    new WindowJudge(
            creatorId,
            after,
            policies,
            supports,
            windowEnd,
            new WindowJudge.Outcomes() {
              @Override
              public void judgement(Judgement judgement) {
                judgements.add(judgement);
              }

              @Override
              public void audit(DecisionAudit audit) {
                audits.add(audit);
              }
            })
        .fold(activities);
    return new Result(after, judgements, audits);
  }
}
