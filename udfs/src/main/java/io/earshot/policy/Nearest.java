package io.earshot.policy;

/** Guesses what somebody meant who wrote a name that is not known. */
public final class Nearest {

  /** More changes than this and it is another word. */
  private static final int MOST_CHANGES = 3;

  /** Of shorter names, each is near to many. */
  private static final int SHORTEST = 4;

  private Nearest() {}

  /**
   * {@code " (did you mean x?)"}, or nothing if no known name is near.
   *
   * @param known names, of which the first of the nearest is taken
   */
  public static String hint(String name, Iterable<String> known) {
    if (name.length() < SHORTEST) {
      return "";
    }
    String best = "";
    int least = Math.min(MOST_CHANGES, name.length() / 2) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        best = " (did you mean " + candidate + "?)";
      }
    }
    return best;
  }

  /** Levenshtein distance; the case of a letter is no difference. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + (same ? 0 : 1));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
