package io.earshot.enforcement;

import io.earshot.assessment.Assessment;
import io.earshot.enforcement.DecisionAudit.Verdict;
import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.Dimension;
import io.earshot.policy.EnforcementFacts;
import io.earshot.policy.Facts;
import io.earshot.policy.Mode;
import io.earshot.policy.Pauses;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.StrikeLedger;
import io.earshot.policy.Taxonomy;
import io.earshot.risk.CreatorProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds one window of one creator: risk, policy and enforcement, event by event in canonical order,
 * then what follows from all of them together.
 *
 * <p>The three stages run in one fold, and not in three operators behind each other, because they
 * speak to each other both ways: a rule asks for the strikes that the creator has, and those are
 * known only to enforcement, which comes after it.
 *
 * <ol>
 *   <li>Each content version goes into the profile, then every policy is asked with the profile and
 *       the active strikes as of its time. Reports go into the profile; review outcomes change the
 *       ledger at once.
 *   <li>At the end of the window the decisions are brought together: one action for each subject
 *       and axis, the strongest, with all other causes listed; one strike for each ledger, of the
 *       most severe violation (one notice, one entry); and of the rungs that its points cross only
 *       the highest.
 * </ol>
 *
 * <p>All that happens, happens at the end of the window ({@code window.end}); the fold reads no
 * clock.
 */
final class WindowFold {

  /** An event of the window with what was decided about it. */
  private record Judged(
      Activity activity, SubjectRef subject, List<Decision> decisions, @Nullable Facts facts) {}

  /** Decisions that ask for something on one subject and axis. */
  private record Axis(SubjectRef subject, Dimension dimension) {}

  private final String creatorId;
  private final PolicyEvaluator policies;
  private final long now;
  private final Outcomes out;
  private final LedgerBook book;
  private final Ledger before;
  private final List<Judged> judged = new ArrayList<>();
  private final Set<String> acted = new HashSet<>();
  private final Set<String> reviewed = new HashSet<>();
  private final Map<String, ReviewTask> tasks = new LinkedHashMap<>();
  private final List<Activity> early = new ArrayList<>();
  private CreatorProfile profile;

  WindowFold(
      String creatorId,
      CreatorProfile profile,
      Ledger ledger,
      PolicyEvaluator policies,
      long windowEnd,
      Outcomes out) {
    this.creatorId = creatorId;
    this.profile = profile;
    this.before = ledger;
    this.policies = policies;
    this.now = windowEnd;
    this.out = out;
    this.book = new LedgerBook(creatorId, ledger, windowEnd, out);
  }

  /** Folds the events of the window, in any order. */
  void fold(List<Activity> activities) {
    List<Activity> ordered = new ArrayList<>(activities);
    ordered.sort(Activity.CANONICAL);
    Set<String> seen = new HashSet<>();
    List<Activity> repeats = new ArrayList<>();
    for (Activity activity : ordered) {
      if (seen.add(activity.eventId())) {
        judge(activity);
      } else {
        repeats.add(activity);
      }
    }
    conclude();
    for (Activity activity : early) {
      CreatorSignal signal = activity.signal();
      if (signal != null && signal.review() != null) {
        review(activity, signal.review());
      }
    }
    tasks.values().forEach(out::task);
    for (Judged one : judged) {
      audit(one);
    }
    int copy = 0;
    for (Activity repeat : repeats) {
      copy++;
      audit(repeat, subject(repeat), Verdict.DUPLICATE, List.of(), null, "copy" + copy);
    }
  }

  /** The profile after the window. */
  CreatorProfile profile() {
    return profile;
  }

  /** The ledger after the window. */
  Ledger ledger() {
    return book.close();
  }

  private void judge(Activity activity) {
    Assessment assessment = activity.assessment();
    CreatorSignal signal = activity.signal();
    if (assessment != null) {
      profile = profile.publish(assessment);
      long time = activity.eventTime();
      int[] points = before.points(time);
      Facts facts =
          policies
              .facts(assessment, profile.factsAt(time))
              .withEnforcement(
                  new EnforcementFacts(points[0], points[1], points[2], 0, 0, 0, Map.of()));
      PolicyEvaluator.Judged found = policies.judge(assessment, facts, Pauses.NONE);
      List<Decision> decisions = new ArrayList<>(found.decisions());
      decisions.addAll(policies.settle(assessment, facts, found.open(), Pauses.NONE));
      decisions.sort(Comparator.comparingInt(d -> d.policy().severity()));
      judged.add(new Judged(activity, subject(activity), decisions, facts));
    } else if (signal != null) {
      if (signal.account() != null) {
        profile = profile.change(signal.account());
      }
      if (signal.report() != null) {
        profile = profile.report(activity.eventTime());
        report(activity, signal.report());
      }
      if (signal.review() != null) {
        if (book.knows(signal.review().decisionId())) {
          review(activity, signal.review());
        } else {
          // The express lane may have shown the decision before this window makes it.
          early.add(activity);
        }
      }
      judged.add(new Judged(activity, subject(activity), List.of(), null));
    }
  }

  /** A report never acts by itself: a human looks, once a window for each subject and policy. */
  private void report(Activity activity, CreatorSignal.Report report) {
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
    reviewed.add(activity.eventId());
    tasks.merge(
        decisionId,
        new ReviewTask(
            Ids.of("task", decisionId),
            decisionId,
            report.target(),
            creatorId,
            new PolicyRef(report.policyId(), "", severity, ""),
            "report",
            "reported under "
                + report.policyId()
                + " by "
                + report.source().name().toLowerCase(Locale.ROOT),
            priority,
            now + 24L * 3_600_000,
            ActionType.SEND_TO_REVIEW,
            List.of(),
            List.of(),
            activity.eventTime(),
            now),
        (first, again) -> first.priority() >= again.priority() ? first : again);
  }

  private void review(Activity activity, CreatorSignal.Review review) {
    switch (review.outcome()) {
      case OVERTURN -> {
        String why = String.valueOf(review.reasonCode());
        for (Restriction restriction : book.of(review.decisionId())) {
          book.end(restriction, ActionEvent.REVERSED, Actor.HUMAN, why);
          acted.add(activity.eventId());
        }
        for (StrikeLedger ledger : book.revoke(review.decisionId())) {
          acted.add(activity.eventId());
          book.settle(ledger, Actor.HUMAN, why);
        }
      }
      case UPHOLD -> {
        for (Restriction restriction : book.of(review.decisionId())) {
          if (restriction.action() == ActionType.HIDE_PENDING_REVIEW) {
            confirm(restriction, activity);
            acted.add(activity.eventId());
          }
        }
      }
      case UNSURE -> {
        // Nothing follows; the outcome is on record.
      }
    }
  }

  /**
   * What was hidden until a human looked is removed when the human agrees, and counts from then on.
   */
  private void confirm(Restriction hidden, Activity activity) {
    Restriction removal =
        new Restriction(
            Ids.of("decision", hidden.decisionId(), activity.eventId()),
            hidden.subject(),
            ActionType.REMOVE,
            hidden.policy(),
            hidden.ruleId(),
            hidden.bundle(),
            hidden.triggerEventId(),
            now,
            null,
            null);
    Taxonomy.Entry entry = Taxonomy.get(hidden.policy().id());
    int pointsBefore = book.points(entry.ledger());
    StrikeNote note = strike(removal.decisionId(), entry);
    book.replace(
        hidden,
        removal,
        ActionDraft.of(
                removal, Actor.HUMAN_CONFIRMED, "a reviewer confirmed " + hidden.policy().id())
            .withStrike(note));
    climb(note, pointsBefore, ActionDraft.of(removal, Actor.HUMAN_CONFIRMED, ""));
  }

  private void conclude() {
    Map<Axis, List<Decision>> axes = new LinkedHashMap<>();
    for (Judged one : judged) {
      for (Decision decision : one.decisions()) {
        if (decision.mode() != Mode.ENFORCE) {
          continue;
        }
        if (decision.action() == ActionType.SEND_TO_REVIEW
            || decision.action() == ActionType.HIDE_PENDING_REVIEW) {
          task(decision);
        }
        if (decision.action() == ActionType.SEND_TO_REVIEW) {
          reviewed.add(decision.triggerEventId());
        } else if (decision.action() != ActionType.ALLOW) {
          axes.computeIfAbsent(
                  new Axis(decision.subject(), decision.action().dimension()),
                  axis -> new ArrayList<>())
              .add(decision);
        }
      }
    }
    List<List<Decision>> fresh = new ArrayList<>();
    for (List<Decision> decisions : axes.values()) {
      List<Decision> candidates =
          decisions.stream()
              .filter(d -> !book.holdsAlready(d.subject(), d.action(), d.policy().id()))
              .toList();
      if (!candidates.isEmpty()) {
        fresh.add(candidates);
      }
    }
    Map<String, StrikeNote> strikes = new LinkedHashMap<>();
    Map<StrikeLedger, Integer> pointsBefore = new LinkedHashMap<>();
    strikes(fresh, strikes, pointsBefore);
    for (List<Decision> candidates : fresh) {
      act(candidates, strikes);
    }
    for (List<Decision> candidates : fresh) {
      for (Decision decision : candidates) {
        StrikeNote note = strikes.remove(decision.decisionId());
        if (note != null) {
          climb(
              note,
              pointsBefore.getOrDefault(note.strike().ledger(), 0),
              ActionDraft.of(decision, null, List.of(), null));
        }
      }
    }
  }

  /** One strike for each ledger, of the most severe violation; of equals the first. */
  private void strikes(
      List<List<Decision>> fresh,
      Map<String, StrikeNote> notes,
      Map<StrikeLedger, Integer> pointsBefore) {
    for (StrikeLedger ledger : StrikeLedger.values()) {
      Decision worst = null;
      for (List<Decision> candidates : fresh) {
        for (Decision decision : candidates) {
          if (decision.strike()
              && Taxonomy.get(decision.policy().id()).ledger() == ledger
              && (worst == null || decision.policy().severity() < worst.policy().severity())) {
            worst = decision;
          }
        }
      }
      if (worst != null) {
        pointsBefore.put(ledger, book.points(ledger));
        notes.put(
            worst.decisionId(), strike(worst.decisionId(), Taxonomy.get(worst.policy().id())));
      }
    }
  }

  private StrikeNote strike(String decisionId, Taxonomy.Entry entry) {
    Strike strike =
        StrikeLadder.strike(
            book.strikes(), decisionId, entry.ledger(), entry.family(), entry.severity(), now);
    book.add(strike);
    return new StrikeNote(strike, book.points(entry.ledger()));
  }

  /** One action for the subject and axis: the strongest decision, the others as its causes. */
  private void act(List<Decision> candidates, Map<String, StrikeNote> strikes) {
    Decision winner =
        candidates.stream()
            .max(
                Comparator.comparingInt((Decision d) -> d.action().strength())
                    .thenComparingLong(
                        d -> d.durationMillis() == null ? Long.MAX_VALUE : d.durationMillis())
                    .thenComparing(Comparator.comparing(candidates::indexOf).reversed()))
            .orElseThrow();
    List<Cause> others = new ArrayList<>();
    StrikeNote note = null;
    for (Decision decision : candidates) {
      acted.add(decision.triggerEventId());
      note = strikes.getOrDefault(decision.decisionId(), note);
      if (!decision.equals(winner)
          && others.stream().noneMatch(c -> sameCause(c, decision))
          && !sameCause(winner, decision)) {
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
      book.notice(winner.subject(), winner.action(), ActionDraft.of(winner, null, others, note));
      return;
    }
    Restriction restriction = restriction(winner);
    book.apply(restriction, ActionDraft.of(winner, restriction.expiresAt(), others, note));
    for (Decision decision : candidates) {
      if (!book.holdsAlready(decision.subject(), decision.action(), decision.policy().id())) {
        book.enter(restriction(decision));
      }
    }
  }

  /**
   * Whether a decision adds nothing to a cause: a flood of one policy is one cause, however many
   * items it has.
   */
  private static boolean sameCause(Cause cause, Decision decision) {
    return cause.action() == decision.action()
        && cause.policy().id().equals(decision.policy().id());
  }

  private static boolean sameCause(Decision one, Decision other) {
    return one.action() == other.action() && one.policy().id().equals(other.policy().id());
  }

  private Restriction restriction(Decision decision) {
    return new Restriction(
        decision.decisionId(),
        decision.subject(),
        decision.action(),
        decision.policy(),
        decision.ruleId(),
        decision.bundle(),
        decision.triggerEventId(),
        now,
        decision.durationMillis() == null ? null : now + decision.durationMillis(),
        null);
  }

  /** What follows from a strike for the creator. */
  private void climb(StrikeNote note, int pointsBefore, ActionDraft cause) {
    StrikeLedger ledger = note.strike().ledger();
    StrikeLadder.Rung rung = StrikeLadder.crossed(ledger, pointsBefore, note.activeTotalAfter());
    if (rung == null) {
      return;
    }
    SubjectRef creator = SubjectRef.creator(creatorId);
    String variable = "strikes." + ledger.name().toLowerCase(Locale.ROOT);
    String reason =
        note.activeTotalAfter()
            + " active points on the "
            + ledger
            + " ledger, at or above "
            + rung.points();
    List<Comparison> compared =
        List.of(
            new Comparison(
                variable,
                ">=",
                String.valueOf(rung.points()),
                String.valueOf(note.activeTotalAfter()),
                true));
    for (StrikeLadder.Consequence consequence : rung.actions()) {
      String decisionId =
          Ids.of("ladder", note.strike().decisionId(), rung.points(), consequence.action());
      Restriction restriction =
          new Restriction(
              decisionId,
              creator,
              consequence.action(),
              cause.policy(),
              "ladder." + ledger.name().toLowerCase(Locale.ROOT) + "." + rung.points(),
              cause.bundle(),
              cause.triggerEventId(),
              now,
              now + consequence.duration().toMillis(),
              new LadderStep(ledger, rung.points()));
      if (!StrikeLadder.isAutomatic(consequence, note.strike().severity())) {
        propose(restriction, consequence.action(), reason, compared);
        continue;
      }
      book.apply(
          restriction,
          ActionDraft.of(restriction, cause.actor(), reason)
              .withComparisons(
                  compared,
                  List.of(
                      variable
                          + " below "
                          + rung.points()
                          + " (it was "
                          + note.activeTotalAfter()
                          + ")")));
    }
    if (rung.proposal() != null) {
      propose(
          new Restriction(
              Ids.of("ladder", note.strike().decisionId(), rung.points(), rung.proposal()),
              creator,
              rung.proposal(),
              cause.policy(),
              "ladder." + ledger.name().toLowerCase(Locale.ROOT) + "." + rung.points(),
              cause.bundle(),
              cause.triggerEventId(),
              now,
              null,
              null),
          rung.proposal(),
          reason,
          compared);
    }
  }

  private void propose(
      Restriction restriction, ActionType proposed, String reason, List<Comparison> compared) {
    tasks.putIfAbsent(
        restriction.decisionId(),
        new ReviewTask(
            Ids.of("task", restriction.decisionId()),
            restriction.decisionId(),
            restriction.subject(),
            creatorId,
            restriction.policy(),
            restriction.ruleId(),
            reason,
            80,
            now + 8L * 3_600_000,
            proposed,
            List.of(),
            compared,
            now,
            now));
  }

  private void task(Decision decision) {
    reviewed.add(decision.triggerEventId());
    tasks.putIfAbsent(
        decision.decisionId(),
        new ReviewTask(
            Ids.of("task", decision.decisionId()),
            decision.decisionId(),
            decision.subject(),
            creatorId,
            decision.policy(),
            decision.ruleId(),
            decision.reason(),
            decision.review().priority(),
            now + decision.review().slaMillis(),
            decision.action() == ActionType.HIDE_PENDING_REVIEW
                ? ActionType.REMOVE
                : ActionType.SEND_TO_REVIEW,
            decision.evidence(),
            decision.comparisons(),
            decision.eventTime(),
            now));
  }

  private void audit(Judged one) {
    String id = one.activity().eventId();
    Verdict verdict;
    if (acted.contains(id)) {
      verdict = Verdict.ACT;
    } else if (reviewed.contains(id)) {
      verdict = Verdict.REVIEW;
    } else if (one.activity().signal() != null) {
      verdict = Verdict.RECORDED;
    } else if (one.decisions().stream().anyMatch(WindowFold::restricts)) {
      verdict = Verdict.ALREADY_RESTRICTED;
    } else {
      boolean shadow = one.decisions().stream().anyMatch(d -> d.mode() == Mode.SHADOW);
      verdict = shadow ? Verdict.SHADOW : Verdict.ALLOW;
    }
    audit(one.activity(), one.subject(), verdict, one.decisions(), one.facts(), "");
  }

  private static boolean restricts(Decision decision) {
    return decision.mode() == Mode.ENFORCE && decision.action().isRestriction();
  }

  private void audit(
      Activity activity,
      SubjectRef subject,
      Verdict verdict,
      List<Decision> decisions,
      @Nullable Facts facts,
      String suffix) {
    Assessment assessment = activity.assessment();
    out.audit(
        new DecisionAudit(
            Ids.of("audit", activity.eventId(), now, suffix),
            activity.eventId(),
            subject,
            creatorId,
            verdict,
            decisions,
            facts == null ? List.of() : facts.known(),
            assessment == null ? List.of() : assessment.models(),
            policies.bundle(),
            activity.eventTime(),
            now));
  }

  private SubjectRef subject(Activity activity) {
    if (activity.assessment() != null) {
      return SubjectRef.of(activity.assessment().content());
    }
    CreatorSignal signal = activity.signal();
    return signal != null && signal.report() != null
        ? signal.report().target()
        : SubjectRef.creator(creatorId);
  }
}
