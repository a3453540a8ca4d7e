package io.earshot.matching;

import java.util.List;

/**
 * A change that copies are given so that they are not recognised. A fingerprint is computed as if
 * it had been undone, and compared as any other.
 *
 * @param tempo how much faster it plays; 1 leaves it
 * @param cents how much higher it sounds, hundredths of a semitone; 0 leaves it
 */
public record Alteration(double tempo, double cents) {

  /** As it is. */
  public static final Alteration NONE = new Alteration(1, 0);

  private static final double FASTER = 1.03;

  /** Three percent in pitch, and what a change by 50 cents is within tolerance of. */
  private static final double HIGHER = 50;

  /**
   * What is looked for: none first, then 3 % in tempo, 50 cents in pitch, and both together, which
   * is what playing faster does. Between them a fingerprint is near enough to one of these.
   */
  public static final List<Alteration> KNOWN =
      List.of(
          NONE,
          new Alteration(FASTER, 0),
          new Alteration(1 / FASTER, 0),
          new Alteration(1, HIGHER),
          new Alteration(1, -HIGHER),
          new Alteration(FASTER, HIGHER),
          new Alteration(1 / FASTER, -HIGHER));

  /** Whether nothing is changed. */
  public boolean isNone() {
    return equals(NONE);
  }
}
