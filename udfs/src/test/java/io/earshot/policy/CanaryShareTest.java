package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Assessment;
import io.earshot.risk.CreatorFacts;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Which creators a policy in canary acts on. */
class CanaryShareTest {

  @Property
  void a_larger_share_has_all_creators_of_a_smaller_one(
      @ForAll String creator,
      @ForAll @DoubleRange(min = 0.01, max = 99.99) double one,
      @ForAll @DoubleRange(min = 0.01, max = 99.99) double other) {
    boolean inSmaller = CanaryShare.includes("HAT.HATE", creator, Math.min(one, other));
    boolean inLarger = CanaryShare.includes("HAT.HATE", creator, Math.max(one, other));

    assertThat(inLarger || !inSmaller).isTrue();
  }

  @Test
  void a_share_is_about_as_large_as_it_says() {
    for (double percent : new double[] {1, 10, 50, 99}) {
      double found =
          100.0
              * IntStream.range(0, 20_000)
                  .filter(i -> CanaryShare.includes("HAT.HATE", "creator-" + i, percent))
                  .count()
              / 20_000;

      // Four standard deviations of a share of that many.
      assertThat(found)
          .isCloseTo(
              percent,
              org.assertj.core.data.Offset.offset(
                  4 * Math.sqrt(percent * (100 - percent) / 20_000)));
    }
  }

  @Test
  void two_policies_try_themselves_on_different_creators() {
    long both =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "creator-" + i)
            .filter(c -> CanaryShare.includes("HAT.HATE", c, 10))
            .filter(c -> CanaryShare.includes("HAR.HARASS", c, 10))
            .count();

    assertThat(both).isBetween(60L, 140L);
  }

  @Test
  void a_policy_acts_on_its_share_and_is_in_shadow_for_the_others() {
    PolicyEvaluator policies =
        Bundles.compile(
            Bundles.of(
                "HAT.HATE",
                """
                mode: canary 30%
                rules:
                  - {id: r, if: text.hate >= 0.9, then: {action: REMOVE}, because: hate}
                """));
    for (int i = 0; i < 50; i++) {
      String creator = "creator-" + i;
      Assessment assessment =
          new Assessment(content("e" + i, "c", 1, creator, T0), List.of(text("hate", 0.95)));
      Decision decision =
          policies
              .judge(assessment, policies.facts(assessment, CreatorFacts.NONE), Pauses.NONE)
              .decisions()
              .get(0);

      assertThat(decision.mode())
          .isEqualTo(CanaryShare.includes("HAT.HATE", creator, 30) ? Mode.CANARY : Mode.SHADOW);
      assertThat(decision.action()).isEqualTo(ActionType.REMOVE);
    }
  }
}
