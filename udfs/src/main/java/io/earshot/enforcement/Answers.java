package io.earshot.enforcement;

import io.earshot.enforcement.CreatorLedger.Hold;
import io.earshot.enforcement.CreatorLedger.Past;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Judgement;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.ReviewRouting;
import io.earshot.policy.Scope;
import io.earshot.policy.Taxonomy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people and authorities say: reports ask a human; reviews, appeals and orders change the
 * ledgers at once, in the order in which they were given.
 */
final class Answers {

  /** Why a restriction ends that rested on known media which was none. */
  static final String ENTRY_WITHDRAWN = "ENTRY_WITHDRAWN";

  private static final Duration REPORT_REVIEW = Duration.ofHours(24);

  /** Where a second person is asked about what one reviewer proposes. */
  private static final ReviewRouting SECOND_REVIEW =
      new ReviewRouting("account", 80, Duration.ofHours(8).toMillis());

  /**
   * What a reviewer wants in force.
   *
   * @param durationMillis how long; null: until lifted
   */
  private record Proposal(ActionType action, @Nullable Long durationMillis, Scope scope) {

    static Proposal of(OpenTask task) {
      return new Proposal(task.proposed(), task.durationMillis(), task.scope());
    }

    @Nullable Long until(long from) {
      return durationMillis == null ? null : from + durationMillis;
    }
  }

  private final WindowLedgers window;

  Answers(WindowLedgers window) {
    this.window = window;
  }

  /**
   * Takes what an event says, if it says anything.
   *
   * @return false if it is the outcome of a review of something that is not known yet
   */
  boolean take(Judgement event) {
    CreatorSignal signal = event.signal();
    if (signal == null) {
      return true;
    }
    if (signal.report() != null) {
      report(event, signal.report());
    } else if (signal.order() != null) {
      order(event, signal.order());
    } else if (signal.withdrawal() != null) {
      withdraw(event, signal.withdrawal());
    } else if (signal.review() != null) {
      if (!knows(signal.review())) {
        return false;
      }
      review(event, signal.review());
    }
    return true;
  }

  /** A report never acts by itself: a human looks. */
  private void report(Judgement event, CreatorSignal.Report report) {
    Taxonomy.Entry entry = Taxonomy.find(report.policyId());
    int severity = entry == null ? 4 : entry.severity();
    int priority =
        switch (report.source()) {
          case TRUSTED_FLAGGER -> 90;
          case ART16 -> 70;
          case RIGHTSHOLDER -> 60;
          case USER_REPORT -> 50 - 10 * severity;
        };
    String decisionId =
        Ids.of(
            "report",
            report.target().key(),
            report.target().version(),
            report.policyId(),
            window.now);
    window.reviewed.add(event.eventId());
    window.desk.ask(
        new TaskDesk.Question(
            report.target(),
            new OpenTask.Ground(
                decisionId,
                new PolicyRef(report.policyId(), "", severity, ""),
                "report",
                event.bundle(),
                event.eventId(),
                ActionType.SEND_TO_REVIEW,
                "reported under "
                    + report.policyId()
                    + " by "
                    + report.source().name().toLowerCase(Locale.ROOT),
                event.eventTime()),
            entry == null ? ActionType.SEND_TO_REVIEW : entry.proposal(),
            null,
            Scope.EVERYWHERE,
            new ReviewRouting("reports", priority, REPORT_REVIEW.toMillis()),
            null,
            Provenance.of(report, event.accountCreatedAt()),
            List.of(),
            List.of(),
            List.of()));
  }

  /** Whether an event is the outcome of a review of something that is known by now. */
  boolean knows(Judgement event) {
    CreatorSignal signal = event.signal();
    return signal != null && signal.review() != null && knows(signal.review());
  }

  private boolean knows(CreatorSignal.Review review) {
    return task(review) != null
        || !window.book.of(review.decisionId()).isEmpty()
        || window.strikes.stream()
            .flatMap(strike -> strike.grounds().stream())
            .anyMatch(ground -> ground.decisionId().equals(review.decisionId()));
  }

  private @Nullable OpenTask task(CreatorSignal.Review review) {
    OpenTask named = review.taskId() == null ? null : window.desk.find(review.taskId());
    return named == null ? window.desk.about(review.decisionId()) : named;
  }

  /** Takes the outcome of a review of something that is known. */
  void review(Judgement event) {
    CreatorSignal signal = event.signal();
    if (signal != null && signal.review() != null) {
      review(event, signal.review());
    }
  }

  private void review(Judgement event, CreatorSignal.Review review) {
    OpenTask task = task(review);
    // An answer to a task settles all that it holds; one to a decision settles that.
    Set<String> decisions = new LinkedHashSet<>();
    decisions.add(review.decisionId());
    if (task != null && task.taskId().equals(review.taskId())) {
      task.grounds().forEach(ground -> decisions.add(ground.decisionId()));
    }
    switch (review.outcome()) {
      case OVERTURN -> overturn(event, decisions, task, String.valueOf(review.reasonCode()));
      case UPHOLD -> uphold(event, review, decisions, task);
      case MODIFY -> modify(event, review, decisions, task);
      case UNSURE -> {
        if (task != null) {
          window.desk.escalate(task);
        }
      }
    }
    window.attribute(event);
  }

  /**
   * What a decision has in force and a review can change: not what an authority ordered, which
   * outlives reviews and ends by LIFT.
   */
  private List<Restriction> reviewable(Judgement event, String decision) {
    List<Restriction> found = new ArrayList<>();
    for (Restriction restriction : window.book.of(decision)) {
      String order = restriction.provenance().orderId();
      if (order == null) {
        found.add(restriction);
      } else {
        window.note(
            event,
            restriction.action()
                + " of order "
                + order
                + " stands: no review changes what is ordered; it ends by LIFT");
      }
    }
    return found;
  }

  /** On whom an action is carried out: one on accounts on the creator, whatever led to it. */
  private SubjectRef subject(ActionType action, SubjectRef about) {
    return action.target() == ActionType.Target.CREATOR && !about.type().isAccount()
        ? SubjectRef.creator(window.creatorId)
        : about;
  }

  /**
   * Whether as many people agree to what a task proposes as have to, this reviewer included. Where
   * it takes two, they are two references: one person twice is one, and who does not say who it is
   * cannot be told from the other.
   */
  private boolean isAgreed(Judgement event, CreatorSignal.Review review, OpenTask task) {
    if (!task.isJoint()) {
      return true;
    }
    String reviewer = review.reviewerRef();
    if (reviewer == null || reviewer.isBlank()) {
      window.note(
          event,
          task.proposed()
              + " takes two people, and this answer names no reviewerRef to tell them apart; it"
              + " does not count");
      return false;
    }
    if (task.agreed().contains(reviewer)) {
      window.note(
          event,
          task.proposed()
              + " takes two people, and this reviewer agreed before; another"
              + " has to");
      return false;
    }
    if (task.confirmations() > 1) {
      window.desk.confirm(task, reviewer);
      return false;
    }
    return true;
  }

  /**
   * Lets fall what rested on an entry of a bank that was wrong: of what the job did by itself, and
   * not of what people said since, who looked at the content and not at the entry.
   */
  private void withdraw(Judgement event, CreatorSignal.Withdrawal withdrawal) {
    List<String> lifted = new ArrayList<>(withdrawal.lifted());
    lifted.addAll(window.fallen.getOrDefault(event.eventId(), List.of()));
    for (String decision : lifted) {
      lift(
          event,
          decision,
          window.book.of(decision, withdrawal.subject()),
          ENTRY_WITHDRAWN,
          Actor.AUTOMATED);
      window.desk.settled(
          decision,
          "entry " + withdrawal.entryId() + " of bank " + withdrawal.bank() + " was withdrawn");
    }
    window.note(
        event,
        lifted.isEmpty()
            ? "nothing rested on the entry alone"
            : "decisions that rested on the entry alone: " + String.join(", ", lifted));
    window.attribute(event);
  }

  /** Undoes a decision: what it has in force, its strike, and that it is held against anybody. */
  private void lift(
      Judgement event, String decision, List<Restriction> inForce, String why, Actor actor) {
    for (Restriction restriction : inForce) {
      window.book.reverse(restriction, actor, why);
      window.acted.add(event.eventId());
    }
    if (window.revoke(event.eventId(), decision, why, actor)) {
      window.acted.add(event.eventId());
    }
    window.history.replaceAll(
        past ->
            past.decisionId().equals(decision)
                ? new Past(past.decisionId(), past.family(), past.action(), true, window.now)
                : past);
  }

  private void overturn(
      Judgement event, Set<String> decisions, @Nullable OpenTask task, String why) {
    for (String decision : decisions) {
      lift(event, decision, reviewable(event, decision), why, Actor.HUMAN);
      if (task == null || !task.isAbout(decision)) {
        window.desk.settled(decision, "overturned: " + why);
      }
    }
    if (task != null) {
      if (decisions.containsAll(task.grounds().stream().map(g -> g.decisionId()).toList())) {
        window.desk.close(task, "overturned: " + why);
      } else {
        decisions.forEach(decision -> window.desk.settled(decision, "overturned: " + why));
      }
    }
  }

  private void uphold(
      Judgement event,
      CreatorSignal.Review review,
      Set<String> decisions,
      @Nullable OpenTask task) {
    if (task != null && !isAgreed(event, review, task)) {
      return;
    }
    if (task != null && task.instead()) {
      instead(event, review, decisions, task, Proposal.of(task));
      return;
    }
    boolean confirmed = false;
    for (String decision : decisions) {
      for (Restriction restriction : reviewable(event, decision)) {
        if (restriction.action() == ActionType.HIDE_PENDING_REVIEW) {
          // What was hidden until a human looked is removed when the human agrees.
          replace(
              event,
              restriction,
              ActionType.REMOVE,
              restriction.scope(),
              null,
              Actor.HUMAN_CONFIRMED,
              "a reviewer confirmed " + restriction.policy().id());
          confirmed = true;
        }
      }
    }
    if (task == null) {
      return;
    }
    if (!confirmed && task.proposed().isRestriction()) {
      carryOut(event, review, task);
    }
    window.desk.close(task, "upheld");
  }

  /** Puts what a task proposes into force. */
  private void carryOut(Judgement event, CreatorSignal.Review review, OpenTask task) {
    OpenTask.Ground first = task.first();
    boolean ladder = task.ladder() != null;
    Actor actor = task.isReported() ? Actor.HUMAN : Actor.HUMAN_CONFIRMED;
    Restriction restriction =
        new Restriction(
            // A consequence of strikes keeps its id, so that it falls with what supports it.
            ladder ? first.decisionId() : Ids.of("decision", first.decisionId(), event.eventId()),
            subject(task.proposed(), task.subject()),
            task.proposed(),
            task.scope(),
            first.policy(),
            first.ruleId(),
            first.bundle(),
            first.triggerEventId(),
            window.now,
            task.durationMillis() == null ? null : window.now + task.durationMillis(),
            task.ladder(),
            actor,
            appealed(task.provenance(), review));
    StrikeNote note = ladder ? null : window.strike(event, restriction);
    window.book.apply(
        restriction,
        ActionDraft.of(actor, "a reviewer decided " + restriction.policy().id(), event.eventTime())
            .withStrike(note));
    window.remember(restriction);
    window.acted.add(event.eventId());
  }

  private static Provenance appealed(Provenance before, CreatorSignal.Review review) {
    return review.kind() == CreatorSignal.ReviewKind.APPEAL ? before.appealed() : before;
  }

  /** Puts another restriction of a human in the place of one. */
  private void replace(
      Judgement event,
      Restriction old,
      ActionType action,
      Scope scope,
      @Nullable Long durationMillis,
      Actor actor,
      String reason) {
    Restriction by =
        new Restriction(
            Ids.of("decision", old.decisionId(), event.eventId()),
            old.subject(),
            action,
            scope,
            old.policy(),
            old.ruleId(),
            old.bundle(),
            old.triggerEventId(),
            window.now,
            durationMillis == null ? null : window.now + durationMillis,
            old.ladder(),
            actor,
            old.provenance());
    window.revoke(event.eventId(), old.decisionId(), "MODIFIED", actor);
    StrikeNote note = old.ladder() == null ? window.strike(event, by) : null;
    window.book.replace(old, by, ActionDraft.of(actor, reason, event.eventTime()).withStrike(note));
    window.remember(by);
    window.acted.add(event.eventId());
  }

  private void modify(
      Judgement event,
      CreatorSignal.Review review,
      Set<String> decisions,
      @Nullable OpenTask task) {
    CreatorSignal.Remedy remedy = review.remedy();
    if (remedy == null) {
      throw new IllegalStateException(event.eventId() + " modifies without saying to what");
    }
    Proposal proposal =
        new Proposal(
            ActionType.valueOf(remedy.action()),
            remedy.durationMillis(),
            new Scope(remedy.territories(), remedy.surfaces()));
    if (!proposal.action().humanOnly()) {
      instead(event, review, decisions, task, proposal);
      return;
    }
    // What needs two people needs them whichever way it is asked for.
    OpenTask open = task == null ? ask(event, decisions, proposal) : task;
    if (open == null) {
      return;
    }
    if (!Proposal.of(open).equals(proposal)) {
      open =
          window.desk.propose(open, proposal.action(), proposal.durationMillis(), proposal.scope());
    }
    uphold(event, review, decisions, open);
  }

  /**
   * Opens a task with what a reviewer proposes in the place of what is in force.
   *
   * @return null if nothing is in force that a review can change
   */
  private @Nullable OpenTask ask(Judgement event, Set<String> decisions, Proposal proposal) {
    for (String decision : decisions) {
      for (Restriction basis : reviewable(event, decision)) {
        String reason = "a reviewer proposes " + proposal.action() + " for " + basis.action();
        window.desk.ask(
            new TaskDesk.Question(
                basis.subject(),
                new OpenTask.Ground(
                    decision,
                    basis.policy(),
                    basis.ruleId(),
                    basis.bundle(),
                    basis.triggerEventId(),
                    basis.action(),
                    reason,
                    event.eventTime()),
                proposal.action(),
                proposal.durationMillis(),
                proposal.scope(),
                SECOND_REVIEW,
                null,
                basis.provenance(),
                List.of(),
                List.of(),
                List.of()));
        OpenTask asked = window.desk.about(decision);
        // Even where there was a task, or it is one of many: what is proposed is this.
        return asked == null
            ? null
            : window.desk.propose(
                asked, proposal.action(), proposal.durationMillis(), proposal.scope());
      }
    }
    window.note(event, "nothing is in force under the decision that a review can change");
    return null;
  }

  /** Puts something of a reviewer's in the place of what decisions have in force. */
  private void instead(
      Judgement event,
      CreatorSignal.Review review,
      Set<String> decisions,
      @Nullable OpenTask task,
      Proposal proposal) {
    ActionType action = proposal.action();
    String reason = "a reviewer decided otherwise: " + action;
    boolean done = false;
    Restriction undone = null;
    for (String decision : decisions) {
      for (Restriction restriction : reviewable(event, decision)) {
        if (!done
            && restriction.action().dimension() == action.dimension()
            && restriction.subject().equals(subject(action, restriction.subject()))) {
          replace(
              event,
              restriction,
              action,
              proposal.scope(),
              proposal.durationMillis(),
              Actor.HUMAN,
              reason);
          done = true;
        } else {
          window.book.reverse(restriction, Actor.HUMAN, "MODIFIED");
          window.revoke(event.eventId(), decision, "MODIFIED", Actor.HUMAN);
          window.acted.add(event.eventId());
          undone = undone == null ? restriction : undone;
        }
      }
    }
    if (!done && task != null) {
      OpenTask.Ground first = task.first();
      enter(
          event,
          new Restriction(
              Ids.of("decision", first.decisionId(), event.eventId()),
              subject(action, task.subject()),
              action,
              proposal.scope(),
              first.policy(),
              first.ruleId(),
              first.bundle(),
              first.triggerEventId(),
              window.now,
              proposal.until(window.now),
              task.ladder(),
              Actor.HUMAN,
              appealed(task.provenance(), review)),
          reason);
    } else if (!done && undone != null) {
      enter(
          event,
          new Restriction(
              Ids.of("decision", undone.decisionId(), event.eventId()),
              subject(action, undone.subject()),
              action,
              proposal.scope(),
              undone.policy(),
              undone.ruleId(),
              undone.bundle(),
              undone.triggerEventId(),
              window.now,
              proposal.until(window.now),
              // A consequence of strikes falls with them, whatever a reviewer made of it.
              undone.ladder(),
              Actor.HUMAN,
              appealed(undone.provenance(), review)),
          reason);
    }
    if (task != null) {
      window.desk.close(task, "modified: " + action);
    }
  }

  private void enter(Judgement event, Restriction restriction, String reason) {
    StrikeNote note = restriction.ladder() == null ? window.strike(event, restriction) : null;
    window.book.apply(
        restriction, ActionDraft.of(Actor.HUMAN, reason, event.eventTime()).withStrike(note));
    window.remember(restriction);
    window.acted.add(event.eventId());
  }

  private void order(Judgement event, CreatorSignal.Order order) {
    if (order.endsHold()) {
      window.holds.removeIf(hold -> hold.orderId().equals(order.orderId()));
    }
    Long until = order.holdUntil();
    if (until != null) {
      window.holds.add(new Hold(order.orderId(), until));
    }
    switch (order.operation()) {
      case APPLY -> {
        Restriction restriction =
            Orders.restriction(order, event.eventId(), event.bundle(), window.now);
        if (restriction.action().humanOnly()) {
          window.reviewed.add(event.eventId());
          // An order that is repeated when it was carried out asks for nothing new.
          if (window.book.ofOrder(order.orderId()).isEmpty()) {
            window.desk.ask(Orders.question(order, restriction, event.eventTime(), window.now));
          }
        } else if (!window.book.holds(restriction.subject(), restriction.decisionId())
            && !window.book.hasEnded(restriction.subject(), restriction.decisionId())) {
          window.book.apply(restriction, Orders.draft(order, event.eventTime()));
          window.acted.add(event.eventId());
        }
      }
      case LIFT -> {
        for (Restriction restriction : window.book.ofOrder(order.orderId())) {
          window.book.reverse(restriction, Actor.HUMAN, Orders.LIFTED);
          window.acted.add(event.eventId());
        }
        window.desk.settled(Orders.decisionId(order), Orders.LIFTED);
      }
      case HOLD, RELEASE -> {
        // They say what is preserved, and nothing else.
      }
    }
    window.attribute(event);
  }
}
