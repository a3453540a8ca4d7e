package io.earshot.matching;

import org.jspecify.annotations.Nullable;

/**
 * What a band is told: what a content version sounds like that has it, or whose sounds are to be
 * forgotten. Exactly one of the two is there.
 *
 * @param band by which it is looked up
 * @param item what it sounds like, without bands
 * @param forget whose sounds go
 */
public record BandItem(long band, @Nullable HeardItem item, @Nullable Forget forget) {

  /** A sound. */
  static BandItem of(long band, HeardItem item) {
    return new BandItem(band, item, null);
  }

  /** Whose sounds are to be forgotten. */
  public static BandItem of(long band, Forget forget) {
    return new BandItem(band, null, forget);
  }
}
