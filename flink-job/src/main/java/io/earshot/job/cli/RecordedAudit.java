package io.earshot.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.intake.Modality;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.job.ConfigurationException;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Comparison;
import io.earshot.policy.Facts;
import io.earshot.policy.Mode;
import io.earshot.policy.Occasion;
import io.earshot.policy.Pauses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A record of {@code decisions.audit}, as JSON: what was known about an event and what each policy
 * said.
 *
 * @param auditId its id
 * @param verdict what became of the event
 * @param occasion what was decided on
 * @param verdicts what each policy said
 * @param facts what was known
 * @param bundle which bundle decided
 * @param strikes what it put on ledgers
 * @param outcome what a human or an authority said, in words; empty if it is not that
 */
record RecordedAudit(
    String auditId,
    String verdict,
    Occasion occasion,
    List<Verdict> verdicts,
    List<Facts.Fact> facts,
    BundleRef bundle,
    List<StrikeEntry> strikes,
    String outcome) {

  /** What one policy said. */
  record Verdict(
      String decisionId,
      String policyId,
      String ruleId,
      Mode mode,
      ActionType asked,
      ActionType action,
      String reason,
      List<Comparison> path) {}

  /** A strike that the event put on a ledger. */
  record StrikeEntry(String decisionId, String ledger, int points, int before, int after) {}

  static RecordedAudit of(JsonNode audit) {
    List<Verdict> verdicts = new ArrayList<>();
    audit.path("policies").forEach(verdict -> verdicts.add(verdict(verdict)));
    List<Facts.Fact> facts = new ArrayList<>();
    audit
        .path("facts")
        .forEach(fact -> facts.add(new Facts.Fact(text(fact, "name"), text(fact, "value"))));
    List<String> models = new ArrayList<>();
    audit.path("models").forEach(model -> models.add(model.asText()));
    List<StrikeEntry> strikes = new ArrayList<>();
    audit
        .path("strikes")
        .forEach(
            strike ->
                strikes.add(
                    new StrikeEntry(
                        text(strike, "decisionId"),
                        text(strike, "ledger"),
                        strike.path("points").asInt(),
                        strike.path("before").asInt(),
                        strike.path("after").asInt())));
    JsonNode outcome = audit.path("outcome");
    return new RecordedAudit(
        text(audit, "auditId"),
        text(audit, "verdict"),
        new Occasion(
            subject(audit.path("subject")),
            text(audit, "creatorId"),
            text(audit, "triggerEventId"),
            Instant.parse(text(audit, "eventTime")).toEpochMilli(),
            models),
        verdicts,
        facts,
        new BundleRef(
            text(audit, "bundleId"), text(audit, "bundleVersion"), text(audit, "bundleDigest")),
        strikes,
        outcome.isObject() ? text(outcome, "outcome") + " of " + text(outcome, "about") : "");
  }

  private static Verdict verdict(JsonNode verdict) {
    ActionType action = ActionType.valueOf(text(verdict, "action"));
    String asked = verdict.path("asked").asText("UNKNOWN");
    return new Verdict(
        text(verdict, "decisionId"),
        text(verdict.path("policy"), "id"),
        text(verdict, "ruleId"),
        Mode.valueOf(text(verdict, "mode")),
        asked.equals("UNKNOWN") ? action : ActionType.valueOf(asked),
        action,
        text(verdict, "reason"),
        path(verdict));
  }

  /** The comparisons of a record. */
  static List<Comparison> path(JsonNode record) {
    List<Comparison> path = new ArrayList<>();
    record
        .path("decisionPath")
        .forEach(
            c ->
                path.add(
                    new Comparison(
                        text(c, "variable"),
                        text(c, "operator"),
                        text(c, "threshold"),
                        text(c, "value"),
                        c.path("held").asBoolean())));
    return path;
  }

  static SubjectRef subject(JsonNode subject) {
    return new SubjectRef(
        SubjectType.valueOf(text(subject, "type")),
        text(subject, "id"),
        subject.path("version").asLong());
  }

  /** The text of a field that a record has to have. */
  static String text(JsonNode record, String field) {
    JsonNode value = record.path(field);
    if (!value.isTextual()) {
      throw new ConfigurationException(
          "the record has no " + field + "; is it one of enforcement.actions or decisions.audit?");
    }
    return value.asText();
  }

  /** The labels that the facts speak of, for a vocabulary that has them all. */
  Map<Modality, Set<String>> labels() {
    Map<Modality, Set<String>> labels = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      String prefix = modality.name().toLowerCase(Locale.ROOT) + ".";
      labels.put(
          modality,
          facts.stream()
              .map(Facts.Fact::name)
              .filter(name -> name.startsWith(prefix))
              .map(name -> name.substring(prefix.length()).replaceAll("\\..*", ""))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return labels;
  }

  /** Which policies were switched off, as far as it made a difference. */
  Pauses pauses() {
    return new Pauses(
        false,
        verdicts.stream()
            .filter(v -> v.path().stream().anyMatch(Pauses::isOf))
            .map(Verdict::policyId)
            .collect(Collectors.toSet()));
  }
}
