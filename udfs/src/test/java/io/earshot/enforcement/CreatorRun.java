package io.earshot.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.Judgement;
import io.earshot.policy.Judging;
import io.earshot.policy.LimitRequest;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.StrikeLedger;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plays windows of one creator one after the other through judgement, limits and enforcement, and
 * lets what is over end in between.
 */
final class CreatorRun {

  static final long WINDOW = 10_000;
  static final String CREATOR = "creator-1";

  /** A count of a limit: the subjects that were granted in a period. */
  private static final class Count implements LimitCounter.Granted {
    private final Set<String> subjects = new HashSet<>();

    @Override
    public boolean contains(String subjectKey) {
      return subjects.contains(subjectKey);
    }

    @Override
    public void add(String subjectKey) {
      subjects.add(subjectKey);
    }
  }

  private final PolicyBook policies;
  private final Map<String, Count> limits = new TreeMap<>();
  final Recorded out = new Recorded();
  final MemoryStore store = new MemoryStore();
  final Judging.Supports supports = new Judging.Supports();
  CreatorProfile profile = new CreatorProfile();
  CreatorLedger ledger = CreatorLedger.EMPTY;

  CreatorRun(PolicyBook policies) {
    this.policies = policies;
  }

  /** The tasks that are open, by subject; as many as the ledger counts. */
  List<OpenTask> tasks() {
    List<OpenTask> open = store.tasks.values().stream().flatMap(List::stream).toList();
    assertThat(ledger.openTasks()).isEqualTo(open.size());
    return open;
  }

  /** Plays activities, a window at a time, in the order of the windows. */
  CreatorRun play(Collection<Activity> activities) {
    return play(activities, List.of());
  }

  CreatorRun play(Activity... activities) {
    return play(List.of(activities));
  }

  /** Plays activities with what the express lane has done about them. */
  CreatorRun play(Collection<Activity> activities, Collection<ExpressReceipt> receipts) {
    TreeMap<Long, List<Activity>> windows = new TreeMap<>();
    for (Activity activity : activities) {
      windows
          .computeIfAbsent(
              TumblingWindow.of(activity.foldAt(), WINDOW).end(), end -> new ArrayList<>())
          .add(activity);
    }
    receipts.forEach(r -> windows.computeIfAbsent(r.windowEnd(), end -> new ArrayList<>()));
    windows.forEach(
        (end, due) -> {
          passTo(end);
          Judging.Result judged = Judging.judge(CREATOR, profile, policies, supports, end, due);
          profile = judged.profile();
          judged.audits().forEach(out::audit);
          List<Matter> matters = new ArrayList<>();
          judged.judgements().forEach(j -> matters.add(Matter.of(j)));
          refusals(judged.judgements()).forEach(r -> matters.add(Matter.of(r)));
          receipts.stream()
              .filter(r -> r.windowEnd() == end)
              .forEach(r -> matters.add(Matter.of(r)));
          if (!matters.isEmpty()) {
            EnforcementFold fold =
                new EnforcementFold(CREATOR, ledger, store, policies, end, WINDOW, out);
            fold.fold(matters);
            ledger = fold.ledger();
          }
        });
    return this;
  }

  private List<LimitRefusal> refusals(List<Judgement> judgements) {
    List<LimitRequest> requests = new ArrayList<>();
    for (Judgement judgement : judgements) {
      for (Decision decision : judgement.decisions()) {
        LimitRequest request = LimitRequest.of(judgement, decision);
        if (request != null) {
          requests.add(request);
        }
      }
    }
    requests.sort(LimitRequest.CANONICAL);
    List<LimitRefusal> refusals = new ArrayList<>();
    for (LimitRequest request : requests) {
      Count count =
          limits.computeIfAbsent(
              request.key() + "@" + LimitCounter.periodOf(request), key -> new Count());
      Comparison refusal = LimitCounter.refuse(request, count.subjects.size(), count);
      if (refusal != null) {
        refusals.add(new LimitRefusal(CREATOR, request.decisionId(), request.windowEnd(), refusal));
      }
    }
    return refusals;
  }

  /** Ends what is over until a time, each at its own. */
  CreatorRun passTo(long time) {
    while (!store.wakes.isEmpty() && store.wakes.firstKey() <= time) {
      Map.Entry<Long, java.util.TreeSet<String>> due = store.wakes.pollFirstEntry();
      EnforcementFold fold =
          new EnforcementFold(CREATOR, ledger, store, policies, due.getKey(), WINDOW, out);
      fold.wake(List.copyOf(due.getValue()));
      ledger = fold.ledger();
    }
    return this;
  }

  /** All restrictions that are active. */
  List<Restriction> restrictions() {
    return store.restrictions();
  }

  /** Active points of a ledger at a time. */
  int points(StrikeLedger which, long time) {
    return StrikeLadder.points(StrikeLadder.count(ledger.strikes()), which, time);
  }
}
