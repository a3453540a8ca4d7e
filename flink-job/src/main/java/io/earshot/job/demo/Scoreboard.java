package io.earshot.job.demo;

import io.earshot.job.traffic.Labels;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.Coordinates;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyVerdict;
import io.earshot.schemas.avro.ReviewTask;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What went in, what came of it, and whether that was right. Every input ends as decided, refused
 * or late; until then it is in flight.
 *
 * <p>Repeats, which topics with at-least-once delivery may hold, are counted once: an action by its
 * event id, whichever lane showed it first. Memory is bounded; only what is older than the last
 * {@value #REMEMBERED} events could be counted twice or lose its label. Safe for several threads.
 */
final class Scoreboard {

  static final int REMEMBERED = 200_000;

  private static final int NEWEST = 10;
  private static final long LONGEST_MILLIS = 3_600_000;

  private final Labels labels = new Labels(REMEMBERED);
  private final Map<String, Long> producedAt = bounded();
  private final Map<String, Boolean> seen = bounded();
  private final Histogram timeToAction = new Histogram(LONGEST_MILLIS, 3);
  private final Map<String, Long> actions = new TreeMap<>();
  private final Map<String, Long> actionsByPolicy = new TreeMap<>();
  private final Map<String, Tally> policies = new TreeMap<>();
  private final Deque<String> newest = new ArrayDeque<>();
  private final Consumer<String> announce;
  private long inputs;
  private long decided;
  private long refused;
  private long late;

  /** How often decisions named a policy and were right to. */
  private static final class Tally {
    long right;
    long wrong;
    long missed;
  }

  /**
   * How the decisions on one policy compare with the labels.
   *
   * @param precision share of the events for which decisions named the policy that carry it as a
   *     label; null if none was named
   * @param recall share of the events with the label for which a decision named it; null if there
   *     was none
   * @param support events with the label
   */
  record Agreement(@Nullable Double precision, @Nullable Double recall, long support) {}

  /** Everything at one moment; latencies in milliseconds, -1 before the first action. */
  record Snapshot(
      long inputs,
      long decided,
      long refused,
      long late,
      Map<String, Long> actions,
      Map<String, Long> actionsByPolicy,
      Map<String, Agreement> policies,
      long timeToActionP50,
      long timeToActionP99,
      List<String> newest) {

    long inFlight() {
      return inputs - decided - refused - late;
    }
  }

  /**
   * @param announce takes the line of each new action
   */
  Scoreboard(Consumer<String> announce) {
    this.announce = announce;
  }

  /** An input was given to Kafka. */
  synchronized void produced(TrafficEvent event, long atMillis) {
    inputs++;
    labels.remember(event);
    producedAt.put(event.eventId(), atMillis);
  }

  /** A decision on an input. */
  synchronized void decided(DecisionAudit audit) {
    if (repeated("audit " + audit.getAuditId())) {
      return;
    }
    decided++;
    Set<String> named =
        audit.getPolicies().stream()
            .filter(verdict -> verdict.getMode() != Mode.SHADOW)
            .map(PolicyVerdict::getPolicy)
            .map(policy -> policy.getId())
            .collect(Collectors.toCollection(TreeSet::new));
    judge(audit.getTriggerEventId(), named);
  }

  /** An input was refused. */
  synchronized void refused(Coordinates coordinates) {
    if (!repeated("refused " + coordinates)) {
      refused++;
    }
  }

  /** An input came too late. */
  synchronized void late(LateEvent event) {
    if (!repeated("late " + event.getEventId() + event.getCoordinates())) {
      late++;
      judge(event.getEventId(), Set.of());
    }
  }

  /**
   * An action was seen, on either lane.
   *
   * @param atMillis when
   */
  synchronized void acted(EnforcementAction action, long atMillis) {
    // A task is counted where it is opened, and what is in shadow restricts nothing.
    boolean restricts =
        action.getEventType() != ActionEventType.REFERRED
            && action.getEventType() != ActionEventType.SHADOW;
    if (!restricts || repeated("action " + action.getEventId())) {
      return;
    }
    Long began = producedAt.get(action.getInputs().getTriggerEventId());
    if (began != null) {
      timeToAction.recordValue(Math.max(0, Math.min(LONGEST_MILLIS, atMillis - began)));
    }
    count(action.getAction().getAction().name(), action.getPolicy().getId());
    announce(ActionLine.of(action));
  }

  /** Work for humans was seen. */
  synchronized void referred(ReviewTask task) {
    if (repeated("task " + task.getTaskId())) {
      return;
    }
    count("SEND_TO_REVIEW", task.getPolicy().getId());
    announce(ActionLine.of(task));
  }

  synchronized Snapshot snapshot() {
    boolean none = timeToAction.getTotalCount() == 0;
    Map<String, Agreement> agreements = new TreeMap<>();
    policies.forEach((policy, tally) -> agreements.put(policy, agreement(tally)));
    return new Snapshot(
        inputs,
        decided,
        refused,
        late,
        new TreeMap<>(actions),
        new TreeMap<>(actionsByPolicy),
        agreements,
        none ? -1 : timeToAction.getValueAtPercentile(50),
        none ? -1 : timeToAction.getValueAtPercentile(99),
        List.copyOf(newest));
  }

  private static Agreement agreement(Tally tally) {
    long named = tally.right + tally.wrong;
    long support = tally.right + tally.missed;
    return new Agreement(
        named == 0 ? null : (double) tally.right / named,
        support == 0 ? null : (double) tally.right / support,
        support);
  }

  private void judge(String eventId, Set<String> named) {
    Set<String> expected = labels.ofEvent(eventId).map(Labels.Label::policies).orElse(Set.of());
    for (String policy : named) {
      Tally tally = tally(policy);
      if (expected.contains(policy)) {
        tally.right++;
      } else {
        tally.wrong++;
      }
    }
    for (String policy : expected) {
      if (!named.contains(policy)) {
        tally(policy).missed++;
      }
    }
  }

  private Tally tally(String policy) {
    return policies.computeIfAbsent(policy, id -> new Tally());
  }

  private void count(String action, String policy) {
    actions.merge(action, 1L, Long::sum);
    actionsByPolicy.merge(policy, 1L, Long::sum);
  }

  private void announce(String line) {
    newest.addFirst(line);
    if (newest.size() > NEWEST) {
      newest.removeLast();
    }
    announce.accept(line);
  }

  private boolean repeated(String what) {
    return seen.put(what, true) != null;
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
