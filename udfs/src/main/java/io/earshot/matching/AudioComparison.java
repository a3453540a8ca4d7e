package io.earshot.matching;

import java.util.List;

/**
 * What two sounds have to do with each other.
 *
 * <p>Measured on music: copies after MP3, equaliser, noise or a cut differ in up to .09 of the
 * bits, other recordings in .43 to .49. In between lie copies of another tempo or pitch, and
 * covers; a person must say which.
 *
 * @param verdict same, altered, or different
 * @param alteration what must be undone for them to be most alike; none where they are different
 * @param meanBits in how many bits of 32 they differ, on average over the stretch; where they are
 *     different, from where both start
 * @param alignedSeconds length of the stretch that is alike; 0 where they are different
 * @param offsetSeconds where the known sound starts in the other one, negative if before its start;
 *     of an altered one, in the time of the known
 */
public record AudioComparison(
    Verdict verdict,
    Alteration alteration,
    double meanBits,
    double alignedSeconds,
    double offsetSeconds) {

  /** What two sounds are to each other. */
  public enum Verdict {
    /** The same recording. */
    SAME,
    /** A copy of another tempo or pitch, or something very like it: for review. */
    ALTERED,
    /** Nothing that is known of. */
    DIFFERENT
  }

  /** Up to that many bits of 32, .15 of them, it is the same recording. */
  public static final double SAME_BITS = 4.8;

  /**
   * Compares a sound with a known one.
   *
   * @param query fingerprints of the sound, one an alteration of {@link Alteration#KNOWN}, in that
   *     order
   * @param known of what is known, unaltered
   */
  public static AudioComparison compare(List<AudioFingerprint> query, AudioFingerprint known) {
    Stretch best = null;
    Alteration how = Alteration.NONE;
    for (int i = 0; i < query.size(); i++) {
      Stretch stretch = AudioAlignment.find(query.get(i), known);
      if (stretch != null && (best == null || stretch.meanBits() < best.meanBits())) {
        best = stretch;
        how = Alteration.KNOWN.get(i);
      }
      if (best != null && of(best, how).verdict() == Verdict.SAME) {
        break;
      }
    }
    if (best == null) {
      return new AudioComparison(
          Verdict.DIFFERENT, how, AudioAlignment.bitsFromTheStart(query.get(0), known), 0, 0);
    }
    return of(best, how);
  }

  /** What a stretch means that is long enough. */
  static AudioComparison of(Stretch stretch, Alteration how) {
    Verdict verdict =
        how.isNone() && stretch.meanBits() <= SAME_BITS ? Verdict.SAME : Verdict.ALTERED;
    return new AudioComparison(
        verdict, how, stretch.meanBits(), stretch.seconds(), stretch.offsetSeconds());
  }
}
