package io.earshot.risk;

import io.earshot.assessment.Family;

/**
 * Numbers of enumerations in state and in evidence: their places, which never change, since new
 * constants go to the end.
 */
public final class Codes {

  private static final Family[] FAMILIES = Family.values();

  private Codes() {}

  /** The number of a constant. */
  @SuppressWarnings("EnumOrdinal") // the places of these enumerations are fixed
  public static int of(Enum<?> constant) {
    return constant.ordinal();
  }

  /** The family of a number. */
  public static Family family(int code) {
    return FAMILIES[code];
  }
}
