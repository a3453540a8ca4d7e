package io.earshot.enforcement;

import io.earshot.assessment.Family;
import io.earshot.enforcement.CreatorLedger.Hold;
import io.earshot.enforcement.CreatorLedger.Past;
import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.enforcement.StrikeLadder.Consequence;
import io.earshot.enforcement.StrikeLadder.Counted;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.OutcomeNote;
import io.earshot.policy.DecisionAudit.StrikeEntry;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.Dimension;
import io.earshot.policy.EnforcementFacts;
import io.earshot.policy.Facts;
import io.earshot.policy.Judgement;
import io.earshot.policy.Lane;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.ReviewRouting;
import io.earshot.policy.Scope;
import io.earshot.policy.StrikeLedger;
import io.earshot.policy.Taxonomy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** Memory of {@link CreatorLedger#history()}. */
  private static final Duration HISTORY_MEMORY = Duration.ofDays(90);

  private static final ReviewRouting LADDER_REVIEW =
      new ReviewRouting("account", 80, Duration.ofHours(8).toMillis());

  private static final Duration REPORT_REVIEW = Duration.ofHours(24);

  /** Why an action of the express lane is undone that the window does not make. */
  private static final String NOT_CONFIRMED = "NOT_CONFIRMED";

  /** An event of the window with what was decided about it. */
  private record Judged(Judgement event, List<Decision> decisions, List<Facts.Fact> facts) {}

  /** Decisions that ask for something on one subject and axis. */
  private record Axis(SubjectRef subject, Dimension dimension) {}

  private final String creatorId;
  private final PolicyBook policies;
  private final long now;
  private final Outcomes out;
  private final LedgerStore store;
  private final LedgerBook book;
  private final TaskDesk desk;
  private final List<Counted> countedBefore;
  private final CreatorLedger before;

  private final List<Strike> strikes;
  private final List<Hold> holds;
  private final List<Past> history;

  private final Map<String, Judged> judged = new LinkedHashMap<>();
  private final List<Judged> unanswered = new ArrayList<>();
  private final Map<String, List<String>> actionsOf = new LinkedHashMap<>();
  private final Map<String, List<StrikeEntry>> strikesOf = new LinkedHashMap<>();
  private final Set<String> acted = new LinkedHashSet<>();
  private final Set<String> reviewed = new LinkedHashSet<>();
  private final Set<String> revoked = new LinkedHashSet<>();
  private final Map<StrikeLedger, String> changedLedgers = new EnumMap<>(StrikeLedger.class);

  EnforcementFold(
      String creatorId,
      CreatorLedger ledger,
      LedgerStore store,
      PolicyBook policies,
      long now,
      Outcomes out) {
    this.creatorId = creatorId;
    this.before = ledger;
    this.policies = policies;
    this.now = now;
    this.out = out;
    this.store = store;
    this.strikes = new ArrayList<>(ledger.strikes());
    this.holds = new ArrayList<>(ledger.holds());
    this.history = new ArrayList<>(ledger.history());
    this.countedBefore = StrikeLadder.count(ledger.strikes());
    this.book = new LedgerBook(creatorId, now, store, out, this::preserveUntil);
    this.desk = new TaskDesk(creatorId, now, store, ledger.tasks());
  }

  private @Nullable Long preserveUntil() {
    return holds.stream()
        .map(Hold::until)
        .filter(until -> until > now)
        .max(Comparator.naturalOrder())
        .orElse(null);
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
    conclude();
    for (Judged late : unanswered) {
      CreatorSignal signal = late.event().signal();
      if (signal != null && signal.review() != null) {
        review(late.event(), signal.review());
      }
    }
    receipts.values().forEach(this::reconcile);
    changedLedgers.forEach(this::settle);
    desk.send(out);
    judged.values().forEach(this::audit);
  }

  /**
   * Ends what is over by now.
   *
   * @param subjectKeys subjects that something is over on
   */
  void wake(List<String> subjectKeys) {
    for (String key : subjectKeys) {
      for (Restriction over : book.expire(key)) {
        if (over.action() == ActionType.HIDE_PENDING_REVIEW) {
          desk.unreviewed(over);
        }
      }
    }
    for (Counted one : StrikeLadder.count(strikes)) {
      if (one.expiresAt() == now) {
        expire(one);
      }
    }
    desk.remind();
    desk.send(out);
  }

  /** The ledger as it is now; what nobody will ask for again is left out. */
  CreatorLedger ledger() {
    List<Past> remembered =
        history.stream().filter(past -> past.at() > now - HISTORY_MEMORY.toMillis()).toList();
    int surplus = Math.max(0, remembered.size() - CreatorLedger.MAX_HISTORY);
    return new CreatorLedger(
        StrikeLadder.remembered(strikes, now),
        desk.open(),
        holds.stream().filter(hold -> hold.until() > now).toList(),
        List.copyOf(remembered.subList(surplus, remembered.size())));
  }

  private void judge(Judgement event, Map<String, Comparison> refusals) {
    List<Decision> decisions = new ArrayList<>();
    for (Decision decision : event.decisions()) {
      Comparison refusal = refusals.get(decision.decisionId());
      decisions.add(refusal == null ? decision : decision.referred(refusal));
    }
    List<Facts.Fact> facts = event.facts();
    if (!event.open().isEmpty() && event.assessment() != null) {
      PolicyEvaluator evaluator = policies.find(event.bundle());
      if (evaluator == null) {
        evaluator = policies.at(event.eventTime());
      }
      Facts known = evaluator.restore(event.facts()).withEnforcement(knownAt(event.eventTime()));
      facts = known.known();
      decisions.addAll(
          evaluator.settle(
              event.assessment(), known, event.open(), policies.pausesAt(event.eventTime())));
      decisions.sort(Comparator.comparingInt(d -> d.policy().severity()));
    }
    Judged one = new Judged(event, decisions, facts);
    judged.put(event.eventId(), one);
    if (event.content() != null) {
      desk.superseded(event.subject());
    }
    CreatorSignal signal = event.signal();
    if (signal == null) {
      return;
    }
    if (signal.report() != null) {
      report(event, signal.report());
    } else if (signal.order() != null) {
      order(event, signal.order());
    } else if (signal.review() != null) {
      if (knows(signal.review())) {
        review(event, signal.review());
      } else {
        // The express lane may have shown the decision before this window makes it.
        unanswered.add(one);
      }
    }
  }

  /** What is known at a time of this window: the ledger as it was when the window began. */
  private EnforcementFacts knownAt(long time) {
    int actions = 0;
    int removals = 0;
    int reversals = 0;
    Map<Family, Integer> byFamily = new EnumMap<>(Family.class);
    for (Past past : before.history()) {
      if (past.at() <= time - HISTORY_MEMORY.toMillis()) {
        continue;
      }
      if (past.reversed()) {
        reversals++;
        continue;
      }
      actions++;
      removals += removes(past.action()) ? 1 : 0;
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

  private static boolean removes(ActionType action) {
    return action == ActionType.REMOVE || action == ActionType.BLOCK_UPLOAD;
  }

  // What people and authorities say.

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
        Ids.of("report", report.target().key(), report.target().version(), report.policyId(), now);
    reviewed.add(event.eventId());
    desk.ask(
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
            new Provenance(
                Provenance.Source.valueOf(report.source().name()),
                Provenance.Ground.TERMS,
                null,
                null,
                false,
                null,
                event.accountCreatedAt()),
            List.of(),
            List.of(),
            List.of()));
  }

  private boolean knows(CreatorSignal.Review review) {
    return task(review) != null
        || !book.of(review.decisionId()).isEmpty()
        || strikes.stream()
            .flatMap(strike -> strike.grounds().stream())
            .anyMatch(ground -> ground.decisionId().equals(review.decisionId()));
  }

  private @Nullable OpenTask task(CreatorSignal.Review review) {
    OpenTask named = review.taskId() == null ? null : desk.find(review.taskId());
    return named == null ? desk.about(review.decisionId()) : named;
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
          desk.escalate(task);
        }
      }
    }
    note(event);
  }

  private void overturn(
      Judgement event, Set<String> decisions, @Nullable OpenTask task, String why) {
    for (String decision : decisions) {
      for (Restriction restriction : book.of(decision)) {
        book.reverse(restriction, Actor.HUMAN, why);
        acted.add(event.eventId());
      }
      if (revoke(decision, why)) {
        acted.add(event.eventId());
      }
      history.replaceAll(
          past ->
              past.decisionId().equals(decision)
                  ? new Past(past.decisionId(), past.family(), past.action(), true, now)
                  : past);
      if (task == null || !task.isAbout(decision)) {
        desk.settled(decision, "overturned: " + why);
      }
    }
    if (task != null) {
      if (decisions.containsAll(task.grounds().stream().map(g -> g.decisionId()).toList())) {
        desk.close(task, "overturned: " + why);
      } else {
        decisions.forEach(decision -> desk.settled(decision, "overturned: " + why));
      }
    }
  }

  /** Takes a decision off the strikes that it is a ground of. */
  private boolean revoke(String decisionId, String why) {
    boolean any = false;
    for (Strike strike : List.copyOf(strikes)) {
      if (strike.grounds().stream().noneMatch(g -> g.decisionId().equals(decisionId))) {
        continue;
      }
      any = true;
      changedLedgers.put(strike.ledger(), why);
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

  private void uphold(
      Judgement event,
      CreatorSignal.Review review,
      Set<String> decisions,
      @Nullable OpenTask task) {
    if (task != null && task.confirmations() > 1) {
      desk.confirm(task);
      return;
    }
    boolean confirmed = false;
    for (String decision : decisions) {
      for (Restriction restriction : book.of(decision)) {
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
    desk.close(task, "upheld");
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
            now,
            task.durationMillis() == null ? null : now + task.durationMillis(),
            task.ladder(),
            actor,
            appealed(task.provenance(), review));
    StrikeNote note = ladder ? null : strike(event, restriction);
    book.apply(
        restriction,
        ActionDraft.of(actor, "a reviewer decided " + restriction.policy().id(), event.eventTime())
            .withStrike(note));
    remember(restriction);
    acted.add(event.eventId());
  }

  private static Provenance appealed(Provenance before, CreatorSignal.Review review) {
    if (review.kind() != CreatorSignal.ReviewKind.APPEAL) {
      return before;
    }
    return new Provenance(
        Provenance.Source.APPEAL,
        before.ground(),
        before.legalBasis(),
        before.orderId(),
        before.article9(),
        before.content(),
        before.accountCreatedAt());
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
            now,
            durationMillis == null ? null : now + durationMillis,
            old.ladder(),
            actor,
            old.provenance());
    revoke(old.decisionId(), "MODIFIED");
    StrikeNote note = old.ladder() == null ? strike(event, by) : null;
    book.replace(old, by, ActionDraft.of(actor, reason, event.eventTime()).withStrike(note));
    remember(by);
    acted.add(event.eventId());
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
      for (Restriction restriction : book.of(decision)) {
        if (!done && restriction.action().dimension() == action.dimension()) {
          replace(event, restriction, action, scope, remedy.durationMillis(), Actor.HUMAN, reason);
          done = true;
        } else {
          book.reverse(restriction, Actor.HUMAN, "MODIFIED");
          revoke(decision, "MODIFIED");
          acted.add(event.eventId());
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
              now,
              remedy.durationMillis() == null ? null : now + remedy.durationMillis(),
              null,
              Actor.HUMAN,
              appealed(task.provenance(), review));
      StrikeNote note = strike(event, restriction);
      book.apply(
          restriction, ActionDraft.of(Actor.HUMAN, reason, event.eventTime()).withStrike(note));
      remember(restriction);
      acted.add(event.eventId());
    }
    if (task != null) {
      desk.close(task, "modified: " + action);
    }
  }

  private void order(Judgement event, CreatorSignal.Order order) {
    switch (order.operation()) {
      case APPLY -> {
        if (order.preserveUntil() != null) {
          holds.add(new Hold(order.orderId(), order.preserveUntil()));
        }
        Restriction restriction = Orders.restriction(order, event.eventId(), event.bundle(), now);
        if (book.of(restriction.decisionId()).isEmpty()
            && !book.hasEnded(restriction.subject(), restriction.decisionId())) {
          book.apply(restriction, Orders.draft(order, event.eventTime()));
          acted.add(event.eventId());
        }
      }
      case LIFT -> {
        for (Restriction restriction : book.ofOrder(order.orderId())) {
          book.reverse(restriction, Actor.HUMAN, Orders.LIFTED);
          acted.add(event.eventId());
        }
      }
      case HOLD -> {
        holds.removeIf(hold -> hold.orderId().equals(order.orderId()));
        holds.add(
            new Hold(
                order.orderId(),
                order.preserveUntil() == null ? Long.MAX_VALUE : order.preserveUntil()));
      }
      case RELEASE -> holds.removeIf(hold -> hold.orderId().equals(order.orderId()));
    }
    note(event);
  }

  // What the policies decided.

  private void conclude() {
    Map<Axis, List<Decision>> axes = new LinkedHashMap<>();
    for (Judged one : judged.values()) {
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
        ? !book.of(d.decisionId()).isEmpty()
        : book.holdsAlready(
            d.subject(), d.action(), d.scope(), d.policy().id(), d.durationMillis());
  }

  private Judgement eventOf(Decision decision) {
    Judged one = judged.get(decision.triggerEventId());
    if (one == null) {
      throw new IllegalStateException(
          "decision " + decision.decisionId() + " is about an event of another window");
    }
    return one.event();
  }

  private Provenance provenance(Decision decision) {
    Judgement event = eventOf(decision);
    return Provenance.proactive(
        event.content() == null ? null : event.content().restingOn(decision.evidence()),
        event.accountCreatedAt());
  }

  private void shadow(Judged one, Decision decision) {
    if (!decision.action().isRestriction()) {
      return;
    }
    book.notice(
        ActionEvent.SHADOW,
        decision.decisionId(),
        decision.subject(),
        decision.action(),
        decision.policy(),
        decision.ruleId(),
        decision.triggerEventId(),
        decision.bundle(),
        provenance(decision),
        ActionDraft.of(decision, List.of(), null));
    note(one.event());
  }

  private void refer(Judged one, Decision decision) {
    reviewed.add(decision.triggerEventId());
    boolean asked =
        desk.ask(
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
                provenance(decision),
                decision.evidence(),
                decision.comparisons(),
                one.facts().stream().filter(f -> f.name().startsWith("creator.")).toList()));
    if (asked && decision.action() != ActionType.HIDE_PENDING_REVIEW) {
      book.notice(
          ActionEvent.REFERRED,
          decision.decisionId(),
          decision.subject(),
          decision.action(),
          decision.policy(),
          decision.ruleId(),
          decision.triggerEventId(),
          decision.bundle(),
          provenance(decision),
          ActionDraft.of(decision, List.of(), null));
      note(one.event());
    }
  }

  /** One strike for each ledger, of all violations that the window tells the creator of. */
  private Map<String, StrikeNote> strikes(List<List<Decision>> fresh) {
    Map<String, StrikeNote> notes = new LinkedHashMap<>();
    for (StrikeLedger ledger : StrikeLedger.values()) {
      Map<String, Strike.Ground> grounds = new LinkedHashMap<>();
      for (List<Decision> candidates : fresh) {
        for (Decision decision : candidates) {
          if (decision.strike() && Taxonomy.get(decision.policy().id()).ledger() == ledger) {
            grounds.putIfAbsent(
                decision.decisionId(),
                new Strike.Ground(
                    decision.decisionId(),
                    decision.policy(),
                    Taxonomy.get(decision.policy().id()).family(),
                    decision.eventTime(),
                    decision.bundle(),
                    decision.triggerEventId(),
                    Actor.AUTOMATED));
          }
        }
      }
      if (!grounds.isEmpty()) {
        Strike strike = enter(ledger, List.copyOf(grounds.values()));
        StrikeNote note = note(strike);
        notes.put(strike.worst().decisionId(), note);
        record(strike.worst().triggerEventId(), strike, note);
      }
    }
    return notes;
  }

  /** The strike of what a human put into force; null if that gives none. */
  private @Nullable StrikeNote strike(Judgement event, Restriction restriction) {
    Taxonomy.Entry entry = Taxonomy.find(restriction.policy().id());
    if (entry == null || !removes(restriction.action())) {
      return null;
    }
    Strike strike =
        enter(
            entry.ledger(),
            List.of(
                new Strike.Ground(
                    restriction.decisionId(),
                    restriction.policy(),
                    entry.family(),
                    restriction.provenance().content() == null
                        ? event.eventTime()
                        : restriction.provenance().content().publishedAt(),
                    restriction.bundle(),
                    restriction.triggerEventId(),
                    restriction.actor())));
    StrikeNote note = note(strike);
    record(event.eventId(), strike, note);
    return note;
  }

  /** Enters grounds; what is told in one window is one entry. */
  private Strike enter(StrikeLedger ledger, List<Strike.Ground> grounds) {
    changedLedgers.putIfAbsent(ledger, "STRIKE");
    for (int i = 0; i < strikes.size(); i++) {
      if (strikes.get(i).ledger() == ledger && strikes.get(i).issuedAt() == now) {
        strikes.set(i, strikes.get(i).with(grounds));
        return strikes.get(i);
      }
    }
    Strike strike =
        new Strike(Ids.of("strike", creatorId, ledger, now), ledger, now, List.of()).with(grounds);
    strikes.add(strike);
    return strike;
  }

  private StrikeNote note(Strike strike) {
    List<Counted> counted = StrikeLadder.count(strikes);
    Counted one = counted.get(strikes.indexOf(strike));
    return new StrikeNote(
        strike.ledger(),
        one.points(),
        one.expiresAt(),
        StrikeLadder.points(counted, strike.ledger(), now));
  }

  private void record(String eventId, Strike strike, StrikeNote note) {
    strikesOf
        .computeIfAbsent(eventId, id -> new ArrayList<>())
        .add(
            new StrikeEntry(
                strike.worst().decisionId(),
                strike.ledger(),
                note.points(),
                note.expiresAt(),
                note.activeTotalAfter() - note.points(),
                note.activeTotalAfter()));
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
      acted.add(decision.triggerEventId());
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
      book.notice(
          ActionEvent.APPLIED,
          winner.decisionId(),
          winner.subject(),
          winner.action(),
          winner.policy(),
          winner.ruleId(),
          winner.triggerEventId(),
          winner.bundle(),
          provenance(winner),
          ActionDraft.of(winner, others, note));
    } else {
      Map<Restriction, ActionDraft> entries = new LinkedHashMap<>();
      for (Decision decision : ranked) {
        Restriction restriction = restriction(decision);
        if (entries.keySet().stream().noneMatch(r -> sameSupport(r, restriction))) {
          entries.put(
              restriction,
              decision.equals(winner)
                  ? ActionDraft.of(decision, others, note)
                  : ActionDraft.of(decision, List.of(), null));
        }
      }
      book.apply(entries);
      entries.keySet().forEach(this::remember);
    }
    List<String> emitted = book.takeEmitted();
    for (Decision decision : candidates) {
      actionsOf.computeIfAbsent(decision.triggerEventId(), id -> new ArrayList<>()).addAll(emitted);
    }
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

  private Restriction restriction(Decision decision) {
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

  private void remember(Restriction restriction) {
    Taxonomy.Entry entry = Taxonomy.find(restriction.policy().id());
    if (entry != null) {
      history.add(
          new Past(restriction.decisionId(), entry.family(), restriction.action(), false, now));
    }
  }

  // What the express lane did.

  private void reconcile(ExpressReceipt receipt) {
    Decision decision = receipt.decision();
    if (!book.of(decision.decisionId()).isEmpty()
        || book.hasEnded(decision.subject(), decision.decisionId())) {
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
            now,
            decision.durationMillis() == null ? null : now + decision.durationMillis(),
            null,
            Actor.AUTOMATED,
            Provenance.proactive(receipt.content().restingOn(decision.evidence()), 0));
    Judged event = judged.get(decision.triggerEventId());
    if (event == null) {
      // The content came too late to be judged; what was done about it stands, can be appealed and
      // ends in time.
      book.apply(done, ActionDraft.of(decision, List.of(), null));
      remember(done);
    } else {
      // The window came to another conclusion: above a limit, switched off, or another bundle.
      book.apply(done, ActionDraft.of(decision, List.of(), null));
      book.reverse(done, Actor.AUTOMATED, NOT_CONFIRMED);
      note(event.event());
    }
  }

  // What follows from strikes.

  /** Brings into force what the entries of a ledger lead to, and undoes what they do not. */
  private void settle(StrikeLedger ledger, String why) {
    List<Counted> counted = StrikeLadder.count(strikes);
    for (Counted one : counted) {
      if (one.expiresAt() > now) {
        store.wakeAt(one.expiresAt(), "");
      }
    }
    List<Consequence> supported = StrikeLadder.consequences(counted, ledger);
    List<Restriction> undone = new ArrayList<>();
    for (Restriction restriction : book.consequences()) {
      LadderStep step = restriction.ladder();
      if (step != null
          && step.ledger() == ledger
          && isRemembered(step)
          && supported.stream().noneMatch(c -> c.decisionId().equals(restriction.decisionId()))) {
        undone.add(restriction);
      }
    }
    for (OpenTask task : desk.open()) {
      LadderStep step = task.ladder();
      if (step != null && step.ledger() == ledger) {
        for (OpenTask.Ground ground : task.grounds()) {
          if (supported.stream().noneMatch(c -> c.decisionId().equals(ground.decisionId()))) {
            desk.settled(ground.decisionId(), "the strikes no longer support it");
          }
        }
      }
    }
    Map<Dimension, Map<Restriction, ActionDraft>> due = new EnumMap<>(Dimension.class);
    for (Consequence consequence : supported) {
      boolean isNew = consequence.startsAt() == now;
      if ((!isNew && undone.isEmpty()) || isKnown(consequence)) {
        continue;
      }
      if (consequence.proposed()) {
        propose(consequence);
      } else {
        Restriction restriction = consequence(consequence, undone);
        if (!restriction.isOver(now)) {
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
        book.end(ended, instead, Actor.HUMAN, why);
      } else if (!instead.isEmpty()) {
        book.apply(instead);
      }
      instead.keySet().forEach(this::remember);
    }
    List<String> emitted = book.takeEmitted();
    if (!emitted.isEmpty()) {
      for (Judged one : judged.values()) {
        if (touched(one, ledger)) {
          actionsOf.computeIfAbsent(one.event().eventId(), id -> new ArrayList<>()).addAll(emitted);
        }
      }
    }
  }

  /**
   * Whether the entry that supports a step is there or was taken off in this window. One that is
   * only forgotten, because it is old, goes on supporting what it led to.
   */
  private boolean isRemembered(LadderStep step) {
    return revoked.contains(step.entryId())
        || strikes.stream().anyMatch(strike -> strike.entryId().equals(step.entryId()));
  }

  /** Whether an event of the window changed a ledger. */
  private boolean touched(Judged one, StrikeLedger ledger) {
    boolean gave =
        strikesOf.getOrDefault(one.event().eventId(), List.of()).stream()
            .anyMatch(strike -> strike.ledger() == ledger);
    CreatorSignal signal = one.event().signal();
    return gave
        || (signal != null && signal.review() != null && acted.contains(one.event().eventId()));
  }

  private boolean isKnown(Consequence consequence) {
    return !book.of(consequence.decisionId()).isEmpty()
        || desk.about(consequence.decisionId()) != null
        || book.hasEnded(SubjectRef.creator(creatorId), consequence.decisionId());
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
        SubjectRef.creator(creatorId),
        consequence.action(),
        Scope.EVERYWHERE,
        cause.policy(),
        ruleId(consequence),
        cause.bundle(),
        cause.triggerEventId(),
        now,
        duration == null ? null : startsAt + duration - served,
        consequence.step(),
        cause.actor(),
        Provenance.proactive(null, accountCreatedAt()));
  }

  private long accountCreatedAt() {
    return judged.values().stream()
        .mapToLong(one -> one.event().accountCreatedAt())
        .max()
        .orElse(0);
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
    desk.ask(
        new TaskDesk.Question(
            SubjectRef.creator(creatorId),
            new OpenTask.Ground(
                consequence.decisionId(),
                cause.policy(),
                ruleId(consequence),
                cause.bundle(),
                cause.triggerEventId(),
                consequence.action(),
                reason(consequence),
                now),
            consequence.action(),
            consequence.durationMillis(),
            Scope.EVERYWHERE,
            LADDER_REVIEW,
            consequence.step(),
            Provenance.proactive(null, accountCreatedAt()),
            List.of(),
            path(consequence),
            List.of()));
  }

  private void expire(Counted over) {
    Strike.Ground worst = over.strike().worst();
    int left = StrikeLadder.points(StrikeLadder.count(strikes), over.strike().ledger(), now);
    book.notice(
        ActionEvent.EXPIRED,
        over.strike().entryId(),
        SubjectRef.creator(creatorId),
        ActionType.STRIKE,
        worst.policy(),
        "ladder." + over.strike().ledger().name().toLowerCase(Locale.ROOT),
        worst.triggerEventId(),
        worst.bundle(),
        Provenance.proactive(null, 0),
        ActionDraft.of(
                Actor.AUTOMATED,
                "a strike under " + worst.policy().id() + " does not count any more",
                over.strike().issuedAt())
            .withStrike(
                new StrikeNote(over.strike().ledger(), over.points(), over.expiresAt(), left)));
  }

  // What is told of it.

  private void note(Judgement event) {
    List<String> emitted = book.takeEmitted();
    if (!emitted.isEmpty()) {
      actionsOf.computeIfAbsent(event.eventId(), id -> new ArrayList<>()).addAll(emitted);
    }
  }

  private void audit(Judged one) {
    Judgement event = one.event();
    String id = event.eventId();
    Verdict verdict;
    if (acted.contains(id)) {
      verdict = Verdict.ACT;
    } else if (reviewed.contains(id)) {
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
            Ids.of("audit", id, event.windowEnd(), ""),
            id,
            event.subject(),
            creatorId,
            verdict,
            one.decisions(),
            one.facts(),
            event.models(),
            event.bundle(),
            event.eventTime(),
            event.windowEnd(),
            actionsOf.getOrDefault(id, List.of()),
            strikesOf.getOrDefault(id, List.of()),
            outcome(event.signal())));
  }

  private static @Nullable OutcomeNote outcome(@Nullable CreatorSignal signal) {
    if (signal != null && signal.review() != null) {
      return new OutcomeNote(
          signal.review().outcome().name(),
          signal.review().decisionId(),
          signal.review().reasonCode());
    }
    if (signal != null && signal.order() != null) {
      return new OutcomeNote(signal.order().operation().name(), signal.order().orderId(), null);
    }
    return null;
  }
}
