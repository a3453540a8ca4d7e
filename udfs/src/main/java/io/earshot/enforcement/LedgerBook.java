package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.id.Ids;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Lane;
import io.earshot.policy.StrikeLedger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A creator's {@link Ledger}, open for entries at one moment of event time. Every change of what is
 * in effect leaves as an action and a state, so that a consumer that folds the actions has the
 * state.
 *
 * <p>The fold that consumers make, by subject and axis: APPLIED and MODIFIED set the decision in
 * effect; REVERSED and EXPIRED clear it if it is the one that they name.
 */
final class LedgerBook {

  /**
   * Complaints are open for at least six months after the creator is informed (DSA, article 20).
   */
  private static final int APPEAL_MONTHS = 6;

  private final String creatorId;
  private final long now;
  private final Outcomes out;
  private final List<Restriction> restrictions;
  private final List<Strike> strikes;
  private final List<Ledger.Sequence> sequences;

  LedgerBook(String creatorId, Ledger ledger, long now, Outcomes out) {
    this.creatorId = creatorId;
    this.now = now;
    this.out = out;
    this.restrictions = new ArrayList<>(ledger.restrictions());
    this.strikes = new ArrayList<>(ledger.strikes());
    this.sequences = new ArrayList<>(ledger.sequences());
  }

  /** The ledger with all entries made; strikes that nobody will ask for again are left out. */
  Ledger close() {
    long forgotten = now - StrikeLadder.FIRST_OFFENCE_MEMORY.toMillis();
    strikes.removeIf(strike -> strike.expiresAt() <= now && strike.issuedAt() <= forgotten);
    return new Ledger(List.copyOf(restrictions), List.copyOf(strikes), List.copyOf(sequences));
  }

  List<Strike> strikes() {
    return strikes;
  }

  int points(StrikeLedger ledger) {
    return StrikeLadder.points(strikes, ledger, now);
  }

  void add(Strike strike) {
    strikes.add(strike);
  }

  /**
   * The restriction in effect on a subject and axis: the strongest; of equals the one that lasts
   * longest; of those the oldest.
   */
  @Nullable Restriction inEffect(SubjectRef subject, ActionType action) {
    Restriction first = null;
    for (Restriction restriction : restrictions) {
      if (restriction.sameAxis(subject, action)
          && (first == null || restriction.goesBefore(first))) {
        first = restriction;
      }
    }
    return first;
  }

  /**
   * Whether a restriction of the same kind and policy is active already, so that another entry
   * would support nothing new.
   */
  boolean holdsAlready(SubjectRef subject, ActionType action, String policyId) {
    for (Restriction restriction : restrictions) {
      if (restriction.subject().equals(subject)
          && restriction.action() == action
          && restriction.policy().id().equals(policyId)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a restriction or a strike comes from a decision. */
  boolean knows(String decisionId) {
    return restrictions.stream().anyMatch(r -> r.decisionId().equals(decisionId))
        || strikes.stream().anyMatch(s -> s.decisionId().equals(decisionId));
  }

  /** The active restrictions of a decision. */
  List<Restriction> of(String decisionId) {
    return restrictions.stream().filter(r -> r.decisionId().equals(decisionId)).toList();
  }

  /**
   * Enters a restriction that does not come into effect, because a stronger one is: it stands when
   * that one falls.
   */
  void enter(Restriction restriction) {
    restrictions.add(restriction);
  }

  /**
   * Enters a restriction and announces it, as a change where another was in effect, else as new. A
   * restriction that another one covers is entered only.
   *
   * @param draft what the announcement says
   */
  void apply(Restriction restriction, ActionDraft draft) {
    Restriction before = inEffect(restriction.subject(), restriction.action());
    restrictions.add(restriction);
    if (before == null || restriction.goesBefore(before)) {
      announce(
          restriction, before == null ? ActionEvent.APPLIED : ActionEvent.MODIFIED, before, draft);
    }
  }

  /** Replaces a restriction by another that a human decided, and announces what that changes. */
  void replace(Restriction old, Restriction by, ActionDraft draft) {
    Restriction before = inEffect(old.subject(), old.action());
    restrictions.remove(old);
    restrictions.add(by);
    if (by.equals(inEffect(by.subject(), by.action()))) {
      announce(by, ActionEvent.MODIFIED, before, draft);
    }
  }

  /** Announces something that restricts nothing, such as a warning. */
  void notice(SubjectRef subject, ActionType action, ActionDraft draft) {
    emit(ActionEvent.APPLIED, subject, action, now, null, null, draft, draft.decisionId(), "");
  }

  /**
   * Takes a restriction off, says so, and announces what comes into effect instead, if anything.
   * Where another one was in effect, that stays so and nothing is announced.
   */
  void end(Restriction restriction, ActionEvent how, Actor actor, @Nullable String reasonCode) {
    boolean wasInEffect = restriction.equals(inEffect(restriction.subject(), restriction.action()));
    restrictions.remove(restriction);
    ActionDraft draft =
        ActionDraft.of(
            restriction,
            actor,
            how == ActionEvent.EXPIRED
                ? "the time of "
                    + restriction.action()
                    + " under "
                    + restriction.policy().id()
                    + " is over"
                : restriction.action()
                    + " under "
                    + restriction.policy().id()
                    + " is undone: "
                    + reasonCode);
    emit(
        how,
        restriction.subject(),
        restriction.action(),
        now,
        reasonCode,
        restriction,
        draft,
        restriction.decisionId(),
        "");
    Restriction next = inEffect(restriction.subject(), restriction.action());
    if (next == null || !wasInEffect) {
      state(restriction.subject(), restriction.action(), next);
    } else {
      announce(
          next,
          ActionEvent.MODIFIED,
          restriction,
          ActionDraft.of(
              next,
              Actor.AUTOMATED,
              next.action() + " under " + next.policy().id() + " is still in force"));
    }
  }

  /** Takes strikes of a decision off; their ledgers. */
  List<StrikeLedger> revoke(String decisionId) {
    List<StrikeLedger> touched =
        strikes.stream()
            .filter(s -> s.decisionId().equals(decisionId))
            .map(Strike::ledger)
            .distinct()
            .toList();
    strikes.removeIf(s -> s.decisionId().equals(decisionId));
    return touched;
  }

  /** Undoes the consequences of strikes that the points no longer support. */
  void settle(StrikeLedger ledger, Actor actor, String reasonCode) {
    int points = points(ledger);
    for (Restriction restriction : List.copyOf(restrictions)) {
      LadderStep step = restriction.ladder();
      if (step != null && step.ledger() == ledger && step.points() > points) {
        end(restriction, ActionEvent.REVERSED, actor, reasonCode);
      }
    }
  }

  /**
   * Ends what is over by now, in the order in which it ended. What was hidden until a review and
   * got none goes to a human at once.
   */
  void expire() {
    List<Restriction> over =
        new ArrayList<>(restrictions.stream().filter(r -> r.isOver(now)).toList());
    over.sort(
        java.util.Comparator.comparingLong((Restriction r) -> Objects.requireNonNull(r.expiresAt()))
            .thenComparing(Restriction::decisionId));
    for (Restriction restriction : over) {
      end(restriction, ActionEvent.EXPIRED, Actor.AUTOMATED, null);
      if (restriction.action() == ActionType.HIDE_PENDING_REVIEW) {
        out.task(
            new ReviewTask(
                Ids.of("task", restriction.decisionId(), "unreviewed"),
                restriction.decisionId(),
                restriction.subject(),
                creatorId,
                restriction.policy(),
                restriction.ruleId(),
                "hidden pending a review that did not come; it is visible again",
                100,
                now,
                ActionType.SEND_TO_REVIEW,
                List.of(),
                List.of(),
                restriction.startsAt(),
                now));
      }
    }
  }

  /** When the next restriction ends; {@link Long#MAX_VALUE} if none does. */
  static long nextExpiry(Ledger ledger) {
    long next = Long.MAX_VALUE;
    for (Restriction restriction : ledger.restrictions()) {
      next = restriction.expiresAt() == null ? next : Math.min(next, restriction.expiresAt());
    }
    return next;
  }

  private void announce(
      Restriction restriction, ActionEvent type, @Nullable Restriction before, ActionDraft draft) {
    emit(
        type,
        restriction.subject(),
        restriction.action(),
        restriction.startsAt(),
        null,
        before,
        draft,
        restriction.decisionId(),
        before == null ? "" : before.decisionId());
    state(restriction.subject(), restriction.action(), restriction);
  }

  private void emit(
      ActionEvent type,
      SubjectRef subject,
      ActionType action,
      long effectiveAt,
      @Nullable String reasonCode,
      @Nullable Restriction other,
      ActionDraft draft,
      String decisionId,
      String discriminator) {
    boolean ends = type == ActionEvent.REVERSED || type == ActionEvent.EXPIRED;
    boolean begins = !ends && action.isRestriction();
    out.action(
        new EnforcementAction(
            eventId(decisionId, type, action, discriminator),
            type,
            decisionId,
            nextSequence(subject),
            subject,
            creatorId,
            action,
            effectiveAt,
            ends ? null : draft.expiresAt(),
            draft.policy(),
            draft.ruleId(),
            draft.reason(),
            draft.counterfactuals(),
            draft.comparisons(),
            draft.evidence(),
            draft.otherCauses(),
            draft.actor(),
            Lane.WINDOWED,
            draft.strike(),
            begins ? appealDeadline(now) : null,
            draft.triggerEventId(),
            draft.bundle(),
            draft.models(),
            type == ActionEvent.MODIFIED && other != null ? List.of(other.decisionId()) : List.of(),
            ends ? decisionId : null,
            reasonCode,
            draft.eventTime(),
            now));
  }

  /** The id of an action, on both lanes. */
  static String eventId(
      String decisionId, ActionEvent type, ActionType action, String discriminator) {
    return Ids.of("action", decisionId, type, action.dimension(), discriminator);
  }

  /** Until when what is decided at a time can be appealed. */
  static long appealDeadline(long decidedAt) {
    return Instant.ofEpochMilli(decidedAt)
        .atZone(ZoneOffset.UTC)
        .plusMonths(APPEAL_MONTHS)
        .toInstant()
        .toEpochMilli();
  }

  private void state(SubjectRef subject, ActionType action, @Nullable Restriction effective) {
    out.state(
        new EffectiveState(
            subject, action.dimension(), creatorId, effective, lastSequence(subject), now));
  }

  private long lastSequence(SubjectRef subject) {
    for (Ledger.Sequence sequence : sequences) {
      if (sequence.subjectKey().equals(subject.key())) {
        return sequence.last();
      }
    }
    return 0;
  }

  private long nextSequence(SubjectRef subject) {
    for (int i = 0; i < sequences.size(); i++) {
      if (sequences.get(i).subjectKey().equals(subject.key())) {
        long next = sequences.get(i).last() + 1;
        sequences.set(i, new Ledger.Sequence(subject.key(), next));
        return next;
      }
    }
    sequences.add(new Ledger.Sequence(subject.key(), 1));
    return 1;
  }
}
