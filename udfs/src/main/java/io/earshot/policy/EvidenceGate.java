package io.earshot.policy;

import io.earshot.intake.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * What evidence has to be there before a policy restricts anything by itself; where it is not, a
 * human looks.
 *
 * <p>Languages and modalities are asked of what models found. A rule that rests on what a creator
 * did, or on known media alone, has nothing in it that a model could have misheard.
 *
 * @param languages primary subtags of the languages that the policy's models know; empty for any
 * @param minUnits least number of pieces of evidence, as {@link Support} counts them
 * @param minModalities least number of modalities that the evidence comes from
 */
public record EvidenceGate(List<String> languages, int minUnits, int minModalities) {

  /** Asks for nothing. */
  public static final EvidenceGate NONE = new EvidenceGate(List.of(), 0, 0);

  /** Every demand that applies to a rule's support, and whether it is met. */
  List<Comparison> compare(Support support, Facts facts) {
    List<Comparison> compared = new ArrayList<>();
    if (minUnits > 0) {
      compared.add(atLeast(Support.UNITS, minUnits, support.units()));
    }
    if (minModalities > 0 && support.restsOnScores()) {
      compared.add(atLeast("evidence.modalities", minModalities, support.modalities().size()));
    }
    if (!languages.isEmpty() && support.restsOnWords()) {
      String language = facts.text("content.language");
      compared.add(
          new Comparison(
              "content.language",
              "==",
              String.join(" or ", languages),
              language,
              languages.contains(primary(language))));
    }
    return compared;
  }

  static Comparison atLeast(String variable, int needed, int found) {
    return new Comparison(
        variable, ">=", String.valueOf(needed), String.valueOf(found), found >= needed);
  }

  private static String primary(String tag) {
    int end = tag.indexOf('-');
    return (end < 0 ? tag : tag.substring(0, end)).toLowerCase(java.util.Locale.ROOT);
  }

  /** Modalities in which a model hears or reads words. */
  static boolean hasWords(Modality modality) {
    return modality != Modality.IMAGE;
  }
}
