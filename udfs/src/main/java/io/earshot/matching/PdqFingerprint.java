package io.earshot.matching;

import java.util.List;

/**
 * What PDQ says about a picture.
 *
 * @param orientations its hash as it is and turned or mirrored, in the order of {@link Dihedral}
 * @param quality 0 to 100: how much there is in the picture to tell it by; below {@value
 *     PdqHash#LEAST_QUALITY} the hash is not to be used
 */
public record PdqFingerprint(List<PdqHash> orientations, int quality) {

  /** The hash of the picture as it is. */
  public PdqHash hash() {
    return orientations.get(0);
  }

  /** Whether there is enough in the picture to look it up. */
  public boolean usable() {
    return quality >= PdqHash.LEAST_QUALITY;
  }

  /**
   * How far this picture is from a known one, in the orientation that is nearest; of two that are
   * equally near, the one that turns less.
   */
  public Nearest nearest(PdqHash known) {
    int best = 0;
    int distance = orientations.get(0).distance(known);
    for (int i = 1; i < orientations.size(); i++) {
      int other = orientations.get(i).distance(known);
      if (other < distance) {
        best = i;
        distance = other;
      }
    }
    return new Nearest(Dihedral.ALL.get(best), distance);
  }

  /**
   * The orientation in which two pictures are nearest.
   *
   * @param orientation how this picture must be turned to be like the known one
   * @param distance differing bits then
   */
  public record Nearest(Dihedral orientation, int distance) {}
}
