package io.earshot.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.List;

/** Lists of texts as CEL and JSON both write them: {@code ["a","b"]}. */
public final class TextList {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader READER = JSON.readerForListOf(String.class);

  private TextList() {}

  static String write(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of texts is JSON whatever is in it", e);
    }
  }

  /**
   * The list that was written.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static List<String> read(String text) {
    try {
      List<String> texts = READER.readValue(text);
      return List.copyOf(texts);
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException(text + " is no list of texts", e);
    }
  }
}
