package io.earshot.job.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.intake.SuppliedScores;
import io.earshot.job.wire.InputWire.WireException;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.OrderBasis;
import io.earshot.schemas.avro.OrderOperation;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class InputWireTest {

  /** Avro makes only classes that it was told to trust, which loading the topics does. */
  @BeforeAll
  static void trustTheRecords() {
    assertThat(Topic.values()).isNotEmpty();
  }

  @Test
  void aReasonForNoScores_isCarriedAndDoesNotPassForScoresOfNothing() throws WireException {
    ContentEvent event =
        ContentEvent.newBuilder()
            .setEventId("e")
            .setContentId("c")
            .setVersion(1)
            .setCreatorId("creator")
            .setKind(ContentKind.TRACK)
            .setEventTime(Instant.parse("2026-03-01T12:00:00Z"))
            .setExpectedModalities(List.of())
            .setSuppliedScores(
                List.of(new ModalityScores(Modality.TEXT, "theirs", "3", List.of(), "TIMEOUT")))
            .build();

    assertThat(InputWire.submission(event).suppliedScores())
        .containsExactly(
            new SuppliedScores(
                io.earshot.intake.Modality.TEXT, "theirs", "3", List.of(), List.of(), "TIMEOUT"));
  }

  private static AuthorityOrder order(SubjectType type) {
    Instant time = Instant.parse("2026-03-01T12:00:00Z");
    return AuthorityOrder.newBuilder()
        .setEventId("e")
        .setOrderId("order-1")
        .setOperation(OrderOperation.APPLY)
        .setSubject(new Subject(type, "id-7", 1L))
        .setCreatorId("creator")
        .setAction(ActionType.SUSPEND_ACCOUNT)
        .setBasis(OrderBasis.OTHER)
        .setLegalReference("a court's order")
        .setEventTime(time)
        .setDueAt(time)
        .build();
  }

  @Test
  void anOrder_thatEndsTheAccountOfATrack_isRefusedWithActionSubjectAndWayOut() {
    assertThatThrownBy(() -> InputWire.order(order(SubjectType.TRACK)))
        .isInstanceOf(WireException.class)
        .hasMessageContainingAll("SUSPEND_ACCOUNT", "TRACK id-7", "name the creator");
    assertThatCode(() -> InputWire.order(order(SubjectType.CREATOR))).doesNotThrowAnyException();
  }

  @Test
  void aReviewer_isToldApartByItsReference() throws WireException {
    ReviewOutcome outcome =
        ReviewOutcome.newBuilder()
            .setEventId("e")
            .setDecisionId("d")
            .setCreatorId("creator")
            .setOutcome(Outcome.UPHOLD)
            .setPool("pool")
            .setReviewerRef("r-9")
            .setEventTime(Instant.parse("2026-03-01T12:00:00Z"))
            .build();
    assertThat(Objects.requireNonNull(InputWire.review(outcome).review()).reviewerRef())
        .isEqualTo("r-9");
  }
}
