package io.earshot.statement;

import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.id.Ids;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.Modality;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.Comparison;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.Dimension;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.PolicyRef;
import io.earshot.statement.StatementFacts.Actor;
import io.earshot.statement.StatementFacts.Basis;
import io.earshot.statement.StatementFacts.Change;
import io.earshot.statement.StatementFacts.Decider;
import io.earshot.statement.StatementFacts.Detection;
import io.earshot.statement.StatementFacts.Finding;
import io.earshot.statement.StatementFacts.Ground;
import io.earshot.statement.StatementFacts.Material;
import io.earshot.statement.StatementFacts.Medium;
import io.earshot.statement.StatementFacts.Origin;
import io.earshot.statement.StatementFacts.Path;
import io.earshot.statement.StatementFacts.Restricted;
import io.earshot.statement.StatementFacts.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statement of reasons for each action of the window that restricts something.
 *
 * <p>Only what the database would take goes out. What it would not is counted, logged and reported
 * on {@link #STATUS} with its decision, and the job goes on: a statement can be made up for from
 * the action, a stream that stands still protects nobody.
 *
 * <p>The express lane has no statements of its own: the window makes the same decision under the
 * same id within its length, and one decision has one statement.
 */
public final class StatementFunction extends ProcessFunction<EnforcementAction, Statement> {

  private static final long serialVersionUID = 1L;

  /** What is owed and was not made, with why. */
  public static final OutputTag<ControlStatus> STATUS =
      new OutputTag<ControlStatus>("statement-status") {};

  private static final Logger LOG = LoggerFactory.getLogger(StatementFunction.class);

  /** Creators have accounts, and accounts have an address. */
  private static final boolean CONTACT_KNOWN = true;

  /** Nobody judges that yet, and an exemption must not be guessed. */
  private static final boolean DECEPTIVE_HIGH_VOLUME = false;

  private static final String UNKNOWN_LANGUAGE = "und";

  private transient @Nullable Counter statements;
  private transient @Nullable Counter invalid;
  private transient @Nullable Map<Exempt.Reason, Counter> exempt;

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    statements = metrics.counter("statements");
    invalid = metrics.counter("invalidStatements");
    exempt = new EnumMap<>(Exempt.Reason.class);
    for (Exempt.Reason reason : Exempt.Reason.values()) {
      exempt.put(reason, metrics.addGroup("reason", reason.name()).counter("exemptStatements"));
    }
  }

  @Override
  public void processElement(EnforcementAction action, Context context, Collector<Statement> out) {
    StatementOutcome outcome;
    List<String> faults;
    try {
      StatementFacts facts = facts(action);
      outcome = StatementBuilder.build(facts);
      faults =
          outcome instanceof Statement statement
              ? StatementValidator.faults(statement, facts.pseudonyms()).stream()
                  .map(StatementFault::toString)
                  .toList()
              : List.of();
    } catch (RuntimeException e) {
      LOG.error("The statement of decision {} cannot be built", action.decisionId(), e);
      context.output(STATUS, refusal(action, List.of("it cannot be built: " + e)));
      return;
    }
    if (outcome instanceof Exempt none) {
      count(none.reason());
    } else if (faults.isEmpty()) {
      Objects.requireNonNull(statements).inc();
      out.collect((Statement) outcome);
    } else {
      LOG.error("The statement of decision {} is not valid: {}", action.decisionId(), faults);
      context.output(STATUS, refusal(action, faults));
    }
  }

  private void count(Exempt.Reason reason) {
    Objects.requireNonNull(Objects.requireNonNull(exempt).get(reason)).inc();
  }

  /** That a statement is owed and was not made. */
  private ControlStatus refusal(EnforcementAction action, List<String> why) {
    Objects.requireNonNull(invalid).inc();
    List<String> errors = new ArrayList<>(why);
    errors.add("Submit it by hand from the action, and mend what made it invalid");
    return new ControlStatus(
        Ids.of("statement-refused", action.eventId()),
        action.eventId(),
        "dsa.statements",
        ControlStatus.Result.REFUSED,
        "statement of decision " + action.decisionId(),
        errors,
        action.decidedAt(),
        null);
  }

  /** The facts of the case that an action is about. */
  static StatementFacts facts(EnforcementAction action) {
    SubjectRef subject = action.subject();
    return new StatementFacts(
        action.decisionId(),
        restrictionSeq(action.action().dimension()),
        change(action),
        List.of(
            new Restricted(
                action.action(),
                action.effectiveAt(),
                action.expiresAt(),
                action.scope().territories(),
                action.scope().surfaces())),
        new Basis(
            action.policy(),
            secondary(action),
            Ground.valueOf(action.provenance().ground().name()),
            action.provenance().legalBasis(),
            null),
        new Origin(
            Source.valueOf(action.provenance().source().name()),
            action.provenance().article9(),
            action.provenance().organisation(),
            Detection.valueOf(action.provenance().detection().name())),
        new Decider(actor(action), followsHumanDecision(action)),
        material(action),
        new Path(action.comparisons(), findings(action)),
        CONTACT_KNOWN,
        DECEPTIVE_HIGH_VOLUME,
        List.of(action.creatorId(), subject.id()));
  }

  /**
   * What the finding rests on. The date is that of the publication of the content; of an account,
   * that of its registration where that is known, else that of what was decided on.
   */
  private static Material material(EnforcementAction action) {
    ContentKind kind = kind(action.subject());
    ContentFacts content = action.provenance().content();
    long registered = action.provenance().accountCreatedAt();
    long date =
        kind == null
            ? (registered > 0 ? registered : action.eventTime())
            : content == null ? action.eventTime() : content.publishedAt();
    return new Material(
        kind,
        media(action),
        false,
        content == null ? UNKNOWN_LANGUAGE : content.language(),
        date,
        null,
        null);
  }

  private static Change change(EnforcementAction action) {
    return switch (action.type()) {
      case APPLIED, MODIFIED, EXTENDED -> Change.IMPOSED;
      case REVERSED, EXPIRED -> Change.LIFTED;
      case REFERRED, SHADOW -> Change.NONE;
    };
  }

  /**
   * A decision restricts at most once on an axis, and one that comes into force again, because a
   * stronger one fell, is the same restriction. The numbers are in PUIDs that the database keeps
   * for ever: never change one, never use one again.
   */
  private static int restrictionSeq(Dimension dimension) {
    return switch (dimension) {
      case NONE -> 0;
      case VISIBILITY -> 1;
      case MONETARY -> 2;
      case PROVISION -> 3;
      case ACCOUNT -> 4;
      case LABEL -> 5;
    };
  }

  private static List<PolicyRef> secondary(EnforcementAction action) {
    return action.otherCauses().stream()
        .map(Cause::policy)
        .filter(policy -> !policy.id().equals(action.policy().id()))
        .distinct()
        .toList();
  }

  private static Actor actor(EnforcementAction action) {
    return switch (action.actor()) {
      case AUTOMATED -> Actor.AUTOMATED;
      case HUMAN_CONFIRMED -> Actor.HUMAN_CONFIRMED;
      case HUMAN -> Actor.HUMAN;
    };
  }

  /** A rung of the ladder carries the actor of the decision whose strike crossed it. */
  private static boolean followsHumanDecision(EnforcementAction action) {
    return action.ruleId().startsWith("ladder.")
        && action.actor() != EnforcementAction.Actor.AUTOMATED;
  }

  private static @Nullable ContentKind kind(SubjectRef subject) {
    return switch (subject.type()) {
      case TRACK -> ContentKind.TRACK;
      case EPISODE -> ContentKind.EPISODE;
      case SHOW -> ContentKind.SHOW;
      case AUDIOBOOK -> ContentKind.AUDIOBOOK;
      case PLAYLIST -> ContentKind.PLAYLIST;
      case COMMENT -> ContentKind.COMMENT;
      case IMAGE -> ContentKind.IMAGE;
      case PROFILE -> ContentKind.PROFILE;
      case CREATOR, ACCOUNT, REPORTER -> null;
    };
  }

  /**
   * Where evidence lies; without any, what the content has on which the decision rests, or else
   * what the comparisons that held asked about.
   */
  private static List<Medium> media(EnforcementAction action) {
    Set<Medium> media = EnumSet.noneOf(Medium.class);
    for (EvidenceRef evidence : action.evidence()) {
      media.add(medium(evidence.modality()));
    }
    ContentFacts content = action.provenance().content();
    if (media.isEmpty() && content != null) {
      content.modalities().forEach(modality -> media.add(medium(modality)));
    }
    if (media.isEmpty()) {
      for (Comparison comparison : action.comparisons()) {
        for (Modality modality : Modality.values()) {
          if (comparison.held()
              && comparison.variable().startsWith(modality.name().toLowerCase(Locale.ROOT) + ".")) {
            media.add(medium(modality));
          }
        }
      }
    }
    return List.copyOf(media);
  }

  private static List<Finding> findings(EnforcementAction action) {
    List<Finding> findings = new ArrayList<>();
    for (EvidenceRef ref : action.evidence()) {
      findings.add(
          new Finding(
              medium(ref.modality()),
              ref.evidence().field(),
              ref.evidence().label(),
              ref.evidence().score()));
    }
    return findings;
  }

  private static Medium medium(Modality modality) {
    return switch (modality) {
      case TEXT -> Medium.TEXT;
      case IMAGE -> Medium.IMAGE;
      case AUDIO -> Medium.AUDIO;
    };
  }
}
