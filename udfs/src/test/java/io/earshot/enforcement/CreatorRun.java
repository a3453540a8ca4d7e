package io.earshot.enforcement;

import io.earshot.policy.PolicyEvaluator;
import io.earshot.risk.CreatorProfile;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Folds windows of one creator one after the other, and lets restrictions end in between. */
final class CreatorRun {

  static final long WINDOW = 10_000;

  private final PolicyEvaluator policies;
  final Recorded out = new Recorded();
  CreatorProfile profile = CreatorProfile.UNKNOWN;
  Ledger ledger = Ledger.EMPTY;

  CreatorRun(PolicyEvaluator policies) {
    this.policies = policies;
  }

  /** Folds activities, a window at a time, in the order of the windows. */
  CreatorRun play(List<Activity> activities) {
    TreeMap<Long, List<Activity>> windows = new TreeMap<>();
    for (Activity activity : activities) {
      windows
          .computeIfAbsent(
              TumblingWindow.of(activity.eventTime(), WINDOW).end(), end -> new ArrayList<>())
          .add(activity);
    }
    windows.forEach(
        (end, due) -> {
          passTo(end);
          WindowFold fold = new WindowFold("creator-1", profile, ledger, policies, end, out);
          fold.fold(due);
          profile = fold.profile();
          ledger = fold.ledger();
        });
    return this;
  }

  CreatorRun play(Activity... activities) {
    return play(List.of(activities));
  }

  /** Ends what ends until a time, each at its own. */
  CreatorRun passTo(long time) {
    while (LedgerBook.nextExpiry(ledger) <= time) {
      LedgerBook book = new LedgerBook("creator-1", ledger, LedgerBook.nextExpiry(ledger), out);
      book.expire();
      ledger = book.close();
    }
    return this;
  }
}
