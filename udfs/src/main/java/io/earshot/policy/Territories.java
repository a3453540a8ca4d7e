package io.earshot.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The territories that a scope may name: those of ISO 3166-1, and two unions of them. */
final class Territories {

  /** Member states of the European Union. */
  private static final List<String> EU =
      List.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  /** And the other states of the European Economic Area. */
  private static final List<String> REST_OF_EEA = List.of("IS", "LI", "NO");

  private static final Map<String, List<String>> UNIONS = Map.of("EU", EU, "EEA", eea());

  private static final Set<String> CODES = new TreeSet<>(List.of(Locale.getISOCountries()));

  private Territories() {}

  private static List<String> eea() {
    List<String> all = new ArrayList<>(EU);
    all.addAll(REST_OF_EEA);
    return all;
  }

  /** Whether a name is a code or a union. */
  static boolean isKnown(String name) {
    return CODES.contains(name) || UNIONS.containsKey(name);
  }

  /** All codes and unions. */
  static List<String> names() {
    List<String> names = new ArrayList<>(CODES);
    names.addAll(new TreeSet<>(UNIONS.keySet()));
    return names;
  }

  /** The codes of some names, in ascending order and each once. */
  static List<String> codes(Collection<String> names) {
    Set<String> codes = new TreeSet<>();
    for (String name : names) {
      codes.addAll(UNIONS.getOrDefault(name, List.of(name)));
    }
    return List.copyOf(codes);
  }
}
