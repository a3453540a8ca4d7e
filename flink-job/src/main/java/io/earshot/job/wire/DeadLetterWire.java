package io.earshot.job.wire;

import io.earshot.intake.DeadLetter;
import io.earshot.intake.Inbound;
import io.earshot.intake.SourceRef;
import io.earshot.schemas.avro.Coordinates;
import io.earshot.schemas.avro.DeadLetterReason;
import io.earshot.schemas.avro.Header;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From a dead letter to Avro, never larger than the producer sends.
 *
 * <p>A dead letter holds a whole record and more, so one that was just small enough to be read may
 * be too large to be written; the job would then fail at it after every restart. What does not fit
 * is left where it was read: first the value, then the key, then the headers, and the message says
 * so. The letter itself is always written.
 *
 * <p>Its Kafka key is that of the record, byte for byte, and so is in it twice. A large key would
 * only buy an order that nobody needs; then the coordinates are the key.
 *
 * @param limitBytes what the producer sends at most in one record, its {@code max.request.size}
 */
public record DeadLetterWire(int limitBytes) implements Serializable {

  /** The limit of a producer that is not told another. */
  public static final int DEFAULT_LIMIT_BYTES = 1 << 20;

  /**
   * Held back from that for what is not counted: the framing of Avro and Kafka, the coordinates
   * with a topic's name of up to 249 bytes (twice, if they are the key), the headers of the run,
   * and the note on what was left out.
   */
  static final int RESERVED_BYTES = 4_096;

  /** Longest key of a record that is the key of its dead letter too. */
  static final int MAX_KEY_BYTES = 1_024;

  /** A reason may quote what others wrote, a schema of theirs for one. */
  static final int MAX_MESSAGE_CHARS = 4_000;

  /** Lengths in front of a header's name and value, and what tells whether it has one. */
  private static final int HEADER_FRAMING_BYTES = 12;

  /** The record of a dead letter. */
  public io.earshot.schemas.avro.DeadLetter letter(DeadLetter d) {
    String message = shortened(d.refusal().message());
    int original = length(d.bytes());
    int key = length(d.key());
    int headers = headerBytes(d.headers());
    // A character is up to three bytes in UTF-8 (four, for two).
    long room = limitBytes - RESERVED_BYTES - 3L * message.length() - (isKey(d.key()) ? key : 0);
    List<String> dropped = new ArrayList<>();
    boolean keepsOriginal =
        keep((long) original + key + headers <= room, "value", original, dropped);
    boolean keepsKey = keep((long) key + headers <= room, "key", key, dropped);
    boolean keepsHeaders = keep(headers <= room, "headers", headers, dropped);
    return new io.earshot.schemas.avro.DeadLetter(
        DeadLetterReason.valueOf(d.refusal().reason().name()),
        dropped.isEmpty()
            ? message
            : message
                + " (too large for one record of Kafka and so not in here: "
                + String.join(", ", dropped)
                + "; read it at its coordinates)",
        d.refusal().field(),
        coordinates(d.source()),
        keepsHeaders
            ? d.headers().stream().map(h -> new Header(h.name(), bytes(h.value()))).toList()
            : List.of(),
        keepsKey ? bytes(d.key()) : null,
        keepsOriginal ? bytes(d.bytes()) : null);
  }

  /** The Kafka key of a dead letter. */
  public static byte[] key(DeadLetter d) {
    byte[] key = d.key();
    SourceRef source = d.source();
    return key != null && isKey(key)
        ? key
        : (source.topic() + "-" + source.partition() + "@" + source.offset())
            .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isKey(byte @Nullable [] key) {
    return key != null && key.length <= MAX_KEY_BYTES;
  }

  private static boolean keep(boolean fits, String what, int size, List<String> dropped) {
    if (!fits) {
      dropped.add(String.format(Locale.ROOT, "its %s of %,d bytes", what, size));
    }
    return fits;
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "…";
  }

  private static int headerBytes(List<Inbound.Header> headers) {
    int bytes = 0;
    for (Inbound.Header header : headers) {
      bytes +=
          header.name().getBytes(StandardCharsets.UTF_8).length
              + length(header.value())
              + HEADER_FRAMING_BYTES;
    }
    return bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static Coordinates coordinates(SourceRef source) {
    return new Coordinates(source.topic(), source.partition(), source.offset());
  }

  private static @Nullable ByteBuffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
