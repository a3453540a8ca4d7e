package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.assessment.Likeness;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.EntryRef;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorFacts;
import io.earshot.risk.CreatorProfile;
import io.earshot.risk.Insight;
import io.earshot.risk.Removal;
import io.earshot.risk.ReporterStanding;
import io.earshot.risk.RiskSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds one window of one creator into the profile and asks the policies, event by event in
 * canonical order.
 *
 * <p>Each content version goes into the profile, then every policy is asked with the profile as of
 * its time. What people say of decisions goes into the profile too: an overturned one is as if it
 * had never been. Events of which nothing follows end here with their audit; the others go on to
 * enforcement, which knows what is in force and what was decided before, and which makes their
 * audit.
 *
 * <p>The fold reads no clock: all that happens, happens at the end of the window.
 */
final class WindowJudge {

  /** Takes what a window leads to, in order. */
  interface Outcomes {

    /** An event of which something may follow. */
    void judgement(Judgement judgement);

    /** An event of which nothing follows. */
    void audit(DecisionAudit audit);
  }

  /** What decisions rest on known media, by the event that was decided on. */
  interface Supports {

    /** What rests on the known media of a content version; null if nothing does. */
    @Nullable MatchSupport of(String contentEventId);

    /** Keeps it; null to forget it. */
    void put(String contentEventId, @Nullable MatchSupport support);
  }

  private final String creatorId;
  private final PolicyBook policies;
  private final long windowEnd;
  private final Supports supports;
  private final Outcomes out;
  private final CreatorProfile profile;
  private final Map<String, Likeness> likenesses = new HashMap<>();

  /** Entries that the window says were withdrawn, by the event in whose content they were found. */
  private final Map<String, Set<EntryRef>> withdrawn = new HashMap<>();

  /** What follows from withdrawals; told when all of the window are known. */
  private final List<Judgement> answers = new ArrayList<>();

  /** Decisions that fell with a withdrawal of this window. */
  private final Set<String> fallen = new HashSet<>();

  /** Decisions of this window on known media that was found later. */
  private final Set<String> later = new HashSet<>();

  WindowJudge(
      String creatorId,
      CreatorProfile profile,
      PolicyBook policies,
      Supports supports,
      long windowEnd,
      Outcomes out) {
    this.supports = supports;
    this.creatorId = creatorId;
    this.profile = profile;
    this.policies = policies;
    this.windowEnd = windowEnd;
    this.out = out;
  }

  /**
   * Folds the events of the window, in any order, into the profile.
   *
   * @return how many events there were; what goes with one is none
   */
  int fold(List<Activity> activities) {
    List<Activity> ordered = new ArrayList<>(activities);
    ordered.sort(Activity.CANONICAL);
    gather(ordered);
    for (Activity activity : ordered) {
      if (activity.signal() != null && activity.signal().withdrawal() != null) {
        CreatorSignal.Withdrawal gone = activity.signal().withdrawal();
        withdrawn
            .computeIfAbsent(gone.contentEventId(), id -> new HashSet<>())
            .add(new EntryRef(gone.bank(), gone.entryId()));
      }
    }
    Set<String> seen = new HashSet<>();
    int copy = 0;
    int events = 0;
    for (Activity activity : ordered) {
      if (activity.likeness() != null) {
        continue;
      }
      events++;
      if (seen.add(activity.eventId())) {
        judge(activity);
      } else {
        copy++;
        audit(activity, Verdict.DUPLICATE, List.of(), "copy" + copy);
      }
    }
    // What one withdrawal puts in the place of what fell may itself fall with another.
    answers.forEach(answer -> out.judgement(answer.without(fallen)));
    return events;
  }

  private void gather(List<Activity> ordered) {
    for (Activity activity : ordered) {
      if (activity.likeness() != null) {
        likenesses.merge(activity.eventId(), activity.likeness(), Likeness::and);
      }
    }
  }

  private void judge(Activity activity) {
    Assessment assessment = activity.assessment();
    if (assessment != null && assessment.foundLater()) {
      judgeLater(activity, assessment);
      return;
    }
    if (assessment != null) {
      judge(
          activity,
          assessment.sounding(likenesses.getOrDefault(activity.eventId(), Likeness.NONE)));
      return;
    }
    CreatorSignal signal = activity.signal();
    Insight insight = activity.insight();
    if (signal == null && insight != null) {
      profile.learn(insight, activity.eventTime());
      return;
    }
    if (signal == null) {
      throw new IllegalStateException(
          activity.eventId() + " is neither content nor a signal nor an insight");
    }
    if (signal.account() != null) {
      change(activity, signal.account());
      return;
    }
    if (signal.withdrawal() != null) {
      withdraw(activity, signal.withdrawal());
      return;
    }
    if (signal.report() != null) {
      if (signal.report().answer() != null) {
        // It is about who reported, and the stage of reporters has folded it.
        audit(activity, Verdict.RECORDED, List.of(), "", warning(activity, signal.report()));
        return;
      }
      report(activity, signal.report());
    }
    if (signal.review() != null) {
      profile.reviewed(
          signal.review().decisionId(), signal.review().outcome(), activity.eventTime());
    }
    out.judgement(
        judgement(activity, List.of(), List.of(), null, List.of(), List.of(), bundle(activity)));
  }

  private void report(Activity activity, CreatorSignal.Report report) {
    long time = activity.eventTime();
    ReporterStanding standing = activity.insight() == null ? null : activity.insight().reporter();
    profile.report(
        report,
        standing == null ? ReporterStanding.unknown(time) : standing,
        time,
        policies.riskAt(time));
  }

  /** Says of the answer that brings a reporter there that they are to be warned. */
  private DecisionAudit.@Nullable OutcomeNote warning(
      Activity activity, CreatorSignal.Report report) {
    ReporterStanding now = activity.insight() == null ? null : activity.insight().reporter();
    ReporterStanding before = activity.insight() == null ? null : activity.insight().before();
    if (now == null || before == null) {
      return null;
    }
    RiskSettings set = policies.riskAt(activity.eventTime());
    boolean claim = report.source() == CreatorSignal.ReportSource.RIGHTSHOLDER;
    RiskSettings.Distrust distrust = set.distrusts(now, claim);
    return distrust == null || set.distrusts(before, claim) != null
        ? null
        : new DecisionAudit.OutcomeNote(
            "WARN_REPORTER",
            report.reporterId(),
            distrust.detector(),
            "%d of %d answered %s within %d days were unfounded, a share of at least %s"
                .formatted(
                    now.unfounded(),
                    now.answered(),
                    claim ? "claims" : "reports",
                    ReporterStanding.WINDOW_DAYS,
                    io.earshot.risk.Finding.round(distrust.unfounded())));
  }

  private void change(Activity activity, CreatorSignal.AccountChange change) {
    int bytes = change.erase() ? profile.toBytes().length : 0;
    profile.change(change, activity.eventTime(), policies.riskAt(activity.eventTime()));
    if (!change.erase()) {
      audit(activity, Verdict.RECORDED, List.of(), "", null);
      return;
    }
    String note =
        "profile erased: %d bytes before, %d after".formatted(bytes, profile.toBytes().length);
    Insight insight = activity.insight();
    if (insight != null && insight.erased() != null) {
      note += "; " + insight.erased();
    }
    out.judgement(
        judgement(
            activity, List.of(), List.of(), null, List.of(), List.of(), bundle(activity), note));
  }

  /**
   * Lets fall what rested on an entry alone: in the profile here, in the ledger behind this. What
   * some of it would have been without the entry is decided now.
   */
  private void withdraw(Activity activity, CreatorSignal.Withdrawal withdrawal) {
    MatchSupport known = supports.of(withdrawal.contentEventId());
    MatchSupport.Withdrawn effect =
        known == null
            ? MatchSupport.Withdrawn.NONE
            : known.without(
                new EntryRef(withdrawal.bank(), withdrawal.entryId()),
                activity.eventId(),
                activity.eventTime());
    if (known != null) {
      supports.put(withdrawal.contentEventId(), effect.left());
    }
    for (String decision : effect.lifted()) {
      profile.reviewed(decision, CreatorSignal.ReviewOutcome.OVERTURN, activity.eventTime());
    }
    fallen.addAll(effect.lifted());
    answers.add(
        new Judgement(
            creatorId,
            activity.eventId(),
            activity.eventTime(),
            windowEnd,
            activity.source(),
            activity.subject(),
            known == null ? null : known.content(),
            profile.accountCreatedAt(),
            effect.instead(),
            List.of(),
            null,
            effect.facts(),
            effect.instead().isEmpty() ? List.of() : effect.instead().get(0).models(),
            effect.instead().isEmpty() ? bundle(activity) : effect.instead().get(0).bundle(),
            CreatorSignal.of(
                activity.eventId(),
                creatorId,
                activity.eventTime(),
                withdrawal.lifting(effect.lifted())),
            null));
    for (MatchSupport.Alternative again : effect.again()) {
      if (later.contains(again.decision().decisionId())) {
        continue;
      }
      answers.add(
          new Judgement(
              creatorId,
              again.decision().triggerEventId(),
              activity.eventTime(),
              windowEnd,
              activity.source(),
              activity.subject(),
              known == null ? null : known.content(),
              profile.accountCreatedAt(),
              List.of(again.decision()),
              List.of(),
              null,
              again.facts(),
              List.of(),
              again.decision().bundle(),
              null,
              null));
    }
  }

  private void judge(Activity activity, Assessment found) {
    // What is known to be wrong when the window is judged has decided nothing in it.
    Set<EntryRef> gone = withdrawn.getOrDefault(activity.eventId(), Set.of());
    Assessment assessment =
        gone.isEmpty() ? found : found.without(match -> gone.contains(EntryRef.of(match)));
    long time = activity.eventTime();
    PolicyEvaluator evaluator = policies.at(time);
    CreatorFacts creator = profile.publish(assessment, policies.riskAt(time));
    Facts facts = evaluator.facts(assessment, creator);
    Pauses paused = policies.pausesAt(time);
    PolicyEvaluator.Judged judged = judge(evaluator, assessment, creator, facts, paused);
    if (!assessment.matches().isEmpty()) {
      supports.put(
          activity.eventId(),
          MatchSupport.of(
              assessment,
              judged.decisions(),
              reduced -> {
                Facts without = evaluator.facts(reduced, creator);
                return new MatchSupport.Redecided(
                    judge(evaluator, reduced, creator, without, paused).decisions(),
                    without::known);
              }));
    }
    note(judged.decisions());
    for (String policyId : judged.open()) {
      Family family = Taxonomy.get(policyId).family();
      evaluator.idsOf(policyId, assessment).forEach(id -> profile.leftOpen(id, family));
    }
    // Of an edit something may follow although it is clean: what was decided about the version
    // before it is moot.
    boolean edit = assessment.content().version() > 1;
    if (judged.decisions().isEmpty() && judged.open().isEmpty() && !edit) {
      audit(activity, Verdict.ALLOW, facts.known(), "");
      return;
    }
    out.judgement(
        judgement(
            activity,
            judged.decisions(),
            judged.open(),
            judged.open().isEmpty() ? null : assessment,
            facts.known(),
            assessment.models(),
            evaluator.bundle()));
  }

  private static Removal removal(Decision decision) {
    return takesAway(decision.action())
        ? Removal.MADE
        : takesAway(decision.proposed()) ? Removal.PROPOSED : Removal.NONE;
  }

  private static boolean takesAway(ActionType action) {
    return action == ActionType.REMOVE || action == ActionType.BLOCK_UPLOAD;
  }

  /** What is decided, less what rests on entries in quarantine alone. */
  private static PolicyEvaluator.Judged judge(
      PolicyEvaluator evaluator,
      Assessment assessment,
      CreatorFacts creator,
      Facts facts,
      Pauses paused) {
    PolicyEvaluator.Judged judged = evaluator.judge(assessment, facts, paused);
    return new PolicyEvaluator.Judged(
        paused.hold(
            assessment,
            judged.decisions(),
            left -> evaluator.judge(left, evaluator.facts(left, creator), paused).decisions()),
        judged.open());
  }

  /**
   * Known media that was found in something that was judged before. What that rested on is not
   * there any more, so only what rests on the media is decided; and nothing was published.
   */
  private void judgeLater(Activity activity, Assessment found) {
    // An older version of the job did not say which event it was.
    String publishedBy = found.publishedBy() == null ? activity.eventId() : found.publishedBy();
    Set<EntryRef> gone = withdrawn.getOrDefault(publishedBy, Set.of());
    Assessment assessment = found.without(match -> gone.contains(EntryRef.of(match)));
    long time = activity.eventTime();
    PolicyEvaluator evaluator = policies.at(time);
    CreatorFacts creator = profile.recall(assessment.content(), time, policies.riskAt(time));
    Facts facts = evaluator.facts(assessment, creator);
    List<Decision> decisions =
        judge(evaluator, assessment, creator, facts, policies.pausesAt(time)).decisions().stream()
            .filter(WindowJudge::restsOnMatches)
            .toList();
    note(decisions);
    MatchSupport rests = MatchSupport.ofLater(assessment, decisions, facts.known());
    if (rests != null) {
      MatchSupport known = supports.of(publishedBy);
      supports.put(publishedBy, known == null ? rests : known.and(rests));
      decisions.forEach(decision -> later.add(decision.decisionId()));
    }
    if (decisions.isEmpty()) {
      audit(activity, Verdict.ALLOW, facts.known(), "");
    } else {
      out.judgement(
          judgement(
              activity, decisions, List.of(), null, facts.known(), List.of(), evaluator.bundle()));
    }
  }

  /**
   * Whether it asked for known media and found it; that there is none of some kind is no reason.
   */
  private static boolean restsOnMatches(Decision decision) {
    return decision.comparisons().stream()
        .anyMatch(
            c ->
                c.held()
                    && c.variable().contains(PolicyEvaluator.MATCHES)
                    && !c.threshold().equals("false"));
  }

  private void note(List<Decision> decisions) {
    for (Decision decision : decisions) {
      if (decision.mode().acts()) {
        profile.decided(
            decision.decisionId(),
            Taxonomy.get(decision.policy().id()).family(),
            detectors(decision),
            removal(decision));
      }
    }
  }

  /** The detectors that a decision rests on, in the order in which the rule asked for them. */
  private static List<String> detectors(Decision decision) {
    List<String> detectors = List.of();
    for (Comparison comparison : decision.comparisons()) {
      if (comparison.held() && comparison.variable().startsWith(Vocabulary.DETECTORS)) {
        String rest = comparison.variable().substring(Vocabulary.DETECTORS.length());
        String id = rest.substring(0, rest.indexOf('.'));
        if (!detectors.contains(id)) {
          detectors = detectors.isEmpty() ? new ArrayList<>(1) : detectors;
          detectors.add(id);
        }
      }
    }
    return detectors;
  }

  private Judgement judgement(
      Activity activity,
      List<Decision> decisions,
      List<String> open,
      @Nullable Assessment assessment,
      List<Facts.Fact> facts,
      List<String> models,
      BundleRef bundle) {
    return judgement(activity, decisions, open, assessment, facts, models, bundle, null);
  }

  private Judgement judgement(
      Activity activity,
      List<Decision> decisions,
      List<String> open,
      @Nullable Assessment assessment,
      List<Facts.Fact> facts,
      List<String> models,
      BundleRef bundle,
      @Nullable String note) {
    Assessment content = activity.assessment();
    return new Judgement(
        creatorId,
        activity.eventId(),
        activity.eventTime(),
        windowEnd,
        activity.source(),
        activity.subject(),
        content == null ? null : ContentFacts.of(content.content()),
        profile.accountCreatedAt(),
        decisions,
        open,
        assessment,
        facts,
        models,
        bundle,
        activity.signal(),
        note);
  }

  private void audit(Activity activity, Verdict verdict, List<Facts.Fact> facts, String suffix) {
    audit(activity, verdict, facts, suffix, null);
  }

  private void audit(
      Activity activity,
      Verdict verdict,
      List<Facts.Fact> facts,
      String suffix,
      DecisionAudit.@Nullable OutcomeNote note) {
    Assessment assessment = activity.assessment();
    out.audit(
        new DecisionAudit(
            Ids.of("audit", activity.eventId(), windowEnd, suffix),
            activity.eventId(),
            activity.subject(),
            creatorId,
            verdict,
            List.of(),
            facts,
            assessment == null ? List.of() : assessment.models(),
            bundle(activity),
            activity.eventTime(),
            windowEnd,
            List.of(),
            List.of(),
            note));
  }

  private BundleRef bundle(Activity activity) {
    return policies.at(activity.eventTime()).bundle();
  }
}
