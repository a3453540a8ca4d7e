package io.earshot.policy;

import java.util.List;

/**
 * Where a restriction holds.
 *
 * @param territories ISO 3166-1 alpha-2 codes in ascending order; empty means everywhere
 * @param surfaces parts of the platform in ascending order, of {@link #SURFACES}; empty means all
 */
public record Scope(List<String> territories, List<String> surfaces) {

  /** The parts of a platform that a restriction can be limited to. */
  public static final List<String> SURFACES =
      List.of("ads", "catalog", "charts", "comments", "payments", "recs", "search");

  /** Everywhere, on all surfaces. */
  public static final Scope EVERYWHERE = new Scope(List.of(), List.of());

  /** Whether whatever lies in another scope lies in this one too. */
  public boolean covers(Scope other) {
    return covers(territories, other.territories) && covers(surfaces, other.surfaces);
  }

  private static boolean covers(List<String> wide, List<String> narrow) {
    return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
  }
}
