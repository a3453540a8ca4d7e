package io.earshot.media;

import java.util.Arrays;

/**
 * One text as a model sees it: the ids of its tokens, opened by {@code [CLS]} and closed by {@code
 * [SEP]}, not padded.
 *
 * <p>Padding is left to whoever forms the batch: only there the length bucket is known.
 */
public final class Tokens {
  private final int[] ids;
  private final boolean truncated;

  Tokens(int[] ids, boolean truncated) {
    this.ids = ids;
    this.truncated = truncated;
  }

  /**
   * The token ids, in reading order; a copy, so that a caller cannot change what another one reads.
   */
  public int[] ids() {
    return ids.clone();
  }

  /** How many tokens there are, {@code [CLS]} and {@code [SEP]} included: at least 2. */
  public int length() {
    return ids.length;
  }

  /** Whether the text had more tokens than fitted, so that its end is not represented. */
  public boolean truncated() {
    return truncated;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tokens that
        && truncated == that.truncated
        && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Boolean.hashCode(truncated);
  }

  @Override
  public String toString() {
    return "Tokens" + Arrays.toString(ids) + (truncated ? " (truncated)" : "");
  }
}
