package io.earshot.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.schemas.RandomRecords;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.SchemaVersion;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.wire.DecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SingleObjectTest {
  private static final SingleObject FORMAT = new SingleObject(SchemaStore.released());
  private static final Map<Topic, RecordDecoder<? extends SpecificRecord>> DECODERS =
      new EnumMap<>(Topic.class);

  @Property(tries = 1000)
  void any_record_of_any_topic_comes_back_as_it_was(@ForAll Topic topic, @ForAll long seed)
      throws DecodeException {
    SpecificRecord record = RandomRecords.of(topic, new Random(seed));
    byte[] bytes = encode(topic, topic.valueType(), record);
    // As text: Avro 1.12 cannot compare lists of records with a time that may be null.
    assertThat(decoder(topic).decode(bytes)).hasToString(record.toString());
    assertThat(encode(topic, topic.valueType(), decoder(topic).decode(bytes))).isEqualTo(bytes);
  }

  @Property(tries = 2000)
  void any_bytes_after_a_good_header_decode_or_give_a_decode_exception(
      @ForAll Topic topic, @ForAll byte[] body) {
    byte[] bytes = Arrays.copyOf(header(topic.schema()), 10 + body.length);
    System.arraycopy(body, 0, bytes, 10, body.length);
    decodesOrRefuses(topic, bytes);
  }

  @Property(tries = 2000)
  void any_damage_to_a_record_decodes_or_gives_a_decode_exception(
      @ForAll Topic topic, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = encode(topic, topic.valueType(), RandomRecords.of(topic, random));
    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    decodesOrRefuses(topic, bytes);
  }

  @Property
  void any_bytes_decode_or_give_a_decode_exception(@ForAll byte[] bytes) {
    decodesOrRefuses(Topic.CONTENT_EVENTS, bytes);
  }

  @Test
  void header_is_the_marker_and_the_little_endian_fingerprint() {
    byte[] bytes = encode(Topic.LATE_EVENTS, LateEvent.class, late());
    assertThat(Arrays.copyOf(bytes, 10)).isEqualTo(header(Topic.LATE_EVENTS.schema()));
  }

  @Test
  void avro_s_own_decoder_reads_what_is_written() throws IOException {
    assertThat(
            LateEvent.fromByteBuffer(
                ByteBuffer.wrap(encode(Topic.LATE_EVENTS, LateEvent.class, late()))))
        .isEqualTo(late());
  }

  @Test
  void record_of_an_older_version_gets_the_defaults_of_the_fields_it_lacks() throws Exception {
    Schema old =
        SchemaParser.parseSingle(
            """
            {"type":"record","name":"ContentEvent","namespace":"io.earshot.schemas.avro","fields":[
              {"name":"eventId","type":"string"},{"name":"contentId","type":"string"},
              {"name":"version","type":"long"},{"name":"creatorId","type":"string"},
              {"name":"dropped","type":{"type":"array","items":"string"},"default":[]},
              {"name":"kind","type":{"type":"enum","name":"ContentKind","symbols":["UNKNOWN","TRACK","HOLOGRAM"],"default":"UNKNOWN"}},
              {"name":"eventTime","type":{"type":"long","logicalType":"timestamp-millis"}}]}\
            """);
    RecordDecoder<ContentEvent> decoder =
        new SingleObject(history(Topic.CONTENT_EVENTS, old))
            .decoder(Topic.CONTENT_EVENTS, ContentEvent.class);
    GenericRecord written = new GenericData.Record(old);
    written.put("eventId", "e");
    written.put("contentId", "c");
    written.put("version", 1L);
    written.put("creatorId", "k");
    written.put("dropped", List.of("x", "y"));
    written.put("kind", new GenericData.EnumSymbol(old.getField("kind").schema(), "HOLOGRAM"));
    written.put("eventTime", 5L);
    byte[] bytes = generic(written);

    ContentEvent read = decoder.decode(bytes);
    assertThat(read.getKind())
        .as("a symbol that the reader does not know")
        .isEqualTo(ContentKind.UNKNOWN);
    assertThat(read.getLanguage()).isEqualTo("und");
    assertThat(read.getTags()).isEmpty();
    assertThat(read.getCover()).isNull();
    assertThat(read.getEventTime()).isEqualTo(Instant.ofEpochMilli(5));

    read.getTags().add("changed");
    assertThat(decoder.decode(bytes).getTags()).as("defaults are not shared").isEmpty();
  }

  @Test
  void empty_and_tombstone_are_refused() {
    assertThat(refusal(Topic.REPORTS, new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    assertThat(refusal(Topic.REPORTS, null).reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void other_formats_are_told_apart() {
    assertThat(
            refusal(
                    Topic.REPORTS,
                    "{\"a\":\"some json\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .reason())
        .isEqualTo(Reason.NOT_SINGLE_OBJECT);
    assertThat(refusal(Topic.REPORTS, new byte[] {0, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6}))
        .hasMessageContaining("look like the Confluent wire format");
  }

  @Test
  void unknown_fingerprint_is_named_with_the_known_ones() {
    byte[] bytes = encode(Topic.LATE_EVENTS, LateEvent.class, late());
    bytes[2] ^= 1;
    DecodeException refused = refusal(Topic.LATE_EVENTS, bytes);
    assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(refused)
        .hasMessageContaining("late.events")
        .hasMessageContaining(
            "1 = "
                + SchemaVersion.hex(
                    SchemaStore.released().versions(Topic.LATE_EVENTS).get(0).fingerprint()))
        .hasMessageContaining("release the writer's schema");
  }

  @Test
  void record_on_the_wrong_topic_is_named_as_such() {
    DecodeException refused =
        refusal(Topic.REPORTS, encode(Topic.LATE_EVENTS, LateEvent.class, late()));
    assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(refused).hasMessageContaining("is a schema of topic late.events, written here");
  }

  @Test
  void every_cut_of_a_record_is_corrupt_and_every_addition_trailing() {
    byte[] bytes = encode(Topic.LATE_EVENTS, LateEvent.class, late());
    for (int length = 10; length < bytes.length; length++) {
      assertThat(refusal(Topic.LATE_EVENTS, Arrays.copyOf(bytes, length)).reason())
          .isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
    }
    assertThat(refusal(Topic.LATE_EVENTS, Arrays.copyOf(bytes, bytes.length + 1)).reason())
        .isEqualTo(Reason.TRAILING_BYTES);
  }

  @Test
  void hostile_lengths_are_refused_before_anything_is_allocated() {
    byte[] twoGigabytes = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
    ByteBuffer text =
        ByteBuffer.allocate(30).put(header(Topic.LATE_EVENTS.schema())).put(twoGigabytes);
    assertThat(refusal(Topic.LATE_EVENTS, text.array()))
        .hasMessageContaining("string of 2147483647 bytes where 15 are left");

    // No visibility decisions are the first field of a statement: an array of strings.
    ByteBuffer items =
        ByteBuffer.allocate(30).put(header(Topic.DSA_STATEMENTS.schema())).put(twoGigabytes);
    assertThat(refusal(Topic.DSA_STATEMENTS, items.array()))
        .hasMessageContaining("collection of 2147483647 items");
  }

  @Test
  void text_that_is_not_utf8_is_refused() {
    byte[] bytes = encode(Topic.LATE_EVENTS, LateEvent.class, late());
    bytes[11] = (byte) 0xC0;
    assertThat(refusal(Topic.LATE_EVENTS, bytes)).hasMessageContaining("string is not UTF-8");
  }

  @Test
  void record_that_breaks_its_schema_is_named_and_the_encoder_goes_on() throws DecodeException {
    RecordEncoder<LateEvent> encoder = FORMAT.encoder(Topic.LATE_EVENTS, LateEvent.class);
    byte[] before = encoder.encode(late());
    assertThatThrownBy(() -> encoder.encode(new LateEvent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("late.events")
        .hasMessageContaining("eventId");
    assertThat(encoder.encode(late())).isEqualTo(before);
  }

  @Test
  void class_of_another_topic_and_unreleased_schema_are_refused_at_the_start() {
    assertThatThrownBy(() -> FORMAT.decoder(Topic.REPORTS, LateEvent.class))
        .hasMessage("Topic reports carries Report, not LateEvent.");
    assertThatThrownBy(
            () -> new SingleObject(SchemaStore.of(List.of())).encoder(Topic.REPORTS, Report.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run ./earshot schema release");
  }

  private static LateEvent late() {
    return LateEvent.newBuilder()
        .setEventId("e1")
        .setCreatorId("c1")
        .setKind("reports")
        .setEventTime(Instant.EPOCH)
        .setWindowEnd(Instant.EPOCH)
        .build();
  }

  private static SchemaStore history(Topic topic, Schema old) {
    return SchemaStore.of(
        List.of(new SchemaVersion(topic, 1, old), new SchemaVersion(topic, 2, topic.schema())));
  }

  private static byte[] generic(GenericRecord written) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(written.getSchema()));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(written.getSchema()).write(written, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] header(Schema schema) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(org.apache.avro.SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }

  private static <T extends SpecificRecord> byte[] encode(
      Topic topic, Class<T> type, SpecificRecord record) {
    return FORMAT.encoder(topic, type).encode(type.cast(record));
  }

  private static RecordDecoder<? extends SpecificRecord> decoder(Topic topic) {
    return DECODERS.computeIfAbsent(topic, key -> FORMAT.decoder(key, key.valueType()));
  }

  private static void decodesOrRefuses(Topic topic, byte[] bytes) {
    try {
      assertThat(decoder(topic).decode(bytes)).isNotNull();
    } catch (DecodeException e) {
      assertThat(e.topic()).isEqualTo(topic);
    }
  }

  private static DecodeException refusal(Topic topic, byte @Nullable [] bytes) {
    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> decoder(topic).decode(bytes));
    assertThat(refused).isNotNull();
    return refused;
  }
}
