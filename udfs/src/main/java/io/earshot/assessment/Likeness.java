package io.earshot.assessment;

import io.earshot.matching.Earlier;
import io.earshot.matching.SoundSketch;
import org.jspecify.annotations.Nullable;

/**
 * What a content version sounds like, and who published that first. It comes to the creator's
 * window by its own way and is joined there, so that scoring carries nothing of it.
 *
 * @param sketch of its sound; null if it has none, or one that cannot be told from others
 * @param earlier what another creator published before that sounds like it; null if nothing did
 */
public record Likeness(@Nullable SoundSketch sketch, @Nullable Earlier earlier) {

  /** Like nothing. */
  public static final Likeness NONE = new Likeness(null, null);

  /** What a sound is like. */
  public static Likeness of(SoundSketch sketch) {
    return new Likeness(sketch, null);
  }

  /** What was heard before. */
  public static Likeness of(Earlier earlier) {
    return new Likeness(null, earlier);
  }

  /**
   * What two say together: of two sketches the first that is said, and of what was heard before
   * what was first, in whatever order they are said.
   */
  public Likeness and(Likeness other) {
    Earlier first = earlier;
    if (first == null
        || (other.earlier != null && Earlier.ORDER.compare(other.earlier, first) < 0)) {
      first = other.earlier;
    }
    return new Likeness(sketch == null ? other.sketch : sketch, first);
  }
}
