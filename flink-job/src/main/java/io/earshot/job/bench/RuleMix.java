package io.earshot.job.bench;

import io.earshot.policy.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Bundles of as many rules as wanted, in about the mix that real ones have: the same ones for the
 * same number and seed.
 *
 * <p>Of a hundred rules, 60 compare one score, 20 a score and what is told with the content, 8 the
 * creator's profile, 4 ask for known media, 3 for the language, 3 for strikes, and 2 are
 * expressions that only the CEL interpreter can say. Few items meet any of them, as on a real
 * platform.
 */
final class RuleMix {

  private static final List<String> LABELS =
      List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam");

  /** So many policies share the rules, or fewer where there are fewer rules. */
  private static final int MOST_POLICIES = 40;

  private static final String POLICY = "  - id: ";
  private static final String RULE = "      - id: ";

  private final SplittableRandom random;

  private RuleMix(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The text of a bundle with a number of rules. */
  static String bundle(int rules, long seed) {
    return new RuleMix(seed).yaml(rules);
  }

  /**
   * A bundle with further rules, in policies that it does not have.
   *
   * @param bundle text that ends with its policies, each rule with its id on a line of its own
   * @param rules of all policies together
   */
  static String more(String bundle, int rules, long seed) {
    List<String> free = new ArrayList<>(Taxonomy.entries().keySet());
    bundle
        .lines()
        .filter(line -> line.startsWith(POLICY))
        .forEach(line -> free.remove(line.substring(POLICY.length())));
    int there = (int) bundle.lines().filter(line -> line.startsWith(RULE)).count();
    if (rules < there) {
      throw new IllegalArgumentException(
          "the bundle has " + there + " rules already, more than " + rules);
    }
    StringBuilder yaml = new StringBuilder(bundle);
    new RuleMix(seed).policies(rules - there, free, yaml);
    return yaml.toString();
  }

  private String yaml(int rules) {
    StringBuilder yaml = new StringBuilder("bundle: mix\nversion: \"1\"\npolicies:\n");
    policies(rules, List.copyOf(Taxonomy.entries().keySet()), yaml);
    return yaml.toString();
  }

  private void policies(int rules, List<String> ids, StringBuilder yaml) {
    int policies = Math.min(rules, Math.min(ids.size(), MOST_POLICIES));
    int rule = 0;
    for (int policy = 0; policy < policies; policy++) {
      yaml.append(POLICY)
          .append(ids.get(policy))
          .append("\n    version: \"1\"\n    clause: https://earshot.example/bench\n    rules:\n");
      for (int end = rules * (policy + 1) / policies; rule < end; rule++) {
        yaml.append(RULE)
            .append("rule-")
            .append(rule)
            .append("\n        if: >-\n          ")
            .append(condition(rule))
            .append(
                "\n        then: {action: SEND_TO_REVIEW}\n        because: A rule of the mix\n");
      }
    }
  }

  private String condition(int rule) {
    // A number that visits all of the hundred before it comes back.
    int kind = rule * 37 % 100;
    if (kind < 60) {
      return score(0.85);
    }
    if (kind < 80) {
      return score(0.7)
          + (random.nextBoolean() ? " && content.links > 0" : "")
          + " && content.titleLength > "
          + random.nextInt(40, 90);
    }
    if (kind < 88) {
      return "creator.uploads1h >= "
          + random.nextInt(20, 40)
          + " && creator.ageDays >= 0.0 && creator.ageDays < 30.0 && !creator.trustedLicensor";
    }
    if (kind < 92) {
      return "'IPR.COPYRIGHT' in matches.policies && " + score(0.5);
    }
    if (kind < 95) {
      return "content.language in ['sv', 'no', 'da'] && " + score(0.8);
    }
    if (kind < 97) {
      return score(0.9) + " && strikes.community >= " + random.nextInt(1, 12);
    }
    if (kind < 99) {
      return "text.hate + text.harassment + text.violence >= "
          + String.format(Locale.ROOT, "%.2f", 1.9 + random.nextDouble());
    }
    return "(content.declaredExplicit ? text.sexual : text.sexual + 0.1) >= "
        + String.format(Locale.ROOT, "%.2f", 1.0 + 0.1 * random.nextDouble());
  }

  private String score(double least) {
    return "text."
        + LABELS.get(random.nextInt(LABELS.size()))
        + " >= "
        + String.format(Locale.ROOT, "%.3f", least + (1 - least) * random.nextDouble());
  }
}
