package io.earshot.assessment;

import io.earshot.matching.SoundSketch;
import org.jspecify.annotations.Nullable;

/**
 * What a content version sounds like. It comes to the creator's window by its own way and is joined
 * there, so that scoring carries nothing of it.
 *
 * @param sketch of its sound; null if it has none, or one that cannot be told from others
 */
public record Likeness(@Nullable SoundSketch sketch) {

  /** Like nothing. */
  public static final Likeness NONE = new Likeness(null);

  /** What two say together; where both say the same thing differently, the first counts. */
  public Likeness and(Likeness other) {
    return new Likeness(sketch == null ? other.sketch : sketch);
  }
}
