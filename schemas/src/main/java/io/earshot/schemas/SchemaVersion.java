package io.earshot.schemas;

import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;

/**
 * One version of the schema of a topic's values.
 *
 * @param number counts up from 1
 * @param schema as written in its file, without the hints that only the Java code generator reads
 */
public record SchemaVersion(Topic topic, int number, Schema schema) {

  /**
   * CRC-64-AVRO of the schema's Parsing Canonical Form (Avro specification, "Schema Fingerprints").
   * Docs and defaults are not part of that form: versions that differ only in these have the same
   * bytes and the same fingerprint.
   */
  public long fingerprint() {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  /** The text of the version's file: JSON with docs and defaults, one trailing line feed. */
  public String text() {
    return text(schema);
  }

  /** A fingerprint as people and tools write it: 16 hexadecimal digits, most significant first. */
  public static String hex(long fingerprint) {
    return String.format("%016x", fingerprint);
  }

  static String text(Schema schema) {
    return SchemaFormatter.format("json/pretty", schema) + "\n";
  }

  /**
   * The schema without the string type that the code generator noted in it, which is nothing to
   * other languages.
   */
  public static Schema portable(Schema schema) {
    String json =
        schema
            .toString()
            .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"");
    return SchemaParser.parseSingle(json);
  }
}
