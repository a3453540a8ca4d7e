package io.earshot.policy;

import static io.earshot.testing.TestData.VOCABULARY;

import io.earshot.intake.Modality;
import io.earshot.testing.TestData;
import java.util.List;
import java.util.Map;

/** Bundles and vocabularies of the tests of policies. */
final class Bundles {

  /** Three models, one of them for sound. */
  static final Vocabulary ALL_SENSES =
      new Vocabulary(
          Map.of(
              Modality.TEXT,
              TestData.LABELS,
              Modality.IMAGE,
              List.of("porn", "gore", "synthetic"),
              Modality.AUDIO,
              List.of("gunshot", "synthetic")));

  private Bundles() {}

  /** A bundle of one policy. */
  static String of(String policyId, String rest) {
    return """
    bundle: tests
    version: "1"
    policies:
      - id: %s
        version: "1"
        clause: https://example.org/clause
    """
            .formatted(policyId)
        + rest.indent(4);
  }

  /** A bundle of one policy with one rule. */
  static String rule(String policyId, String condition, String then) {
    return of(
        policyId,
        """
        rules:
          - id: the-rule
            if: >-
              %s
            then: %s
            because: it is so
        """
            .formatted(condition, then));
  }

  /** Compiles a bundle that has no faults. */
  static PolicyEvaluator compile(String yaml) {
    return compile(yaml, VOCABULARY);
  }

  /** Compiles a bundle that has no faults. */
  static PolicyEvaluator compile(String yaml, Vocabulary vocabulary) {
    try {
      return PolicyEvaluator.compile("test", yaml, vocabulary);
    } catch (BundleException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The one policy of a bundle that has no faults. */
  static PolicyBundle.Policy policy(String yaml) {
    return compile(yaml).written().policies().get(0);
  }
}
