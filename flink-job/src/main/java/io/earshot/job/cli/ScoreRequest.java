package io.earshot.job.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input of {@code ./earshot score}. Fields beside these are somebody else's and are
 * left alone.
 *
 * @param id names the line in the answer
 * @param text what to read; null if the line has none
 * @param image path of a picture; null if the line has none
 * @param audio path of a sound; null if the line has none
 */
record ScoreRequest(
    String id, @Nullable String text, @Nullable String image, @Nullable String audio) {

  /** Characters of an id; the job takes no more either. */
  static final int MAX_ID_CHARS = 200;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A line that is no request. */
  static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String id;

    BadLine(@Nullable String id, String message) {
      super(message, null, false, false);
      this.id = id;
    }

    /** The id, where the line has one that can be told. */
    @Nullable String id() {
      return id;
    }
  }

  /**
   * Reads a line.
   *
   * @throws BadLine if it is no request, naming the field and the way out
   */
  static ScoreRequest parse(byte[] line) throws BadLine {
    JsonNode root = json(utf8(line));
    if (!root.isObject()) {
      throw new BadLine(
          null,
          "the line is "
              + kind(root)
              + "; it must be an object such as {\"id\":\"1\",\"text\":\"...\"}");
    }
    JsonNode id = root.get("id");
    if (id == null || !id.isTextual() || id.textValue().isBlank()) {
      throw new BadLine(
          null,
          "id is "
              + (id == null ? "missing" : id.isTextual() ? "empty" : kind(id))
              + "; every line needs one, as a string");
    }
    String name = id.textValue();
    if (name.length() > MAX_ID_CHARS) {
      throw new BadLine(
          null, "id has " + name.length() + " characters, the limit is " + MAX_ID_CHARS);
    }
    ScoreRequest request =
        new ScoreRequest(
            name,
            string(name, root, "text"),
            string(name, root, "image"),
            string(name, root, "audio"));
    if (request.text == null && request.image == null && request.audio == null) {
      throw new BadLine(name, "the line has none of text, image and audio; give at least one");
    }
    return request;
  }

  private static String utf8(byte[] line) throws BadLine {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(line);
    try {
      return decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new BadLine(
          null, "byte " + bytes.position() + " of the line is not UTF-8; save the file as UTF-8");
    }
  }

  private static JsonNode json(String line) throws BadLine {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new BadLine(null, "not JSON at column " + column + ": " + e.getOriginalMessage());
    }
  }

  private static @Nullable String string(String id, JsonNode root, String field) throws BadLine {
    JsonNode node = root.get(field);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw new BadLine(id, field + " is " + kind(node) + "; it must be a string");
    }
    return node.textValue();
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "a string";
      default -> "nothing";
    };
  }
}
