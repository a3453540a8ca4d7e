package io.earshot.job.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.earshot.enforcement.LedgerReport;
import io.earshot.intake.SubjectRef;
import io.earshot.risk.PriorFacts;
import io.earshot.risk.ProfileReport;
import io.earshot.risk.StateFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a creator, to be printed.
 *
 * @param creatorId whom
 * @param savepoint folder of the savepoint or checkpoint
 * @param checkpointId its number
 * @param bundle what says how risk adds up
 * @param profile null if the judgement keeps none
 * @param enforcement what enforcement keeps
 * @param openEvents events that no window has judged yet
 * @param openMatters what no window of enforcement has folded yet
 */
record CreatorPage(
    String creatorId,
    String savepoint,
    long checkpointId,
    String bundle,
    @Nullable ProfileReport profile,
    LedgerReport enforcement,
    int openEvents,
    int openMatters) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(
              new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** One JSON object. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write what is known of " + creatorId, e);
    }
  }

  /** Text for a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("creator " + creatorId + ", checkpoint " + checkpointId + " in " + savepoint);
    if (openEvents + openMatters > 0) {
      lines.add(
          "in windows that are still open: "
              + openEvents
              + " events, "
              + openMatters
              + " decisions and answers");
    }
    if (profile == null) {
      lines.add("profile: none");
    } else {
      addProfile(lines, profile);
    }
    addEnforcement(lines);
    return lines;
  }

  private void addProfile(List<String> lines, ProfileReport known) {
    lines.add("profile: " + known.bytes() + " bytes, newest event " + known.newestEvent());
    lines.add("as of " + known.asOf());
    lines.add("");
    lines.add("account");
    Instant created = known.account().createdAt();
    lines.add(
        row(
            "created",
            created == null
                ? "not known"
                : created
                    + ", "
                    + Duration.between(created, known.asOf()).toDays()
                    + " days before"));
    lines.add(row("trusted licensor", known.account().trustedLicensor() ? "yes" : "no"));
    lines.add(row("type, tenure and channel", known.account().segment()));
    PriorFacts priors = known.account().priors();
    lines.add(
        row(
            "priors",
            priors.version().isEmpty()
                ? "those of the bundle"
                : priors.version() + ", of " + priors.segment()));
    Instant active = known.account().lastActive();
    lines.add(row("published last", active == null ? "never" : active.toString()));
    lines.add("");
    lines.add("counts and rates");
    known.counts().forEach(fact -> lines.add(row(fact.what(), fact.value())));
    for (ProfileReport.Rate rate : known.rates()) {
      lines.add(
          row(rate.of(), rate.numerator() + " of " + rate.denominator() + ", " + rate.value()));
    }
    for (ProfileReport.FamilySum family : known.families()) {
      lines.add(
          row(
              "borderline items of " + family.family(),
              String.format(
                  Locale.ROOT,
                  "mass %s of %s items, strongest %s, %d kept one by one",
                  family.mass(),
                  family.items(),
                  family.strongest(),
                  family.count())));
    }
    if (!known.decisions().isEmpty()) {
      lines.add("");
      lines.add("decisions on items");
      for (ProfileReport.Decided decision : known.decisions()) {
        lines.add(
            row(
                decision.decision() + "…",
                decision.family()
                    + " "
                    + decision.state()
                    + ", published "
                    + decision.publishedAt()
                    + (decision.restsOn().isEmpty()
                        ? ""
                        : ", rests on " + String.join(", ", decision.restsOn()))));
      }
    }
    addRisk(lines, known);
  }

  private void addRisk(List<String> lines, ProfileReport known) {
    lines.add("");
    Double risk = known.risk().value();
    lines.add(
        "risk"
            + (risk == null
                ? ": the bundle " + bundle + " asks for none"
                : " "
                    + risk
                    + (known.risk().high() ? ", high" : ", not high")
                    + ", as the bundle "
                    + bundle
                    + " adds it up"));
    known
        .risk()
        .contributions()
        .forEach(part -> lines.add(row(part.group().word(), "contributes " + part.value())));
    for (ProfileReport.Fired fired : known.firings()) {
      lines.add(
          row(
              fired.detector() + " fired",
              "in the hour of "
                  + fired.hour()
                  + ", "
                  + fired.risk()
                  + (fired.overturned() ? ", overturned" : "")));
    }
    lines.add("");
    lines.add("detectors");
    if (known.detectors().isEmpty()) {
      lines.add("  none knows anything");
    }
    for (ProfileReport.Knowledge detector : known.detectors()) {
      lines.add("  " + detector.detector() + " " + detector.name());
      for (StateFact fact : detector.facts()) {
        lines.add("  " + row(fact.what(), fact.value()));
      }
    }
  }

  private void addEnforcement(List<String> lines) {
    lines.add("");
    lines.add("enforcement");
    for (LedgerReport.Points points : enforcement.points()) {
      lines.add(row("active points, " + lower(points.ledger()), Integer.toString(points.active())));
    }
    for (LedgerReport.Entry entry : enforcement.strikes()) {
      lines.add(
          row(
              entry.points() == 0 ? "warning" : "strike of " + entry.points(),
              lower(entry.ledger())
                  + ", "
                  + String.join(" and ", entry.policies())
                  + ", "
                  + entry.issuedAt()
                  + " to "
                  + entry.expiresAt()
                  + (entry.counts() ? "" : ", does not count now")));
    }
    for (LedgerReport.Restricted one : enforcement.restrictions()) {
      Instant until = one.until();
      lines.add(
          row(
              subject(one.subject()),
              one.action()
                  + " under "
                  + one.policy().id()
                  + " by "
                  + (one.rung() == null ? "rule " + one.ruleId() : one.rung())
                  + ", "
                  + one.since()
                  + (until == null ? " until lifted" : " to " + until)
                  + (one.inEffect() ? "" : ", beneath a stronger one")
                  + ", decision "
                  + one.decisionId()));
    }
    for (LedgerReport.Task task : enforcement.tasks()) {
      lines.add(
          row(
              "task " + task.taskId(),
              task.proposed()
                  + " of "
                  + subject(task.subject())
                  + ", "
                  + task.queue()
                  + ", due "
                  + task.dueAt()
                  + (task.overdue() ? ", overdue" : "")
                  + ": "
                  + String.join("; ", task.reasons())));
    }
    for (LedgerReport.Hold hold : enforcement.holds()) {
      Instant until = hold.until();
      lines.add(
          row(
              "data preserved by order " + hold.orderId(),
              until == null ? "until released" : "until " + until));
    }
    long reversed = enforcement.history().stream().filter(LedgerReport.Done::reversed).count();
    lines.add(
        row(
            "actions of 90 days",
            enforcement.history().size() + ", " + reversed + " of them undone"));
    if (enforcement.waiting() > 0) {
      lines.add(row("reviews that wait for their decision", "" + enforcement.waiting()));
    }
  }

  private static String subject(SubjectRef subject) {
    return lower(subject.type())
        + " "
        + subject.id()
        + (subject.version() == 0 ? "" : " version " + subject.version());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String row(String what, String value) {
    return String.format(Locale.ROOT, "  %-36s %s", what, value);
  }
}
