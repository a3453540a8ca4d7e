package io.earshot.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.jspecify.annotations.Nullable;

/**
 * Full transitive compatibility: every version of a topic's schema reads what every other version
 * wrote. Both ways, because consumers are upgraded before and after producers; all pairs, because a
 * topic holds records of all ages.
 *
 * <p>Avro's own check looks at bytes only. A change of logical type (milliseconds to microseconds)
 * passes it and turns every value into another one, so logical types are compared here as well.
 */
public final class Compatibility {
  private Compatibility() {}

  /**
   * Every way in which two of the versions do not fit.
   *
   * @param versions of one topic
   * @return one line a fault, with topic, versions, path in the schema and way out; empty if all
   *     fit
   */
  public static List<String> faults(List<SchemaVersion> versions) {
    List<String> faults = new ArrayList<>();
    for (SchemaVersion reader : versions) {
      for (SchemaVersion writer : versions) {
        if (reader.number() != writer.number()) {
          for (String fault : faults(reader.schema(), writer.schema())) {
            faults.add(
                "Topic "
                    + reader.topic().topicName()
                    + ": version "
                    + reader.number()
                    + " cannot read version "
                    + writer.number()
                    + ": "
                    + fault);
          }
        }
      }
    }
    return faults;
  }

  /**
   * Every reason for which {@code reader} does not read what {@code writer} wrote; empty if it
   * does.
   */
  public static List<String> faults(Schema reader, Schema writer) {
    List<String> faults = new ArrayList<>();
    for (Incompatibility fault :
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()) {
      faults.add(
          path(reader, fault.getLocation())
              + ": "
              + fault.getType()
              + " ("
              + fault.getMessage()
              + "); "
              + wayOut(fault.getType()));
    }
    logicalFaults(reader.getName(), reader, writer, faults);
    return faults;
  }

  private static String wayOut(SchemaCompatibility.SchemaIncompatibilityType type) {
    return switch (type) {
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          "give a new field a default, and never remove one that has none";
      case MISSING_ENUM_SYMBOLS -> "give the enum a default symbol";
      case MISSING_UNION_BRANCH ->
          "add a field instead of a branch, and keep the branches there are";
      case TYPE_MISMATCH, FIXED_SIZE_MISMATCH -> "keep the type and add a field with the new one";
      case NAME_MISMATCH -> "keep the name";
    };
  }

  private static void logicalFaults(
      String path, Schema reader, Schema writer, List<String> faults) {
    if (reader.getType() != writer.getType()) {
      return;
    }
    LogicalType expected = reader.getLogicalType();
    LogicalType found = writer.getLogicalType();
    if (!Objects.equals(name(expected), name(found))) {
      faults.add(
          path
              + ": LOGICAL_TYPE_MISMATCH (reader expects "
              + name(expected)
              + ", writer has "
              + name(found)
              + "); keep the type and add a field with the new one");
    }
    switch (reader.getType()) {
      case RECORD -> {
        for (Schema.Field field : reader.getFields()) {
          Schema.Field written = writer.getField(field.name());
          if (written != null) {
            logicalFaults(path + "." + field.name(), field.schema(), written.schema(), faults);
          }
        }
      }
      case ARRAY ->
          logicalFaults(path + "[]", reader.getElementType(), writer.getElementType(), faults);
      case MAP -> logicalFaults(path + "{}", reader.getValueType(), writer.getValueType(), faults);
      case UNION -> {
        for (Schema branch : reader.getTypes()) {
          for (Schema written : writer.getTypes()) {
            if (branch.getFullName().equals(written.getFullName())) {
              logicalFaults(path, branch, written, faults);
            }
          }
        }
      }
      default -> {}
    }
  }

  private static String name(@Nullable LogicalType type) {
    return type == null ? "none" : type.getName();
  }

  /**
   * Names for a JSON pointer into a schema: {@code /fields/4/type/symbols} becomes {@code
   * ContentEvent.kind}.
   */
  static String path(Schema root, String pointer) {
    StringBuilder path = new StringBuilder(root.getName());
    Schema at = root;
    String[] tokens = pointer.split("/");
    for (int i = 1; i < tokens.length; i++) {
      String token = tokens[i];
      if (token.equals("fields") && at.getType() == Schema.Type.RECORD && i + 1 < tokens.length) {
        Schema.Field field = at.getFields().get(Integer.parseInt(tokens[++i]));
        path.append('.').append(field.name());
        at = field.schema();
      } else if (token.equals("items") && at.getType() == Schema.Type.ARRAY) {
        path.append("[]");
        at = at.getElementType();
      } else if (token.equals("values") && at.getType() == Schema.Type.MAP) {
        path.append("{}");
        at = at.getValueType();
      } else if (at.getType() == Schema.Type.UNION && token.matches("\\d+")) {
        int branch = Integer.parseInt(token);
        if (branch >= at.getTypes().size()) {
          return path.toString();
        }
        at = at.getTypes().get(branch);
      }
    }
    return path.toString();
  }
}
