package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.enforcement.WindowLedgers.Judged;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Decision;
import io.earshot.policy.Dimension;
import io.earshot.policy.Lane;
import io.earshot.policy.StrikeLedger;
import io.earshot.policy.Taxonomy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What follows from the decisions of a window together: one action for each subject and axis, the
 * strongest, with all other causes listed; one strike for each ledger, since what is told in one
 * notice is one entry; one task for what a human is asked; and what of the express lane's doing
 * stands.
 */
final class Conclusions {

  /** Why an action of the express lane is undone that the window does not make. */
  private static final String NOT_CONFIRMED = "NOT_CONFIRMED";

  /** Decisions that ask for something on one subject and axis. */
  private record Axis(SubjectRef subject, Dimension dimension) {}

  private final WindowLedgers window;

  Conclusions(WindowLedgers window) {
    this.window = window;
  }

  /** Draws them. */
  void draw() {
    Map<Axis, List<Decision>> axes = new LinkedHashMap<>();
    for (Judged one : window.judged.values()) {
      for (Decision decision : one.decisions()) {
        if (!decision.mode().acts()) {
          shadow(one, decision);
          continue;
        }
        if (decision.action() == ActionType.SEND_TO_REVIEW
            || decision.action() == ActionType.LEGAL_REPORT
            || decision.action() == ActionType.HIDE_PENDING_REVIEW) {
          refer(one, decision);
        }
        if (decision.action().isRestriction() || decision.action() == ActionType.WARN) {
          axes.computeIfAbsent(
                  new Axis(decision.subject(), decision.action().dimension()),
                  axis -> new ArrayList<>())
              .add(decision);
        }
      }
    }
    List<List<Decision>> fresh = new ArrayList<>();
    for (List<Decision> decisions : axes.values()) {
      List<Decision> candidates = decisions.stream().filter(d -> !supportsNothingNew(d)).toList();
      if (!candidates.isEmpty()) {
        fresh.add(candidates);
      }
    }
    Map<String, StrikeNote> notes = strikes(fresh);
    for (List<Decision> candidates : fresh) {
      act(candidates, notes);
    }
  }

  /** What the express lane has done is entered in any case, so that it can be undone. */
  private boolean supportsNothingNew(Decision d) {
    return d.lane() == Lane.EXPRESS
        ? window.book.holds(d.subject(), d.decisionId())
        : window.book.holdsAlready(
            d.subject(), d.action(), d.scope(), d.policy().id(), d.durationMillis());
  }

  private void shadow(Judged one, Decision decision) {
    if (!decision.action().isRestriction()) {
      return;
    }
    window.book.notice(
        ActionEvent.SHADOW,
        decision.decisionId(),
        decision.subject(),
        decision.action(),
        decision.policy(),
        decision.ruleId(),
        decision.triggerEventId(),
        decision.bundle(),
        window.provenance(decision),
        window.draft(decision, List.of(), null));
    window.attribute(one.event());
  }

  private void refer(Judged one, Decision decision) {
    window.reviewed.add(decision.triggerEventId());
    boolean asked =
        window.desk.ask(
            new TaskDesk.Question(
                decision.subject(),
                new OpenTask.Ground(
                    decision.decisionId(),
                    decision.policy(),
                    decision.ruleId(),
                    decision.bundle(),
                    decision.triggerEventId(),
                    decision.asked(),
                    decision.reason(),
                    decision.eventTime()),
                decision.proposed(),
                null,
                decision.scope(),
                decision.review(),
                null,
                window.provenance(decision),
                decision.evidence(),
                decision.comparisons(),
                one.facts().stream().filter(f -> f.name().startsWith("creator.")).toList()));
    if (asked && decision.action() != ActionType.HIDE_PENDING_REVIEW) {
      window.book.notice(
          ActionEvent.REFERRED,
          decision.decisionId(),
          decision.subject(),
          decision.action(),
          decision.policy(),
          decision.ruleId(),
          decision.triggerEventId(),
          decision.bundle(),
          window.provenance(decision),
          window.draft(decision, List.of(), null));
      window.attribute(one.event());
    }
  }

  /**
   * One strike for each ledger and window, of all violations that the creator is told of: of this
   * window, but for what was decided in an earlier one and was covered until now.
   */
  private Map<String, StrikeNote> strikes(List<List<Decision>> fresh) {
    Map<String, StrikeNote> notes = new LinkedHashMap<>();
    for (StrikeLedger ledger : StrikeLedger.values()) {
      Map<Long, Map<String, Strike.Ground>> groundsAt = new TreeMap<>();
      for (List<Decision> candidates : fresh) {
        for (Decision decision : candidates) {
          if (decision.strike()
              && Taxonomy.get(decision.policy().id()).ledger() == ledger
              && !window.isGround(decision.decisionId())) {
            groundsAt
                .computeIfAbsent(window.strikeAt(decision), at -> new LinkedHashMap<>())
                .putIfAbsent(
                    decision.decisionId(),
                    new Strike.Ground(
                        decision.decisionId(),
                        decision.policy(),
                        Taxonomy.get(decision.policy().id()).family(),
                        decision.bundle(),
                        decision.triggerEventId(),
                        Actor.AUTOMATED,
                        window.provenance(decision)));
          }
        }
      }
      groundsAt.forEach(
          (at, grounds) -> {
            Strike strike = window.enter(ledger, at, List.copyOf(grounds.values()));
            // An entry of before that is as bad without them has been told.
            if (at == window.now || grounds.containsKey(strike.worst().decisionId())) {
              StrikeNote note = window.noteOf(strike);
              notes.put(strike.worst().decisionId(), note);
              window.record(strike.worst().triggerEventId(), strike, note);
            }
          });
    }
    return notes;
  }

  /** One action for the subject and axis: the strongest decision, the others as its causes. */
  private void act(List<Decision> candidates, Map<String, StrikeNote> notes) {
    List<Decision> ranked = new ArrayList<>(candidates);
    ranked.sort(
        Comparator.comparingInt((Decision d) -> -d.action().strength())
            .thenComparing(
                Comparator.comparingLong(
                        (Decision d) ->
                            d.durationMillis() == null ? Long.MAX_VALUE : d.durationMillis())
                    .reversed()));
    Decision winner = ranked.get(0);
    List<Cause> others = new ArrayList<>();
    StrikeNote note = null;
    for (Decision decision : candidates) {
      note = notes.getOrDefault(decision.decisionId(), note);
      if (!sameCause(winner, decision) && others.stream().noneMatch(c -> isCause(c, decision))) {
        others.add(
            new Cause(
                decision.decisionId(),
                decision.policy(),
                decision.ruleId(),
                decision.action(),
                decision.reason()));
      }
    }
    if (!winner.action().isRestriction()) {
      window.book.notice(
          ActionEvent.APPLIED,
          winner.decisionId(),
          winner.subject(),
          winner.action(),
          winner.policy(),
          winner.ruleId(),
          winner.triggerEventId(),
          winner.bundle(),
          window.provenance(winner),
          window.draft(winner, others, note));
    } else {
      Map<Restriction, ActionDraft> entries = new LinkedHashMap<>();
      for (Decision decision : ranked) {
        Restriction restriction = window.restriction(decision);
        // What the express lane has shown is entered as what it is, however many say the same.
        if (decision.lane() == Lane.EXPRESS
            || entries.keySet().stream().noneMatch(r -> sameSupport(r, restriction))) {
          entries.put(
              restriction,
              decision.equals(winner)
                  ? window.draft(decision, others, note)
                  : window.draft(decision, List.of(), null));
        }
      }
      window.book.apply(entries);
      entries.keySet().forEach(window::remember);
    }
    List<String> emitted = window.book.takeEmitted();
    if (note != null && !isTold(winner)) {
      // A stronger restriction covers all of it. The strike is one all the same, and is told.
      window.book.notice(
          ActionEvent.APPLIED,
          winner.decisionId(),
          SubjectRef.creator(window.creatorId),
          ActionType.STRIKE,
          winner.policy(),
          winner.ruleId(),
          winner.triggerEventId(),
          winner.bundle(),
          window.provenance(winner),
          window.draft(winner, others, note));
      emitted = Stream.concat(emitted.stream(), window.book.takeEmitted().stream()).toList();
    }
    for (Decision decision : candidates) {
      if (!emitted.isEmpty()) {
        window.acted.add(decision.triggerEventId());
      }
      window
          .actionsOf
          .computeIfAbsent(decision.triggerEventId(), id -> new ArrayList<>())
          .addAll(emitted);
    }
  }

  /** Whether an action of the decision itself went out, and not only one of what covers it. */
  private boolean isTold(Decision winner) {
    return !winner.action().isRestriction()
        || window.book.inEffect(winner.subject(), winner.action().dimension()).stream()
            .anyMatch(r -> r.decisionId().equals(winner.decisionId()));
  }

  /**
   * Whether a decision adds nothing to a cause: a flood of one policy is one cause, however many
   * items it has.
   */
  private static boolean isCause(Cause cause, Decision decision) {
    return cause.action() == decision.action()
        && cause.policy().id().equals(decision.policy().id());
  }

  private static boolean sameCause(Decision one, Decision other) {
    return one.action() == other.action() && one.policy().id().equals(other.policy().id());
  }

  /** Whether one restriction supports all that another would. */
  private static boolean sameSupport(Restriction one, Restriction other) {
    return one.action() == other.action()
        && one.policy().id().equals(other.policy().id())
        && one.scope().covers(other.scope());
  }

  /** Holds a decision that the express lane has carried out against what the window came to. */
  void reconcile(ExpressReceipt receipt) {
    Decision decision = receipt.decision();
    if (window.book.holds(decision.subject(), decision.decisionId())
        || window.book.hasEnded(decision.subject(), decision.decisionId())) {
      return;
    }
    Restriction done =
        new Restriction(
            decision.decisionId(),
            decision.subject(),
            decision.action(),
            decision.scope(),
            decision.policy(),
            decision.ruleId(),
            decision.bundle(),
            decision.triggerEventId(),
            window.now,
            decision.durationMillis() == null ? null : window.now + decision.durationMillis(),
            null,
            Actor.AUTOMATED,
            Provenance.of(decision, receipt.content(), 0));
    Judged event = window.judged.get(decision.triggerEventId());
    if (event == null) {
      // The content came too late to be judged; what was done about it stands, can be appealed and
      // ends in time.
      window.book.apply(done, window.draft(decision, List.of(), null));
      window.remember(done);
    } else {
      // The window came to another conclusion: above a limit, switched off, or another bundle.
      window.book.apply(done, window.draft(decision, List.of(), null));
      window.book.reverse(done, Actor.AUTOMATED, NOT_CONFIRMED);
      window.attribute(event.event());
    }
  }
}
