package io.earshot.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of any schema of ours, with empty, extreme and non-Latin values more often than chance
 * would give.
 */
public final class RandomRecords {
  private static final String[] TEXTS = {
    "", "a", "naïve", "日本語", "🎧🎵", "\u0000", "\uFFFD", "x".repeat(3000)
  };
  private static final long[] LONGS = {0, 1, -1, 63, 64, Long.MAX_VALUE, Long.MIN_VALUE};

  private RandomRecords() {}

  public static SpecificRecord of(Topic topic, Random random) {
    return (SpecificRecord) java.util.Objects.requireNonNull(value(topic.schema(), random));
  }

  private static @Nullable Object value(Schema schema, Random random) {
    return switch (schema.getType()) {
      case RECORD -> {
        SpecificRecord made = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
          made.put(field.pos(), value(field.schema(), random));
        }
        yield made;
      }
      case ENUM ->
          SpecificData.get()
              .createEnum(
                  schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())),
                  schema);
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(java.util.Objects.requireNonNull(value(schema.getElementType(), random)));
        }
        yield items;
      }
      case MAP -> {
        Map<String, Object> entries = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put(
              "key" + i, java.util.Objects.requireNonNull(value(schema.getValueType(), random)));
        }
        yield entries;
      }
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
      case STRING ->
          TEXTS[random.nextInt(TEXTS.length)] + (random.nextBoolean() ? random.nextInt() : "");
      case BYTES -> {
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        yield ByteBuffer.wrap(bytes);
      }
      case INT -> random.nextInt();
      case LONG -> {
        long number =
            random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
        yield schema.getLogicalType() == null ? (Object) number : Instant.ofEpochMilli(number);
      }
      case DOUBLE -> random.nextBoolean() ? random.nextDouble() : Double.NEGATIVE_INFINITY;
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
      default -> throw new IllegalArgumentException("No topic has a " + schema.getType());
    };
  }
}
