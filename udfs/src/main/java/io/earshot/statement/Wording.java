package io.earshot.statement;

import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Taxonomy;
import io.earshot.statement.StatementFacts.Finding;
import io.earshot.statement.StatementFacts.Restricted;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The free texts of a statement in standard wording, which the database encourages: the same facts,
 * the same words, so that statements can be counted and compared.
 *
 * <p>Everything that comes out of the case (names of variables, values, labels) is shown only if it
 * is one plain word or number and {@linkplain PersonalDataLint does not look like personal data};
 * else the text says that it is withheld. That is how no text, name or id of a person gets in, even
 * if a rule or a model should carry one.
 */
final class Wording {

  static final int MAX_FACTS = 5_000;
  static final int MAX_EXPLANATION = 2_000;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.+-]{0,63}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,30})?");

  /** As scores are rounded. */
  private static final int DECIMALS = 3;

  private final StatementFacts facts;

  Wording(StatementFacts facts) {
    this.facts = facts;
  }

  /**
   * What was done, how it came to attention, who decided, and on what.
   *
   * @param restrictions those that apply within the EEA
   * @param notes further sentences
   */
  String facts(List<Restricted> restrictions, List<String> notes) {
    BoundedText text = new BoundedText(MAX_FACTS);
    text.list("Measures applied:", measures(restrictions));
    notes.forEach(text::sentence);
    text.sentence(origin()).sentence(detection()).sentence(decision());
    text.sentence("Policy: " + named(facts.basis().policy()) + ".");
    text.list(
        "Further policies that ask for it:",
        facts.basis().secondary().stream().map(this::named).distinct().toList());
    path(text);
    return text.toString();
  }

  /** The clause, for the field that refers to the contract. */
  String clause() {
    return "Policy " + named(facts.basis().policy());
  }

  /** Why the material is illegal, or at odds with the clause. */
  String explanation() {
    BoundedText text = new BoundedText(MAX_EXPLANATION);
    text.sentence(
        (facts.basis().ground() == StatementFacts.Ground.ILLEGAL
                ? "The provider holds it to be illegal on this ground and files it under its policy"
                    + " "
                : "The provider holds it to be what this policy does not allow: ")
            + named(facts.basis().policy())
            + ".");
    path(text);
    return text.toString();
  }

  private List<String> measures(List<Restricted> restrictions) {
    Set<String> measures = new LinkedHashSet<>();
    for (Restricted restriction : restrictions) {
      String surfaces =
          String.join(", ", restriction.surfaces().stream().sorted().map(this::shown).toList());
      measures.add(
          DsaMeasure.of(restriction.action()).wording()
              + (surfaces.isEmpty() ? "" : " (" + surfaces + ")"));
    }
    return List.copyOf(measures);
  }

  private String origin() {
    return switch (facts.origin().source()) {
      case PROACTIVE -> "It came to attention by the provider's own checks.";
      case USER_REPORT -> "It came to attention by a report of a user about the terms.";
      case ART16 ->
          "It came to attention by a notice under article 16 of Regulation (EU) 2022/2065.";
      case TRUSTED_FLAGGER ->
          "It came to attention by a notice of a trusted flagger under article 22 of Regulation"
              + " (EU) 2022/2065.";
      case RIGHTSHOLDER -> "It came to attention by a notification of a holder of rights.";
      case AUTHORITY_ORDER ->
          "It came to attention by a letter of an authority that is no order under article 9 of"
              + " Regulation (EU) 2022/2065.";
      case APPEAL ->
          "It was looked at again upon a complaint under article 20 of Regulation (EU) 2022/2065.";
    };
  }

  private String detection() {
    return switch (facts.origin().detection()) {
      case MODEL -> "A machine-learning model found it.";
      case RULE -> "An automated rule on counts and conduct found it.";
      case BANK -> "Automated comparison with known material found it.";
      case HUMAN -> "No automated means were used to find it.";
    };
  }

  private String decision() {
    if (facts.decider().followsHumanDecision()) {
      return "The measure follows automatically from earlier violations, with a decision in which a"
          + " person took part.";
    }
    return switch (facts.decider().actor()) {
      case AUTOMATED -> "The decision was taken by automated means alone.";
      case HUMAN_CONFIRMED -> "The decision was proposed by automated means and taken by a person.";
      case HUMAN -> "The decision was taken by a person.";
    };
  }

  private void path(BoundedText text) {
    List<Comparison> all = facts.path().comparisons();
    List<Comparison> held = all.stream().filter(Comparison::held).toList();
    text.list("Compared:", (held.isEmpty() ? all : held).stream().map(this::compared).toList());
    text.list("Found:", facts.path().findings().stream().map(this::found).toList());
  }

  private String compared(Comparison comparison) {
    String operator =
        switch (comparison.operator()) {
          case ">=" -> "at least";
          case ">" -> "more than";
          case "<=" -> "at most";
          case "<" -> "less than";
          case "==" -> "exactly";
          case "!=" -> "other than";
          default -> "compared with";
        };
    return shown(comparison.variable())
        + " is "
        + shown(comparison.value())
        + " (the rule: "
        + operator
        + " "
        + shown(comparison.threshold())
        + ")";
  }

  private String found(Finding finding) {
    return shown(finding.label())
        + " in the "
        + finding.medium().name().toLowerCase(Locale.ROOT)
        + " ("
        + shown(finding.field())
        + "), score "
        + shown(String.valueOf(finding.score()));
  }

  private String named(PolicyRef policy) {
    Taxonomy.Entry entry = Taxonomy.find(policy.id());
    List<String> parts = new ArrayList<>();
    parts.add(shown(policy.id()) + (entry == null ? "" : " (" + entry.name() + ")"));
    if (!policy.version().isBlank()) {
      parts.add("version " + shown(policy.version()));
    }
    return String.join(", ", parts);
  }

  /** A word or number of the case, if it may be shown. */
  private String shown(String raw) {
    String word = raw.strip();
    if (word.length() > 1
        && (word.charAt(0) == '"' || word.charAt(0) == '\'')
        && word.charAt(word.length() - 1) == word.charAt(0)) {
      word = word.substring(1, word.length() - 1);
    }
    if (word.isEmpty()) {
      return "empty";
    }
    if (NUMBER.matcher(word).matches()) {
      word =
          new BigDecimal(word)
              .setScale(DECIMALS, RoundingMode.HALF_UP)
              .stripTrailingZeros()
              .toPlainString();
    }
    boolean mayBeShown =
        PLAIN.matcher(word).matches()
            && !facts.pseudonyms().contains(word)
            && PersonalDataLint.hits(word, facts.pseudonyms()).isEmpty();
    return mayBeShown ? word : "(withheld)";
  }
}
