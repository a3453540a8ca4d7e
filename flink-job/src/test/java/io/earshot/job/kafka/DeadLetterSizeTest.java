package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.DeadLetter;
import io.earshot.intake.Inbound;
import io.earshot.intake.Refusal;
import io.earshot.intake.SourceRef;
import io.earshot.job.wire.DeadLetterWire;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dead letters as they are encoded, by the size that the producer holds against its limit. */
final class DeadLetterSizeTest {

  private static final int LIMIT = DeadLetterWire.DEFAULT_LIMIT_BYTES;
  private static final DeadLetterWire WIRE = new DeadLetterWire(LIMIT);
  private static final RecordEncoder<io.earshot.schemas.avro.DeadLetter> ENCODER =
      new SingleObject(SchemaStore.released())
          .encoder(Topic.DEAD_LETTERS, io.earshot.schemas.avro.DeadLetter.class);

  @Test
  void recordOfOrdinarySize_isInItsLetterAsItCame() {
    byte[] key = {'k', (byte) 0xFF, (byte) 0xFE};
    DeadLetter letter = letter(bytes(900_000), key, headers(3, 1_000), "no title");

    io.earshot.schemas.avro.DeadLetter record = WIRE.letter(letter);

    assertThat(record.getMessage()).isEqualTo("no title");
    assertThat(record.getOriginal().remaining()).isEqualTo(900_000);
    assertThat(record.getKey().remaining()).isEqualTo(3);
    assertThat(record.getHeaders()).hasSize(3);
    assertThat(DeadLetterWire.key(letter)).isEqualTo(key);
  }

  @Test
  void whatDoesNotFit_isLeftOutInOrderAndNamed() {
    assertLeftOut(letter(bytes(LIMIT), bytes(10), headers(1, 10), "m"), "value of 1,048,576");
    assertLeftOut(
        letter(bytes(1), bytes(LIMIT), headers(1, 10), "m"), "value of 1", "key of 1,048,576");
    assertLeftOut(
        letter(bytes(1), bytes(5), headers(1, LIMIT), "m"),
        "value of 1",
        "key of 5",
        "headers of 1,048,59");
  }

  @Test
  void largeKey_isKeptOnceAndTheCoordinatesAreTheKafkaKey() {
    DeadLetter letter = letter(bytes(100), bytes(600_000), List.of(), "m");

    assertThat(DeadLetterWire.key(letter)).asString().isEqualTo("content.events-3@42");
    assertThat(WIRE.letter(letter).getKey().remaining()).isEqualTo(600_000);
    assertThat(WIRE.letter(letter).getOriginal().remaining()).isEqualTo(100);
  }

  @Test
  void recordWithoutAKey_hasItsCoordinatesForOne() {
    assertThat(DeadLetterWire.key(letter(bytes(1), null, List.of(), "m")))
        .asString()
        .isEqualTo("content.events-3@42");
  }

  @Test
  void everyLetter_isTakenByTheProducer_whateverIsLargeInIt() {
    for (int key : new int[] {0, 1, 1_023, 1_024, 1_025, 300_000, 524_288, LIMIT}) {
      for (int header : new int[] {0, 10, 300_000, LIMIT}) {
        for (int message : new int[] {1, 4_000, 5_000, LIMIT}) {
          for (int value : valuesAroundTheLimit(key, header, message)) {
            DeadLetter letter =
                letter(bytes(value), bytes(key), headers(1, header), "€".repeat(message));
            assertThat(size(WIRE, letter))
                .as("value %d, key %d, header %d, message %d", value, key, header, message)
                .isLessThanOrEqualTo(LIMIT);
          }
        }
      }
    }
    assertThat(size(WIRE, letter(bytes(0), null, headers(50_000, 10), "m")))
        .isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void producerThatSendsMore_getsMore() {
    DeadLetterWire roomy = new DeadLetterWire(5 << 20);
    DeadLetter letter = letter(bytes(4 << 20), bytes(500), headers(1, 10), "m");

    assertThat(roomy.letter(letter).getOriginal().remaining()).isEqualTo(4 << 20);
    assertThat(size(roomy, letter)).isLessThanOrEqualTo(5 << 20);
  }

  private static int[] valuesAroundTheLimit(int key, int header, int message) {
    int rest = LIMIT - 2 * key - header - 3 * Math.min(message, 4_001);
    return Arrays.stream(new int[] {-8_192, -4_200, -4_096, -4_000, -100, 0, 1, 5_000, LIMIT})
        .map(around -> Math.max(0, rest + around))
        .distinct()
        .toArray();
  }

  private static void assertLeftOut(DeadLetter letter, String... parts) {
    io.earshot.schemas.avro.DeadLetter record = WIRE.letter(letter);

    assertThat(record.getMessage()).startsWith("m (").contains(parts).contains("coordinates");
    assertThat(record.getOriginal()).isNull();
    assertThat(record.getKey() == null).isEqualTo(parts.length > 1);
    assertThat(record.getHeaders().isEmpty()).isEqualTo(parts.length > 2);
  }

  /** The size that {@code KafkaProducer} compares with {@code max.request.size}. */
  private static int size(DeadLetterWire wire, DeadLetter letter) {
    Headers headers = RunHeadersTest.headersOf(DeadLetterWire.key(letter));
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        Compression.NONE.type(),
        DeadLetterWire.key(letter),
        ENCODER.encode(wire.letter(letter)),
        headers.toArray());
  }

  private static DeadLetter letter(
      byte[] value, byte @Nullable [] key, List<Inbound.Header> headers, String message) {
    return new DeadLetter(
        new Refusal(Refusal.Reason.INVALID_FIELD, "title", message),
        new SourceRef("content.events", 3, 42),
        headers,
        key,
        value);
  }

  private static List<Inbound.Header> headers(int count, int size) {
    List<Inbound.Header> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(new Inbound.Header("header-" + i, bytes(size)));
    }
    return headers;
  }

  /** Bytes that are no text. */
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
