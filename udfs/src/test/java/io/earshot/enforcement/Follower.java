package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.Dimension;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.EffectiveRestriction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Inputs;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.Redress;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.consumer.EnforcementView;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of actions: the view that consumers use, fed with what the ledgers say as the topics
 * would bring it to them.
 */
final class Follower {

  static {
    // Avro reads generated classes only that it was told to trust, which this does.
    Topic.values();
  }

  private final EnforcementView view = new EnforcementView();

  Follower follow(List<EnforcementAction> actions) {
    actions.forEach(this::take);
    return this;
  }

  /**
   * Follows both lanes as at-least-once delivery may bring them: the actions in their order, but
   * from time to time from an earlier place again; the express copies any time, in any order, and
   * some of them twice.
   */
  Follower followBoth(
      List<EnforcementAction> actions, List<EnforcementAction> express, Random random) {
    for (int i = 0; i < actions.size(); i++) {
      while (!express.isEmpty() && random.nextInt(3) == 0) {
        take(express.get(random.nextInt(express.size())));
      }
      take(actions.get(i));
      if (random.nextInt(8) == 0) {
        int from = random.nextInt(i + 1);
        actions.subList(from, i + 1).forEach(this::take);
      }
    }
    // Those that nobody has drawn so far come last, and are late.
    return follow(express);
  }

  /** Begins with a state. */
  Follower bootstrap(EffectiveState s) {
    view.bootstrap(
        EnforcementState.newBuilder()
            .setSubject(subject(s.subject()))
            .setDimension(dimension(s.dimension()))
            .setCreatorId(s.creatorId())
            .setScope(new Scope(List.of(), List.of()))
            .setSequence(s.sequence())
            .setUpdatedAt(Instant.ofEpochMilli(s.updatedAt()))
            .setEffective(
                s.effective().stream()
                    .map(
                        r ->
                            new EffectiveRestriction(
                                r.decisionId(),
                                ActionType.valueOf(r.action().name()),
                                r.policy().id(),
                                Instant.ofEpochMilli(r.startsAt()),
                                instant(r.expiresAt()),
                                scope(r.scope())))
                    .toList())
            .build());
    return this;
  }

  private void take(EnforcementAction a) {
    view.apply(
        io.earshot.schemas.avro.EnforcementAction.newBuilder()
            .setEventId(a.eventId())
            .setEventType(ActionEventType.valueOf(a.type().name()))
            .setDecisionId(a.decisionId())
            .setSequence(a.sequence())
            .setSubject(subject(a.subject()))
            .setCreatorId(a.creatorId())
            .setAction(
                new ActionSpec(
                    ActionType.valueOf(a.action().name()),
                    dimension(a.action().dimension()),
                    Instant.ofEpochMilli(a.effectiveAt()),
                    instant(a.expiresAt()),
                    scope(a.scope())))
            .setPolicy(new PolicyRef(a.policy().id(), "1", 2, ""))
            .setRuleId(a.ruleId())
            .setReason(a.reason())
            .setActor(Actor.valueOf(a.actor().name()))
            .setSource(Source.PROACTIVE)
            .setMode(Mode.valueOf(a.mode().name()))
            .setLane(Lane.valueOf(a.lane().name()))
            .setRedress(new Redress(true, null))
            .setInputs(new Inputs(a.triggerEventId(), "", "", "", List.of(), null, null))
            .setSupersedes(a.supersedes())
            .setReverses(a.reverses())
            .setEventTime(Instant.ofEpochMilli(a.eventTime()))
            .setDecidedAt(Instant.ofEpochMilli(a.decidedAt()))
            .build());
  }

  /** What it takes to be in effect on a subject and axis, by decision. */
  Map<String, InEffect> inEffect(SubjectRef subject, Dimension dimension) {
    return byDecision(view.inEffect(subject(subject), dimension(dimension)));
  }

  /** The same of restrictions of a ledger, as consumers ought to see them. */
  static Map<String, InEffect> expected(List<Restriction> restrictions) {
    return byDecision(
        restrictions.stream()
            .map(
                r ->
                    new InEffect(
                        r.decisionId(),
                        ActionType.valueOf(r.action().name()),
                        scope(r.scope()),
                        Instant.ofEpochMilli(r.startsAt()),
                        instant(r.expiresAt())))
            .toList());
  }

  private static Map<String, InEffect> byDecision(List<InEffect> all) {
    return all.stream()
        .collect(
            Collectors.toMap(
                InEffect::decisionId,
                Function.identity(),
                (a, b) -> {
                  throw new AssertionError("twice in effect: " + a + " and " + b);
                },
                TreeMap::new));
  }

  private static Subject subject(SubjectRef s) {
    return new Subject(SubjectType.valueOf(s.type().name()), s.id(), s.version());
  }

  private static io.earshot.schemas.avro.Dimension dimension(Dimension d) {
    return io.earshot.schemas.avro.Dimension.valueOf(d.name());
  }

  private static Scope scope(io.earshot.policy.Scope s) {
    return new Scope(s.territories(), s.surfaces());
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
