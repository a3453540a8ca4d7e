package io.earshot.enforcement;

import io.earshot.enforcement.CreatorLedger.Hold;
import io.earshot.enforcement.CreatorLedger.Past;
import io.earshot.enforcement.CreatorLedger.Waiting;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.enforcement.StrikeLadder.Counted;
import io.earshot.id.Ids;
import io.earshot.policy.ActionType;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit.StrikeEntry;
import io.earshot.policy.Facts;
import io.earshot.policy.Judgement;
import io.earshot.policy.Lane;
import io.earshot.policy.StrikeLedger;
import io.earshot.policy.Taxonomy;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A creator's ledgers, open for what one window brings, and which of its events led to what. The
 * parts of the fold share it: {@link Answers}, {@link Conclusions} and {@link Consequences}.
 */
final class WindowLedgers {

  /**
   * Why a strike ledger changed.
   *
   * @param revoked whether something was taken off it
   * @param why the reason code of what that undoes
   * @param actor who did it
   */
  record Change(boolean revoked, String why, Actor actor) {}

  /**
   * What fell when an entry of a bank was withdrawn.
   *
   * @param eventId the event that says so
   * @param policyId the policy that had decided
   */
  private record Fallen(String eventId, String policyId) {}

  /** An event of the window with what was decided about it. */
  record Judged(Judgement event, List<Decision> decisions, List<Facts.Fact> facts) {}

  final String creatorId;
  final long now;
  private final long windowMillis;
  final LedgerStore store;
  final LedgerBook book;
  final TaskDesk desk;
  final List<Strike> strikes;
  final List<Hold> holds;
  final List<Past> history;
  final List<Waiting> waiting;

  /** Events of the window by their id, in canonical order. */
  final Map<String, Judged> judged = new LinkedHashMap<>();

  /** Events that at least one action follows from. */
  final Set<String> acted = new LinkedHashSet<>();

  /** Events that a human looks at. */
  final Set<String> reviewed = new LinkedHashSet<>();

  /** Event ids of the actions that follow from an event. */
  final Map<String, List<String>> actionsOf = new LinkedHashMap<>();

  /** What an event put on strike ledgers. */
  final Map<String, List<StrikeEntry>> strikesOf = new LinkedHashMap<>();

  /** Entries that were taken off in this window. */
  final Set<String> revoked = new LinkedHashSet<>();

  /** What of an outcome could not be done, and why, by event. */
  final Map<String, String> notes = new LinkedHashMap<>();

  /** Decisions of enforcement that fell with an entry of a bank, by the event that says so. */
  final Map<String, List<String>> fallen = new HashMap<>();

  /** Strike ledgers that changed, with why. */
  final Map<StrikeLedger, Change> changedLedgers = new EnumMap<>(StrikeLedger.class);

  /** Strike ledgers with an entry that was entered now and is of an earlier window. */
  final Set<StrikeLedger> backdated = EnumSet.noneOf(StrikeLedger.class);

  /** When strikes had been given of which a ground fell. */
  private final Map<Fallen, Long> fallenStrikes = new HashMap<>();

  /** When the entries of before the window would have stopped to count, by their id. */
  final Map<String, Long> expiryBefore = new HashMap<>();

  WindowLedgers(
      String creatorId,
      CreatorLedger ledger,
      LedgerStore store,
      long now,
      long windowMillis,
      Outcomes out) {
    this.creatorId = creatorId;
    this.now = now;
    this.windowMillis = windowMillis;
    this.store = store;
    this.strikes = new ArrayList<>(ledger.strikes());
    this.holds = new ArrayList<>(ledger.holds());
    this.history = new ArrayList<>(ledger.history());
    this.waiting = new ArrayList<>(ledger.waiting());
    this.book = new LedgerBook(creatorId, now, store, out, this::preserveUntil);
    this.desk = new TaskDesk(creatorId, now, store, ledger.openTasks());
    for (Counted one : StrikeLadder.count(ledger.strikes())) {
      expiryBefore.put(one.strike().entryId(), one.expiresAt());
    }
  }

  /** Notes what of an outcome could not be done, for its audit. */
  void note(Judgement event, String what) {
    notes.merge(event.eventId(), what, (before, more) -> before + "; " + more);
  }

  private @Nullable Long preserveUntil() {
    return holds.stream()
        .map(Hold::until)
        .filter(until -> until > now)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The ledger as it is now; what nobody will ask for again is left out. */
  CreatorLedger close() {
    List<Past> remembered =
        history.stream().filter(past -> past.at() > now - CreatorLedger.MEMORY.toMillis()).toList();
    int surplus = Math.max(0, remembered.size() - CreatorLedger.MAX_HISTORY);
    return new CreatorLedger(
        StrikeLadder.remembered(strikes, now),
        desk.save(),
        holds.stream().filter(hold -> hold.until() > now).toList(),
        List.copyOf(remembered.subList(surplus, remembered.size())),
        List.copyOf(waiting));
  }

  Judgement eventOf(Decision decision) {
    Judged one = judged.get(decision.triggerEventId());
    if (one == null) {
      throw new IllegalStateException(
          "decision " + decision.decisionId() + " is about an event of another window");
    }
    return one.event();
  }

  Provenance provenance(Decision decision) {
    Judgement event = eventOf(decision);
    return Provenance.of(decision, event.content(), event.accountCreatedAt());
  }

  /** What an action says about a decision of this window, or of the express lane. */
  ActionDraft draft(Decision decision, List<Cause> others, @Nullable StrikeNote strike) {
    Judged one = judged.get(decision.triggerEventId());
    return ActionDraft.of(
        decision,
        others,
        strike,
        // The express lane sees no detectors, and its copy of the action names no data.
        one == null || decision.lane() == Lane.EXPRESS
            ? DataVersions.NONE
            : DataVersions.of(decision, one.facts()));
  }

  Restriction restriction(Decision decision) {
    return new Restriction(
        decision.decisionId(),
        decision.subject(),
        decision.action(),
        decision.scope(),
        decision.policy(),
        decision.ruleId(),
        decision.bundle(),
        decision.triggerEventId(),
        now,
        decision.durationMillis() == null ? null : now + decision.durationMillis(),
        null,
        Actor.AUTOMATED,
        provenance(decision));
  }

  void remember(Restriction restriction) {
    Taxonomy.Entry entry = Taxonomy.find(restriction.policy().id());
    if (entry != null) {
      history.add(
          new Past(restriction.decisionId(), entry.family(), restriction.action(), false, now));
    }
  }

  /** The strike of what a human put into force; null if that gives none. */
  @Nullable StrikeNote strike(Judgement event, Restriction restriction) {
    Taxonomy.Entry entry = Taxonomy.find(restriction.policy().id());
    if (entry == null || !removes(restriction.action())) {
      return null;
    }
    Strike strike =
        enter(
            entry.ledger(),
            now,
            List.of(
                new Strike.Ground(
                    restriction.decisionId(),
                    restriction.policy(),
                    entry.family(),
                    restriction.bundle(),
                    restriction.triggerEventId(),
                    restriction.actor(),
                    restriction.provenance())));
    StrikeNote note = noteOf(strike);
    record(event.eventId(), strike, note);
    return note;
  }

  /**
   * Of which window the strike of a decision is: of that in which it was made. That is an earlier
   * one where the decision was covered by another until an entry of a bank was withdrawn, or takes
   * the place of one that fell with the entry. Counted from then on it is the strike that there
   * would have been had the entry never been; counted from the withdrawal on, what was one notice
   * could become two.
   *
   * <p>It has its whole worth from then on, too: of a copyright strike the time to dispute it may
   * be over. The creator was told of one for the same content then.
   *
   * @return end of that window, milliseconds since the epoch; never after this one
   */
  long strikeAt(Decision decision) {
    Long replaced =
        fallenStrikes.get(new Fallen(decision.triggerEventId(), decision.policy().id()));
    return replaced != null
        ? replaced
        : Math.min(now, TumblingWindow.of(decision.eventTime(), windowMillis).end());
  }

  /**
   * Enters grounds; what is told in one window is one entry.
   *
   * @param at end of the window that they are of: this one or an earlier one
   */
  Strike enter(StrikeLedger ledger, long at, List<Strike.Ground> grounds) {
    changedLedgers.putIfAbsent(ledger, new Change(false, "STRIKE", grounds.get(0).actor()));
    if (at < now) {
      backdated.add(ledger);
    }
    int place = 0;
    for (int i = 0; i < strikes.size(); i++) {
      Strike known = strikes.get(i);
      if (known.ledger() == ledger && known.issuedAt() == at) {
        strikes.set(i, known.with(grounds));
        return strikes.get(i);
      }
      // In the order of time, in which they are counted.
      place = known.issuedAt() <= at ? i + 1 : place;
    }
    Strike strike =
        new Strike(Ids.of("strike", creatorId, ledger, at), ledger, at, List.of()).with(grounds);
    strikes.add(place, strike);
    return strike;
  }

  StrikeNote noteOf(Strike strike) {
    List<Counted> counted = StrikeLadder.count(strikes);
    Counted one = counted.get(strikes.indexOf(strike));
    return new StrikeNote(
        strike.ledger(),
        one.points(),
        one.expiresAt(),
        StrikeLadder.points(counted, strike.ledger(), now));
  }

  void record(String eventId, Strike strike, StrikeNote note) {
    Counted one = StrikeLadder.count(strikes).get(strikes.indexOf(strike));
    int active = one.isActive(now) ? note.points() : 0;
    strikesOf
        .computeIfAbsent(eventId, id -> new ArrayList<>())
        .add(
            new StrikeEntry(
                strike.worst().decisionId(),
                strike.ledger(),
                note.points(),
                note.expiresAt(),
                note.activeTotalAfter() - active,
                note.activeTotalAfter()));
  }

  /**
   * Takes a decision off the strikes that it is a ground of.
   *
   * @param eventId the event of which that follows
   */
  boolean revoke(String eventId, String decisionId, String why, Actor actor) {
    boolean any = false;
    for (Strike strike : List.copyOf(strikes)) {
      List<Strike.Ground> falling =
          strike.grounds().stream().filter(g -> g.decisionId().equals(decisionId)).toList();
      if (falling.isEmpty()) {
        continue;
      }
      any = true;
      falling.forEach(
          ground ->
              fallenStrikes.putIfAbsent(
                  new Fallen(eventId, ground.policy().id()), strike.issuedAt()));
      changedLedgers.put(strike.ledger(), new Change(true, why, actor));
      Strike left = strike.without(decisionId);
      if (left == null) {
        revoked.add(strike.entryId());
        strikes.remove(strike);
      } else {
        strikes.set(strikes.indexOf(strike), left);
      }
    }
    return any;
  }

  /** Whether a decision counts in a strike already. */
  boolean isGround(String decisionId) {
    return strikes.stream()
        .flatMap(strike -> strike.grounds().stream())
        .anyMatch(ground -> ground.decisionId().equals(decisionId));
  }

  void attribute(Judgement event) {
    List<String> emitted = book.takeEmitted();
    if (!emitted.isEmpty()) {
      actionsOf.computeIfAbsent(event.eventId(), id -> new ArrayList<>()).addAll(emitted);
    }
  }

  static boolean removes(ActionType action) {
    return action == ActionType.REMOVE || action == ActionType.BLOCK_UPLOAD;
  }
}
