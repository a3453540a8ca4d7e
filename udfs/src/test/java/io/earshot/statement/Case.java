package io.earshot.statement;

import io.earshot.intake.ContentKind;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyRef;
import io.earshot.statement.DsaCodes.AccountType;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case in which a model found hate in the title of a track; a test changes what it is about. */
final class Case {

  static final String DECISION = "0b8c7f7e-8f5e-5b0e-9a4c-0d5a2f4d7c11";
  static final long PUBLISHED = Instant.parse("2026-02-27T23:30:00Z").toEpochMilli();
  static final long DECIDED = Instant.parse("2026-03-01T12:00:10Z").toEpochMilli();
  static final String CREATOR = "cr-7f3a91";

  private String decisionId = DECISION;
  private int seq = 1;
  private Change change = Change.IMPOSED;
  private List<Restricted> restrictions = List.of(restricted(ActionType.REMOVE));
  private PolicyRef policy = policy("HAT.HATE");
  private List<PolicyRef> secondary = List.of();
  private Ground ground = Ground.TERMS;
  private @Nullable String legalReference;
  private @Nullable Boolean alsoIllegal;
  private Origin origin = new Origin(Source.PROACTIVE, false, null, Detection.MODEL);
  private Decider decider = new Decider(Actor.AUTOMATED, false);
  private Material material =
      new Material(ContentKind.TRACK, List.of(Medium.TEXT), false, "de-AT", PUBLISHED, null, null);
  private Path path =
      new Path(
          List.of(
              new Comparison("text.hate", ">=", "0.95", "0.973", true),
              new Comparison("content.links", ">", "0", "0", false)),
          List.of(new Finding(Medium.TEXT, "title", "hate", 0.973)));
  private boolean contactKnown = true;
  private boolean deceptiveHighVolume;
  private List<String> pseudonyms = List.of(CREATOR);

  static Restricted restricted(ActionType action, String... territories) {
    return new Restricted(action, DECIDED, null, List.of(territories), List.of());
  }

  static Restricted until(ActionType action, String end) {
    return new Restricted(action, DECIDED, Instant.parse(end).toEpochMilli(), List.of(), List.of());
  }

  static PolicyRef policy(String id) {
    return new PolicyRef(id, "3", 2, "https://earshot.example/policies/hate");
  }

  Case decision(String id, int number) {
    this.decisionId = id;
    this.seq = number;
    return this;
  }

  Case change(Change what) {
    this.change = what;
    return this;
  }

  Case restrictions(Restricted... all) {
    this.restrictions = List.of(all);
    return this;
  }

  Case under(String policyId, String... others) {
    return under(policy(policyId), others);
  }

  Case under(PolicyRef main, String... others) {
    this.policy = main;
    this.secondary = java.util.Arrays.stream(others).map(Case::policy).toList();
    return this;
  }

  Case illegal(@Nullable String reference) {
    this.ground = Ground.ILLEGAL;
    this.legalReference = reference;
    return this;
  }

  Case alsoIllegal(boolean held) {
    this.alsoIllegal = held;
    return this;
  }

  Case from(Source source, Detection detection) {
    this.origin = new Origin(source, false, null, detection);
    return this;
  }

  Case origin(Origin whole) {
    this.origin = whole;
    return this;
  }

  Case decidedBy(Actor actor, boolean followsHumanDecision) {
    this.decider = new Decider(actor, followsHumanDecision);
    return this;
  }

  Case about(@Nullable ContentKind kind, Medium... media) {
    this.material = new Material(kind, List.of(media), false, "de-AT", PUBLISHED, null, null);
    return this;
  }

  Case material(Material whole) {
    this.material = whole;
    return this;
  }

  Case synthetic() {
    this.material =
        new Material(
            material.kind(),
            material.media(),
            true,
            material.language(),
            material.datedAt(),
            material.ean(),
            material.accountType());
    return this;
  }

  Case language(String tag) {
    this.material =
        new Material(ContentKind.TRACK, List.of(Medium.TEXT), false, tag, PUBLISHED, null, null);
    return this;
  }

  Case release(@Nullable String ean, @Nullable AccountType account) {
    this.material =
        new Material(
            ContentKind.TRACK, List.of(Medium.AUDIO), false, "und", PUBLISHED, ean, account);
    return this;
  }

  Case path(List<Comparison> comparisons, List<Finding> findings) {
    this.path = new Path(comparisons, findings);
    return this;
  }

  Case withoutContact() {
    this.contactKnown = false;
    return this;
  }

  Case deceptiveHighVolume() {
    this.deceptiveHighVolume = true;
    return this;
  }

  Case pseudonyms(String... ids) {
    this.pseudonyms = List.of(ids);
    return this;
  }

  StatementFacts facts() {
    return new StatementFacts(
        decisionId,
        seq,
        change,
        restrictions,
        new Basis(policy, secondary, ground, legalReference, alsoIllegal),
        origin,
        decider,
        material,
        path,
        contactKnown,
        deceptiveHighVolume,
        pseudonyms);
  }

  StatementOutcome outcome() {
    return StatementBuilder.build(facts());
  }

  /** The statement, where there must be one. */
  Statement statement() {
    StatementOutcome outcome = outcome();
    if (outcome instanceof Statement statement) {
      return statement;
    }
    throw new AssertionError("no statement: " + outcome);
  }

  List<StatementFault> faults() {
    return StatementValidator.faults(statement(), pseudonyms);
  }
}
