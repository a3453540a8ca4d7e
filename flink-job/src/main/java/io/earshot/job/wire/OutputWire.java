package io.earshot.job.wire;

import io.earshot.enforcement.DecisionAudit;
import io.earshot.enforcement.EffectiveState;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.enforcement.LateEvent;
import io.earshot.enforcement.Restriction;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.Decision;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Facts;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.Cause;
import io.earshot.schemas.avro.Comparison;
import io.earshot.schemas.avro.Coordinates;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Evidence;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.Inputs;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.PolicyVerdict;
import io.earshot.schemas.avro.Redress;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Strike;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From the records of the stages to Avro. Enumerations of both sides have the same symbols; a test
 * holds them to it.
 */
public final class OutputWire {

  /** Everywhere, on all surfaces: what an action without restriction of scope means. */
  private static final Scope EVERYWHERE = new Scope(List.of(), List.of());

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
            EVERYWHERE),
        policy(a.policy()),
        a.ruleId(),
        a.reason(),
        a.counterfactuals(),
        map(a.comparisons(), OutputWire::comparison),
        map(a.evidence(), OutputWire::evidence),
        map(
            a.otherCauses(),
            c ->
                new Cause(
                    c.decisionId(),
                    policy(c.policy()),
                    c.ruleId(),
                    action(c.action()),
                    c.reason())),
        Actor.valueOf(a.actor().name()),
        Source.PROACTIVE,
        Mode.ENFORCE,
        Lane.valueOf(a.lane().name()),
        strike(a.strike()),
        new Redress(a.appealDeadline() != null, instant(a.appealDeadline())),
        new Inputs(
            a.triggerEventId(),
            a.bundle().id(),
            a.bundle().version(),
            a.bundle().digest(),
            a.models()),
        a.supersedes(),
        a.reverses(),
        a.reasonCode(),
        Instant.ofEpochMilli(a.eventTime()),
        Instant.ofEpochMilli(a.decidedAt()));
  }

  /** An effective state. */
  public static EnforcementState state(EffectiveState s) {
    Restriction effective = s.effective();
    return new EnforcementState(
        subject(s.subject()),
        Dimension.valueOf(s.dimension().name()),
        s.creatorId(),
        effective == null ? null : action(effective.action()),
        effective == null ? null : effective.decisionId(),
        effective == null ? null : instant(effective.expiresAt()),
        EVERYWHERE,
        s.sequence(),
        Instant.ofEpochMilli(s.updatedAt()));
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
        Instant.ofEpochMilli(t.decidedAt()));
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
        map(d.facts(), (Facts.Fact f) -> new Fact(f.name(), f.value())),
        d.bundle().id(),
        d.bundle().version(),
        d.bundle().digest(),
        Instant.ofEpochMilli(d.eventTime()),
        Instant.ofEpochMilli(d.decidedAt()));
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
        map(d.comparisons(), OutputWire::comparison));
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
            note.strike().ledger().name(),
            note.strike().points(),
            Instant.ofEpochMilli(note.strike().expiresAt()),
            note.activeTotalAfter());
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

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static <A, B> List<B> map(List<A> from, Function<A, B> mapping) {
    return from.stream().map(mapping).toList();
  }
}
