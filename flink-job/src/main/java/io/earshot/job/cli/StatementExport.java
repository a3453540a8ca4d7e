package io.earshot.job.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.statement.StatementFault;
import io.earshot.statement.StatementJson;
import io.earshot.statement.StatementValidator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the request bodies of {@code POST /api/v1/statements} from statements as JSON lines.
 *
 * <p>A call is all or nothing: one statement that the database refuses, or one PUID that it has
 * already, fails the other 99. So every statement is validated before it goes into a batch, a PUID
 * goes into one batch only, and what a call was refused for can be left out of the next export.
 *
 * <p>A file appears whole or not at all, so that nobody sends half a batch.
 */
final class StatementExport {

  /** Bytes of a line; the longest valid statement has less than a tenth of it. */
  static final int MAX_LINE_BYTES = 1 << 20;

  static final String REFUSED = "refused.jsonl";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * What became of the lines.
   *
   * @param statements lines that are in a batch
   * @param batches files
   * @param repeats lines whose PUID an earlier line had; the first one counts
   * @param leftOut lines whose PUID was to be left out
   * @param refused lines that are no statement or no valid one
   */
  record Tally(long statements, int batches, long repeats, long leftOut, long refused) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s in %s, %s, %,d left out, %,d refused",
          counted(statements, "statement", "statements"),
          counted(batches, "batch", "batches"),
          counted(repeats, "repeat", "repeats"),
          leftOut,
          refused);
    }

    private static String counted(long count, String one, String many) {
      return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
  }

  /** A line that is no JSON object; the message says why. */
  private static final class BadLine extends Exception {

    private static final long serialVersionUID = 1L;

    BadLine(String message) {
      super(message);
    }
  }

  private final Path directory;
  private final int batchSize;
  private final Set<String> leaveOut;
  private final Set<String> seen = new HashSet<>();
  private final List<String> batch = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private long statements;
  private int batches;
  private long repeats;
  private long leftOut;

  /**
   * An export.
   *
   * @param directory where the files go; it exists
   * @param batchSize statements of a file at most
   * @param leaveOut PUIDs that the database has already
   */
  StatementExport(Path directory, int batchSize, Set<String> leaveOut) {
    this.directory = directory;
    this.batchSize = batchSize;
    this.leaveOut = leaveOut;
  }

  /**
   * Writes the batches of an input.
   *
   * @throws IOException if the input cannot be read or a file cannot be written
   */
  Tally run(InputStream in) throws IOException {
    BoundedLines lines = new BoundedLines(in, MAX_LINE_BYTES);
    for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
      if (!isBlank(line.bytes())) {
        take(line);
      }
    }
    flush();
    if (!refusals.isEmpty()) {
      write(REFUSED, String.join("\n", refusals) + "\n");
    }
    return new Tally(statements, batches, repeats, leftOut, refusals.size());
  }

  private void take(BoundedLines.Line line) throws IOException {
    ObjectNode statement;
    try {
      statement = StatementJson.sendable(record(parse(line.bytes())));
    } catch (BadLine e) {
      ObjectNode refusal = JSON.createObjectNode().put("line", line.number());
      refusals.add(refusal.put("error", e.getMessage()).toString());
      return;
    }
    String puid = statement.path("puid").textValue();
    if (puid != null && leaveOut.contains(puid)) {
      leftOut++;
      return;
    }
    List<StatementFault> faults = StatementValidator.faults(statement, List.of());
    if (!faults.isEmpty()) {
      refusals.add(refusal(line.number(), puid, faults).toString());
    } else if (!seen.add(puid)) {
      repeats++;
    } else {
      statements++;
      batch.add(JSON.writeValueAsString(statement));
      if (batch.size() == batchSize) {
        flush();
      }
    }
  }

  /** The record itself, or the value of a line of {@code ./earshot demo --out}. */
  private static ObjectNode record(JsonNode line) throws BadLine {
    if (line.has("undecodable")) {
      throw new BadLine("the record could not be decoded: " + line.get("undecodable").asText());
    }
    JsonNode record = line.path("value").isObject() ? line.get("value") : line;
    if (record instanceof ObjectNode statement) {
      return statement;
    }
    throw new BadLine("the line is no JSON object; it must be one statement");
  }

  private static JsonNode parse(byte @Nullable [] bytes) throws BadLine {
    if (bytes == null) {
      throw new BadLine(
          "the line has more than " + MAX_LINE_BYTES + " bytes, the limit; it is no statement");
    }
    try {
      // Jackson would replace what is not UTF-8, and a replaced text is another text.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return JSON.readTree(text);
    } catch (CharacterCodingException e) {
      throw new BadLine("the line is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new BadLine(
          "not JSON at column " + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
    }
  }

  private static ObjectNode refusal(long line, @Nullable String puid, List<StatementFault> faults) {
    ObjectNode refusal = JSON.createObjectNode().put("line", line).put("puid", puid);
    ArrayNode list = refusal.putArray("faults");
    for (StatementFault fault : faults) {
      list.addObject()
          .put("field", fault.field())
          .put("value", fault.value())
          .put("limit", fault.limit())
          .put("remedy", fault.remedy());
    }
    return refusal;
  }

  private void flush() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    batches++;
    write(
        String.format(Locale.ROOT, "batch-%04d.json", batches),
        batch.stream().collect(Collectors.joining(",\n", "{\"statements\":[\n", "\n]}\n")));
    batch.clear();
  }

  private void write(String name, String text) throws IOException {
    Path half = directory.resolve("." + name + ".part");
    Files.writeString(half, text);
    Files.move(half, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isBlank(byte @Nullable [] line) {
    return line != null && new String(line, StandardCharsets.ISO_8859_1).isBlank();
  }
}
