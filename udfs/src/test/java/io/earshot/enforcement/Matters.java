package io.earshot.enforcement;

import io.earshot.policy.Judgement;
import io.earshot.policy.Judging;
import io.earshot.policy.PolicyBook;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judges activities of several creators, so that tests of enforcement can begin with content. */
final class Matters {

  private Matters() {}

  /** What reaches enforcement of activities that all come in time, in the order of windows. */
  static List<Matter> of(PolicyBook policies, List<Activity> activities) {
    TreeMap<Long, Map<String, List<Activity>>> windows = new TreeMap<>();
    for (Activity activity : activities) {
      windows
          .computeIfAbsent(
              TumblingWindow.of(activity.foldAt(), CreatorRun.WINDOW).end(), w -> new TreeMap<>())
          .computeIfAbsent(activity.creatorId(), c -> new ArrayList<>())
          .add(activity);
    }
    Map<String, CreatorProfile> profiles = new HashMap<>();
    List<Matter> matters = new ArrayList<>();
    windows.forEach(
        (end, creators) ->
            creators.forEach(
                (creator, due) -> {
                  Judging.Result result =
                      Judging.judge(
                          creator,
                          profiles.getOrDefault(creator, new CreatorProfile()),
                          policies,
                          end,
                          due);
                  profiles.put(creator, result.profile());
                  for (Judgement judgement : result.judgements()) {
                    matters.add(Matter.of(judgement));
                  }
                }));
    return matters;
  }
}
