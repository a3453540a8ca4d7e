package io.earshot.matching;

import io.earshot.stats.Hash64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Under what a sound is looked up among all that were heard: {@value #BANDS} numbers, of which two
 * copies share at least one, unless an equaliser came between, and two recordings none but by
 * chance.
 *
 * <p>Each is the least hash (MinHash: Broder, "On the resemblance and containment of documents",
 * 1997) over all pairs of neighbouring numbers of the fingerprint, by their highest twelve bits.
 * What is the same in thousands of sounds, silence above all, is in none of them: a pair of equal
 * numbers is passed over, and so the sounds of the world are spread over keys as evenly as their
 * pairs are. The same on every machine.
 */
final class SoundBands {

  /** How many there are. */
  static final int BANDS = 6;

  private static final int KEY_SHIFT = 20;

  private SoundBands() {}

  /** The bands of a sound, in the order of their places; empty where nothing changes in it. */
  static List<Long> of(AudioFingerprint sound) {
    long[] least = new long[BANDS];
    Arrays.fill(least, Long.MAX_VALUE);
    boolean any = false;
    for (int i = 1; i < sound.length(); i++) {
      int before = sound.print(i - 1) >>> KEY_SHIFT;
      int now = sound.print(i) >>> KEY_SHIFT;
      if (before == now) {
        continue;
      }
      any = true;
      long pair = (long) before << Integer.SIZE | now;
      for (int band = 0; band < BANDS; band++) {
        least[band] = Math.min(least[band], Hash64.of(band, pair));
      }
    }
    List<Long> bands = new ArrayList<>(BANDS);
    for (int band = 0; any && band < BANDS; band++) {
      bands.add(Hash64.of(band, least[band]));
    }
    return bands;
  }
}
