package io.earshot.risk;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.assessment.Family;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.policy.BundleException;
import io.earshot.policy.PriorReader;
import io.earshot.policy.PriorWriter;
import io.earshot.risk.PriorFit.LeftOut;
import io.earshot.risk.PriorFit.Row;
import io.earshot.risk.PriorTable.Group;
import io.earshot.stats.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is fitted to the profiles of creators whose habits are known, and for whom. */
class PriorFitTest {

  private static final Fitting.Limits LIMITS = new Fitting.Limits(200, Duration.ofDays(30));
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int DAYS = 12;
  private static final long AT = T0 + DAYS * DAY;
  private static final int CREATORS = 300;

  /** Standard errors within which an estimate lies, but for one in some hundred thousand. */
  private static final double ERRORS = 5;

  private static final double UPLOADS_A_DAY = 4;
  private static final double REPORTS_A_DAY = 0.3;

  /**
   * Half of the creators do what they do twice as often as the others do: 2/3 and 4/3 of a mean.
   */
  private static CreatorProfile creator(Random random, double mean, AccountChange account) {
    double habit = mean * (random.nextBoolean() ? 2.0 / 3 : 4.0 / 3);
    Played played = new Played().change(account);
    long upload = T0 + wait(random, UPLOADS_A_DAY * habit);
    long report = T0 + wait(random, REPORTS_A_DAY * habit);
    while (Math.min(upload, report) < AT) {
      played.now = Math.min(upload, report);
      if (upload <= report) {
        played.durationMs = random.nextDouble() < 0.3 * habit ? 32_000L : 180_000L;
        played.publish(
            "synthetic",
            random.nextDouble() < 0.2 * habit ? 0.95 : 0.1,
            "hate",
            random.nextDouble() < 0.06 * habit ? 0.4 : 0.1);
        upload += wait(random, UPLOADS_A_DAY * habit);
      } else {
        played.report("reporter");
        report += wait(random, REPORTS_A_DAY * habit);
      }
    }
    return CreatorProfile.of(played.profile.toBytes());
  }

  private static long wait(Random random, double perDay) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) / perDay * DAY);
  }

  private static AccountChange account(String type, String channel, long age) {
    return new AccountChange(T0 - age, null, false, List.of(), null, type, channel);
  }

  private static Row row(PriorFit.Result result, Group group, String detector) {
    return Objects.requireNonNull(
        Objects.requireNonNull(result.groups().get(group), group.toString()).get(detector),
        detector);
  }

  private static double value(Row row, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(row.fitted()).values().get(name), name);
  }

  @Example
  void each_detector_is_fitted_to_what_its_creators_do() {
    PriorFit fit = new PriorFit(200, LIMITS);
    Random random = new Random(7);
    for (int i = 0; i < CREATORS; i++) {
      fit.add(creator(random, 1, account("ARTIST", "WEB", 100 * DAY)).sample(AT, T0), false);
    }
    PriorFit.Result result = fit.fit();

    // The variance between creators, (mean / 3)^2, and not what one of them happened to do, is most
    // of the error: of shares 40 trials and more, of rates 48 events or 3.6.
    assertMean(result, "D01", "priorUploads", "priorTime", UPLOADS_A_DAY / DAY, 0.4);
    assertMean(result, "D16", "priorReports", "priorTime", REPORTS_A_DAY / DAY, 0.7);
    Group segment = Group.of(new Segment("ARTIST", Segment.Tenure.YOUNG, "WEB"));
    Row shorts = row(result, segment, "D05");
    assertThat(shorts.creators()).isEqualTo(CREATORS);
    double a = value(shorts, "priorShort");
    double b = value(shorts, "priorOther");
    assertThat(a / (a + b)).isCloseTo(0.3, within(0.3 * 0.45 * ERRORS / Math.sqrt(CREATORS)));
    // Var = 0.1^2 of mean 0.3: 0.21 / 0.01 - 1 = 20 trials; that of a variance has more error.
    assertThat(a + b).isBetween(11.0, 38.0);
    Row synthetic = row(result, Group.ALL, "D02");
    a = value(synthetic, "priorSynthetic");
    b = value(synthetic, "priorOther");
    assertThat(a / (a + b)).isCloseTo(0.2, within(0.2 * 0.55 * ERRORS / Math.sqrt(CREATORS)));
    assertThat(value(row(result, Group.of("ARTIST"), "D13"), "p0"))
        .isCloseTo(0.06, within(0.06 * 0.8 * ERRORS / Math.sqrt(CREATORS)));
  }

  /** Of a rate, within so many standard deviations of a creator's, as a part of the mean. */
  private static void assertMean(
      PriorFit.Result result, String id, String a, String b, double mean, double deviation) {
    Row row = row(result, Group.ALL, id);
    assertThat(value(row, a) / value(row, b))
        .as(id)
        .isCloseTo(mean, within(mean * deviation * ERRORS / Math.sqrt(CREATORS)));
  }

  @Example
  void whoever_was_never_reported_counts_for_what_is_usual() {
    PriorFit fit = new PriorFit(2, LIMITS);
    fit.add(reported(4).sample(AT, T0), false);
    for (int i = 0; i < 3; i++) {
      fit.add(reported(0).sample(AT, T0), false);
    }
    Row row = row(fit.fit(), Group.ALL, "D16");

    assertThat(row.creators()).isEqualTo(4);
    assertThat(value(row, "priorReports") / value(row, "priorTime") * DAY)
        .isBetween(0.7 / DAYS, 1.3 / DAYS);
  }

  private static CreatorProfile reported(int times) {
    Played played = new Played().change(account("ARTIST", "WEB", 100 * DAY)).publish();
    for (int i = 0; i < times; i++) {
      played.after(Duration.ofDays(2)).report("r" + i);
    }
    return CreatorProfile.of(played.profile.toBytes());
  }

  @Example
  void whose_conduct_is_not_usual_is_left_out() {
    PriorFit fit = new PriorFit(2, LIMITS);
    fit.add(sample("", "", 3, 10), false);
    fit.add(sample("", "", 3, 10), true);
    fit.add(new CreatorSample(segment("", ""), true, false, Map.of()), false);
    Played caught = new Played().publish("hate", 0.5);
    String decision = "00000000-0000-0007-8000-000000000000";
    caught.profile.decided(decision, Family.HAT, List.of(), Removal.NONE);
    fit.add(CreatorProfile.of(caught.profile.toBytes()).sample(AT, T0), false);
    caught.profile.reviewed(decision, ReviewOutcome.UPHOLD, T0 + 1);
    fit.add(CreatorProfile.of(caught.profile.toBytes()).sample(AT, T0), false);

    PriorFit.Result result = fit.fit();
    assertThat(result.creators()).as("whom only the job found counts").isEqualTo(2);
    assertThat(result.leftOut())
        .containsOnly(
            Map.entry(LeftOut.CONFIRMED, 1),
            Map.entry(LeftOut.RESTRICTED, 1),
            Map.entry(LeftOut.TRUSTED, 1));
  }

  @Example
  void a_group_with_too_few_creators_has_no_values_of_its_own() {
    PriorFit fit = new PriorFit(10, LIMITS);
    for (int i = 0; i < 9; i++) {
      fit.add(sample("LABEL", "WEB", i % 3, 10), false);
    }
    for (int i = 0; i < 10; i++) {
      fit.add(sample("ARTIST", i < 9 ? "WEB" : "", 1 + i % 3, 10), false);
      fit.add(sample("HOST", "WEB", 0, 10), false);
    }

    PriorFit.Result result = fit.fit();
    assertThat(result.levels().keySet()).containsExactly(Group.ALL, Group.of("ARTIST"));
    assertThat(row(result, Group.of("LABEL"), "D05").creators()).isEqualTo(9);
    assertThat(row(result, Group.of("HOST"), "D05").fitted()).as("nothing happened").isNull();
  }

  @Example
  void creators_who_are_all_alike_give_a_prior_that_is_worth_no_more_than_the_limit() {
    PriorFit fit = new PriorFit(2, new Fitting.Limits(20, Duration.ofDays(7)));
    for (int i = 0; i < 50; i++) {
      fit.add(sample("", "", 25, 100), false);
    }
    Row row = row(fit.fit(), Group.ALL, "D05");

    assertThat(Objects.requireNonNull(row.fitted()).limited()).isTrue();
    assertThat(value(row, "priorShort")).isCloseTo(5, within(1e-9));
    assertThat(value(row, "priorOther")).isCloseTo(15, within(1e-9));
    assertThatThrownBy(() -> new PriorFit(1, LIMITS)).hasMessageContaining("2 at least");
    assertThatThrownBy(() -> new Fitting.Limits(0.5, Duration.ofDays(1)))
        .hasMessageContaining("1.0 or more");
    assertThatThrownBy(() -> new Fitting.Limits(5, Duration.ofMinutes(1)))
        .hasMessageContaining("PT1H or more");
  }

  @Property(tries = 50)
  void the_same_creators_give_the_same_text_and_it_is_a_table(@ForAll Random random)
      throws BundleException {
    List<CreatorSample> creators = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      creators.add(
          sample(
              List.of("", "LABEL", "ARTIST").get(random.nextInt(3)),
              List.of("WEB", "DELIVERY").get(random.nextInt(2)),
              random.nextInt(20),
              20 + random.nextInt(30)));
    }
    String text = text(creators);
    Collections.shuffle(creators, random);

    assertThat(text(creators)).isEqualTo(text);
    PriorTable table = PriorReader.read("fitted", text);
    assertThat(table.name()).isEqualTo("usual 2026-11-27");
    assertThat(table.levels().keySet()).contains(Group.ALL, Group.of("ARTIST"));
  }

  private static String text(List<CreatorSample> creators) {
    PriorFit fit = new PriorFit(5, LIMITS);
    creators.forEach(one -> fit.add(one, false));
    return PriorWriter.write("usual", "2026-11-27", List.of("fitted"), fit.fit().levels());
  }

  private static CreatorSample sample(String type, String channel, int events, int trials) {
    return new CreatorSample(
        segment(type, channel),
        false,
        false,
        Map.of(
            "D05",
            Observed.of(events, trials),
            "D01",
            Observed.over(events, trials * DAY / 10, 30 * DAY)));
  }

  private static Segment segment(String type, String channel) {
    return new Segment(type, Segment.Tenure.SETTLED, channel);
  }
}
