package io.earshot.job.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.Provenance;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.Modality;
import io.earshot.intake.Refusal;
import io.earshot.intake.SubjectType;
import io.earshot.job.wire.InputWire.WireException;
import io.earshot.policy.ActionType;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.Dimension;
import io.earshot.policy.Lane;
import io.earshot.policy.Mode;
import io.earshot.policy.PolicyChange;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.DeadLetterReason;
import io.earshot.schemas.avro.Ground;
import io.earshot.schemas.avro.OrderBasis;
import io.earshot.schemas.avro.OrderOperation;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewKind;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.TaskStatus;
import io.earshot.schemas.avro.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the enumerations of the stages to those of the contract: what a stage can say, the wire can
 * carry, and what the wire carries, a stage knows or a dead letter tells.
 */
final class WireEnumerationsTest {

  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  static Stream<Arguments> written() {
    return Stream.of(
        Arguments.of(EnforcementAction.ActionEvent.class, ActionEventType.class),
        Arguments.of(EnforcementAction.Actor.class, Actor.class),
        Arguments.of(DecisionAudit.Verdict.class, Verdict.class),
        Arguments.of(ActionType.class, io.earshot.schemas.avro.ActionType.class),
        Arguments.of(Dimension.class, io.earshot.schemas.avro.Dimension.class),
        Arguments.of(Lane.class, io.earshot.schemas.avro.Lane.class),
        Arguments.of(Mode.class, io.earshot.schemas.avro.Mode.class),
        Arguments.of(Modality.class, io.earshot.schemas.avro.Modality.class),
        Arguments.of(SubjectType.class, io.earshot.schemas.avro.SubjectType.class),
        Arguments.of(Provenance.Source.class, Source.class),
        Arguments.of(Provenance.Ground.class, Ground.class),
        Arguments.of(ReviewTask.Status.class, TaskStatus.class),
        Arguments.of(ControlStatus.Result.class, ControlResult.class),
        Arguments.of(Refusal.Reason.class, DeadLetterReason.class));
  }

  @ParameterizedTest
  @MethodSource("written")
  void whatAStageSays_isASymbolOfTheContract(
      Class<? extends Enum<?>> stage, Class<? extends Enum<?>> contract) {
    assertThat(names(contract)).containsAll(names(stage)).contains("UNKNOWN");
  }

  @Test
  void kindsOfContent_areKnownOrLeftToIntake() {
    assertReads(
        ContentKind.class,
        io.earshot.schemas.avro.ContentKind.values(),
        kind -> {
          ContentEvent event = event();
          event.setKind(kind);
          return InputWire.submission(event).kind();
        });
  }

  @Test
  void modalities_areKnownOrRefused() {
    assertReads(
        Modality.class,
        io.earshot.schemas.avro.Modality.values(),
        modality -> {
          ContentEvent event = event();
          event.setExpectedModalities(List.of(modality));
          return InputWire.submission(event).expectedModalities().get(0);
        });
  }

  @Test
  void sourcesOfReports_areKnownOrRefused() {
    assertReads(
        CreatorSignal.ReportSource.class,
        Source.values(),
        source ->
            Objects.requireNonNull(
                    InputWire.report(report(io.earshot.schemas.avro.SubjectType.TRACK, source))
                        .report())
                .source());
  }

  @Test
  void subjectsOfReports_areKnownOrRefused() {
    assertReads(
        SubjectType.class,
        io.earshot.schemas.avro.SubjectType.values(),
        type ->
            Objects.requireNonNull(InputWire.report(report(type, Source.USER_REPORT)).report())
                .target()
                .type());
  }

  @Test
  void outcomesOfReviews_areKnownOrRefused() {
    assertReads(
        CreatorSignal.ReviewOutcome.class,
        Outcome.values(),
        outcome ->
            Objects.requireNonNull(
                    InputWire.review(
                            ReviewOutcome.newBuilder()
                                .setEventId("e")
                                .setDecisionId("d")
                                .setCreatorId("c")
                                .setOutcome(outcome)
                                .setPool("p")
                                .setAction(io.earshot.schemas.avro.ActionType.AGE_GATE)
                                .setEventTime(TIME)
                                .build())
                        .review())
                .outcome());
  }

  @Test
  void signalsOfAccounts_areKnownOrRefused() {
    assertReads(
        io.earshot.intake.AccountSignal.Type.class,
        AccountSignalType.values(),
        type ->
            Objects.requireNonNull(
                    InputWire.account(
                            CreatorEvent.newBuilder()
                                .setEventId("e")
                                .setCreatorId("c")
                                .setKind(CreatorEventKind.UPDATED)
                                .setEventTime(TIME)
                                .setSignals(List.of(new AccountSignal(type, "h")))
                                .build())
                        .account())
                .signals()
                .get(0)
                .type());
  }

  @Test
  void kindsOfReviews_areKnownOrRefused() {
    assertReads(
        CreatorSignal.ReviewKind.class,
        ReviewKind.values(),
        kind ->
            Objects.requireNonNull(
                    InputWire.review(
                            ReviewOutcome.newBuilder()
                                .setEventId("e")
                                .setDecisionId("d")
                                .setCreatorId("c")
                                .setOutcome(Outcome.UPHOLD)
                                .setKind(kind)
                                .setPool("p")
                                .setEventTime(TIME)
                                .build())
                        .review())
                .kind());
  }

  @Test
  void operationsOfOrders_areKnownOrRefused() {
    assertReads(
        CreatorSignal.OrderOperation.class,
        OrderOperation.values(),
        operation -> order(operation, OrderBasis.DSA_ARTICLE_9).operation());
  }

  @Test
  void basesOfOrders_areKnownOrRefused() {
    assertReads(
        CreatorSignal.OrderBasis.class,
        OrderBasis.values(),
        basis -> order(OrderOperation.APPLY, basis).basis());
  }

  @Test
  void operationsOnPolicies_areKnownOrRefused() {
    assertReads(
        PolicyChange.Operation.class,
        EnumSet.of(PolicyChange.Operation.QUARANTINE),
        PolicyOperation.values(),
        operation ->
            InputWire.policyChange(
                    PolicyControl.newBuilder()
                        .setEventId("e")
                        .setBundle("")
                        .setOperation(operation)
                        .setEffectiveAt(TIME)
                        .setEventTime(TIME)
                        .build())
                .operation());
  }

  private static CreatorSignal.Order order(OrderOperation operation, OrderBasis basis)
      throws WireException {
    return Objects.requireNonNull(
        InputWire.order(
                AuthorityOrder.newBuilder()
                    .setEventId("e")
                    .setOrderId("o")
                    .setOperation(operation)
                    .setSubject(new Subject(io.earshot.schemas.avro.SubjectType.TRACK, "id", 1L))
                    .setCreatorId("c")
                    .setAction(io.earshot.schemas.avro.ActionType.REMOVE)
                    .setBasis(basis)
                    .setDueAt(TIME)
                    .setEventTime(TIME)
                    .build())
            .order());
  }

  private interface Reading<A, B> {
    @Nullable B of(A symbol) throws WireException;
  }

  /** Every symbol gives its namesake or nothing, and no constant of the stage is left over. */
  private static <A extends Enum<A>, B extends Enum<B>> void assertReads(
      Class<B> stage, A[] symbols, Reading<A, B> reading) {
    assertReads(stage, EnumSet.noneOf(stage), symbols, reading);
  }

  /**
   * Also where some constants are the job's own.
   *
   * @param own which nobody can send
   */
  private static <A extends Enum<A>, B extends Enum<B>> void assertReads(
      Class<B> stage, EnumSet<B> own, A[] symbols, Reading<A, B> reading) {
    EnumSet<B> reached = EnumSet.noneOf(stage);
    List<String> others = new ArrayList<>();
    for (A symbol : symbols) {
      try {
        B read = reading.of(symbol);
        if (read == null) {
          others.add(symbol.name());
        } else {
          assertThat(read.name()).isEqualTo(symbol.name());
          reached.add(read);
        }
      } catch (WireException e) {
        assertThat(e.getMessage()).contains(symbol.name());
        others.add(symbol.name());
      }
    }
    assertThat(reached).isEqualTo(EnumSet.complementOf(own));
    assertThat(others).contains("UNKNOWN");
  }

  private static List<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
  }

  private static ContentEvent event() {
    // A topic makes its classes known to Avro, whose builder makes defaults of them.
    assertThat(Topic.CONTENT_EVENTS.valueType()).isEqualTo(ContentEvent.class);
    return ContentEvent.newBuilder()
        .setEventId("e")
        .setContentId("c")
        .setVersion(1)
        .setCreatorId("creator")
        .setKind(io.earshot.schemas.avro.ContentKind.TRACK)
        .setEventTime(TIME)
        .build();
  }

  private static Report report(io.earshot.schemas.avro.SubjectType type, Source source) {
    return Report.newBuilder()
        .setEventId("e")
        .setReporterId("r")
        .setTarget(new Subject(type, "id", 1L))
        .setCreatorId("c")
        .setPolicyId("HAT.HATE")
        .setSource(source)
        .setEventTime(TIME)
        .build();
  }
}
