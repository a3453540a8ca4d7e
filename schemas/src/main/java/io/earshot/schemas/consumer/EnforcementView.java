package io.earshot.schemas.consumer;

import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EffectiveRestriction;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in effect on each subject and axis: the fold of {@code enforcement.actions} that every
 * consumer makes, and the same as {@code enforcement.state} holds.
 *
 * <p>How to use it: read {@code enforcement.state} to its end into {@link #bootstrap}, then follow
 * {@code enforcement.actions} (reading committed) into {@link #apply}; and {@code
 * enforcement.express} too, if hiding at once is your business. Order matters by subject and topic
 * only, which the key of the topics gives; between the two lanes there is none. Whatever comes
 * again, on the same topic or on the other lane, changes nothing.
 *
 * <p>From where to read the express lane: some windows (of event time) before the bootstrap, or
 * from its beginning; what the states hold already is passed over. Anything later than the
 * bootstrap must not be left out.
 *
 * <p>The rules, for those who write their own:
 *
 * <ol>
 *   <li>Ignore what is not {@code ENFORCE} or {@code CANARY}, and the events {@code REFERRED} and
 *       {@code SHADOW}: they restrict nothing.
 *   <li>Take an action only if its sequence is above the last one that you took on its subject and
 *       axis. Those of the express lane have none (0): take them if no action with a sequence has
 *       spoken of their decision (as its own, as superseded or as undone), and if they were decided
 *       no earlier than the state that you began with was updated: what is older, that state has
 *       taken into account, or the next window will.
 *   <li>{@code APPLIED}, {@code MODIFIED} and {@code EXTENDED} take out the decisions that they
 *       supersede and put in their own; {@code REVERSED} and {@code EXPIRED} take out the one that
 *       they name.
 *   <li>A restriction holds in its scope only, and never behind its end, also if you have not heard
 *       of that yet.
 * </ol>
 *
 * <p>For one thread at a time.
 */
public final class EnforcementView {

  /**
   * How many decisions that the ledger has spoken of are remembered, newest first, so that a late
   * express copy stays out. An express copy that comes behind more than that many others would come
   * back into the view until the next bootstrap; by then the lane is hours behind the ledger.
   */
  public static final int REMEMBERED = 100_000;

  private record Axis(String subjectType, String subjectId, long version, Dimension dimension) {}

  /**
   * A restriction that is in effect.
   *
   * @param decisionId which decision
   * @param action what
   * @param scope where
   * @param effectiveAt from when on
   * @param expiresAt until when; null until it is lifted
   */
  public record InEffect(
      String decisionId,
      ActionType action,
      Scope scope,
      Instant effectiveAt,
      @Nullable Instant expiresAt) {

    /** Whether it holds at a time, in a territory (ISO 3166-1 alpha-2) and on a surface. */
    public boolean holds(Instant at, String territory, String surface) {
      return (expiresAt == null || at.isBefore(expiresAt))
          && (scope.getTerritories().isEmpty() || scope.getTerritories().contains(territory))
          && (scope.getSurfaces().isEmpty() || scope.getSurfaces().contains(surface));
    }
  }

  private static final class Restrictions {
    private final Map<String, InEffect> byDecision = new TreeMap<>();

    /** Those that only the express lane has spoken of, with when they were decided. */
    private final Map<String, Instant> provisional = new HashMap<>();

    private long sequence;
    private Instant updatedAt = Instant.MIN;

    private boolean take(String decision, InEffect now) {
      provisional.remove(decision);
      return !now.equals(byDecision.put(decision, now));
    }

    private boolean drop(String decision) {
      provisional.remove(decision);
      return byDecision.remove(decision) != null;
    }
  }

  private final Map<Axis, Restrictions> axes = new HashMap<>();

  /** Decisions that the ledger has spoken of, oldest first. */
  private final Set<String> settled;

  /** A view of nothing yet. */
  public EnforcementView() {
    this(REMEMBERED);
  }

  /** A view that remembers that many decisions. */
  EnforcementView(int remembered) {
    settled =
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              @Override
              protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > remembered;
              }
            });
  }

  /** Takes a record of {@code enforcement.state}; it replaces what is known unless it is older. */
  public void bootstrap(EnforcementState state) {
    Restrictions known = axis(state.getSubject(), state.getDimension());
    if (state.getSequence() < known.sequence) {
      return;
    }
    known.sequence = state.getSequence();
    known.updatedAt = state.getUpdatedAt();
    known.provisional.values().removeIf(decided -> decided.isBefore(known.updatedAt));
    known.byDecision.keySet().retainAll(known.provisional.keySet());
    for (EffectiveRestriction restriction : state.getEffective()) {
      settle(restriction.getDecisionId());
      known.take(
          restriction.getDecisionId(),
          new InEffect(
              restriction.getDecisionId(),
              restriction.getAction(),
              restriction.getScope(),
              restriction.getEffectiveAt(),
              restriction.getExpiresAt()));
    }
  }

  /**
   * Takes an action.
   *
   * @return whether anything has changed
   */
  public boolean apply(EnforcementAction action) {
    if (!restricts(action)) {
      return false;
    }
    Restrictions known = axis(action.getSubject(), action.getAction().getDimension());
    String decision = action.getDecisionId();
    if (action.getSequence() == 0) {
      return express(known, action);
    }
    if (action.getSequence() <= known.sequence) {
      return false;
    }
    known.sequence = action.getSequence();
    settle(decision);
    return switch (action.getEventType()) {
      case APPLIED, MODIFIED, EXTENDED -> {
        boolean changed = known.take(decision, inEffect(action));
        for (String superseded : action.getSupersedes()) {
          settle(superseded);
          if (known.drop(superseded)) {
            changed = true;
          }
        }
        yield changed;
      }
      case REVERSED, EXPIRED -> {
        String over = Objects.requireNonNullElse(action.getReverses(), decision);
        settle(over);
        yield known.drop(over);
      }
      default -> false;
    };
  }

  private boolean express(Restrictions known, EnforcementAction action) {
    String decision = action.getDecisionId();
    if (settled.contains(decision)
        || action.getDecidedAt().isBefore(known.updatedAt)
        || known.byDecision.containsKey(decision)) {
      return false;
    }
    known.byDecision.put(decision, inEffect(action));
    known.provisional.put(decision, action.getDecidedAt());
    return true;
  }

  /** Remembers a decision as the newest one. */
  private void settle(String decision) {
    settled.remove(decision);
    settled.add(decision);
  }

  private static boolean restricts(EnforcementAction action) {
    boolean inForce = action.getMode() == Mode.ENFORCE || action.getMode() == Mode.CANARY;
    ActionEventType type = action.getEventType();
    return inForce
        && action.getAction().getDimension() != Dimension.NONE
        && type != ActionEventType.REFERRED
        && type != ActionEventType.SHADOW
        && type != ActionEventType.UNKNOWN;
  }

  private static InEffect inEffect(EnforcementAction action) {
    return new InEffect(
        action.getDecisionId(),
        action.getAction().getAction(),
        action.getAction().getScope(),
        action.getAction().getEffectiveAt(),
        action.getAction().getExpiresAt());
  }

  /** What is in effect on a subject and axis, by decision id, whether its time is over or not. */
  public List<InEffect> inEffect(Subject subject, Dimension dimension) {
    return new ArrayList<>(axis(subject, dimension).byDecision.values());
  }

  private Restrictions axis(Subject subject, Dimension dimension) {
    return axes.computeIfAbsent(
        new Axis(subject.getType().name(), subject.getId(), subject.getVersion(), dimension),
        axis -> new Restrictions());
  }
}
