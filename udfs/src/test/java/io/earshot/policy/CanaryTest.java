package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Assessment;
import io.earshot.id.CreatorShare;
import io.earshot.risk.CreatorFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy in canary does. */
class CanaryTest {

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
          .isEqualTo(CreatorShare.includes("HAT.HATE", creator, 30) ? Mode.CANARY : Mode.SHADOW);
      assertThat(decision.action()).isEqualTo(ActionType.REMOVE);
    }
  }
}
