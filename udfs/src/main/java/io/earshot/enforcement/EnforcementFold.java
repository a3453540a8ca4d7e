package io.earshot.enforcement;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.enforcement.CreatorLedger.Past;
import io.earshot.enforcement.CreatorLedger.Waiting;
import io.earshot.enforcement.StrikeLadder.Counted;
import io.earshot.enforcement.WindowLedgers.Judged;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.EntryRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.OutcomeNote;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.EnforcementFacts;
import io.earshot.policy.Facts;
import io.earshot.policy.Judgement;
import io.earshot.policy.MatchSupport;
import io.earshot.policy.Pauses;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.StrikeLedger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Folds what one window of one creator brings to enforcement, in canonical order, and then draws
 * the conclusions from all of it together.
 *
 * <ol>
 *   <li>What humans and authorities say changes the ledger at once, in the order in which they said
 *       it. Policies that ask for strikes or history are decided, by what was known when the window
 *       began.
 *   <li>The decisions are brought together: one action for each subject and axis, the strongest,
 *       with all other causes listed; what is above a limit goes to a human; and one strike for
 *       each ledger, since what is told in one notice is one entry.
 *   <li>What the express lane has done is held against it: what the window confirms is entered
 *       under the same ids, the rest is undone.
 *   <li>What follows from strikes is derived anew from the entries and brought into force or taken
 *       out of it.
 * </ol>
 *
 * <p>All that happens, happens at the end of the window; the fold reads no clock.
 */
final class EnforcementFold {

  private final PolicyBook policies;
  private final Outcomes out;
  private final CreatorLedger before;
  private final List<Counted> countedBefore;
  private final WindowLedgers window;
  private final Answers answers;
  private final Conclusions conclusions;
  private final Consequences consequences;
  private final List<Judgement> unanswered = new ArrayList<>();

  EnforcementFold(
      String creatorId,
      CreatorLedger ledger,
      LedgerStore store,
      PolicyBook policies,
      long now,
      long windowMillis,
      Outcomes out) {
    this.policies = policies;
    this.out = out;
    this.before = ledger;
    this.countedBefore = StrikeLadder.count(ledger.strikes());
    this.window = new WindowLedgers(creatorId, ledger, store, now, windowMillis, out);
    this.answers = new Answers(window);
    this.conclusions = new Conclusions(window);
    this.consequences = new Consequences(window);
  }

  /** Folds what belongs to the window, in any order. */
  void fold(List<Matter> matters) {
    Map<String, Comparison> refusals = new TreeMap<>();
    Map<String, ExpressReceipt> receipts = new TreeMap<>();
    List<Judgement> events = new ArrayList<>();
    for (Matter matter : matters) {
      if (matter.judgement() != null) {
        events.add(matter.judgement());
      } else if (matter.refusal() != null) {
        refusals.put(matter.refusal().decisionId(), matter.refusal().comparison());
      } else if (matter.express() != null) {
        receipts.put(matter.express().decision().decisionId(), matter.express());
      }
    }
    events.sort(Judgement.CANONICAL);
    for (Judgement event : events) {
      judge(event, refusals);
    }
    conclusions.draw();
    // The express lane may have shown a decision before this window made it, or enter only now
    // what came too late for a window.
    answerWhatIsKnown();
    receipts.values().forEach(conclusions::reconcile);
    answerWhatIsKnown();
    unanswered.forEach(this::keep);
    window.changedLedgers.forEach(consequences::settle);
    window.desk.send(out);
    window.judged.values().forEach(this::audit);
  }

  /**
   * Ends what is over by now.
   *
   * @param subjectKeys subjects that something is over on
   */
  void wake(List<String> subjectKeys) {
    for (String key : subjectKeys) {
      for (Restriction over : window.book.expire(key)) {
        if (over.action() == ActionType.HIDE_PENDING_REVIEW) {
          window.desk.unreviewed(over);
        }
      }
    }
    consequences.pass();
    if (subjectKeys.contains("")) {
      window.desk.remind();
    }
    window.desk.send(out);
    for (Waiting one : List.copyOf(window.waiting)) {
      if (one.until() <= window.now) {
        window.waiting.remove(one);
        open(one.event());
        window.note(
            one.event(),
            "unknown decision: none of this id was made in "
                + CreatorLedger.PATIENCE.toMinutes()
                + " minutes, and nothing is done; name a decision of this creator");
      }
    }
    window.judged.values().forEach(this::audit);
  }

  /** Takes the outcomes of reviews of what is known by now, those of earlier windows first. */
  private void answerWhatIsKnown() {
    for (Waiting one : List.copyOf(window.waiting)) {
      if (answers.knows(one.event())) {
        window.waiting.remove(one);
        open(one.event());
        answers.review(one.event());
      }
    }
    for (Judgement event : List.copyOf(unanswered)) {
      if (answers.knows(event)) {
        unanswered.remove(event);
        answers.review(event);
      }
    }
  }

  /** An event of an earlier window is one of this window too, which has an audit of its own. */
  private void open(Judgement event) {
    window.judged.put(event.eventId(), new Judged(event, List.of(), event.facts()));
  }

  /** Keeps the outcome of a review for the windows to come, which may make what it is about. */
  private void keep(Judgement event) {
    if (window.waiting.size() >= CreatorLedger.MAX_WAITING) {
      window.note(
          event,
          "unknown decision: nothing is done, since "
              + CreatorLedger.MAX_WAITING
              + " outcomes wait for decisions already; name a decision of this creator");
      return;
    }
    long until = window.now + CreatorLedger.PATIENCE.toMillis();
    window.waiting.add(new Waiting(event, until));
    window.store.wakeAt(until, "");
    window.note(
        event,
        "the decision is not known yet; it is waited for, "
            + CreatorLedger.PATIENCE.toMinutes()
            + " minutes");
  }

  /** The ledger as it is now. */
  CreatorLedger ledger() {
    return window.close();
  }

  private void judge(Judgement event, Map<String, Comparison> refusals) {
    List<Decision> decisions = new ArrayList<>();
    for (Decision decision : event.decisions()) {
      Comparison refusal = refusals.get(decision.decisionId());
      decisions.add(refusal == null ? decision : decision.referred(refusal));
    }
    List<Facts.Fact> facts = event.facts();
    if (!event.open().isEmpty() && event.assessment() != null) {
      facts = settle(event, event.assessment(), decisions);
      decisions.sort(Comparator.comparingInt(d -> d.policy().severity()));
    }
    if (event.signal() != null && event.signal().withdrawal() != null) {
      List<Facts.Fact> instead = withdraw(event, event.signal().withdrawal(), decisions);
      facts = facts.isEmpty() ? instead : facts;
    }
    window.judged.put(event.eventId(), new Judged(event, decisions, facts));
    if (isErasure(event)) {
      window.note(event, Objects.requireNonNullElse(event.note(), "") + "; " + Erasure.of(window));
    }
    if (event.content() != null) {
      window.desk.superseded(event.subject());
    }
    if (!answers.take(event)) {
      unanswered.add(event);
    }
  }

  /**
   * Decides what only enforcement can.
   *
   * @return on which facts
   */
  private List<Facts.Fact> settle(Judgement event, Assessment assessment, List<Decision> into) {
    PolicyEvaluator named = policies.find(event.bundle());
    PolicyEvaluator evaluator = named == null ? policies.at(event.eventTime()) : named;
    Facts known = evaluator.restoreKnown(event.facts()).withEnforcement(knownAt(event.eventTime()));
    Pauses paused = policies.pausesAt(event.eventTime());
    Function<Assessment, List<Decision>> settle =
        found -> {
          Facts facts = evaluator.matching(known, found);
          return paused.hold(
              found,
              evaluator.settle(found, facts, event.open(), paused),
              left ->
                  evaluator.settle(left, evaluator.matching(known, left), event.open(), paused));
        };
    List<Decision> settled = settle.apply(assessment);
    if (!assessment.matches().isEmpty()) {
      window.store.putSupport(
          event.eventId(),
          MatchSupport.of(
              assessment,
              settled,
              left ->
                  new MatchSupport.Redecided(
                      settle.apply(left), () -> evaluator.matching(known, left).known())));
    }
    into.addAll(settled);
    return known.known();
  }

  /**
   * What was decided here and rested on an entry that was withdrawn, besides what the window knows.
   *
   * @return on which facts something else is decided now
   */
  private List<Facts.Fact> withdraw(
      Judgement event, CreatorSignal.Withdrawal withdrawal, List<Decision> into) {
    MatchSupport settled = window.store.support(withdrawal.contentEventId());
    if (settled == null) {
      return List.of();
    }
    MatchSupport.Withdrawn effect =
        settled.without(
            new EntryRef(withdrawal.bank(), withdrawal.entryId()),
            event.eventId(),
            event.eventTime());
    window.store.putSupport(withdrawal.contentEventId(), effect.left());
    window.fallen.put(event.eventId(), effect.lifted());
    into.addAll(effect.instead());
    return effect.facts();
  }

  /** What is known at a time of this window: the ledger as it was when the window began. */
  private EnforcementFacts knownAt(long time) {
    int actions = 0;
    int removals = 0;
    int reversals = 0;
    Map<Family, Integer> byFamily = new EnumMap<>(Family.class);
    for (Past past : before.history()) {
      if (past.at() <= time - CreatorLedger.MEMORY.toMillis()) {
        continue;
      }
      if (past.reversed()) {
        reversals++;
        continue;
      }
      actions++;
      removals += WindowLedgers.removes(past.action()) ? 1 : 0;
      byFamily.merge(past.family(), 1, Integer::sum);
    }
    return new EnforcementFacts(
        StrikeLadder.points(countedBefore, StrikeLedger.COMMUNITY, time),
        StrikeLadder.points(countedBefore, StrikeLedger.COPYRIGHT, time),
        StrikeLadder.points(countedBefore, StrikeLedger.INTEGRITY, time),
        actions,
        removals,
        reversals,
        byFamily);
  }

  private void audit(Judged one) {
    Judgement event = one.event();
    String id = event.eventId();
    Verdict verdict;
    if (window.acted.contains(id)) {
      verdict = Verdict.ACT;
    } else if (window.reviewed.contains(id)) {
      verdict = Verdict.REVIEW;
    } else if (event.signal() != null) {
      verdict = Verdict.RECORDED;
    } else if (one.decisions().stream().anyMatch(Decision::restricts)) {
      verdict = Verdict.ALREADY_RESTRICTED;
    } else {
      boolean shadow = one.decisions().stream().anyMatch(d -> !d.mode().acts());
      verdict = shadow ? Verdict.SHADOW : Verdict.ALLOW;
    }
    out.audit(
        new DecisionAudit(
            Ids.of("audit", id, window.now, ""),
            id,
            event.subject(),
            window.creatorId,
            verdict,
            one.decisions(),
            one.facts(),
            event.models(),
            event.bundle(),
            event.eventTime(),
            window.now,
            window.actionsOf.getOrDefault(id, List.of()),
            window.strikesOf.getOrDefault(id, List.of()),
            outcome(event)));
  }

  private static boolean isErasure(Judgement event) {
    return event.signal() != null && event.signal().isErasure();
  }

  private @Nullable OutcomeNote outcome(Judgement event) {
    CreatorSignal signal = event.signal();
    String note = window.notes.get(event.eventId());
    if (isErasure(event)) {
      return new OutcomeNote("ERASE", window.creatorId, null, note);
    }
    if (signal != null && signal.review() != null) {
      return new OutcomeNote(
          signal.review().outcome().name(),
          signal.review().decisionId(),
          signal.review().reasonCode(),
          note);
    }
    if (signal != null && signal.withdrawal() != null) {
      CreatorSignal.Withdrawal gone = signal.withdrawal();
      return new OutcomeNote(
          Answers.ENTRY_WITHDRAWN, gone.bank() + "/" + gone.entryId(), null, note);
    }
    if (signal != null && signal.order() != null) {
      return new OutcomeNote(
          signal.order().operation().name(), signal.order().orderId(), null, note);
    }
    return null;
  }
}
