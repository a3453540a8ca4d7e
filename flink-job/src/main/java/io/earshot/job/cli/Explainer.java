package io.earshot.job.cli;

import static io.earshot.job.cli.RecordedAudit.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.job.cli.RecordedAudit.StrikeEntry;
import io.earshot.job.cli.RecordedAudit.Verdict;
import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.Facts;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicyTrace;
import io.earshot.policy.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Explains records by doing again what led to them: the facts of the audit record go through the
 * rules, ceilings and gates of the bundle that decided, and what comes out is compared with what
 * was recorded. What a limit took off is in the record and taken from there, since the count behind
 * it is of many events.
 */
final class Explainer {

  private static final Set<String> ENDS = Set.of("REVERSED", "EXPIRED");

  /** Longer than anything that has an end. */
  private static final Duration ENDLESS = Duration.ofDays(3_650_000);

  private static final String LADDER = "ladder.";
  private static final String LIMIT = "limit.";

  private final RecordedAudit audit;
  private final ExplainFiles files;
  private final Map<String, PolicyTrace> traces = new LinkedHashMap<>();
  private final Map<String, Decision> recomputed = new LinkedHashMap<>();

  /**
   * An explainer of what came of one event.
   *
   * @param policies the bundle that decided
   */
  Explainer(PolicyEvaluator policies, RecordedAudit audit, ExplainFiles files) {
    this.audit = audit;
    this.files = files;
    Facts facts = policies.restore(audit.facts());
    if (!audit.verdict().equals("RECORDED")) {
      for (Decision decision : policies.redecide(facts, audit.occasion(), audit.pauses())) {
        recomputed.put(decision.policy().id(), limited(decision));
      }
    }
    for (Verdict verdict : audit.verdicts()) {
      traces.put(
          verdict.policyId(),
          PolicyTrace.of(policies, verdict.policyId(), facts, audit.occasion(), audit.pauses()));
    }
  }

  /** The decision less what a limit took off it. */
  private Decision limited(Decision decision) {
    Decision left = decision;
    for (Comparison limit : limits(decision.policy().id())) {
      left = left.referred(limit);
    }
    return left;
  }

  private List<Comparison> limits(String policyId) {
    return audit.verdicts().stream()
        .filter(verdict -> verdict.policyId().equals(policyId))
        .flatMap(verdict -> verdict.path().stream())
        .filter(comparison -> comparison.variable().startsWith(LIMIT))
        .toList();
  }

  /** Explains the audit record itself. */
  Explanation ofAudit() {
    Explanation explanation =
        new Explanation(
            audit.verdict()
                + " of "
                + audit.occasion().subject().key()
                + " on event "
                + audit.occasion().eventId(),
            audit.bundle());
    explanation.id("auditId", audit.auditId());
    explanation.id("triggerEventId", audit.occasion().eventId());
    if (!audit.outcome().isEmpty()) {
      explanation.section("What was said:", List.of(audit.outcome()));
    }
    audit.verdicts().forEach(verdict -> policy(explanation, verdict.policyId()));
    if (audit.verdicts().isEmpty() && recomputed.isEmpty()) {
      explanation.section("Policies:", List.of("no rule of any policy holds"));
    }
    compareAll(explanation);
    return explanation;
  }

  /** Explains an action that came of the event. */
  Explanation ofAction(JsonNode action) {
    String type = text(action, "eventType");
    String decisionId = text(action, "decisionId");
    Explanation explanation = new Explanation(title(action), audit.bundle());
    explanation.id("eventId", text(action, "eventId"));
    explanation.id("decisionId", decisionId);
    explanation.id("triggerEventId", audit.occasion().eventId());
    explanation.section("Why, as recorded:", why(action));
    boolean isByRule = audit.verdicts().stream().anyMatch(v -> v.decisionId().equals(decisionId));
    if (ENDS.contains(type)) {
      explanation.section("What ended:", ended(action));
    }
    if (isByRule) {
      Verdict verdict =
          audit.verdicts().stream()
              .filter(v -> v.decisionId().equals(decisionId))
              .findFirst()
              .orElseThrow();
      policy(explanation, verdict.policyId());
      compareAll(explanation);
      if (!ENDS.contains(type)) {
        compareAction(explanation, action, verdict);
      }
    } else if (text(action, "ruleId").startsWith(LADDER)) {
      ladder(explanation, action);
    } else if (text(action, "actor").equals("AUTOMATED")) {
      explanation.compare(
          "decision " + decisionId, "of policy " + policyId(action), "not in the audit record");
    }
    return explanation;
  }

  private static String title(JsonNode action) {
    JsonNode subject = action.path("subject");
    return text(action, "eventType")
        + " "
        + text(action.path("action"), "action")
        + " on "
        + text(subject, "type")
        + " "
        + text(subject, "id")
        + " version "
        + subject.path("version").asLong()
        + " under "
        + policyId(action);
  }

  private static String policyId(JsonNode action) {
    return text(action.path("policy"), "id");
  }

  private static List<String> why(JsonNode action) {
    List<String> lines = new ArrayList<>();
    lines.add(text(action, "reason"));
    lines.add(
        "by "
            + text(action, "actor")
            + ", because of "
            + text(action, "source")
            + ", mode "
            + text(action, "mode")
            + ", lane "
            + text(action, "lane"));
    JsonNode what = action.path("action");
    lines.add(
        "from "
            + text(what, "effectiveAt")
            + (what.path("expiresAt").isTextual()
                ? " until " + text(what, "expiresAt")
                : " until it is lifted"));
    if (action.path("orderId").isTextual()) {
      lines.add("order " + text(action, "orderId"));
    }
    action
        .path("otherCauses")
        .forEach(
            cause ->
                lines.add(
                    "further cause: "
                        + text(cause, "action")
                        + " under "
                        + policyId(cause)
                        + " by rule "
                        + text(cause, "ruleId")
                        + ": "
                        + text(cause, "reason")));
    action.path("supersedes").forEach(id -> lines.add("in the place of decision " + id.asText()));
    return lines;
  }

  private List<String> ended(JsonNode action) {
    List<String> lines = new ArrayList<>();
    String decisionId = text(action, "decisionId");
    lines.add(
        text(action, "eventType").equals("EXPIRED")
            ? "decision " + decisionId + " was for a time, and that is over"
            : "decision "
                + decisionId
                + " was undone: "
                + action.path("reasonCode").asText("no reason code"));
    for (JsonNode before : files.actionsOf(decisionId)) {
      if (!ENDS.contains(text(before, "eventType"))) {
        lines.add(
            text(before, "eventType")
                + " "
                + text(before.path("action"), "action")
                + " at "
                + text(before, "decidedAt")
                + ": "
                + text(before, "reason"));
      }
    }
    return lines;
  }

  /** How a policy came to what it says. */
  private void policy(Explanation explanation, String policyId) {
    PolicyTrace trace = traces.get(policyId);
    if (trace == null) {
      return;
    }
    explanation.trace(trace);
    List<String> lines = new ArrayList<>(PlainWords.steps(trace));
    for (Comparison limit : limits(policyId)) {
      lines.add("  " + PlainWords.demand(limit));
      lines.add("so a human decides");
    }
    explanation.section(
        "Policy " + policyId + " (severity " + trace.policy().severity() + "), rules in order:",
        lines);
    explanation.section(
        "What would have changed the outcome of " + policyId + ":",
        trace.alternatives().stream().map(PlainWords::alternative).toList());
  }

  /** Holds what each policy said against what it says now. */
  private void compareAll(Explanation explanation) {
    for (Verdict recorded : audit.verdicts()) {
      Decision now = recomputed.get(recorded.policyId());
      String what = "policy " + recorded.policyId();
      if (now == null) {
        explanation.compare(what, recorded.action() + " by rule " + recorded.ruleId(), "nothing");
        continue;
      }
      explanation.compare(what + ", decision", recorded.decisionId(), now.decisionId());
      explanation.compare(what + ", rule", recorded.ruleId(), now.ruleId());
      explanation.compare(what + ", mode", recorded.mode(), now.mode());
      explanation.compare(what + ", asked", recorded.asked(), now.asked());
      explanation.compare(what + ", action", recorded.action(), now.action());
      explanation.compare(what + ", comparisons", recorded.path(), now.comparisons());
      explanation.compare(what + ", reason", recorded.reason(), now.reason());
    }
    Set<String> known = new HashSet<>(audit.verdicts().stream().map(Verdict::policyId).toList());
    recomputed.forEach(
        (policyId, decision) -> {
          // A withdrawal decides nothing anew but what rested on its entry.
          if (!known.contains(policyId) && !audit.outcome().startsWith("ENTRY_WITHDRAWN")) {
            explanation.compare(
                "policy " + policyId,
                "nothing",
                decision.action() + " by rule " + decision.ruleId());
          }
        });
  }

  /** Holds the action against the decision that it came from. */
  private void compareAction(Explanation explanation, JsonNode action, Verdict verdict) {
    Decision now = recomputed.get(verdict.policyId());
    if (now == null) {
      return;
    }
    JsonNode what = action.path("action");
    explanation.compare("action", text(what, "action"), now.action().name());
    explanation.compare("action, rule", text(action, "ruleId"), now.ruleId());
    explanation.compare(
        "action, mode",
        text(action, "eventType").equals("SHADOW") ? "SHADOW" : text(action, "mode"),
        now.mode().name());
    explanation.compare("action, scope", scope(what.path("scope")), now.scope());
    if (now.action().isRestriction()) {
      explanation.compare("action, duration", duration(what), duration(now));
      strongest(explanation, now);
    }
    List<Comparison> path = RecordedAudit.path(action);
    // What stands again after a stronger one fell has told its comparisons when it was applied.
    if (!path.isEmpty()) {
      explanation.compare("action, comparisons", path, now.comparisons());
      explanation.compare("action, reason", text(action, "reason"), now.reason());
      List<String> changes = new ArrayList<>();
      action.path("counterfactual").forEach(change -> changes.add(change.asText()));
      explanation.compare("action, counterfactual", changes, now.counterfactuals());
    }
  }

  /** Of what the event's policies ask for on one subject and axis, the strongest is the action. */
  private void strongest(Explanation explanation, Decision acted) {
    List<Decision> onAxis =
        recomputed.values().stream()
            .filter(d -> d.restricts() == acted.restricts() && d.action().isRestriction())
            .filter(d -> d.subject().equals(acted.subject()))
            .filter(d -> d.action().dimension() == acted.action().dimension())
            .filter(d -> d.scope().equals(acted.scope()))
            .sorted(
                Comparator.comparingInt((Decision d) -> -d.action().strength())
                    .thenComparing(Explainer::duration, Comparator.reverseOrder()))
            .toList();
    explanation.compare(
        "strongest on " + acted.action().dimension(),
        acted.action() + " for " + duration(acted),
        onAxis.get(0).action() + " for " + duration(onAxis.get(0)));
    if (onAxis.size() > 1) {
      explanation.section(
          "Asked for on " + acted.action().dimension() + ", strongest first:",
          onAxis.stream()
              .map(d -> d.action() + " under " + d.policy().id() + " by rule " + d.ruleId())
              .toList());
    }
  }

  /** A duration that compares: what has no end is longest. */
  private static Duration duration(Decision decision) {
    return decision.durationMillis() == null
        ? ENDLESS
        : Duration.ofMillis(decision.durationMillis());
  }

  private static Duration duration(JsonNode what) {
    return what.path("expiresAt").isTextual()
        ? Duration.between(
            Instant.parse(text(what, "effectiveAt")), Instant.parse(text(what, "expiresAt")))
        : ENDLESS;
  }

  private static Scope scope(JsonNode scope) {
    List<String> territories = new ArrayList<>();
    scope.path("territories").forEach(t -> territories.add(t.asText()));
    List<String> surfaces = new ArrayList<>();
    scope.path("surfaces").forEach(s -> surfaces.add(s.asText()));
    return new Scope(territories, surfaces);
  }

  /** What follows from strikes: the entry that reached the rung, and what it was for. */
  private void ladder(Explanation explanation, JsonNode action) {
    String[] rung = text(action, "ruleId").split("\\.", -1);
    List<String> lines = new ArrayList<>();
    List<StrikeEntry> entries =
        audit.strikes().stream()
            .filter(s -> rung.length == 3 && s.ledger().equalsIgnoreCase(rung[1]))
            .toList();
    for (StrikeEntry entry : entries) {
      lines.add(
          "decision "
              + entry.decisionId()
              + " put "
              + entry.points()
              + " points on the ledger "
              + entry.ledger()
              + ": "
              + entry.before()
              + " before, "
              + entry.after()
              + " after");
    }
    RecordedAudit.path(action).forEach(c -> lines.add(PlainWords.comparison(c)));
    explanation.section("The ladder of strikes:", lines);
    for (StrikeEntry entry : entries) {
      explanation.compare(
          "points after decision " + entry.decisionId(),
          entry.after(),
          entry.before() + entry.points());
      for (Comparison c : RecordedAudit.path(action)) {
        if (c.operator().equals(">=") && !c.threshold().equals("0")) {
          int needed = Integer.parseInt(c.threshold());
          explanation.compare(
              "rung " + needed + " of " + entry.ledger() + " newly reached",
              true,
              entry.before() < needed && entry.after() >= needed);
        }
      }
      audit.verdicts().stream()
          .filter(v -> v.decisionId().equals(entry.decisionId()))
          .forEach(v -> policy(explanation, v.policyId()));
    }
    compareAll(explanation);
  }
}
