package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.id.Ids;
import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.job.cli.ExplainRun;
import io.earshot.job.demo.JsonLines;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.Ground;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.OrderBasis;
import io.earshot.schemas.avro.OrderOperation;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.Verdict;
import io.earshot.schemas.consumer.EnforcementView;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies and enforcement on the whole graph, with Kafka and Flink in process: what changes while
 * the job runs, what is limited, what is ordered, and that all of it comes out the same.
 */
class EnforcementITCase {

  private static final Instant START = JobHarness.START;

  /** Creators who publish something explicit, of whom a tenth is in the canary. */
  private static final int EXPLICIT = 200;

  /** What each of them publishes, in windows of its own. */
  private static final int EXPLICIT_ITEMS = 3;

  /** More content than is decided by the time at which an order is carried out. */
  private static final int FLOOD = 30_000;

  private static @TempDir Path folder;
  private static JobHarness harness;
  private static List<Input> inputs;
  private static Written reference;

  @BeforeAll
  static void runOnce() {
    harness = new JobHarness();
    inputs = inputs();
    reference = decided(run("enforcement", 1), inputs);
  }

  /**
   * Runs the job, which knows the changes of the policies before content arrives, as it is when
   * they are published ahead of their time. Express decides by what it knows.
   */
  private static Written decided(Run run, List<Input> inputs) {
    Map<Boolean, List<Input>> parts =
        inputs.stream()
            .collect(Collectors.partitioningBy(i -> i.topic() == Topic.CONTROL_POLICIES));
    try (Live job = harness.start(run)) {
      job.produce(Objects.requireNonNull(parts.get(true)));
      job.awaitAllRead();
      produce(job, Objects.requireNonNull(parts.get(false)));
      return job.drain();
    }
  }

  /** Signals first: they wait in their windows, and time is that of the content. */
  private static void produce(Live job, List<Input> inputs) {
    job.produce(inputs.stream().filter(i -> i.topic() != Topic.CONTENT_EVENTS).toList());
    job.awaitAllRead();
    job.produce(inputs.stream().filter(i -> i.topic() == Topic.CONTENT_EVENTS).toList());
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static Run run(String name, int parallelism) {
    return new Run(name, parallelism, UnaryOperator.identity(), options());
  }

  /** Content never goes idle: if all were, time would be that of the farthest signal. */
  private static Map<String, String> options() {
    return Map.of(
        "policy.bundle", bundleFile(),
        "watermark.idle-timeout", "365 d",
        "watermark.signal-idle-timeout", "1 s");
  }

  private static String bundle() {
    try (InputStream in =
        Objects.requireNonNull(
            EnforcementITCase.class.getResourceAsStream("/enforcement/bundle.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String PRIORS =
      """
      priors: usual
      version: 3
      segments:
        - detectors:
            D01: {priorUploads: 0.5, priorTime: PT12H}
      """;

  private static String secondBundle() {
    return bundle()
        .replace("version: \"1\"\npolicies", "version: \"2\"\npolicies")
        .replace("text.hate >= 0.9", "text.hate >= 0.8");
  }

  private static String bundleFile() {
    try {
      return Files.writeString(folder.resolve("bundle.yaml"), bundle()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static Input content(
      String id, String creator, Instant time, String label, double score) {
    ContentEvent event =
        ContentEvent.newBuilder()
            .setEventId("event-" + id)
            .setContentId(id)
            .setVersion(1)
            .setCreatorId(creator)
            .setKind(ContentKind.TRACK)
            .setTitle(id)
            .setEventTime(time)
            .setSuppliedScores(
                List.of(
                    new ModalityScores(
                        Modality.TEXT, "supplied", "1", List.of(new Score(label, score)), null)))
            .build();
    return Input.of(Topic.CONTENT_EVENTS, id, event, time);
  }

  private static Input control(
      String id,
      PolicyOperation operation,
      String bundle,
      String policy,
      Instant published,
      Instant effective) {
    return Input.of(
        Topic.CONTROL_POLICIES,
        id,
        PolicyControl.newBuilder()
            .setEventId(id)
            .setOperation(operation)
            .setBundle(bundle)
            .setPolicyId(policy)
            .setEventTime(published)
            .setEffectiveAt(effective)
            .build(),
        published);
  }

  private static Input order(String id, OrderOperation operation, String content, Instant time) {
    return Input.of(
        Topic.ORDERS,
        "creator-ordered",
        AuthorityOrder.newBuilder()
            .setEventId("event-" + id + operation)
            .setOrderId(id)
            .setOperation(operation)
            .setSubject(new Subject(SubjectType.TRACK, content, 1L))
            .setCreatorId("creator-ordered")
            .setAction(
                operation == OrderOperation.APPLY ? ActionType.GEO_RESTRICT : ActionType.UNKNOWN)
            .setScope(new Scope(List.of("FR"), List.of()))
            .setBasis(OrderBasis.TCO_ARTICLE_3)
            .setLegalReference("order of a court")
            .setDueAt(time.plus(Duration.ofHours(1)))
            .setEventTime(time)
            .build(),
        time);
  }

  /** The decision that the second bundle makes about hate in an item. */
  private static String hateDecision(String content) {
    return Ids.of(
        "decision",
        io.earshot.intake.SubjectType.TRACK,
        content,
        1L,
        "HAT.HATE",
        "1",
        "event-" + content);
  }

  private static Input review(
      String id, String content, String creator, Outcome outcome, Instant time) {
    return Input.of(
        Topic.REVIEWS,
        creator,
        ReviewOutcome.newBuilder()
            .setEventId("review-" + id)
            .setDecisionId(hateDecision(content))
            .setCreatorId(creator)
            .setOutcome(outcome)
            .setReasonCode(outcome == Outcome.OVERTURN ? "APPEAL_OVERTURNED" : null)
            .setPool("pool")
            .setEventTime(time)
            .build(),
        time);
  }

  /** Three minutes in which everything happens. */
  private static List<Input> inputs() {
    List<Input> all = new ArrayList<>();
    // Quiet traffic on every partition, so that time passes.
    for (int i = 0; i < 360; i++) {
      all.add(content("quiet-" + i, "creator-q" + i % 40, at(0).plusMillis(i * 500L), "spam", 0.1));
    }
    // Twelve hateful items by twelve creators within a minute: the limit is five.
    for (int i = 0; i < 12; i++) {
      all.add(content("hate-" + i, "creator-h" + i, at(5 + i * 2L), "hate", 0.95));
    }
    // Between the bundles, by which it is a violation of the second only.
    all.add(content("between-0", "creator-b0", at(89), "hate", 0.85));
    all.add(content("between-1", "creator-b1", at(91), "hate", 0.85));
    all.add(control("second", PolicyOperation.BUNDLE, secondBundle(), "", at(80), at(90)));
    all.add(
        control(
            "bad",
            PolicyOperation.BUNDLE,
            bundle().replace("text.hate >= 0.9", "text.hatred >= 0.9"),
            "",
            at(85),
            at(86)));
    // What is usual by segment, from the middle on.
    all.add(control("priors", PolicyOperation.PRIORS, PRIORS, "", at(82), at(95)));
    all.add(
        control(
            "bad-priors",
            PolicyOperation.PRIORS,
            PRIORS.replace("priorTime", "priorTimes"),
            "",
            at(83),
            at(97)));
    // Threats before, while and after their policy is switched off.
    all.add(content("threat-0", "creator-t0", at(100), "violence", 0.95));
    all.add(content("threat-1", "creator-t1", at(112), "violence", 0.95));
    all.add(content("threat-2", "creator-t2", at(132), "violence", 0.95));
    all.add(control("off", PolicyOperation.PAUSE, "", "VIO.THREAT", at(105), at(110)));
    all.add(control("on", PolicyOperation.RESUME, "", "VIO.THREAT", at(120), at(130)));
    for (int i = 0; i < EXPLICIT; i++) {
      for (int j = 0; j < EXPLICIT_ITEMS; j++) {
        Instant time = at(20 + j * 50L).plusMillis(i * 100L);
        all.add(content("explicit-" + i + "-" + j, "creator-x" + i, time, "sexual", 0.95));
      }
    }
    // Three strikes, the middle one of which is overturned; that is told twice, and denied later.
    for (int i = 0; i < 3; i++) {
      all.add(content("struck-" + i, "creator-struck", at(121 + i * 12L), "hate", 0.95));
    }
    Input overturn = review("middle", "struck-1", "creator-struck", Outcome.OVERTURN, at(160));
    all.add(overturn);
    all.add(overturn);
    all.add(review("denied", "struck-1", "creator-struck", Outcome.UPHOLD, at(162)));
    // Two reviewers who do not agree: what is said last holds, however it comes.
    all.add(content("argued", "creator-argued", at(125), "hate", 0.95));
    Input upheld = review("upheld", "argued", "creator-argued", Outcome.UPHOLD, at(163));
    all.add(upheld);
    all.add(review("overturned", "argued", "creator-argued", Outcome.OVERTURN, at(164)));
    all.add(upheld);
    // Harassment, by somebody with strikes and by somebody without.
    all.add(content("harass-0", "creator-h0", at(60), "harassment", 0.6));
    all.add(content("harass-1", "creator-clean", at(60), "harassment", 0.6));
    // Something that is over half a minute later.
    all.add(content("brief", "creator-brief", at(65), "spam", 0.95));
    all.add(content("ordered", "creator-ordered", at(10), "spam", 0.1));
    all.add(order("order-1", OrderOperation.APPLY, "ordered", at(40)));
    all.add(order("order-1", OrderOperation.LIFT, "ordered", at(150)));
    all.sort(Comparator.comparing(Input::time));
    return all;
  }

  private static List<EnforcementAction> actions() {
    return reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class);
  }

  private static List<EnforcementAction> on(String prefix) {
    return actions().stream().filter(a -> a.getSubject().getId().startsWith(prefix)).toList();
  }

  @Test
  void a_limit_is_exact_and_what_is_above_it_goes_to_people() {
    assertThat(on("hate-"))
        .filteredOn(a -> a.getEventType() == ActionEventType.APPLIED)
        .hasSize(5)
        .allMatch(a -> a.getAction().getAction() == ActionType.REMOVE)
        // The first five, by their time.
        .extracting(a -> a.getSubject().getId())
        .containsExactlyInAnyOrder("hate-0", "hate-1", "hate-2", "hate-3", "hate-4");
    assertThat(on("hate-"))
        .filteredOn(a -> a.getEventType() == ActionEventType.REFERRED)
        .hasSize(7);
    assertThat(reference.values(Topic.REVIEW_TASKS, ReviewTask.class))
        .filteredOn(t -> t.getSubject().getId().startsWith("hate-"))
        .hasSize(7)
        .allSatisfy(t -> assertThat(t.getProposed()).isEqualTo(ActionType.REMOVE));
    assertThat(reference.values(Topic.CONTROL_STATUS, ControlStatus.class))
        .filteredOn(s -> s.getResult() == ControlResult.LIMITED)
        .singleElement()
        .satisfies(s -> assertThat(s.getSubject()).isEqualTo("policy HAT.HATE"));
  }

  @Test
  void a_bundle_takes_effect_at_its_event_time_and_a_bad_one_never() {
    assertThat(on("between-0")).isEmpty();
    assertThat(on("between-1"))
        .extracting(a -> a.getInputs().getBundleVersion(), EnforcementAction::getEventType)
        .containsExactly(tuple("2", ActionEventType.APPLIED));
    List<ControlStatus> status =
        reference.values(Topic.CONTROL_STATUS, ControlStatus.class).stream()
            .filter(s -> s.getResult() != ControlResult.LIMITED)
            .toList();
    assertThat(status)
        .extracting(ControlStatus::getControlEventId, ControlStatus::getResult)
        .containsExactlyInAnyOrder(
            tuple("second", ControlResult.ACCEPTED),
            tuple("bad", ControlResult.REFUSED),
            tuple("priors", ControlResult.ACCEPTED),
            tuple("bad-priors", ControlResult.REFUSED),
            tuple("off", ControlResult.ACCEPTED),
            tuple("on", ControlResult.ACCEPTED));
    assertThat(status)
        .filteredOn(s -> s.getResult() == ControlResult.REFUSED)
        .extracting(s -> s.getErrors().get(0))
        .anyMatch(error -> error.contains("hatred"))
        .anyMatch(error -> error.contains("priorTime is missing"));
  }

  @Test
  void priors_hold_from_their_event_time_on_and_every_audit_says_which() {
    List<DecisionAudit> audits =
        reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class).stream()
            .filter(audit -> audit.getTriggerEventId().startsWith("event-quiet-"))
            .toList();

    assertThat(audits).hasSize(360);
    assertThat(audits)
        .allSatisfy(
            audit ->
                assertThat(audit.getFacts())
                    .filteredOn(fact -> fact.getName().startsWith("creator.priors."))
                    .extracting(Fact::getValue)
                    .isEqualTo(
                        audit.getEventTime().isBefore(at(95))
                            ? List.of()
                            : List.of("all", "usual 3")));
  }

  @Test
  void an_action_names_the_priors_that_its_decision_was_made_with() {
    List<EnforcementAction> decided =
        reference.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .filter(action -> !action.getInputs().getModels().isEmpty())
            .toList();

    // The express lane sees no detectors; the window tells its decisions as they are.
    assertThat(decided)
        .allSatisfy(
            action ->
                assertThat(action.getInputs().getPriorVersion())
                    .isEqualTo(
                        "threat-express".equals(action.getRuleId())
                                || action.getEventTime().isBefore(at(95))
                            ? null
                            : "usual 3"));
    assertThat(decided)
        .extracting(action -> action.getInputs().getPriorVersion())
        .contains(null, "usual 3");
  }

  @Test
  void a_policy_that_is_switched_off_asks_people_and_hides_nothing() {
    assertThat(on("threat-0"))
        .extracting(a -> a.getAction().getAction())
        .contains(ActionType.HIDE_PENDING_REVIEW);
    assertThat(on("threat-1"))
        .extracting(EnforcementAction::getEventType)
        .containsExactly(ActionEventType.REFERRED);
    assertThat(on("threat-2"))
        .extracting(a -> a.getAction().getAction())
        .contains(ActionType.HIDE_PENDING_REVIEW);
  }

  @Test
  void a_canary_acts_for_its_share_of_creators_and_is_a_shadow_for_the_others() {
    List<EnforcementAction> explicit = on("explicit-");
    assertThat(explicit).hasSize(EXPLICIT * EXPLICIT_ITEMS);
    Map<String, Set<Mode>> modes =
        explicit.stream()
            .collect(
                Collectors.groupingBy(
                    EnforcementAction::getCreatorId,
                    Collectors.mapping(EnforcementAction::getMode, Collectors.toSet())));
    assertThat(modes).hasSize(EXPLICIT);
    assertThat(modes.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    Set<String> acted =
        explicit.stream()
            .filter(a -> a.getMode() == Mode.CANARY)
            .map(EnforcementAction::getCreatorId)
            .collect(Collectors.toSet());
    Set<String> drawn =
        modes.keySet().stream()
            .filter(creator -> number("SEX.EXPLICIT", creator) < 10.0)
            .collect(Collectors.toSet());
    assertThat(acted).isNotEmpty().isEqualTo(drawn);
    assertThat(modes.keySet()).hasSizeGreaterThan(acted.size());
    assertThat(explicit)
        .allSatisfy(
            a -> {
              boolean acts = a.getMode() == Mode.CANARY;
              assertThat(a.getEventType())
                  .isEqualTo(acts ? ActionEventType.APPLIED : ActionEventType.SHADOW);
              assertThat(a.getSequence()).isEqualTo(acts ? 1 : 0);
            });
  }

  /** The number of a creator for a policy, below 100: the first 53 bits of a hash of both. */
  private static double number(String policy, String creator) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((policy + "\0" + creator).getBytes(StandardCharsets.UTF_8));
      return new BigDecimal(new BigInteger(1, hash).shiftRight(256 - 53))
          .multiply(BigDecimal.valueOf(100))
          .divide(new BigDecimal(BigInteger.ONE.shiftLeft(53)))
          .doubleValue();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_middle_of_three_strikes_is_overturned_during_a_freeze() {
    assertThat(on("struck-"))
        .extracting(a -> a.getSubject().getId(), EnforcementAction::getEventType)
        .containsExactlyInAnyOrder(
            tuple("struck-0", ActionEventType.APPLIED),
            tuple("struck-1", ActionEventType.APPLIED),
            tuple("struck-2", ActionEventType.APPLIED),
            tuple("struck-1", ActionEventType.REVERSED));
    assertThat(on("struck-"))
        .filteredOn(a -> a.getEventType() == ActionEventType.APPLIED)
        .extracting(a -> Objects.requireNonNull(a.getStrike()).getActiveTotalAfter())
        .containsExactlyInAnyOrder(6, 12, 18);
    assertThat(on("struck-1"))
        .filteredOn(a -> a.getEventType() == ActionEventType.REVERSED)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.getReverses()).isEqualTo(hateDecision("struck-1"));
              assertThat(a.getReasonCode()).isEqualTo("APPEAL_OVERTURNED");
            });
    // The freeze rests on the first strike, and so it stays as it is.
    assertThat(on("creator-struck"))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.getEventType()).isEqualTo(ActionEventType.APPLIED);
              assertThat(a.getAction().getAction()).isEqualTo(ActionType.UPLOAD_FREEZE);
              assertThat(a.getRuleId()).isEqualTo("ladder.community.4");
            });
  }

  @Test
  void what_is_said_last_holds_however_often_and_in_whatever_order_it_comes() {
    assertThat(on("argued"))
        .extracting(EnforcementAction::getEventType, EnforcementAction::getSequence)
        .containsExactly(tuple(ActionEventType.APPLIED, 1L), tuple(ActionEventType.REVERSED, 2L));
    assertThat(on("struck-1"))
        .extracting(EnforcementAction::getEventType, EnforcementAction::getSequence)
        .containsExactly(tuple(ActionEventType.APPLIED, 1L), tuple(ActionEventType.REVERSED, 2L));
    assertThat(reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .filteredOn(a -> a.getVerdict() == Verdict.DUPLICATE)
        .extracting(DecisionAudit::getTriggerEventId)
        .containsExactlyInAnyOrder("review-middle", "review-upheld");
  }

  @Test
  void a_rule_on_strikes_is_decided_by_the_ledger_before_the_window() {
    assertThat(on("harass-0"))
        .extracting(EnforcementAction::getRuleId)
        .contains("harassment-again");
    assertThat(on("harass-1"))
        .extracting(EnforcementAction::getEventType)
        .containsExactly(ActionEventType.REFERRED);
    assertThat(reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
        .filteredOn(a -> a.getSubject().getId().equals("harass-0"))
        .singleElement()
        .satisfies(
            a ->
                assertThat(a.getFacts())
                    .anyMatch(
                        f -> f.getName().equals("strikes.community") && f.getValue().equals("6")));
  }

  @Test
  void an_order_is_carried_out_at_once_where_it_says_and_ends_when_it_is_lifted() {
    assertThat(reference.values(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class))
        .filteredOn(a -> a.getSubject().getId().equals("ordered"))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.getLane()).isEqualTo(Lane.EXPRESS);
              assertThat(a.getAction().getScope().getTerritories()).containsExactly("FR");
              assertThat(a.getSource()).isEqualTo(Source.AUTHORITY_ORDER);
              assertThat(a.getGround()).isEqualTo(Ground.ILLEGAL);
              assertThat(a.getOrderId()).isEqualTo("order-1");
            });
    assertThat(on("ordered"))
        .extracting(EnforcementAction::getEventType, EnforcementAction::getSequence)
        .containsExactly(tuple(ActionEventType.APPLIED, 1L), tuple(ActionEventType.REVERSED, 2L));
  }

  @Test
  void every_input_has_one_audit_and_every_action_that_time_did_not_bring_is_named_by_one() {
    List<DecisionAudit> audits = reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class);
    long changes = inputs.stream().filter(i -> i.topic() == Topic.CONTROL_POLICIES).count();
    assertThat(audits).hasSize((int) (inputs.size() - changes));
    Set<String> named = new HashSet<>();
    audits.forEach(a -> named.addAll(a.getActions()));
    // What only time ends follows from no event.
    assertThat(actions())
        .filteredOn(a -> a.getEventType() != ActionEventType.EXPIRED)
        .allSatisfy(a -> assertThat(named).contains(a.getEventId()));
  }

  @Test
  void a_consumer_that_follows_the_actions_has_the_state() {
    EnforcementView view = new EnforcementView();
    List<EnforcementAction> twice =
        new ArrayList<>(reference.values(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class));
    twice.addAll(actions());
    twice.addAll(actions());
    // And the express copies once more, behind all that became of them.
    twice.addAll(reference.values(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class));
    twice.forEach(view::apply);

    Map<String, EnforcementState> newest = new HashMap<>();
    for (EnforcementState state :
        reference.values(Topic.ENFORCEMENT_STATE, EnforcementState.class)) {
      newest.merge(
          state.getSubject() + " " + state.getDimension(),
          state,
          (a, b) -> a.getSequence() > b.getSequence() ? a : b);
    }
    assertThat(newest).isNotEmpty();
    for (EnforcementState state : newest.values()) {
      assertThat(view.inEffect(state.getSubject(), state.getDimension()))
          .containsExactlyInAnyOrderElementsOf(
              state.getEffective().stream()
                  .map(
                      r ->
                          new InEffect(
                              r.getDecisionId(),
                              r.getAction(),
                              r.getScope(),
                              r.getEffectiveAt(),
                              r.getExpiresAt()))
                  .toList());
    }
  }

  @Test
  void two_subtasks_and_input_out_of_order_give_the_same_bytes() {
    List<Input> shuffled = new ArrayList<>(inputs);
    Random random = new Random(42);
    Map<Input, Long> places = new HashMap<>();
    shuffled.forEach(i -> places.put(i, i.time().toEpochMilli() + random.nextInt(4_000)));
    shuffled.sort(Comparator.comparing(places::get));
    assertThat(shuffled).isNotEqualTo(inputs);
    Collections.swap(shuffled, 0, 1);

    Written other = decided(run("enforcement-2", 2), shuffled);

    for (Topic topic :
        List.of(
            Topic.ENFORCEMENT_ACTIONS,
            Topic.ENFORCEMENT_STATE,
            Topic.ENFORCEMENT_EXPRESS,
            Topic.DSA_STATEMENTS,
            Topic.REVIEW_TASKS,
            Topic.DECISIONS_AUDIT,
            Topic.CONTROL_STATUS)) {
      assertThat(reference.payloads(topic)).as(topic.topicName()).isNotEmpty();
      assertThat(other.payloads(topic)).as(topic.topicName()).isEqualTo(reference.payloads(topic));
    }
  }

  @Test
  void
      what_is_over_while_the_job_is_down_ends_in_its_turn_whatever_fails_and_however_it_is_scaled() {
    FailOnce.reset();
    Map<Boolean, List<Input>> parts =
        inputs.stream()
            .collect(Collectors.partitioningBy(i -> i.topic() == Topic.CONTROL_POLICIES));
    List<Input> timed = Objects.requireNonNull(parts.get(false));
    EnforcementAction over =
        on("brief").stream()
            .filter(a -> a.getEventType() == ActionEventType.EXPIRED)
            .findFirst()
            .orElseThrow();
    // The job goes down before anything tells it that this is over.
    Instant down = over.getDecidedAt().minusSeconds(12);
    Run run =
        new Run(
            "enforcement-interrupted",
            4,
            in ->
                in.withContent(
                    in.content()
                        .map(new FailOnce())
                        .returns(in.content().getType())
                        .uid("fail-once")),
            options());
    Written written;
    try (Live job = harness.start(run, 2)) {
      job.produce(Objects.requireNonNull(parts.get(true)));
      job.awaitAllRead();
      produce(job, timed.stream().filter(i -> i.time().isBefore(down)).toList());
      job.awaitAllRead();
      String savepoint = job.suspend();
      List<Input> meanwhile =
          timed.stream()
              .filter(i -> !i.time().isBefore(down) && i.time().isBefore(at(130)))
              .toList();
      assertThat(meanwhile).allMatch(i -> i.topic() == Topic.CONTENT_EVENTS);
      job.produce(meanwhile);
      job.resume(savepoint, 4);
      job.awaitAllRead();
      FailOnce.arm();
      produce(job, timed.stream().filter(i -> !i.time().isBefore(at(130))).toList());
      job.await("the job to be restored", () -> FailOnce.FAILURES.get() > 0);
      written = job.drain();
    }

    for (Topic topic :
        List.of(
            Topic.ENFORCEMENT_ACTIONS,
            Topic.ENFORCEMENT_STATE,
            Topic.ENFORCEMENT_EXPRESS,
            Topic.DSA_STATEMENTS,
            Topic.REVIEW_TASKS,
            Topic.DECISIONS_AUDIT,
            Topic.CONTROL_STATUS)) {
      // Where a topic is written at least once, repeats are allowed and differences are not.
      assertThat(new TreeSet<>(written.payloads(topic)))
          .as(topic.topicName())
          .isEqualTo(new TreeSet<>(reference.payloads(topic)));
    }
    assertThat(written.payloads(Topic.ENFORCEMENT_ACTIONS))
        .isEqualTo(reference.payloads(Topic.ENFORCEMENT_ACTIONS));
  }

  @Test
  void what_was_limited_paused_tried_or_settled_late_is_recomputed_from_its_audit_record()
      throws IOException {
    List<DecisionAudit> audits = reference.values(Topic.DECISIONS_AUDIT, DecisionAudit.class);
    Path file = folder.resolve("decisions.audit.jsonl");
    Files.write(file, audits.stream().map(JsonLines::of).toList());
    Map<String, Path> bundles =
        Map.of(
            "1", Path.of(bundleFile()),
            "2", Files.writeString(folder.resolve("bundle-2.yaml"), secondBundle()));
    // One of each kind: they have the same path.
    Map<String, DecisionAudit> kinds = new TreeMap<>();
    for (DecisionAudit audit : audits) {
      StringBuilder kind = new StringBuilder(audit.getVerdict() + " " + audit.getBundleVersion());
      audit
          .getPolicies()
          .forEach(
              d -> {
                kind.append(' ').append(d.getRuleId()).append(d.getMode()).append(d.getAction());
                d.getDecisionPath().forEach(c -> kind.append(' ').append(c.getVariable()));
              });
      kinds.putIfAbsent(kind.toString(), audit);
    }
    assertThat(kinds.keySet())
        .anyMatch(kind -> kind.contains("limit.HAT.HATE"))
        .anyMatch(kind -> kind.contains("policy.paused"))
        .anyMatch(kind -> kind.contains("threat-express"))
        .anyMatch(kind -> kind.contains("CANARY"))
        .anyMatch(kind -> kind.contains("strikes.community"));
    for (DecisionAudit audit : kinds.values()) {
      Path bundle = Objects.requireNonNull(bundles.get(audit.getBundleVersion()));
      assertThat(ExplainRun.complaint(file, audit.getAuditId(), bundle)).isEmpty();
    }
  }

  @Test
  void a_flood_does_not_delay_an_order() {
    List<Input> flood = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      flood.add(content("flood-" + i, "creator-f" + i % 50, at(i / 1_000), "violence", 0.95));
    }
    try (Live job = harness.start(run("enforcement-flood", 1))) {
      job.produce(flood);
      job.produce(List.of(order("urgent", OrderOperation.APPLY, "ordered", at(FLOOD / 1_000))));
      job.await(
          "the order to be carried out",
          () ->
              job.values(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class).stream()
                  .anyMatch(a -> "urgent".equals(a.getOrderId())));

      assertThat(job.count(Topic.DECISIONS_AUDIT)).isLessThan(FLOOD);
      assertThat(job.drain().of(Topic.DECISIONS_AUDIT)).hasSize(FLOOD + 1);
    }
  }
}
