package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.policy.BundleException;
import io.earshot.policy.PriorReader;
import io.earshot.stats.BetaPosterior;
import io.earshot.testing.TestData;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of reporters, and how new accounts are weighed, is for bundles to say. */
class ReporterPriorTest {

  private static final String BUNDLE = TestData.detectorsText();
  private static final String D20 = "D20: {risk: 0, rejected: 0.8, answers: 10";
  private static final ReporterStanding WRONG = new ReporterStanding(0, 19, 0, 0);

  private static RiskSettings settings(String bundle) {
    return TestData.compile(bundle).risk();
  }

  private static RiskSettings strict() {
    return settings(
        BUNDLE
            .replace(
                "    unfounded: 0.8\n",
                "    unfounded: 0.8\n    priorUpheld: 1\n    priorUnfounded: 9\n")
            .replace(D20, D20 + ", priorUpheld: 9, priorUnfounded: 1"));
  }

  /** With the prior Beta(a, b), what one who was right in 3 of 4 answers is worth. */
  private static double worth(double a, double b) {
    return BetaPosterior.of(a, b, 3, 4).quantile(0.05);
  }

  private static Played reported(RiskSettings set) {
    Played creator = new Played();
    creator.set = set;
    creator.publish();
    return creator.report(
        "reporter", ReportSource.USER_REPORT, new ReporterStanding(creator.now, 4, 3, 0));
  }

  @Test
  void a_bundle_that_says_nothing_means_an_even_prior_that_is_worth_four_answers() {
    String said =
        BUNDLE
            .replace(
                "    unfounded: 0.8\n",
                "    unfounded: 0.8\n    priorUpheld: 2\n    priorUnfounded: 2\n")
            .replace(D20, D20 + ", priorUpheld: 2, priorUnfounded: 2");
    assertThat(said).hasSizeGreaterThan(BUNDLE.length() + 60);

    for (String bundle : List.of(BUNDLE, said)) {
      RiskSettings set = settings(bundle);
      assertThat(set.reporters()).isEqualTo(ReporterPrior.EVEN);
      assertThat(Objects.requireNonNull(set.parameters("D20")).get(ReporterPrior.UPHELD))
          .isEqualTo(2);
      assertThat(set.distrusts(WRONG, true)).isEqualTo(Played.SET.distrusts(WRONG, true));
    }
    assertThat(RiskSettings.NONE.reporters())
        .as("no detector of reports is on")
        .isEqualTo(ReporterPrior.EVEN);
  }

  @Test
  void counts_that_were_kept_are_read_with_the_prior_of_the_bundle_that_decides() {
    Played creator = reported(Played.SET).publish();
    assertThat(creator.facts().reports().credible()).isCloseTo(worth(2, 2), within(6e-4));

    creator.kept().set = strict();

    assertThat(creator.publish().facts().reports().credible()).isCloseTo(worth(1, 9), within(6e-4));
  }

  @Test
  void a_table_takes_the_place_of_the_bundles_prior_for_those_who_report_creators_of_a_type()
      throws BundleException {
    RiskSettings set =
        Played.SET.with(
            PriorReader.read(
                "test",
                """
                priors: reporters
                version: 1
                segments:
                  - detectors:
                      D20: {priorUpheld: 30, priorUnfounded: 1}
                  - type: LABEL
                    detectors:
                      D16: {priorReports: 1, priorTime: P7D, priorUpheld: 12, priorUnfounded: 4}
                """));
    Played creator = reported(set);
    assertThat(creator.publish().facts().reports().credible()).isCloseTo(worth(2, 2), within(6e-4));
    creator.change(new AccountChange(null, null, false, List.of(), null, "LABEL", null));
    assertThat(creator.publish().facts().reports().credible())
        .isCloseTo(worth(12, 4), within(6e-4));

    // Who is to be warned does not depend on whom they reported.
    assertThat(set.distrusts(WRONG, false)).isEqualTo(Played.SET.distrusts(WRONG, false));
    assertThat(set.distrusts(WRONG, true)).as("claimants are mostly right").isNull();
    assertThat(set.distrusts(new ReporterStanding(0, 300, 0, 0), true))
        .extracting(RiskSettings.Distrust::detector)
        .isEqualTo("D20");
  }

  @Test
  void of_what_belongs_to_a_detector_a_table_says_all_that_has_no_default() {
    assertThat(refused("D16: {priorUpheld: 3}"))
        .anyMatch(fault -> fault.contains("priorReports is missing"));
    assertThat(refused("D20: {}")).anyMatch(fault -> fault.contains("D20 is given no value"));
    assertThat(refused("D20: {priorUpheld: 0}"))
        .anyMatch(fault -> fault.contains("priorUpheld is 0; it is a number from 0.000001"));
  }

  private static List<String> refused(String detectors) {
    return catchThrowableOfType(
            BundleException.class,
            () ->
                PriorReader.read(
                    "test",
                    "{priors: p, version: 1, segments: [{detectors: {" + detectors + "}}]}"))
        .faults();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 3})
  void a_new_account_weighs_what_the_bundle_says_and_is_nothing_by_itself(double factor) {
    RiskSettings set =
        settings(
            BUNDLE.replace(
                "halfLife: P14D}",
                "halfLife: P14D, newAccounts: {factor: " + factor + ", halfLife: P2D}}"));

    assertThat(aged(set, Duration.ZERO).publish("hate", 0.1).facts().risk())
        .isEqualTo(RiskFacts.NONE);
    assertThat(burst(set, Duration.ZERO)).isCloseTo(1 - Math.pow(0.6, factor), within(0.001));
    assertThat(burst(set, Duration.ofDays(2)))
        .isCloseTo(1 - Math.pow(0.6, 1 + (factor - 1) / 2), within(0.001));
    assertThat(burst(set, Duration.ofDays(900))).isCloseTo(0.4, within(0.001));
  }

  private static double burst(RiskSettings set, Duration age) {
    return aged(set, age).publish(25, Duration.ofSeconds(1)).facts().risk().risk();
  }

  private static Played aged(RiskSettings set, Duration age) {
    Played creator = Played.of(age);
    creator.set = set;
    return creator;
  }
}
