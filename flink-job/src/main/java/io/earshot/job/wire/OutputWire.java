package io.earshot.job.wire;

import io.earshot.enforcement.EffectiveState;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.enforcement.Provenance;
import io.earshot.enforcement.Restriction;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Facts;
import io.earshot.risk.LateEvent;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.Cause;
import io.earshot.schemas.avro.Comparison;
import io.earshot.schemas.avro.ContentFacts;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.Coordinates;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EffectiveRestriction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Evidence;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.Ground;
import io.earshot.schemas.avro.Inputs;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.OutcomeNote;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.PolicyVerdict;
import io.earshot.schemas.avro.Redress;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.StatementOfReasons;
import io.earshot.schemas.avro.Strike;
import io.earshot.schemas.avro.StrikeEntry;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.TaskStatus;
import io.earshot.schemas.avro.Verdict;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.ShadowScores;
import io.earshot.scoring.UnscoredReason;
import io.earshot.statement.DsaCodes;
import io.earshot.statement.Statement;
import io.earshot.statement.StatementJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From the records of the stages to Avro. Enumerations of both sides have the same symbols; a test
 * holds them to it.
 */
public final class OutputWire {

  private OutputWire() {}

  /** An action. */
  public static io.earshot.schemas.avro.EnforcementAction action(EnforcementAction a) {
    return new io.earshot.schemas.avro.EnforcementAction(
        a.eventId(),
        ActionEventType.valueOf(a.type().name()),
        a.decisionId(),
        a.sequence(),
        subject(a.subject()),
        a.creatorId(),
        new ActionSpec(
            action(a.action()),
            Dimension.valueOf(a.action().dimension().name()),
            Instant.ofEpochMilli(a.effectiveAt()),
            instant(a.expiresAt()),
            scope(a.scope())),
        policy(a.policy()),
        a.ruleId(),
        a.reason(),
        a.counterfactuals(),
        map(a.comparisons(), OutputWire::comparison),
        map(a.evidence(), OutputWire::evidence),
        map(a.otherCauses(), OutputWire::cause),
        Actor.valueOf(a.actor().name()),
        source(a.provenance().source()),
        Mode.valueOf(a.mode().name()),
        Lane.valueOf(a.lane().name()),
        strike(a.strike()),
        new Redress(a.appealDeadline() != null, instant(a.appealDeadline())),
        new Inputs(
            a.triggerEventId(),
            a.bundle().id(),
            a.bundle().version(),
            a.bundle().digest(),
            a.models(),
            a.data().priors(),
            a.data().blockedDomains()),
        a.supersedes(),
        a.reverses(),
        a.reasonCode(),
        Instant.ofEpochMilli(a.eventTime()),
        Instant.ofEpochMilli(a.decidedAt()),
        Ground.valueOf(a.provenance().ground().name()),
        a.provenance().legalBasis(),
        a.provenance().orderId(),
        instant(a.preserveUntil()),
        content(a.provenance().content()));
  }

  /** An effective state. */
  public static EnforcementState state(EffectiveState s) {
    Restriction strongest = s.effective().isEmpty() ? null : s.effective().get(0);
    return new EnforcementState(
        subject(s.subject()),
        Dimension.valueOf(s.dimension().name()),
        s.creatorId(),
        strongest == null ? null : action(strongest.action()),
        strongest == null ? null : strongest.decisionId(),
        strongest == null ? null : instant(strongest.expiresAt()),
        scope(strongest == null ? io.earshot.policy.Scope.EVERYWHERE : strongest.scope()),
        s.sequence(),
        Instant.ofEpochMilli(s.updatedAt()),
        map(
            s.effective(),
            r ->
                new EffectiveRestriction(
                    r.decisionId(),
                    action(r.action()),
                    r.policy().id(),
                    Instant.ofEpochMilli(r.startsAt()),
                    instant(r.expiresAt()),
                    scope(r.scope()))));
  }

  /** A task. */
  public static io.earshot.schemas.avro.ReviewTask task(ReviewTask t) {
    return new io.earshot.schemas.avro.ReviewTask(
        t.taskId(),
        t.decisionId(),
        subject(t.subject()),
        t.creatorId(),
        policy(t.policy()),
        t.ruleId(),
        t.reason(),
        t.priority(),
        Instant.ofEpochMilli(t.dueAt()),
        action(t.proposed()),
        map(t.evidence(), OutputWire::evidence),
        map(t.comparisons(), OutputWire::comparison),
        Instant.ofEpochMilli(t.eventTime()),
        Instant.ofEpochMilli(t.decidedAt()),
        TaskStatus.valueOf(t.status().name()),
        t.statusReason(),
        t.queue(),
        source(t.source()),
        map(t.otherCauses(), OutputWire::cause),
        map(t.context(), OutputWire::fact),
        t.confirmations());
  }

  /** An audit record. */
  public static io.earshot.schemas.avro.DecisionAudit audit(DecisionAudit d) {
    return new io.earshot.schemas.avro.DecisionAudit(
        d.auditId(),
        d.triggerEventId(),
        subject(d.subject()),
        d.creatorId(),
        Verdict.valueOf(d.verdict().name()),
        map(d.decisions(), OutputWire::verdict),
        d.models(),
        map(d.facts(), OutputWire::fact),
        d.bundle().id(),
        d.bundle().version(),
        d.bundle().digest(),
        Instant.ofEpochMilli(d.eventTime()),
        Instant.ofEpochMilli(d.decidedAt()),
        d.actions(),
        map(
            d.strikes(),
            (DecisionAudit.StrikeEntry e) ->
                new StrikeEntry(
                    e.decisionId(),
                    e.ledger().name(),
                    e.points(),
                    Instant.ofEpochMilli(e.expiresAt()),
                    e.before(),
                    e.after())),
        d.outcome() == null
            ? null
            : new OutcomeNote(
                d.outcome().outcome(),
                d.outcome().about(),
                d.outcome().reasonCode(),
                d.outcome().note()));
  }

  /** An answer to a control record. */
  public static io.earshot.schemas.avro.ControlStatus status(ControlStatus c) {
    return new io.earshot.schemas.avro.ControlStatus(
        c.eventId(),
        c.controlEventId(),
        c.topic(),
        ControlResult.valueOf(c.result().name()),
        c.subject(),
        c.errors(),
        Instant.ofEpochMilli(c.effectiveAt()),
        instant(c.until()));
  }

  /** What a version in shadow says. */
  public static io.earshot.schemas.avro.ShadowScores shadow(ShadowScores s) {
    return new io.earshot.schemas.avro.ShadowScores(
        s.eventId(),
        s.content().eventId(),
        s.content().contentId(),
        s.content().version(),
        s.content().creatorId(),
        s.model(),
        scores(s.acting()),
        scores(s.shadow()),
        Instant.ofEpochMilli(s.content().eventTime()));
  }

  private static ModalityScores scores(ModelScores s) {
    UnscoredReason unscored = s.unscored();
    return new ModalityScores(
        io.earshot.schemas.avro.Modality.valueOf(s.modality().name()),
        s.modelId(),
        s.modelVersion(),
        map(s.scores(), score -> new Score(score.label(), score.score())),
        unscored == null ? null : unscored.name());
  }

  /** A statement of reasons, under the names of the database. */
  public static StatementOfReasons statement(Statement s) {
    return new StatementOfReasons(
        DsaCodes.tokens(s.decisionVisibility()),
        s.decisionVisibilityOther(),
        token(s.decisionMonetary()),
        s.decisionMonetaryOther(),
        token(s.decisionProvision()),
        token(s.decisionAccount()),
        token(s.accountType()),
        s.decisionGround().token(),
        s.decisionGroundReferenceUrl(),
        s.illegalContentLegalGround(),
        s.illegalContentExplanation(),
        s.incompatibleContentGround(),
        s.incompatibleContentExplanation(),
        token(s.incompatibleContentIllegal()),
        DsaCodes.tokens(s.contentType()),
        s.contentTypeOther(),
        s.category().token(),
        DsaCodes.tokens(s.categoryAddition()),
        DsaCodes.tokens(s.categorySpecification()),
        s.categorySpecificationOther(),
        DsaCodes.tokens(s.territorialScope()),
        s.contentLanguage(),
        s.contentDate(),
        s.applicationDate(),
        s.endDateVisibilityRestriction(),
        s.endDateMonetaryRestriction(),
        s.endDateServiceRestriction(),
        s.endDateAccountRestriction(),
        s.decisionFacts(),
        s.sourceType().token(),
        s.sourceIdentity(),
        s.automatedDetection().token(),
        s.automatedDecision().token(),
        s.puid(),
        s.ean13() == null ? null : Map.of(StatementJson.EAN_13, s.ean13()));
  }

  /**
   * A late event.
   *
   * @param topicPrefix what the topics' names begin with
   */
  public static io.earshot.schemas.avro.LateEvent late(LateEvent l, String topicPrefix) {
    String topic = l.source().topic();
    return new io.earshot.schemas.avro.LateEvent(
        l.eventId(),
        l.creatorId(),
        topic.startsWith(topicPrefix) ? topic.substring(topicPrefix.length()) : topic,
        Instant.ofEpochMilli(l.eventTime()),
        Instant.ofEpochMilli(l.windowEnd()),
        coordinates(l.source()));
  }

  private static PolicyVerdict verdict(Decision d) {
    return new PolicyVerdict(
        d.decisionId(),
        policy(d.policy()),
        d.ruleId(),
        Mode.valueOf(d.mode().name()),
        action(d.action()),
        d.reason(),
        map(d.comparisons(), OutputWire::comparison),
        action(d.asked()),
        Lane.valueOf(d.lane().name()));
  }

  private static Evidence evidence(EvidenceRef ref) {
    io.earshot.scoring.Evidence e = ref.evidence();
    return new Evidence(
        io.earshot.schemas.avro.Modality.valueOf(ref.modality().name()),
        e.field(),
        e.label(),
        e.score(),
        ref.modelId(),
        ref.modelVersion(),
        e.startMs() < 0 ? null : e.startMs(),
        e.endMs() < 0 ? null : e.endMs(),
        ref.modality() == Modality.TEXT ? e.window() : null);
  }

  private static Comparison comparison(io.earshot.policy.Comparison c) {
    return new Comparison(c.variable(), c.operator(), c.threshold(), c.value(), c.held());
  }

  private static @Nullable Strike strike(@Nullable StrikeNote note) {
    return note == null
        ? null
        : new Strike(
            note.ledger().name(),
            note.points(),
            Instant.ofEpochMilli(note.expiresAt()),
            note.activeTotalAfter());
  }

  private static Cause cause(EnforcementAction.Cause c) {
    return new Cause(
        c.decisionId(), policy(c.policy()), c.ruleId(), action(c.action()), c.reason());
  }

  private static Fact fact(Facts.Fact f) {
    return new Fact(f.name(), f.value());
  }

  private static Source source(Provenance.Source s) {
    return Source.valueOf(s.name());
  }

  private static Scope scope(io.earshot.policy.Scope s) {
    return new Scope(s.territories(), s.surfaces());
  }

  private static @Nullable ContentFacts content(io.earshot.policy.@Nullable ContentFacts c) {
    return c == null
        ? null
        : new ContentFacts(
            c.kind().name(),
            c.language(),
            c.market(),
            Instant.ofEpochMilli(c.publishedAt()),
            map(c.modalities(), m -> io.earshot.schemas.avro.Modality.valueOf(m.name())));
  }

  private static PolicyRef policy(io.earshot.policy.PolicyRef p) {
    return new PolicyRef(p.id(), p.version(), p.severity(), p.clauseUrl());
  }

  private static Subject subject(SubjectRef s) {
    return new Subject(SubjectType.valueOf(s.type().name()), s.id(), s.version());
  }

  private static ActionType action(io.earshot.policy.ActionType action) {
    return ActionType.valueOf(action.name());
  }

  private static Coordinates coordinates(SourceRef source) {
    return new Coordinates(source.topic(), source.partition(), source.offset());
  }

  private static @Nullable String token(DsaCodes.@Nullable Code code) {
    return code == null ? null : code.token();
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static <A, B> List<B> map(List<A> from, Function<A, B> mapping) {
    return from.stream().map(mapping).toList();
  }
}
