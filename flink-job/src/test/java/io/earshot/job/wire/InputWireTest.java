package io.earshot.job.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.SuppliedScores;
import io.earshot.job.wire.InputWire.WireException;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InputWireTest {

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
}
