package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.id.Ids;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Dimension;
import io.earshot.policy.Lane;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The restrictions of a creator, open for entries at one moment of event time. Every change of what
 * is in effect leaves as an action and a state, so that a consumer that folds the actions has the
 * state.
 *
 * <p>On each subject and axis those restrictions are in effect that no other one covers: a stronger
 * one that holds wherever they do. So there is one as a rule, and several only where they hold in
 * different places. What is covered stays in the ledger and comes into effect again when what
 * covers it ends.
 *
 * <p>The fold that consumers make, by subject and axis, is of sets of decisions: APPLIED, MODIFIED
 * and EXTENDED take out those that they supersede and put in their own; REVERSED and EXPIRED take
 * out the one that they name. What the express lane has shown is in the sets of those who follow
 * that lane too, so if it is covered from the start, the one that covers it supersedes it.
 */
final class LedgerBook {

  /**
   * Complaints are open for at least six months after the creator is informed (DSA, article 20).
   */
  private static final int APPEAL_MONTHS = 6;

  /** Strongest first; of equals the one that lasts longest; of those the oldest decision. */
  private static final Comparator<Restriction> STRONGEST_FIRST =
      Comparator.comparingInt((Restriction r) -> -r.action().strength())
          .thenComparing(Comparator.comparingLong(Restriction::lastsUntil).reversed())
          .thenComparingLong(Restriction::startsAt)
          .thenComparing(Restriction::decisionId);

  private final String creatorId;
  private final long now;
  private final LedgerStore store;
  private final Outcomes out;
  private final Supplier<@Nullable Long> preserveUntil;
  private final List<String> emitted = new ArrayList<>();

  /**
   * A book.
   *
   * @param now at which moment
   * @param preserveUntil until when data about the creator has to be preserved; null if nobody
   *     demands it
   */
  LedgerBook(
      String creatorId,
      long now,
      LedgerStore store,
      Outcomes out,
      Supplier<@Nullable Long> preserveUntil) {
    this.creatorId = creatorId;
    this.now = now;
    this.store = store;
    this.out = out;
    this.preserveUntil = preserveUntil;
  }

  /** Event ids of the actions since the last call, in their order. */
  List<String> takeEmitted() {
    List<String> taken = List.copyOf(emitted);
    emitted.clear();
    return taken;
  }

  /** The restrictions in effect on a subject and axis, strongest first. */
  List<Restriction> inEffect(SubjectRef subject, Dimension dimension) {
    return inEffect(store.subject(subject.key()), subject, dimension);
  }

  static List<Restriction> inEffect(SubjectLedger ledger, SubjectRef subject, Dimension dimension) {
    List<Restriction> all =
        ledger.restrictions().stream()
            .filter(r -> r.isOn(subject, dimension))
            .sorted(STRONGEST_FIRST)
            .toList();
    List<Restriction> effective = new ArrayList<>(1);
    for (int i = 0; i < all.size(); i++) {
      if (!isCovered(all, i)) {
        effective.add(all.get(i));
      }
    }
    return effective;
  }

  /** Whether another one covers a restriction; of equals the first one counts. */
  private static boolean isCovered(List<Restriction> all, int which) {
    Restriction restriction = all.get(which);
    for (int i = 0; i < all.size(); i++) {
      Restriction other = all.get(i);
      if (i != which && other.covers(restriction) && (i < which || !restriction.covers(other))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a restriction of the same kind and policy is active and lasts long enough, so that
   * another entry would support nothing new: one that ends is renewed when less than half of its
   * time is left.
   */
  boolean holdsAlready(
      SubjectRef subject,
      ActionType action,
      Scope scope,
      String policyId,
      @Nullable Long durationMillis) {
    for (Restriction restriction : store.subject(subject.key()).restrictions()) {
      if (restriction.subject().equals(subject)
          && restriction.action() == action
          && restriction.scope().covers(scope)
          && restriction.policy().id().equals(policyId)
          && (restriction.expiresAt() == null
              || (durationMillis != null && restriction.expiresAt() - now >= durationMillis / 2))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The active restrictions of a decision, wherever they are. It looks at all subjects of the
   * creator: for what people say, not for what flows.
   */
  List<Restriction> of(String decisionId) {
    return find(r -> r.decisionId().equals(decisionId));
  }

  /** Those on a subject and on the account; for what is said of many subjects at once. */
  List<Restriction> of(String decisionId, SubjectRef subject) {
    return Stream.of(subject, SubjectRef.creator(creatorId))
        .flatMap(one -> store.subject(one.key()).restrictions().stream())
        .filter(r -> r.decisionId().equals(decisionId))
        .toList();
  }

  /** The active restrictions that an order demanded. */
  List<Restriction> ofOrder(String orderId) {
    return find(r -> orderId.equals(r.provenance().orderId()));
  }

  private List<Restriction> find(Predicate<Restriction> which) {
    List<Restriction> found = new ArrayList<>();
    for (String key : store.subjectKeys()) {
      store.subject(key).restrictions().stream().filter(which).forEach(found::add);
    }
    return found;
  }

  /** Whether the restriction of a decision on a subject is active. */
  boolean holds(SubjectRef subject, String decisionId) {
    return store.subject(subject.key()).restrictions().stream()
        .anyMatch(r -> r.decisionId().equals(decisionId));
  }

  /** Whether the restriction of a decision on a subject has ended. */
  boolean hasEnded(SubjectRef subject, String decisionId) {
    return store.subject(subject.key()).ended().contains(decisionId);
  }

  /** The active restrictions of consequences of strikes. */
  List<Restriction> consequences() {
    return store.subject(SubjectRef.creator(creatorId).key()).restrictions().stream()
        .filter(r -> r.ladder() != null)
        .toList();
  }

  /**
   * Enters restrictions of one subject and axis and announces what that changes.
   *
   * @param entries each with what its announcement says
   */
  void apply(Map<Restriction, ActionDraft> entries) {
    Restriction any = entries.keySet().iterator().next();
    change(any.subject(), any.action().dimension(), Map.of(), entries, null);
  }

  /** Enters a restriction and announces what that changes. */
  void apply(Restriction restriction, ActionDraft draft) {
    apply(Map.of(restriction, draft));
  }

  /**
   * Takes restrictions of one subject and axis off, says so, and announces what comes into effect
   * instead, if anything.
   *
   * @param ended each with how it ends
   * @param instead restrictions to enter at the same time
   * @param actor who ended them
   * @param reasonCode why, unless their time is over
   */
  void end(
      Map<Restriction, ActionEvent> ended,
      Map<Restriction, ActionDraft> instead,
      Actor actor,
      @Nullable String reasonCode) {
    Restriction any = ended.keySet().iterator().next();
    change(any.subject(), any.action().dimension(), ended, instead, new Ending(actor, reasonCode));
  }

  /** Puts another restriction in the place of one, and announces what that changes. */
  void replace(Restriction old, Restriction by, ActionDraft draft) {
    change(
        old.subject(),
        old.action().dimension(),
        Map.of(old, ActionEvent.MODIFIED),
        Map.of(by, draft),
        null);
  }

  /** Takes one restriction off. */
  void reverse(Restriction restriction, Actor actor, String reasonCode) {
    end(Map.of(restriction, ActionEvent.REVERSED), Map.of(), actor, reasonCode);
  }

  private record Ending(Actor actor, @Nullable String reasonCode) {}

  private void change(
      SubjectRef subject,
      Dimension dimension,
      Map<Restriction, ActionEvent> ended,
      Map<Restriction, ActionDraft> entered,
      @Nullable Ending ending) {
    SubjectLedger ledger = store.subject(subject.key());
    List<Restriction> before = inEffect(ledger, subject, dimension);
    for (Restriction restriction : ended.keySet()) {
      ledger = ledger.without(restriction);
    }
    for (Restriction restriction : entered.keySet()) {
      ledger = ledger.with(restriction);
      if (restriction.expiresAt() != null) {
        store.wakeAt(restriction.expiresAt(), subject.key());
      }
    }
    store.put(subject.key(), ledger);
    List<Restriction> after = inEffect(ledger, subject, dimension);

    if (ending != null) {
      for (Map.Entry<Restriction, ActionEvent> one : ended.entrySet()) {
        announceEnd(one.getKey(), one.getValue(), ending);
      }
    }
    Map<Restriction, List<Restriction>> beneath = shownBeneath(after, entered);
    for (Restriction restriction : after) {
      List<Restriction> shown = beneath.getOrDefault(restriction, List.of());
      if (!before.contains(restriction)) {
        announce(restriction, before, after, ended, entered, shown);
      } else if (!shown.isEmpty()) {
        emit(ActionEvent.MODIFIED, restriction, stillInForce(restriction), ids(shown), null);
      }
    }
    if (!after.equals(before) || !beneath.isEmpty()) {
      out.state(
          new EffectiveState(
              subject, dimension, creatorId, after, store.subject(subject.key()).sequence(), now));
    }
  }

  /** What the express lane has shown and never comes into effect, by what covers it. */
  private static Map<Restriction, List<Restriction>> shownBeneath(
      List<Restriction> effective, Map<Restriction, ActionDraft> entered) {
    Map<Restriction, List<Restriction>> beneath = new LinkedHashMap<>();
    entered.forEach(
        (restriction, draft) -> {
          if (draft.shown() && !effective.contains(restriction)) {
            effective.stream()
                .filter(r -> r.covers(restriction))
                .findFirst()
                .ifPresent(
                    r -> beneath.computeIfAbsent(r, c -> new ArrayList<>()).add(restriction));
          }
        });
    return beneath;
  }

  private static List<String> ids(List<Restriction> restrictions) {
    return restrictions.stream().map(Restriction::decisionId).distinct().sorted().toList();
  }

  private static ActionDraft stillInForce(Restriction restriction) {
    return ActionDraft.of(
        Actor.AUTOMATED,
        restriction.action() + " under " + restriction.policy().id() + " is still in force",
        restriction.startsAt());
  }

  private void announce(
      Restriction restriction,
      List<Restriction> before,
      List<Restriction> after,
      Map<Restriction, ActionEvent> ended,
      Map<Restriction, ActionDraft> entered,
      List<Restriction> shown) {
    List<Restriction> superseded =
        before.stream()
            .filter(r -> !after.contains(r))
            .filter(r -> ended.containsKey(r) || restriction.covers(r))
            .toList();
    ActionDraft draft = entered.get(restriction);
    boolean longer =
        superseded.size() == 1
            && !ended.containsKey(superseded.get(0))
            && superseded.get(0).action() == restriction.action()
            && superseded.get(0).scope().equals(restriction.scope());
    ActionEvent type =
        superseded.isEmpty()
            ? ActionEvent.APPLIED
            : longer ? ActionEvent.EXTENDED : ActionEvent.MODIFIED;
    emit(
        type,
        restriction,
        draft != null ? draft : stillInForce(restriction),
        ids(Stream.concat(superseded.stream(), shown.stream()).toList()),
        null);
  }

  private void announceEnd(Restriction restriction, ActionEvent how, Ending ending) {
    String what = restriction.action() + " under " + restriction.policy().id();
    emit(
        how,
        restriction,
        ActionDraft.of(
            ending.actor(),
            how == ActionEvent.EXPIRED
                ? "the time of " + what + " is over"
                : what + " is undone: " + ending.reasonCode(),
            restriction.startsAt()),
        List.of(),
        how == ActionEvent.EXPIRED ? null : ending.reasonCode());
  }

  /**
   * Ends what is over on a subject by now, in the order in which it ended.
   *
   * @return what was ended
   */
  List<Restriction> expire(String subjectKey) {
    List<Restriction> over =
        store.subject(subjectKey).restrictions().stream()
            .filter(r -> r.isOver(now))
            .sorted(
                Comparator.comparingLong(Restriction::lastsUntil)
                    .thenComparing(Restriction::decisionId))
            .toList();
    Map<List<Object>, Map<Restriction, ActionEvent>> axes = new LinkedHashMap<>();
    for (Restriction restriction : over) {
      axes.computeIfAbsent(
              List.of(restriction.subject(), restriction.action().dimension()),
              axis -> new LinkedHashMap<>())
          .put(restriction, ActionEvent.EXPIRED);
    }
    axes.values().forEach(ended -> end(ended, Map.of(), Actor.AUTOMATED, null));
    return over;
  }

  private void emit(
      ActionEvent type,
      Restriction restriction,
      ActionDraft draft,
      List<String> supersedes,
      @Nullable String reasonCode) {
    boolean ends = type == ActionEvent.REVERSED || type == ActionEvent.EXPIRED;
    SubjectLedger ledger = store.subject(restriction.subject().key());
    long sequence = ledger.sequence() + 1;
    store.put(restriction.subject().key(), ledger.withSequence(sequence));
    String discriminator = String.join(",", supersedes);
    send(
        new EnforcementAction(
            eventId(restriction.decisionId(), type, restriction.action(), discriminator),
            type,
            restriction.decisionId(),
            sequence,
            restriction.subject(),
            creatorId,
            restriction.action(),
            restriction.scope(),
            ends ? now : restriction.startsAt(),
            ends ? null : restriction.expiresAt(),
            restriction.policy(),
            restriction.ruleId(),
            draft.reason(),
            draft.counterfactuals(),
            draft.comparisons(),
            draft.evidence(),
            draft.otherCauses(),
            draft.actor(),
            draft.mode(),
            Lane.WINDOWED,
            draft.strike(),
            ends ? null : appealDeadline(now),
            restriction.triggerEventId(),
            restriction.bundle(),
            draft.models(),
            draft.data(),
            supersedes,
            ends ? restriction.decisionId() : null,
            reasonCode,
            preserveUntil.get(),
            restriction.provenance(),
            draft.eventTime(),
            now));
  }

  /**
   * Announces something that restricts nothing: a warning, which is numbered as restrictions are,
   * or a note that no consumer has to follow.
   */
  void notice(
      ActionEvent type,
      String decisionId,
      SubjectRef subject,
      ActionType action,
      PolicyRef policy,
      String ruleId,
      String triggerEventId,
      BundleRef bundle,
      Provenance provenance,
      ActionDraft draft) {
    boolean numbered =
        type == ActionEvent.APPLIED || type == ActionEvent.EXPIRED || type == ActionEvent.REVERSED;
    long sequence = 0;
    if (numbered) {
      SubjectLedger ledger = store.subject(subject.key());
      sequence = ledger.sequence() + 1;
      store.put(subject.key(), ledger.withSequence(sequence));
    }
    boolean ends = type == ActionEvent.EXPIRED || type == ActionEvent.REVERSED;
    send(
        new EnforcementAction(
            eventId(decisionId, type, action, ""),
            type,
            decisionId,
            sequence,
            subject,
            creatorId,
            action,
            Scope.EVERYWHERE,
            now,
            null,
            policy,
            ruleId,
            draft.reason(),
            draft.counterfactuals(),
            draft.comparisons(),
            draft.evidence(),
            draft.otherCauses(),
            draft.actor(),
            draft.mode(),
            Lane.WINDOWED,
            draft.strike(),
            null,
            triggerEventId,
            bundle,
            draft.models(),
            draft.data(),
            List.of(),
            ends ? decisionId : null,
            null,
            preserveUntil.get(),
            provenance,
            draft.eventTime(),
            now));
  }

  private void send(EnforcementAction action) {
    emitted.add(action.eventId());
    out.action(action);
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
}
