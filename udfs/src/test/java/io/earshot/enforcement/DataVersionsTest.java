package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.reviewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.policy.BundleException;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyChange;
import io.earshot.risk.Activity;
import io.earshot.testing.TestData;
import org.junit.jupiter.api.Test;

/** What an action says of the data beside the bundle that its decision depended on. */
class DataVersionsTest {

  private static final String BUNDLE =
      TestData.detectorsText()
              .replace(
                  "then: {action: SEND_TO_REVIEW}\n        because: perhaps hate",
                  "then: {action: AGE_GATE}\n        because: perhaps hate")
          + """
            - id: INT.LINKSPAM
              version: "1"
              clause: https://example.org/spam
              rules:
                - id: blocked
                  if: creator.detectors.D11.fired && creator.detectors.D11.blocked > 0
                  then: {action: REMOVE}
                  because: a blocked domain
          """;

  private static PolicyBook book() throws BundleException {
    PolicyBook book = TestData.book(BUNDLE);
    book.enter(
        new PolicyChange(
            "priors",
            PolicyChange.Operation.PRIORS,
            "{priors: usual, version: 3, segments: [{detectors: {D13: {p0: 0.02}}}]}",
            "",
            T0 + 10,
            T0));
    book.enter(
        new PolicyChange(
            "domains",
            PolicyChange.Operation.DOMAINS,
            "{domains: pharma, version: 7, blocked: [pills.com]}",
            "",
            T0,
            T0));
    return book;
  }

  /** The action of a type that an event led to. */
  private static EnforcementAction action(CreatorRun run, String event, ActionEvent type) {
    return run.out.actions().stream()
        .filter(action -> action.triggerEventId().equals(event) && action.type() == type)
        .findFirst()
        .orElseThrow(() -> new AssertionError(event + " has no " + type));
  }

  private static Activity link(String id, long time, double hate) {
    return TestData.linking(id, time, TestData.text("hate", hate), "buy.pills.com");
  }

  @Test
  void an_action_names_the_priors_in_effect_and_the_list_that_decided() throws BundleException {
    CreatorRun run = new CreatorRun(book());
    run.play(
        link("before", T0 + 9, 0.1),
        link("listed", T0 + 10, 0.1),
        TestData.published("hate", "hate", T0 + 11, "hate", 0.7));

    assertThat(action(run, "before", ActionEvent.APPLIED).data())
        .isEqualTo(new DataVersions(null, "pharma 7"));
    assertThat(action(run, "listed", ActionEvent.APPLIED).data())
        .isEqualTo(new DataVersions("usual 3", "pharma 7"));
    assertThat(action(run, "hate", ActionEvent.APPLIED).data())
        .isEqualTo(new DataVersions("usual 3", null));
  }

  @Test
  void what_ends_an_action_names_no_data_as_it_names_no_models() throws BundleException {
    CreatorRun run = new CreatorRun(book());
    run.play(link("listed", T0 + 10, 0.1));
    EnforcementAction applied = action(run, "listed", ActionEvent.APPLIED);
    run.play(reviewed("no", T0 + 20_000, applied.decisionId(), ReviewOutcome.OVERTURN));

    EnforcementAction reversed =
        run.out.actions().stream()
            .filter(action -> action.type() == ActionEvent.REVERSED)
            .findFirst()
            .orElseThrow();
    assertThat(reversed.bundle()).isEqualTo(applied.bundle());
    assertThat(reversed.models()).isEmpty();
    assertThat(reversed.data()).isEqualTo(DataVersions.NONE);
  }

  @Test
  void a_list_that_did_not_decide_is_not_named() throws BundleException {
    CreatorRun run = new CreatorRun(book());
    run.play(link("both", T0 + 10, 0.7));

    assertThat(run.out.actions())
        .filteredOn(action -> action.type() == ActionEvent.APPLIED)
        .isNotEmpty()
        .allSatisfy(
            action ->
                assertThat(action.data().blockedDomains())
                    .isEqualTo(action.policy().id().equals("INT.LINKSPAM") ? "pharma 7" : null));
    CreatorRun other = new CreatorRun(TestData.book(BUNDLE));
    other.play(TestData.published("hate", "hate", T0 + 11, "hate", 0.7));
    assertThat(action(other, "hate", ActionEvent.APPLIED).data()).isEqualTo(DataVersions.NONE);
  }
}
