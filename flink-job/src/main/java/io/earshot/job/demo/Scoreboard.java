package io.earshot.job.demo;

import io.earshot.job.demo.Agreements.Agreement;
import io.earshot.job.traffic.Labels;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyVerdict;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.Subject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

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
  private final Map<String, Long> verdicts = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Map<String, Long> reviews = new TreeMap<>();
  private final Agreements agreements = new Agreements();
  private final DetectorScores detectors = new DetectorScores();
  private final Deque<String> newest = new ArrayDeque<>();
  private final Consumer<String> announce;
  private long inputs;
  private long decided;
  private long refused;
  private long late;
  private long plays;
  private long lostPlays;
  private long judgedTracks;

  /**
   * Everything at one moment; latencies in milliseconds, -1 before the first action. What was
   * decided adds up to the verdicts, what was refused to the reasons. Aggregates of plays are
   * counted apart: they add up to what is decided about tracks.
   *
   * @param plays aggregates of plays that were given to Kafka
   * @param lostPlays those of them that came too late or were refused
   * @param judgedTracks decisions that rest on them
   * @param reviews what a reviewer answered, by outcome; they are inputs too
   */
  record Snapshot(
      long inputs,
      long decided,
      long refused,
      long late,
      long plays,
      long lostPlays,
      long judgedTracks,
      Map<String, Long> verdicts,
      Map<String, Long> refusals,
      Map<String, Long> reviews,
      Map<String, Long> actions,
      Map<String, Long> actionsByPolicy,
      Map<String, Agreement> policies,
      Map<String, DetectorScores.Score> detectors,
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
    labels.remember(event);
    if (event instanceof TrafficEvent.PlaysCounted) {
      plays++;
      return;
    }
    if (event instanceof TrafficEvent.ReviewPlayed review) {
      reviews.merge(review.event().getOutcome().name(), 1L, Long::sum);
    }
    inputs++;
    producedAt.put(event.eventId(), atMillis);
  }

  /** What is true of a version of some content, if that is known. */
  Optional<Labels.Label> label(Subject subject) {
    return labels.ofContent(subject.getId(), subject.getVersion());
  }

  /** A decision on an input. */
  synchronized void decided(DecisionAudit audit) {
    if (repeated("audit " + audit.getAuditId())) {
      return;
    }
    Optional<Labels.Label> played = labels.ofPlayed(audit.getSubject().getId());
    if (played.isPresent()) {
      judgedTracks++;
      detectors.judge(played.get(), audit);
      return;
    }
    decided++;
    verdicts.merge(audit.getVerdict().name(), 1L, Long::sum);
    Map<String, ActionType> named = new TreeMap<>();
    for (PolicyVerdict verdict : audit.getPolicies()) {
      if (verdict.getMode() != Mode.SHADOW) {
        named.put(verdict.getPolicy().getId(), verdict.getAction());
      }
    }
    judge(audit.getTriggerEventId(), named);
    detectors.judge(labels.ofEvent(audit.getTriggerEventId()).orElse(null), audit);
  }

  /**
   * An input was refused.
   *
   * @param eventId of it, where it could still be read
   */
  synchronized void refused(DeadLetter letter, Optional<String> eventId) {
    if (!repeated("refused " + letter.getCoordinates())) {
      if (isOfPlays(letter.getCoordinates().getTopic())) {
        lostPlays++;
        return;
      }
      refused++;
      refusals.merge(letter.getReason().name(), 1L, Long::sum);
      eventId.ifPresent(id -> judge(id, Map.of()));
    }
  }

  /** An input came too late. */
  synchronized void late(LateEvent event) {
    if (!repeated("late " + event.getEventId() + event.getCoordinates())) {
      if (isOfPlays(event.getKind())) {
        lostPlays++;
        return;
      }
      late++;
      judge(event.getEventId(), Map.of());
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

  /**
   * Work for humans was seen.
   *
   * @return whether for the first time
   */
  synchronized boolean referred(ReviewTask task) {
    if (repeated("task " + task.getTaskId())) {
      return false;
    }
    count("SEND_TO_REVIEW", task.getPolicy().getId());
    announce(ActionLine.of(task));
    return true;
  }

  synchronized Snapshot snapshot() {
    boolean none = timeToAction.getTotalCount() == 0;
    return new Snapshot(
        inputs,
        decided,
        refused,
        late,
        plays,
        lostPlays,
        judgedTracks,
        new TreeMap<>(verdicts),
        new TreeMap<>(refusals),
        new TreeMap<>(reviews),
        new TreeMap<>(actions),
        new TreeMap<>(actionsByPolicy),
        agreements.all(),
        detectors.all(),
        none ? -1 : timeToAction.getValueAtPercentile(50),
        none ? -1 : timeToAction.getValueAtPercentile(99),
        List.copyOf(newest));
  }

  private void judge(String eventId, Map<String, ActionType> named) {
    agreements.judge(labels.ofEvent(eventId).orElse(null), named);
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

  private static boolean isOfPlays(String topic) {
    return topic.equals(Topic.PLAY_AGGREGATES.topicName());
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
