package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.assessment.Family;
import io.earshot.intake.AccountSignal;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentSigns;
import io.earshot.intake.ContentSigns.ReleaseSign;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Modality;
import io.earshot.matching.SoundSketch;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.stats.Hash64;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is kept of a creator: how large it is, that it is read as written, and what undoes what. */
class CreatorProfileTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private static String decision(int number) {
    return new UUID(0x1234_0000_0000_5000L + ((long) number << 32), 0x8000_0000_0000_0000L)
        .toString();
  }

  @Example
  void an_ordinary_creator_takes_a_few_hundred_bytes() {
    Played creator = Played.of(DAY.multipliedBy(400));
    creator.signals(
        new AccountSignal(AccountSignal.Type.DEVICE, "d"),
        new AccountSignal(AccountSignal.Type.PAYOUT, "p"));
    for (int week = 0; week < 60; week++) {
      creator.links = week % 3 == 0 ? 1 : 0;
      creator.signs = Played.linksTo("shop.example");
      creator.publish("hate", week % 20 == 0 ? 0.4 : 0.01, "spam", 0.1).after(DAY.multipliedBy(7));
      creator.report("reporter");
    }
    creator.kept().publish("spam", 0.1);

    assertThat(creator.profile.toBytes()).hasSizeBetween(100, 300);
  }

  @Example
  void a_creator_who_publishes_a_sound_a_week_takes_some_hundred_bytes_more() {
    Played creator = Played.of(DAY.multipliedBy(400));
    for (int week = 0; week < 60; week++) {
      creator.track("song " + week, new SoundSketch(Hash64.of("s" + week), week, 1_400));
      creator.after(DAY.multipliedBy(7)).kept();
    }

    assertThat(creator.profile.toBytes()).hasSizeBetween(100, 600);
  }

  /** All that a detector keeps at most, of everything at once: nobody is like that. */
  @Example
  void whoever_does_all_of_it_at_once_stays_below_sixteen_kibibytes() {
    Played creator = Played.of(HOUR);
    creator.signals(
        new AccountSignal(AccountSignal.Type.DEVICE, "d"),
        new AccountSignal(AccountSignal.Type.PAYOUT, "p"));
    List<ContentKind> kinds = List.of(ContentKind.TRACK, ContentKind.COMMENT, ContentKind.PLAYLIST);
    for (int i = 0; i < 3_000; i++) {
      creator.links = 3;
      creator.kind = kinds.get(i % 3);
      creator.durationMs = 31_000L;
      creator.signs = signs(i);
      creator.modality = Modality.AUDIO;
      creator.sketch = new SoundSketch(Hash64.of("s" + i), Hash64.of("t" + i), 1_400 + i);
      creator.version(
          "c" + i,
          creator.kind == ContentKind.COMMENT ? 1 : 1 + i % 2,
          "hate",
          0.5,
          "violence",
          0.6,
          "spam",
          0.7,
          "sexual",
          0.8);
      creator.profile.decided(
          decision(i), Family.HAT, List.of("D01", "D13", "D17"), Removal.PROPOSED);
      creator.profile.reviewed(
          decision(i), i % 3 == 0 ? ReviewOutcome.OVERTURN : ReviewOutcome.UPHOLD, creator.now);
      creator.report(
          new UUID(i, i).toString(),
          ReportSource.USER_REPORT,
          new ReporterStanding(creator.now, 30, 20, Hash64.of("targets" + i)));
      creator.after(Duration.ofSeconds(20));
    }
    for (int value = 0; value < 10; value++) {
      creator.crowd("host-" + value + ".example", 60, DAY);
      creator.shares(
          AccountSignal.Type.PAYOUT,
          "payout-" + value,
          200,
          Stream.iterate(1, i -> i + 1)
              .limit(Neighbourhood.MOST_NEIGHBOURS)
              .map(i -> new Neighbour(new UUID(i, i).toString(), creator.now, 3, creator.now))
              .toArray(Neighbour[]::new));
    }

    assertThat(creator.profile.toBytes()).hasSizeBetween(10_000, 16 * 1_024);
  }

  private static ContentSigns signs(int i) {
    return i % 6 == 0
        ? Played.words(30, 500, 100)
        : new ContentSigns(
            Hash64.of("x" + i),
            5,
            200,
            1_000,
            List.of(Hash64.of("a" + i), Hash64.of("b" + i), Hash64.of("c" + i)),
            Hash64.of("parent" + i),
            new ReleaseSign(Hash64.of("release" + i), 20, 900),
            Hash64.of("recording" + i),
            List.of());
  }

  @Property(tries = 200)
  void what_is_kept_between_windows_changes_nothing(
      @ForAll @Size(max = 30) List<@IntRange(max = 11) Integer> story) {
    Played one = Played.of(DAY);
    Played kept = Played.of(DAY);
    for (int i = 0; i < story.size(); i++) {
      play(one, story.get(i), i);
      play(kept, story.get(i), i);
      kept.kept();
    }
    one.publish("hate", 0.5);
    kept.publish("hate", 0.5);

    assertThat(kept.fired()).isEqualTo(one.fired());
    assertThat(plain(kept.facts())).isEqualTo(plain(one.facts()));
  }

  private static void play(Played creator, int what, int i) {
    switch (what) {
      case 0, 1, 2 -> creator.publish("hate", 0.3 + what / 5.0, "spam", 0.8);
      case 3 -> creator.after(DAY);
      case 4 -> {
        creator.publish("hate", 0.7);
        creator.profile.decided(decision(i), Family.HAT, List.of("D13"), Removal.NONE);
      }
      case 5 -> creator.profile.reviewed(decision(i - 1), ReviewOutcome.OVERTURN, creator.now);
      case 6 -> creator.profile.reviewed(decision(i - 2), ReviewOutcome.UPHOLD, creator.now);
      case 7 -> creator.report("reporter");
      case 8 -> creator.signals(new AccountSignal(AccountSignal.Type.DEVICE, "d" + i));
      case 9 -> {
        creator.kind = ContentKind.COMMENT;
        creator.signs = Played.says("again", "thing");
      }
      case 10 -> {
        creator.kind = ContentKind.PLAYLIST;
        creator.version("list", i + 1L, "harassment", 0.9);
      }
      default -> {
        creator.kind = ContentKind.TRACK;
        creator.durationMs = 31_000L;
        creator.links = 1;
        creator.signs = Played.linksTo("a.example");
      }
    }
    creator.after(Duration.ofMinutes(7));
  }

  /** Facts without the arrays in them. */
  private static CreatorFacts plain(CreatorFacts facts) {
    return new CreatorFacts(
        facts.ageDays(),
        facts.trustedLicensor(),
        facts.uploads1h(),
        facts.uploads24h(),
        facts.items(),
        facts.linkShare(),
        facts.reports24h(),
        facts.families(),
        new RiskFacts(
            facts.risk().risk(), facts.risk().high(), facts.risk().contributions(), List.of()),
        facts.reports(),
        facts.priors());
  }

  /**
   * What people overturn is as if it had never been found: a creator of whom some items were
   * wrongly found is, after the overturns, the creator of whom they were not found.
   */
  @Property(tries = 300)
  void an_overturned_finding_is_as_if_it_had_never_been(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 3) Integer> items,
      @ForAll boolean upheldAfterAll) {
    Played wronged = Played.of(DAY.multipliedBy(100));
    Played clean = Played.of(DAY.multipliedBy(100));
    for (int i = 0; i < items.size(); i++) {
      boolean wrong = items.get(i) == 0;
      wronged.publish("hate", 0.8);
      clean.publish("hate", wrong && !upheldAfterAll ? 0.0 : 0.8);
      if (wrong) {
        wronged.profile.decided(decision(i), Family.HAT, List.of(), Removal.NONE);
      }
      wronged.after(HOUR).kept();
      clean.after(HOUR);
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) == 0) {
        wronged.profile.reviewed(decision(i), ReviewOutcome.OVERTURN, wronged.now);
        if (upheldAfterAll) {
          wronged.profile.reviewed(decision(i), ReviewOutcome.UPHOLD, wronged.now);
        }
      }
    }
    wronged.kept().publish("violence", 0.5);
    clean.publish("violence", 0.5);

    assertThat(wronged.facts().families()).isEqualTo(clean.facts().families());
  }

  @Example
  void an_item_with_two_decisions_counts_until_both_are_overturned() {
    Played creator = Played.of(DAY);
    creator.publish("hate", 0.8);
    creator.profile.decided(decision(1), Family.HAT, List.of(), Removal.NONE);
    creator.profile.decided(decision(2), Family.HAT, List.of(), Removal.NONE);
    creator.profile.reviewed(decision(1), ReviewOutcome.OVERTURN, creator.now);
    creator.profile.reviewed(decision(1), ReviewOutcome.OVERTURN, creator.now);
    assertThat(creator.publish().facts().families()).hasSize(1);
    creator.profile.reviewed(decision(2), ReviewOutcome.OVERTURN, creator.now);
    assertThat(creator.publish().facts().families()).isEmpty();
    creator.profile.reviewed(decision(2), ReviewOutcome.MODIFY, creator.now);
    assertThat(creator.publish().facts().families()).hasSize(1);
    creator.profile.reviewed(decision(2), ReviewOutcome.UNSURE, creator.now);
    assertThat(creator.publish().facts().families()).hasSize(1);
  }

  @Example
  void what_only_enforcement_can_settle_counts_once_people_spoke_of_it() {
    Played creator = Played.of(DAY);
    creator.publish("hate", 0.8);
    creator.profile.leftOpen(decision(1), Family.HAT);
    assertThat(creator.profile.standingDecisions(Family.HAT, 0)).isZero();
    assertThat(creator.kept().after(HOUR).publish().facts().families()).hasSize(1);

    creator.profile.reviewed(decision(1), ReviewOutcome.OVERTURN, creator.now);
    assertThat(creator.publish().facts().families()).isEmpty();
    creator.profile.reviewed(decision(1), ReviewOutcome.UPHOLD, creator.now);
    assertThat(creator.publish().facts().families()).hasSize(1);
    assertThat(creator.profile.upheldDecisions(Family.HAT, 0)).isOne();
  }

  @Example
  void an_outcome_that_comes_before_its_decision_waits_ten_minutes() {
    Played creator = Played.of(DAY);
    creator.profile.reviewed(decision(1), ReviewOutcome.OVERTURN, creator.now);
    creator.after(Duration.ofMinutes(10)).kept().publish("hate", 0.8);
    creator.profile.decided(decision(1), Family.HAT, List.of(), Removal.NONE);
    assertThat(creator.publish().facts().families()).isEmpty();

    creator.profile.reviewed(decision(2), ReviewOutcome.OVERTURN, creator.now);
    creator.after(Duration.ofMinutes(10).plusMillis(1));
    creator.report("reporter");
    creator.kept().publish("hate", 0.8);
    creator.profile.decided(decision(2), Family.HAT, List.of(), Removal.NONE);
    assertThat(creator.publish().facts().families()).hasSize(1);
  }

  @Example
  void mass_stays_what_it_is_when_items_are_no_longer_kept_one_by_one() {
    Played creator = Played.of(DAY);
    double expected = 0;
    for (int i = 0; i < 200; i++) {
      creator.after(HOUR).publish("hate", 0.5);
      expected = expected * Math.pow(0.5, 1 / (30.0 * 24)) + 0.5;
    }
    assertThat(creator.kept().publish().facts().families().get(0).mass())
        .isCloseTo(expected, within(0.002));
  }

  @Example
  void what_sort_of_account_it_is_stays_until_something_else_is_told() {
    Played creator = Played.of(DAY);
    creator.change(new AccountChange(null, null, false, List.of(), null, "LABEL", "DELIVERY"));
    creator.kept().change(new AccountChange(null, null, false, List.of(), null, null, "WEB"));

    assertThat(creator.kept().profile.report(creator.now, Played.SET).account().segment())
        .isEqualTo("LABEL/NEW/WEB");
  }

  @Example
  void erasure_leaves_no_byte() {
    Played creator = Played.of(DAY).publish("hate", 0.95);
    creator.profile.decided(decision(1), Family.HAT, List.of(), Removal.NONE);
    creator.report("reporter");
    creator.change(new AccountChange(null, null, false, List.of(), null, "LABEL", "DELIVERY"));
    creator.change(new AccountChange(null, null, true));

    assertThat(creator.profile.toBytes()).isEmpty();
    Played other = new Played();
    other.after(HOUR).publish("hate", 0.4);
    creator.after(HOUR).version("c1", 1, "hate", 0.4);
    assertThat(creator.profile.toBytes()).isEqualTo(other.profile.toBytes());
  }

  @Example
  void nothing_is_known_any_more_after_the_retention() {
    Played creator = Played.of(DAY).publish("hate", 0.95);
    byte[] kept = creator.profile.toBytes();
    long last = creator.now + CreatorProfile.RETENTION.toMillis();

    assertThat(CreatorProfile.of(kept, last).accountCreatedAt()).isNotZero();
    assertThat(CreatorProfile.of(kept, last + 1).accountCreatedAt()).isZero();
  }

  @Example
  void bytes_of_another_format_are_refused_and_parts_of_later_ones_passed_over() {
    byte[] kept = Played.of(DAY).publish("hate", 0.95).profile.toBytes();
    byte[] other = kept.clone();
    other[0] = 9;
    assertThatThrownBy(() -> CreatorProfile.of(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 9");

    byte[] later = java.util.Arrays.copyOf(kept, kept.length + 4);
    later[kept.length] = 99;
    later[kept.length + 1] = 2;
    assertThat(CreatorProfile.of(later).toBytes()).isEqualTo(kept);
  }

  // Risk

  @Example
  void risk_is_one_less_what_each_group_leaves() {
    Played creator = Played.of(DAY.multipliedBy(900));
    creator.publish(25, Duration.ofSeconds(10));
    RiskFacts flood = creator.facts().risk();
    assertThat(flood.risk()).isCloseTo(0.4, within(0.001));
    assertThat(flood.contributions())
        .containsExactly(
            new RiskFacts.Contribution(RiskGroup.VELOCITY, Finding.round(-Math.log(0.6))));

    creator.links = 1;
    creator.durationMs = 7_000L;
    creator.signs = Played.linksTo("pills.example");
    creator.publish(4, Duration.ofSeconds(10));
    assertThat(creator.facts().risk().risk()).isCloseTo(1 - 0.6 * 0.5, within(0.002));
    assertThat(creator.facts().risk().contributions()).hasSize(2);
  }

  @Example
  void age_weighs_what_there_is_and_is_nothing_by_itself() {
    assertThat(Played.of(Duration.ZERO).publish("hate", 0.1).facts().risk())
        .isEqualTo(RiskFacts.NONE);
    double newborn =
        Played.of(Duration.ZERO).publish(25, Duration.ofSeconds(1)).facts().risk().risk();
    double old =
        Played.of(DAY.multipliedBy(900)).publish(25, Duration.ofSeconds(1)).facts().risk().risk();

    assertThat(newborn).isCloseTo(1 - Math.pow(0.6, 3), within(0.001));
    assertThat(old).isCloseTo(0.4, within(0.001));
  }

  @Example
  void high_risk_is_entered_and_left_at_different_marks() {
    Played creator = Played.of(DAY.multipliedBy(2));
    creator.publish(25, Duration.ofSeconds(10));
    double before = 1;
    boolean left = false;
    for (int day = 0; day < 60; day++) {
      RiskFacts risk = creator.facts().risk();
      assertThat(risk.risk()).isLessThanOrEqualTo(before);
      assertThat(risk.high()).as("day %s, risk %s", day, risk.risk()).isEqualTo(risk.risk() > 0.5);
      left |= !risk.high();
      before = risk.risk();
      creator.kept().after(DAY).publish();
    }
    assertThat(left).isTrue();

    // The same risk from below is not high.
    Played other = Played.of(DAY.multipliedBy(30));
    other.publish(25, Duration.ofSeconds(10));
    assertThat(other.facts().risk().risk()).isBetween(0.4, 0.7);
    assertThat(other.facts().risk().high()).isFalse();
  }

  @Example
  void a_firing_that_was_wrong_is_taken_out_of_risk_and_out_of_its_past() {
    Played creator = Played.of(DAY.multipliedBy(2));
    creator.publish(20, Duration.ofSeconds(10));
    assertThat(creator.fired()).containsExactly("D01");
    creator.profile.decided(decision(1), Family.INT, List.of("D01"), Removal.NONE);
    assertThat(creator.facts().risk().high()).isTrue();

    creator.after(DAY);
    creator.profile.reviewed(decision(1), ReviewOutcome.OVERTURN, creator.now);
    creator.kept().publish();
    assertThat(creator.facts().risk()).isEqualTo(RiskFacts.NONE);

    creator.profile.reviewed(decision(1), ReviewOutcome.UPHOLD, creator.now);
    creator.kept().publish();
    assertThat(creator.facts().risk().high()).isTrue();
  }

  @Example
  void a_firing_on_which_other_decisions_rest_stays_until_the_last_of_them_is_overturned() {
    Played creator = Played.of(DAY.multipliedBy(2));
    creator.publish(20, Duration.ofSeconds(10));
    creator.profile.decided(decision(1), Family.INT, List.of("D01"), Removal.NONE);
    creator.after(Duration.ofSeconds(10)).publish();
    creator.profile.decided(decision(2), Family.INT, List.of("D01"), Removal.NONE);

    creator.profile.reviewed(decision(1), ReviewOutcome.OVERTURN, creator.now);
    creator.kept().after(DAY).publish();
    assertThat(creator.facts().risk().high()).isTrue();

    creator.profile.reviewed(decision(2), ReviewOutcome.OVERTURN, creator.now);
    creator.kept().publish();
    assertThat(creator.facts().risk()).isEqualTo(RiskFacts.NONE);
  }

  @Example
  void a_firing_goes_on_standing_when_the_decision_that_bears_it_is_forgotten() {
    Played creator = Played.of(DAY.multipliedBy(2));
    creator.publish(20, Duration.ofSeconds(10));
    creator.profile.decided(decision(1), Family.INT, List.of("D01"), Removal.NONE);
    creator.after(Duration.ofSeconds(10)).publish();
    creator.profile.decided(decision(2), Family.INT, List.of("D01"), Removal.NONE);
    creator.profile.reviewed(decision(2), ReviewOutcome.OVERTURN, creator.now);
    creator.after(DAY);
    // As many as are kept, so that the first of those two is not kept any more.
    for (int i = 3; i < 3 + ItemLedger.MOST - 1; i++) {
      creator.after(HOUR).publish();
      creator.profile.decided(decision(i), Family.HAT, List.of(), Removal.NONE);
    }

    creator.kept().publish();
    assertThat(creator.facts().risk().contributions())
        .extracting(RiskFacts.Contribution::group)
        .contains(RiskGroup.VELOCITY);
  }
}
