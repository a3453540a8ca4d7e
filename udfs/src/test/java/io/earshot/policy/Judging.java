package io.earshot.policy;

import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import java.util.ArrayList;
import java.util.List;

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

  private Judging() {}

  /** Judges one window. */
  public static Result judge(
      String creatorId,
      CreatorProfile profile,
      PolicyBook policies,
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
