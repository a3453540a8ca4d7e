package io.earshot.enforcement;

import io.earshot.enforcement.CreatorLedger.Hold;
import io.earshot.enforcement.CreatorLedger.Past;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.policy.ActionType;
import io.earshot.policy.Judgement;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.ReviewRouting;
import io.earshot.policy.Scope;
import io.earshot.policy.Taxonomy;
import java.time.Duration;
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

  private static final Duration REPORT_REVIEW = Duration.ofHours(24);

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

  /** Takes the outcome of a review whether anything is known of what it is about or not. */
  void review(Judgement event) {
    CreatorSignal signal = event.signal();
    if (signal != null && signal.review() != null) {
      review(event, signal.review());
    }
  }

  private void review(Judgement event, CreatorSignal.Review review) {
    OpenTask task = task(review);
    // An answer to a task settles all that it window.holds; one to a decision settles that.
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

  private void overturn(
      Judgement event, Set<String> decisions, @Nullable OpenTask task, String why) {
    for (String decision : decisions) {
      for (Restriction restriction : window.book.of(decision)) {
        window.book.reverse(restriction, Actor.HUMAN, why);
        window.acted.add(event.eventId());
      }
      if (window.revoke(decision, why)) {
        window.acted.add(event.eventId());
      }
      window.history.replaceAll(
          past ->
              past.decisionId().equals(decision)
                  ? new Past(past.decisionId(), past.family(), past.action(), true, window.now)
                  : past);
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
    if (task != null && task.confirmations() > 1) {
      window.desk.confirm(task);
      return;
    }
    boolean confirmed = false;
    for (String decision : decisions) {
      for (Restriction restriction : window.book.of(decision)) {
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
            task.subject(),
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
    window.revoke(old.decisionId(), "MODIFIED");
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
    ActionType action = ActionType.valueOf(remedy.action());
    Scope scope = new Scope(remedy.territories(), remedy.surfaces());
    String reason = "a reviewer decided otherwise: " + action;
    boolean done = false;
    for (String decision : decisions) {
      for (Restriction restriction : window.book.of(decision)) {
        if (!done && restriction.action().dimension() == action.dimension()) {
          replace(event, restriction, action, scope, remedy.durationMillis(), Actor.HUMAN, reason);
          done = true;
        } else {
          window.book.reverse(restriction, Actor.HUMAN, "MODIFIED");
          window.revoke(decision, "MODIFIED");
          window.acted.add(event.eventId());
        }
      }
    }
    if (!done && task != null) {
      OpenTask.Ground first = task.first();
      Restriction restriction =
          new Restriction(
              Ids.of("decision", first.decisionId(), event.eventId()),
              task.subject(),
              action,
              scope,
              first.policy(),
              first.ruleId(),
              first.bundle(),
              first.triggerEventId(),
              window.now,
              remedy.durationMillis() == null ? null : window.now + remedy.durationMillis(),
              null,
              Actor.HUMAN,
              appealed(task.provenance(), review));
      StrikeNote note = window.strike(event, restriction);
      window.book.apply(
          restriction, ActionDraft.of(Actor.HUMAN, reason, event.eventTime()).withStrike(note));
      window.remember(restriction);
      window.acted.add(event.eventId());
    }
    if (task != null) {
      window.desk.close(task, "modified: " + action);
    }
  }

  private void order(Judgement event, CreatorSignal.Order order) {
    switch (order.operation()) {
      case APPLY -> {
        if (order.preserveUntil() != null) {
          window.holds.add(new Hold(order.orderId(), order.preserveUntil()));
        }
        Restriction restriction =
            Orders.restriction(order, event.eventId(), event.bundle(), window.now);
        if (!window.book.holds(restriction.subject(), restriction.decisionId())
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
      }
      case HOLD -> {
        window.holds.removeIf(hold -> hold.orderId().equals(order.orderId()));
        window.holds.add(
            new Hold(
                order.orderId(),
                order.preserveUntil() == null ? Long.MAX_VALUE : order.preserveUntil()));
      }
      case RELEASE -> window.holds.removeIf(hold -> hold.orderId().equals(order.orderId()));
    }
    window.attribute(event);
  }
}
