package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.enforcement.StrikeLadder.Consequence;
import io.earshot.enforcement.StrikeLadder.Counted;
import io.earshot.enforcement.WindowLedgers.Change;
import io.earshot.enforcement.WindowLedgers.Judged;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.Dimension;
import io.earshot.policy.ReviewRouting;
import io.earshot.policy.Scope;
import io.earshot.policy.StrikeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What follows from strikes: derived anew from the entries of a ledger whenever one of them
 * changed, and brought into force or taken out of it.
 */
final class Consequences {

  private static final ReviewRouting LADDER_REVIEW =
      new ReviewRouting("account", 80, Duration.ofHours(8).toMillis());

  private final WindowLedgers window;

  Consequences(WindowLedgers window) {
    this.window = window;
  }

  /** Brings into force what the entries of a ledger lead to, and undoes what they do not. */
  void settle(StrikeLedger ledger, Change change) {
    List<Counted> counted = StrikeLadder.count(window.strikes);
    for (Counted one : counted) {
      if (one.countsFrom() > window.now) {
        window.store.wakeAt(one.countsFrom(), "");
      }
      if (one.expiresAt() > window.now) {
        window.store.wakeAt(one.expiresAt(), "");
      } else if (one.strike().ledger() == ledger
          && window.expiryBefore.getOrDefault(one.strike().entryId(), 0L) > window.now) {
        // Without its worst ground it would have ended before: nobody has been told so yet.
        expire(one, change.actor(), "a strike under %s does not count any more");
      }
    }
    List<Consequence> supported = StrikeLadder.consequences(counted, ledger);
    List<Restriction> undone = new ArrayList<>();
    for (Restriction restriction : window.book.consequences()) {
      LadderStep step = restriction.ladder();
      if (step != null
          && step.ledger() == ledger
          && isRemembered(step)
          // By the step and not by the decision: what a reviewer put in its place has another one.
          && supported.stream().noneMatch(c -> c.step().equals(step))) {
        undone.add(restriction);
      }
    }
    boolean backdated = window.backdated.contains(ledger);
    // More strikes leave what others support as it is, but for one that comes before others.
    List<OpenTask> asked = change.revoked() || backdated ? window.desk.open() : List.of();
    boolean withdrew = false;
    for (OpenTask task : asked) {
      LadderStep step = task.ladder();
      if (step != null && step.ledger() == ledger) {
        for (OpenTask.Ground ground : task.grounds()) {
          if (supported.stream().noneMatch(c -> c.decisionId().equals(ground.decisionId()))) {
            window.desk.settled(ground.decisionId(), "the strikes no longer support it");
            withdrew = true;
          }
        }
      }
    }
    Map<Dimension, Map<Restriction, ActionDraft>> due = new EnumMap<>(Dimension.class);
    for (Consequence consequence : supported) {
      boolean isNew = consequence.startsAt() == window.now;
      boolean isAhead = consequence.startsAt() > window.now;
      // What one strike led to, a later one may lead to without it; and what a strike of before
      // leads to, nobody has asked for yet.
      boolean mayFollow =
          isNew || withdrew || !undone.isEmpty() || (backdated && counts(counted, consequence));
      if (isAhead || !mayFollow || isKnown(consequence)) {
        continue;
      }
      if (consequence.proposed()) {
        propose(consequence);
      } else {
        Restriction restriction = consequence(consequence, undone);
        if (!restriction.isOver(window.now)) {
          due.computeIfAbsent(restriction.action().dimension(), d -> new LinkedHashMap<>())
              .put(restriction, draft(consequence));
        }
      }
    }
    for (Dimension dimension : Dimension.values()) {
      Map<Restriction, ActionEvent> ended = new LinkedHashMap<>();
      undone.stream()
          .filter(r -> r.action().dimension() == dimension)
          .forEach(r -> ended.put(r, ActionEvent.REVERSED));
      Map<Restriction, ActionDraft> instead = due.getOrDefault(dimension, Map.of());
      if (!ended.isEmpty()) {
        window.book.end(ended, instead, change.actor(), change.why());
      } else if (!instead.isEmpty()) {
        window.book.apply(instead);
      }
      instead.keySet().forEach(window::remember);
    }
    makeRoom(ledger);
    List<String> emitted = window.book.takeEmitted();
    if (!emitted.isEmpty()) {
      for (Judged one : window.judged.values()) {
        if (touched(one, ledger)) {
          window
              .actionsOf
              .computeIfAbsent(one.event().eventId(), id -> new ArrayList<>())
              .addAll(emitted);
        }
      }
    }
  }

  private boolean counts(List<Counted> counted, Consequence consequence) {
    return counted.stream()
        .anyMatch(one -> one.strike().equals(consequence.cause()) && one.expiresAt() > window.now);
  }

  /**
   * Whether the entry that supports a step is there or was taken off in this window. One that is
   * only forgotten, because it is old, goes on supporting what it led to.
   */
  private boolean isRemembered(LadderStep step) {
    return window.revoked.contains(step.entryId())
        || window.strikes.stream().anyMatch(strike -> strike.entryId().equals(step.entryId()));
  }

  /** Whether an event of the window changed a ledger. */
  private boolean touched(Judged one, StrikeLedger ledger) {
    boolean gave =
        window.strikesOf.getOrDefault(one.event().eventId(), List.of()).stream()
            .anyMatch(strike -> strike.ledger() == ledger);
    CreatorSignal signal = one.event().signal();
    return gave
        || (signal != null
            && signal.review() != null
            && window.acted.contains(one.event().eventId()));
  }

  private boolean isKnown(Consequence consequence) {
    return window.book.holds(SubjectRef.creator(window.creatorId), consequence.decisionId())
        || window.desk.about(consequence.decisionId()) != null
        || window.book.hasEnded(SubjectRef.creator(window.creatorId), consequence.decisionId());
  }

  private Restriction consequence(Consequence consequence, List<Restriction> undone) {
    Strike.Ground cause = consequence.cause().worst();
    long startsAt = consequence.startsAt();
    // Time under what is undone now has been served: it would not have been longer had the ledger
    // been right from the start.
    long served =
        undone.stream()
            .filter(r -> r.action().dimension() == consequence.action().dimension())
            .mapToLong(r -> Math.max(0, startsAt - r.startsAt()))
            .max()
            .orElse(0);
    Long duration = consequence.durationMillis();
    return new Restriction(
        consequence.decisionId(),
        SubjectRef.creator(window.creatorId),
        consequence.action(),
        Scope.EVERYWHERE,
        cause.policy(),
        ruleId(consequence),
        cause.bundle(),
        cause.triggerEventId(),
        window.now,
        duration == null ? null : startsAt + duration - served,
        consequence.step(),
        cause.actor(),
        cause.provenance());
  }

  private static String ruleId(Consequence consequence) {
    return "ladder."
        + consequence.step().ledger().name().toLowerCase(Locale.ROOT)
        + "."
        + consequence.step().points();
  }

  private static String reason(Consequence consequence) {
    return consequence.step().points() == StrikeLadder.ZERO_TOLERANCE
        ? "a violation of severity 0 holds the account until a human has decided"
        : consequence.points()
            + " active points on the "
            + consequence.step().ledger()
            + " ledger, at or above "
            + consequence.step().points();
  }

  private static List<Comparison> path(Consequence consequence) {
    return List.of(
        new Comparison(
            "strikes." + consequence.step().ledger().name().toLowerCase(Locale.ROOT),
            ">=",
            String.valueOf(consequence.step().points()),
            String.valueOf(consequence.points()),
            true));
  }

  private ActionDraft draft(Consequence consequence) {
    Strike.Ground cause = consequence.cause().worst();
    return ActionDraft.of(cause.actor(), reason(consequence), consequence.startsAt())
        .withPath(
            path(consequence),
            List.of(
                "strikes."
                    + consequence.step().ledger().name().toLowerCase(Locale.ROOT)
                    + " below "
                    + consequence.step().points()
                    + " (it was "
                    + consequence.points()
                    + ")"));
  }

  private void propose(Consequence consequence) {
    Strike.Ground cause = consequence.cause().worst();
    window.desk.ask(
        new TaskDesk.Question(
            SubjectRef.creator(window.creatorId),
            new OpenTask.Ground(
                consequence.decisionId(),
                cause.policy(),
                ruleId(consequence),
                cause.bundle(),
                cause.triggerEventId(),
                consequence.action(),
                reason(consequence),
                window.now),
            consequence.action(),
            consequence.durationMillis(),
            Scope.EVERYWHERE,
            LADDER_REVIEW,
            consequence.step(),
            cause.provenance(),
            List.of(),
            path(consequence),
            List.of()));
  }

  /** Drops the entries of a ledger that are too many, each with a word about it. */
  private void makeRoom(StrikeLedger ledger) {
    window.strikes.retainAll(StrikeLadder.remembered(window.strikes, window.now));
    Strike surplus = StrikeLadder.surplus(window.strikes, ledger, window.now);
    while (surplus != null) {
      Counted dropped = StrikeLadder.count(window.strikes).get(window.strikes.indexOf(surplus));
      window.strikes.remove(surplus);
      if (dropped.expiresAt() > window.now) {
        expire(
            dropped,
            Actor.AUTOMATED,
            "a strike under %s is dropped, since the ledger keeps "
                + StrikeLadder.MAX_ENTRIES
                + " entries and this one adds the least");
      }
      surplus = StrikeLadder.surplus(window.strikes, ledger, window.now);
    }
  }

  /** Takes into account which strikes count, and which do not any more, from now on. */
  void pass() {
    Set<StrikeLedger> counting = EnumSet.noneOf(StrikeLedger.class);
    for (Counted one : StrikeLadder.count(window.strikes)) {
      if (one.expiresAt() == window.now) {
        expire(one, Actor.AUTOMATED, "a strike under %s does not count any more");
      } else if (one.isHeld() && one.countsFrom() == window.now) {
        counting.add(one.strike().ledger());
      }
    }
    for (StrikeLedger ledger : counting) {
      settle(ledger, new Change(false, "STRIKE", Actor.AUTOMATED));
    }
  }

  private void expire(Counted over, Actor actor, String reason) {
    Strike.Ground worst = over.strike().worst();
    int left =
        StrikeLadder.points(StrikeLadder.count(window.strikes), over.strike().ledger(), window.now);
    window.book.notice(
        ActionEvent.EXPIRED,
        over.strike().entryId(),
        SubjectRef.creator(window.creatorId),
        ActionType.STRIKE,
        worst.policy(),
        "ladder." + over.strike().ledger().name().toLowerCase(Locale.ROOT),
        worst.triggerEventId(),
        worst.bundle(),
        worst.provenance(),
        ActionDraft.of(
                actor,
                String.format(Locale.ROOT, reason, worst.policy().id()),
                over.strike().issuedAt())
            .withStrike(
                new StrikeNote(over.strike().ledger(), over.points(), over.expiresAt(), left)));
  }
}
