package io.earshot.model;

import java.util.List;

/**
 * How a model reads text: the preprocessing its thresholds were measured with. Safe for use by many
 * threads.
 */
public interface TextEncoder {

  /**
   * The text with its disguises taken off: look-alike letters, invisible characters, digits for
   * letters.
   */
  String normalise(String text);

  /**
   * Rows of token ids, special tokens included and no padding, none longer than the model's last
   * length bucket.
   *
   * @param maxWindows most rows a text may give; what lies behind the last is not read
   */
  List<int[]> windows(String text, int maxWindows);
}
