package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each detector fires, does not on its honest twin, and turns at its threshold. */
class DetectorsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String DECISION = "7c70f2d3-7388-5850-8391-0c60e207da95";

  // D01 upload burst

  @Test
  void a_burst_fires_from_the_twentieth_upload_of_an_hour_on() {
    Played creator = Played.of(DAY.multipliedBy(400)).publish(19, MINUTE);
    assertThat(creator.fired()).isEmpty();

    creator.after(MINUTE).publish();

    assertThat(creator.fired()).containsExactly("D01");
    assertThat(creator.value("D01", "uploads1h")).isEqualTo(20);
    assertThat(creator.value("D01", "surprise")).isGreaterThan(6);
  }

  @Test
  void a_burst_of_a_creator_of_unknown_age_needs_a_day_of_past() {
    Played creator = new Played();
    assertThat(creator.publish(30, MINUTE).fired()).isEmpty();
    creator.after(DAY);
    assertThat(creator.publish(30, MINUTE).fired()).containsExactly("D01");
  }

  @Test
  void a_burst_that_is_usual_for_a_creator_is_none() {
    Played creator = Played.of(DAY.multipliedBy(400));
    for (int hour = 0; hour < 24 * 20; hour++) {
      creator.publish(12, Duration.ofMinutes(5)).after(Duration.ofMinutes(5));
    }
    creator.kept().publish(22, Duration.ofSeconds(90));

    // 12 an hour for weeks: 22 within one are no surprise, but 264 a day are not yet too many.
    assertThat(creator.facts().uploads1h()).isGreaterThanOrEqualTo(20);
    assertThat(creator.fired()).isEmpty();
  }

  @Test
  void a_young_account_bursts_at_a_hundred_a_day_and_any_at_five_hundred() {
    Played young = Played.of(DAY.multipliedBy(3)).publish(99, Duration.ofMinutes(5));
    assertThat(young.fired()).isEmpty();
    assertThat(young.after(Duration.ofMinutes(5)).publish().fired()).containsExactly("D01");

    // 18 an hour for weeks, so that 22 an hour are no surprise.
    Duration usual = Duration.ofSeconds(200);
    Played old = Played.of(DAY.multipliedBy(300)).publish(18 * 24 * 20, usual).after(usual);
    assertThat(old.fired()).isEmpty();
    Duration quick = Duration.ofSeconds(163);
    do {
      assertThat(old.facts().uploads24h()).isLessThan(500);
      assertThat(old.fired()).isEmpty();
      old.publish().after(quick);
    } while (old.facts().uploads24h() < 500);
    assertThat(old.fired()).containsExactly("D01");
    assertThat(old.value("D01", "uploads24h")).isEqualTo(500);
    assertThat(old.value("D01", "surprise")).isLessThan(6);
  }

  @Test
  void of_trusted_licensors_fifty_times_as_much_is_usual() {
    Played label = Played.of(DAY.multipliedBy(400)).change(new AccountChange(null, true, false));
    assertThat(label.publish(999, Duration.ofSeconds(3)).fired()).isEmpty();

    assertThat(label.after(Duration.ofSeconds(3)).publish().fired()).containsExactly("D01");

    assertThat(label.value("D01", "uploads1h")).isEqualTo(1_000);
  }

  @Test
  void comments_edits_and_licensors_burst_no_uploads() {
    Played comments = Played.of(DAY);
    comments.kind = ContentKind.COMMENT;
    assertThat(comments.publish(30, MINUTE).fired()).isEmpty();

    Played editor = Played.of(DAY).publish();
    for (int version = 2; version < 40; version++) {
      assertThat(editor.after(MINUTE).version("c1", version).fired()).isEmpty();
    }
    Played licensor = Played.of(DAY).change(new AccountChange(null, true, false));
    assertThat(licensor.publish(120, Duration.ofSeconds(20)).fired()).isEmpty();
  }

  // D02 synthetic flood

  @Test
  void a_synthetic_flood_needs_number_share_and_rate() {
    Played flood = Played.of(DAY.multipliedBy(200));
    flood.modality = Modality.AUDIO;
    for (int i = 0; i < 60; i++) {
      flood.publish("synthetic", 0.97).after(Duration.ofMinutes(30));
    }
    assertThat(flood.fired()).containsExactly("D02");
    assertThat(flood.value("D02", "lowerBound")).isGreaterThanOrEqualTo(0.6);

    Played half = Played.of(DAY.multipliedBy(200));
    half.modality = Modality.AUDIO;
    for (int i = 0; i < 60; i++) {
      half.publish("synthetic", i % 2 == 0 ? 0.97 : 0.1).after(Duration.ofMinutes(30));
      assertThat(half.fired()).doesNotContain("D02");
    }

    Played slow = Played.of(DAY.multipliedBy(200));
    slow.modality = Modality.AUDIO;
    for (int i = 0; i < 60; i++) {
      slow.publish("synthetic", 0.97).after(Duration.ofHours(6));
      assertThat(slow.fired()).doesNotContain("D02");
    }
  }

  @Test
  void a_synthetic_flood_turns_where_as_many_a_day_would_come_at_a_steady_rate() {
    Played flood = Played.of(DAY.multipliedBy(200));
    flood.modality = Modality.AUDIO;
    int first = 0;
    for (int i = 1; i <= 60 && first == 0; i++) {
      flood.after(Duration.ofSeconds(200)).publish("synthetic", 0.9);
      first = flood.fired().contains("D02") ? i : 0;
    }
    // A steady 10 a day add up to 10 * 3 / ln 2 = 43.3, and two hours have taken a little off.
    assertThat(first).isEqualTo(44);
  }

  // D05 short tracks

  @Test
  void short_tracks_fire_once_most_of_twenty_are_just_long_enough() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.durationMs = 31_000L;
    creator.publish(19, HOUR);
    assertThat(creator.fired()).isEmpty();
    assertThat(creator.after(HOUR).publish().fired()).isEmpty();
    int tracks = 20;
    while (creator.fired().isEmpty()) {
      creator.after(HOUR).publish();
      tracks++;
    }
    // Beta(1, 19) takes some conviction: the bound of the share reaches one half at 30 of 30.
    assertThat(tracks).isEqualTo(30);
    assertThat(creator.fired()).containsExactly("D05");
    assertThat(creator.value("D05", "lowerBound")).isGreaterThanOrEqualTo(0.5);
    creator.durationMs = 36_000L;
    assertThat(creator.publish().fired()).isEmpty();
  }

  @Test
  void an_album_of_interludes_among_songs_is_no_gaming() {
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 0; i < 90; i++) {
      creator.durationMs = i % 3 == 0 ? 32_000L : 200_000L;
      assertThat(creator.publish().after(HOUR).fired()).isEmpty();
    }
  }

  // D03 self duplicate

  private static final SoundSketch SOUND = new SoundSketch(0x0123456789abcdefL, 77, 1_400);

  /** Differs from {@link #SOUND} in so many bits. */
  private static SoundSketch altered(int bits) {
    return new SoundSketch(SOUND.high() ^ ((1L << bits) - 1), SOUND.low(), SOUND.prints() - 40);
  }

  private static SoundSketch other(int number) {
    return new SoundSketch(Hash64.of("h" + number), Hash64.of("l" + number), SOUND.prints());
  }

  @Test
  void self_duplicates_fire_at_the_fifth_title_of_one_sound() {
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 1; i <= 4; i++) {
      creator.track("rain " + i, altered(i)).after(DAY).kept();
      assertThat(creator.fired()).isEmpty();
      creator.track("other " + i, other(i));
      assertThat(creator.fired()).isEmpty();
    }
    creator.track("rain 5", altered(5));
    assertThat(creator.fired()).containsExactly("D03");
    assertThat(creator.value("D03", "recordings")).isEqualTo(5);
    assertThat(creator.value("D03", "bits")).isEqualTo(4);
  }

  @Test
  void a_recording_that_comes_again_is_no_duplicate() {
    // A single that comes on an album, as a remaster and on compilations, under one ISRC.
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 0; i < 12; i++) {
      creator.track("SE-ABC-26-00001", altered(i % 3)).after(DAY).kept();
      assertThat(creator.fired()).isEmpty();
    }
  }

  @Test
  void a_catalogue_of_other_sounds_and_other_lengths_is_no_duplicate() {
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 0; i < 12; i++) {
      creator.track(
          "t" + i, new SoundSketch(SOUND.high(), SOUND.low(), 100 << i)); // an excerpt of the last
      assertThat(creator.fired()).isEmpty();
      creator.after(HOUR).track("o" + i, other(i)).after(HOUR);
      assertThat(creator.fired()).isEmpty();
    }
  }

  @Test
  void duplicates_that_are_far_apart_or_of_a_licensor_or_overturned_do_not_count() {
    Played slow = Played.of(DAY.multipliedBy(200));
    for (int i = 0; i < 12; i++) {
      slow.track("rain " + i, SOUND).after(DAY.multipliedBy(8)).kept();
      assertThat(slow.fired()).isEmpty();
    }
    Played licensor = Played.of(DAY.multipliedBy(200)).change(new AccountChange(null, true, false));
    Played wronged = Played.of(DAY.multipliedBy(200));
    for (int i = 0; i < 8; i++) {
      licensor.track("rain " + i, SOUND).after(DAY).kept();
      assertThat(licensor.fired()).isEmpty();
      wronged.track("rain " + i, SOUND);
      String decision = DECISION.replace('7', (char) ('1' + i));
      wronged.profile.decided(decision, Family.INT, List.of("D03"), Removal.NONE);
      wronged.profile.reviewed(decision, ReviewOutcome.OVERTURN, wronged.now);
      wronged.after(DAY).kept();
      assertThat(wronged.fired()).isEmpty();
    }
  }

  // D04 removed reupload

  @Test
  void a_removed_sound_that_comes_back_fires_once_it_is_removed() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.track("rain", SOUND);
    creator.after(DAY).kept().track("rain", altered(3));
    assertThat(creator.fired()).isEmpty();
    creator.profile.decided(DECISION, Family.HAT, List.of(), Removal.PROPOSED);
    creator.after(DAY).kept().track("sun", altered(4));
    assertThat(creator.fired()).isEmpty();
    creator.profile.reviewed(DECISION, ReviewOutcome.UPHOLD, creator.now);
    creator.after(DAY).kept().track("snow", altered(5));
    assertThat(creator.fired()).containsExactly("D04");
    assertThat(creator.value("D04", "bits")).isEqualTo(2);
    assertThat(creator.value("D04", "days")).isEqualTo(2);
    creator.track("wind", new SoundSketch(~SOUND.high(), 5, 1_400));
    assertThat(creator.fired()).isEmpty();
    creator.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, creator.now);
    creator.after(DAY).kept().track("hail", altered(5));
    assertThat(creator.fired()).doesNotContain("D04");
  }

  @Test
  void an_edit_of_what_was_removed_is_no_reupload() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.track("rain", SOUND);
    creator.profile.decided(DECISION, Family.HAT, List.of(), Removal.MADE);
    creator.after(DAY).kept().version("c1", 2);
    assertThat(creator.fired()).isEmpty();
    creator.after(DAY.multipliedBy(60)).kept().track("rain", SOUND);
    assertThat(creator.fired()).containsExactly("D04");
    creator.after(DAY.multipliedBy(130)).kept().track("rain", SOUND);
    assertThat(creator.fired()).isEmpty();
  }

  // D06 split release

  @Test
  void a_split_release_fires_at_ten_short_tracks_that_go_on_where_the_last_one_ended() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.durationMs = 31_000L;
    for (int track = 1; track <= 9; track++) {
      release(creator, track == 1 ? -1 : 950);
      assertThat(creator.fired()).isEmpty();
    }
    release(creator, 950);
    assertThat(creator.fired()).containsExactly("D06");
    assertThat(creator.value("D06", "joins")).isEqualTo(9);
  }

  @Test
  void a_release_of_miniatures_that_do_not_join_or_was_not_measured_is_none() {
    for (int similarity : new int[] {300, -1}) {
      Played creator = Played.of(DAY.multipliedBy(200));
      creator.durationMs = 31_000L;
      for (int track = 1; track <= 14; track++) {
        release(creator, similarity);
        assertThat(creator.fired()).isEmpty();
      }
    }
    Played live = Played.of(DAY.multipliedBy(200));
    live.durationMs = 240_000L;
    for (int track = 1; track <= 14; track++) {
      // A concert goes on from track to track, and its tracks are long.
      release(live, 990);
      assertThat(live.fired()).isEmpty();
    }
  }

  private static void release(Played creator, int similarity) {
    creator.signs =
        new ContentSigns(0, 3, 333, 1_000, List.of(), 0, new ReleaseSign(77, 14, similarity));
    creator.kept().publish().after(MINUTE);
  }

  // D10 keyword stuffing

  @Test
  void stuffing_fires_at_the_fifth_stuffed_item_within_a_month() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.signs = Played.words(30, 350, 400);
    assertThat(creator.publish(4, DAY).fired()).isEmpty();
    assertThat(creator.kept().after(DAY).publish().fired()).containsExactly("D10");

    Played slow = Played.of(DAY.multipliedBy(200));
    slow.signs = Played.words(30, 350, 400);
    assertThat(slow.publish(9, DAY.multipliedBy(8)).fired()).isEmpty();
  }

  @Test
  void a_long_title_of_different_words_and_a_chorus_of_few_are_not_stuffed() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.titleLength = 180;
    creator.signs = Played.words(30, 100, 900);
    assertThat(creator.publish(8, HOUR).fired()).isEmpty();
    creator.titleLength = 20;
    creator.signs = Played.words(19, 800, 100);
    assertThat(creator.publish(8, HOUR).fired()).isEmpty();
    creator.signs = Played.words(20, 349, 400);
    assertThat(creator.publish(8, HOUR).fired()).isEmpty();
    creator.titleLength = 151;
    creator.signs = Played.words(20, 100, 500);
    assertThat(creator.publish(8, HOUR).fired()).containsExactly("D10");
  }

  @Test
  void items_that_reviewers_cleared_are_not_stuffed() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.signs = Played.words(30, 350, 400);
    creator.publish();
    creator.profile.decided(DECISION, Family.INT, List.of(), Removal.NONE);
    creator.after(HOUR).publish(3, HOUR).after(HOUR);
    creator.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, creator.now);
    assertThat(creator.kept().publish().fired()).isEmpty();
    creator.profile.reviewed(DECISION, ReviewOutcome.UPHOLD, creator.now);
    assertThat(creator.kept().publish().fired()).containsExactly("D10");
    assertThat(creator.value("D10", "items")).isEqualTo(6);
  }

  // D11 link spam

  @Test
  void link_spam_fires_at_the_third_short_item_with_the_same_host() {
    Played creator = Played.of(DAY.multipliedBy(2));
    creator.kind = ContentKind.EPISODE;
    creator.durationMs = 7_000L;
    creator.links = 1;
    creator.signs = Played.linksTo("pills.example");
    assertThat(creator.publish(2, DAY).fired()).isEmpty();
    assertThat(creator.kept().after(DAY).publish().fired()).containsExactly("D11");
    assertThat(creator.value("D11", "share")).isEqualTo(1.0);
  }

  @Test
  void a_sponsored_show_and_short_jingles_with_many_links_are_no_link_spam() {
    Played show = Played.of(DAY.multipliedBy(900));
    show.kind = ContentKind.EPISODE;
    show.durationMs = 1_800_000L;
    show.links = 1;
    show.signs = Played.linksTo("sponsor.example");
    assertThat(show.publish(10, DAY).fired()).isEmpty();

    Played jingles = Played.of(DAY.multipliedBy(900));
    jingles.durationMs = 20_000L;
    jingles.links = 1;
    for (int i = 0; i < 10; i++) {
      jingles.signs = Played.linksTo("fan-" + i + ".example");
      assertThat(jingles.publish().after(DAY).fired()).isEmpty();
    }
  }

  @Test
  void link_spam_turns_at_four_fifths_and_at_a_minute() {
    Played creator = Played.of(DAY.multipliedBy(2));
    creator.durationMs = 60_000L;
    creator.links = 1;
    creator.signs = Played.linksTo("other.example");
    creator.publish();
    creator.signs = Played.linksTo("pills.example");
    assertThat(creator.publish(3, HOUR).fired()).isEmpty();
    assertThat(creator.after(HOUR).publish().fired()).containsExactly("D11");
    creator.durationMs = 60_001L;
    assertThat(creator.publish().fired()).isEmpty();
  }

  @Test
  void a_link_in_a_crowd_of_ten_new_accounts_fires_whatever_it_is_a_link_of() {
    for (ContentKind kind : List.of(ContentKind.TRACK, ContentKind.COMMENT, ContentKind.PROFILE)) {
      Played creator = Played.of(DAY);
      creator.kind = kind;
      creator.signs = Played.linksTo("pills.example");
      creator.crowd("pills.example", 9, DAY.multipliedBy(13));
      assertThat(creator.publish().fired()).isEmpty();
      creator.crowd("pills.example", 10, DAY.multipliedBy(14));
      assertThat(creator.publish().fired()).isEmpty();

      creator.crowd("pills.example", 10, DAY.multipliedBy(14).minusMillis(1));

      assertThat(creator.kept().publish().fired()).containsExactly("D11");
      assertThat(creator.value("D11", "creators")).isEqualTo(10);
      assertThat(creator.facts().risk().fired().get(0).finding().events()).isEqualTo(1);
      creator.signs = Played.linksTo("other.example");
      assertThat(creator.publish().fired()).isEmpty();
      creator.signs = Played.linksTo("pills.example");
      assertThat(creator.after(DAY).publish().fired()).isEmpty();
    }
  }

  // D12 edit evasion

  @Test
  void an_edit_from_clean_to_violating_is_evasion_within_three_days() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.version("bait", 1, "hate", 0.2).kept().after(DAY.multipliedBy(3));
    creator.version("bait", 2, "hate", 0.7);
    assertThat(creator.fired()).containsExactly("D12");
    assertThat(creator.value("D12", "rise")).isEqualTo(0.5);
    assertThat(creator.value("D12", "family")).isEqualTo(Codes.of(Family.HAT));

    Played late = Played.of(DAY.multipliedBy(200));
    late.version("bait", 1, "hate", 0.1).after(DAY.multipliedBy(3).plusMillis(1));
    assertThat(late.version("bait", 2, "hate", 0.95).fired()).isEmpty();
  }

  @Test
  void a_typo_that_is_mended_and_a_text_that_was_bad_before_are_no_evasion() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.version("typo", 1, "hate", 0.1).after(HOUR).version("typo", 2, "hate", 0.12);
    assertThat(creator.fired()).isEmpty();
    creator.version("bad", 1, "hate", 0.21).after(HOUR).version("bad", 2, "hate", 0.95);
    assertThat(creator.fired()).isEmpty();
    creator.version("mild", 1).after(HOUR).version("mild", 2, "hate", 0.549);
    assertThat(creator.fired()).isEmpty();
    creator.version("less", 1, "hate", 0.2).after(HOUR).version("less", 2, "hate", 0.699);
    assertThat(creator.fired()).isEmpty();
    creator.version("found", 1, "hate", 0.05).after(HOUR).version("found", 2, "hate", 0.55);
    assertThat(creator.fired()).containsExactly("D12");
    creator.publish("hate", 0.95);
    assertThat(creator.fired()).doesNotContain("D12");
  }

  @Test
  void links_that_are_added_by_edits_fire_at_the_third_one_within_a_month() {
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 1; i <= 3; i++) {
      creator.links = 0;
      creator.version("show-" + i, 1).after(HOUR);
      creator.links = 1;
      creator.version("show-" + i, 2).after(DAY).kept();
      assertThat(creator.fired()).isEqualTo(i < 3 ? List.of() : List.of("D12"));
    }
  }

  @Test
  void edits_that_reviewers_cleared_are_no_evasion() {
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 1; i <= 3; i++) {
      creator.links = 0;
      creator.version("show-" + i, 1).after(HOUR);
      creator.links = 1;
      creator.version("show-" + i, 2);
      if (i == 1) {
        creator.profile.decided(DECISION, Family.INT, List.of(), Removal.NONE);
        creator.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, creator.now);
      }
      assertThat(creator.after(DAY).kept().fired()).isEmpty();
    }
    creator.profile.reviewed(DECISION, ReviewOutcome.UPHOLD, creator.now);
    creator.links = 0;
    creator.version("show-4", 1).after(HOUR);
    creator.links = 1;
    assertThat(creator.kept().version("show-4", 2).fired()).containsExactly("D12");
  }

  // D13 slow drip

  @Test
  void borderline_items_that_reviewers_cleared_are_no_drip() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.publish("hate", 0.5);
    creator.profile.decided(DECISION, Family.HAT, List.of(), Removal.NONE);
    creator.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, creator.now);
    for (int i = 0; i < 4; i++) {
      assertThat(creator.after(HOUR).kept().publish("hate", 0.55).fired()).isEmpty();
    }
    creator.profile.reviewed(DECISION, ReviewOutcome.UPHOLD, creator.now);
    assertThat(creator.after(HOUR).kept().publish("hate", 0.55).fired()).contains("D13");
  }

  @Test
  void a_drip_fires_once_five_borderline_items_weigh_two() {
    Played creator = Played.of(DAY.multipliedBy(200));
    for (int i = 0; i < 4; i++) {
      creator.publish("hate", 0.55).after(HOUR);
      assertThat(creator.fired()).isEmpty();
    }
    assertThat(creator.kept().publish("hate", 0.55).fired()).containsExactly("D13");
    assertThat(creator.value("D13", "family")).isEqualTo(Codes.of(Family.HAT));
    assertThat(creator.value("D13", "persistent")).isEqualTo(1);
    assertThat(creator.publish("hate", 0.29).fired()).isEmpty();
    assertThat(creator.publish("hate", 0.9).fired()).isEmpty();
  }

  @Test
  void an_item_that_was_judged_by_itself_neither_counts_nor_hides_a_drip() {
    Played creator = Played.of(DAY.multipliedBy(200)).publish("hate", 0.95).after(HOUR);
    for (int i = 0; i < 4; i++) {
      assertThat(creator.publish("hate", 0.55).after(HOUR).fired()).isEmpty();
    }
    assertThat(creator.kept().publish("hate", 0.55).fired()).containsExactly("D13");
    assertThat(creator.value("D13", "items")).isEqualTo(5);
    assertThat(creator.value("D13", "mass")).isBetween(2.74, 2.75);
  }

  @Test
  void sure_items_are_no_drip_even_when_they_are_no_longer_kept_one_by_one() {
    Played creator = Played.of(DAY.multipliedBy(400));
    for (int i = 0; i < 70; i++) {
      creator.publish("hate", 0.95).after(HOUR);
    }
    for (int i = 0; i < 5; i++) {
      creator.publish("hate", 0.3).after(HOUR);
    }
    assertThat(creator.fired()).doesNotContain("D13");
  }

  @Test
  void borderline_items_of_several_families_or_of_a_year_do_not_add_up() {
    Played creator = Played.of(DAY.multipliedBy(800));
    for (String label : List.of("hate", "harassment", "sexual", "violence", "spam", "self_harm")) {
      assertThat(creator.publish(label, 0.6).after(HOUR).fired()).isEmpty();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(creator.after(DAY.multipliedBy(25)).publish("hate", 0.5).fired()).isEmpty();
    }
  }

  // D14 re-offence

  @Test
  void a_reoffence_needs_two_items_with_decisions_one_of_them_upheld() {
    Played creator = Played.of(DAY.multipliedBy(200));
    String other = DECISION.replace('7', '6');
    creator.publish("hate", 0.95);
    creator.profile.decided(DECISION, Family.HAT, List.of(), Removal.NONE);
    creator.after(HOUR).publish("hate", 0.95);
    creator.profile.decided(other, Family.HAT, List.of(), Removal.NONE);
    assertThat(creator.after(HOUR).publish("hate", 0.95).fired()).isEmpty();

    creator.profile.reviewed(other, ReviewOutcome.UPHOLD, creator.now);
    assertThat(creator.kept().publish("hate", 0.3).fired()).containsExactly("D14");
    assertThat(creator.publish("harassment", 0.9).fired()).isEmpty();
    assertThat(creator.publish("hate", 0.29).fired()).isEmpty();

    creator.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, creator.now);
    assertThat(creator.publish("hate", 0.95).fired()).isEmpty();
  }

  @Test
  void decisions_of_another_season_are_no_reoffence() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.publish("hate", 0.95);
    creator.profile.decided(DECISION, Family.HAT, List.of(), Removal.NONE);
    creator.publish("hate", 0.95);
    creator.profile.decided(DECISION.replace('7', '6'), Family.HAT, List.of(), Removal.NONE);
    creator.profile.reviewed(DECISION, ReviewOutcome.UPHOLD, creator.now);
    creator.after(DAY.multipliedBy(90));
    assertThat(creator.publish("hate", 0.95).fired()).containsExactly("D14");
    creator.after(Duration.ofMillis(1));
    assertThat(creator.publish("hate", 0.95).fired()).isEmpty();
  }

  // D17 comment spam

  @Test
  void a_comment_that_a_young_account_repeats_fires_at_the_twentieth() {
    Played creator = comments(DAY.multipliedBy(10));
    for (int i = 1; i <= 20; i++) {
      creator.signs = Played.says("buy", "episode-" + i);
      creator.kept().publish().after(Duration.ofMinutes(30));
      assertThat(creator.fired()).isEqualTo(i < 20 ? List.of() : List.of("D17"));
    }
    Played old = comments(DAY.multipliedBy(14));
    for (int i = 1; i <= 30; i++) {
      old.signs = Played.says("first!", "episode-" + i);
      assertThat(old.publish().after(MINUTE).fired()).isEmpty();
    }
    assertThat(CreatorProfile.of(old.profile.toBytes()).toBytes()).hasSizeLessThan(100);
  }

  @Test
  void a_newborn_that_says_the_same_under_one_thing_fires_at_the_third() {
    Played creator = comments(HOUR);
    creator.signs = Played.says("look", "episode");
    assertThat(creator.publish(2, MINUTE).fired()).isEmpty();
    assertThat(creator.after(MINUTE).publish().fired()).containsExactly("D17");
    assertThat(creator.after(HOUR).publish().fired()).isEmpty();

    Played chat = comments(HOUR);
    for (int i = 0; i < 30; i++) {
      chat.signs = Played.says("we talk " + i, "episode");
      assertThat(chat.publish().after(MINUTE).fired()).isEmpty();
    }
  }

  @Test
  void links_under_ten_different_things_fire_for_an_account_of_less_than_a_week() {
    Played creator = comments(DAY.multipliedBy(5));
    creator.links = 1;
    for (int i = 1; i <= 10; i++) {
      creator.signs = Played.says("see " + i, "episode-" + i);
      creator.publish().after(HOUR);
      assertThat(creator.fired()).isEqualTo(i < 10 ? List.of() : List.of("D17"));
    }
    Played helper = comments(DAY.multipliedBy(5));
    helper.links = 1;
    for (int i = 1; i <= 20; i++) {
      helper.signs = Played.says("source " + i, "thread");
      assertThat(helper.publish().after(MINUTE).fired()).isEmpty();
    }
  }

  private static Played comments(Duration age) {
    Played creator = Played.of(age);
    creator.kind = ContentKind.COMMENT;
    creator.durationMs = null;
    return creator;
  }

  // D18 title abuse

  @Test
  void a_title_that_violates_again_after_a_decision_fires_for_a_week() {
    Played creator = playlist();
    creator.version("list", 1, "hate", 0.95);
    creator.profile.decided(DECISION, Family.HAT, List.of(), Removal.NONE);
    creator.kept().after(DAY.multipliedBy(7)).version("list", 2, "hate", 0.7);
    assertThat(creator.fired()).containsExactly("D18");
    creator.after(Duration.ofMillis(1)).version("list", 3, "hate", 0.7);
    assertThat(creator.fired()).isEmpty();

    Played cleared = playlist();
    cleared.version("list", 1, "hate", 0.95);
    cleared.profile.decided(DECISION, Family.HAT, List.of(), Removal.NONE);
    cleared.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, cleared.now);
    assertThat(cleared.after(HOUR).version("list", 2, "hate", 0.95).fired()).isEmpty();
  }

  @Test
  void ten_edits_a_day_fire_if_two_violate_and_are_fine_if_none_does() {
    Played creator = playlist();
    creator.version("list", 1, "harassment", 0.1);
    for (int version = 2; version <= 10; version++) {
      creator.after(HOUR).version("list", version, "harassment", version == 5 ? 0.8 : 0.3);
      assertThat(creator.fired()).doesNotContain("D18");
    }
    assertThat(creator.after(HOUR).version("list", 11, "harassment", 0.8).fired()).contains("D18");

    Played editor = playlist();
    for (int version = 1; version <= 30; version++) {
      assertThat(editor.after(MINUTE).version("list", version).fired()).isEmpty();
    }
  }

  private static Played playlist() {
    Played creator = Played.of(DAY.multipliedBy(200));
    creator.kind = ContentKind.PLAYLIST;
    creator.durationMs = null;
    return creator;
  }

  // D21 dormant takeover

  private static AccountSignal device(String hash) {
    return new AccountSignal(AccountSignal.Type.DEVICE, hash);
  }

  private static AccountSignal payout(String hash) {
    return new AccountSignal(AccountSignal.Type.PAYOUT, hash);
  }

  @Test
  void a_sleeper_with_another_device_and_payout_fires_at_the_fifth_upload_of_a_day() {
    Played creator = Played.of(DAY.multipliedBy(900)).signals(device("a"), payout("p"));
    creator.publish().kept().after(DAY.multipliedBy(180));
    creator.signals(device("b")).after(HOUR).signals(payout("q")).kept().after(HOUR);
    assertThat(creator.publish(4, HOUR).fired()).isEmpty();
    assertThat(creator.kept().after(HOUR).publish().fired()).containsExactly("D21");
    assertThat(creator.value("D21", "uploads")).isEqualTo(5);
  }

  @Test
  void a_takeover_that_publishes_between_the_changes_fires_all_the_same() {
    Played creator = Played.of(DAY.multipliedBy(900)).signals(device("a"), payout("p"));
    creator.publish().after(DAY.multipliedBy(200)).signals(device("a"), device("b"));
    creator.after(HOUR).publish().after(DAY).signals(payout("q")).after(HOUR);
    assertThat(creator.publish(5, MINUTE).fired()).containsExactly("D21");
  }

  @Test
  void two_devices_and_payouts_that_are_told_again_are_no_takeover() {
    AccountSignal[] known = {device("a"), device("b"), payout("p"), payout("q")};
    Played creator = Played.of(DAY.multipliedBy(900)).signals(known);
    creator.publish().kept().after(DAY.multipliedBy(200)).signals(known);
    assertThat(creator.publish(10, MINUTE).fired()).isEmpty();
  }

  @Test
  void a_comeback_with_a_new_phone_or_after_a_short_rest_is_no_takeover() {
    Played phone = Played.of(DAY.multipliedBy(900)).signals(device("a"), payout("p"));
    phone.publish().after(DAY.multipliedBy(200)).signals(device("b"), payout("p"));
    assertThat(phone.publish(10, HOUR).fired()).isEmpty();

    Played rest = Played.of(DAY.multipliedBy(900)).signals(device("a"), payout("p"));
    rest.publish().after(DAY.multipliedBy(179)).signals(device("b"), payout("q"));
    assertThat(rest.publish(10, HOUR).fired()).isEmpty();

    Played first = Played.of(DAY.multipliedBy(900));
    first.publish().after(DAY.multipliedBy(200)).signals(device("b"), payout("q"));
    assertThat(first.publish(10, HOUR).fired()).isEmpty();
  }

  // D16 report brigade

  /** So many people report the same, each known for so long, with so many answers. */
  private static Played crowd(int people, Duration known, int answered, int upheld) {
    Played creator = Played.of(DAY.multipliedBy(300)).publish();
    for (int i = 0; i < people; i++) {
      creator.after(MINUTE);
      creator.report(
          "reporter-" + i, ReportSource.USER_REPORT, since(creator, known, answered, upheld, 0));
    }
    return creator;
  }

  private static ReporterStanding since(
      Played creator, Duration known, int answered, int upheld, long targets) {
    return new ReporterStanding(creator.now - known.toMillis(), answered, upheld, targets);
  }

  @Test
  void a_brigade_of_strangers_fires_at_the_twentieth_report_and_protects_for_a_day() {
    Played creator = crowd(19, Duration.ZERO, 0, 0);
    assertThat(creator.publish().fired()).isEmpty();

    creator.report("reporter-20").kept();

    assertThat(creator.publish().fired()).containsExactly("D16");
    assertThat(creator.value("D16", "reports1h")).isEqualTo(20);
    assertThat(creator.value("D16", "newShare")).isEqualTo(1);
    assertThat(creator.value("D16", "surprise")).isGreaterThan(6);
    assertThat(creator.facts().reports().credible()).isEqualTo(2.707);
    // It speaks for the creator, and adds no risk.
    assertThat(creator.facts().risk().risk()).isZero();
    assertThat(creator.facts().risk().distrustsReports()).isTrue();
    assertThat(creator.after(DAY.minusMillis(1)).publish().fired()).containsExactly("D16");
    assertThat(creator.after(Duration.ofMillis(1)).kept().publish().fired()).isEmpty();
  }

  @Test
  void a_crowd_that_is_usually_right_or_has_long_reported_is_no_brigade() {
    assertThat(crowd(40, DAY, 12, 10).publish().fired()).isEmpty();
    assertThat(crowd(40, DAY.multipliedBy(30), 0, 0).publish().fired()).isEmpty();
    assertThat(crowd(40, DAY.multipliedBy(7), 0, 0).publish().fired()).isEmpty();
    assertThat(crowd(40, DAY.multipliedBy(7).minusMillis(1), 0, 0).publish().fired())
        .containsExactly("D16");
  }

  @Test
  void old_reporters_who_go_about_together_are_a_brigade() {
    long together = TargetSketch.of(List.of(1L, 2L, 3L, 4L));
    for (boolean same : List.of(true, false)) {
      Played creator = Played.of(DAY.multipliedBy(300)).publish();
      for (long i = 0; i < 20; i++) {
        creator.after(MINUTE);
        long targets = same ? together : TargetSketch.of(List.of(4 * i, 4 * i + 1, 4 * i + 2));
        creator.report(
            "reporter-" + i,
            ReportSource.USER_REPORT,
            since(creator, DAY.multipliedBy(60), 0, 0, targets));
      }
      assertThat(creator.publish().fired()).hasSize(same ? 1 : 0);
    }
  }

  /** Strangers report in turn what a creator published, so far apart. */
  private static Played reported(int targets, List<Integer> order, Duration apart) {
    Played creator = Played.of(DAY.multipliedBy(300)).publish();
    for (int i : order) {
      creator.target = "c" + i % targets;
      creator.after(apart).report("reporter-" + i);
    }
    return creator.kept().publish();
  }

  private static List<Integer> upTo(int reports) {
    return IntStream.range(0, reports).boxed().toList();
  }

  @Test
  void a_brigade_of_2000_fires_on_one_target_and_spread_over_three_or_twenty() {
    List<Integer> shuffled = new ArrayList<>(upTo(2_000));
    Collections.shuffle(shuffled, new Random(7));
    for (int targets : List.of(1, 3, 20)) {
      for (List<Integer> order : List.of(upTo(2_000), shuffled)) {
        Played creator = reported(targets, order, Duration.ofMillis(1_500));
        assertThat(creator.fired()).as("%d targets", targets).containsExactly("D16");
        // Of the 2,000 within 50 minutes all count.
        assertThat(creator.value("D16", "reports1h")).isBetween(0.9 * 2_000 / targets, 2_000.0);
        assertThat(creator.profile.toBytes().length).isLessThan(3 * 1024);
      }
    }
  }

  @Test
  void a_brigade_over_three_targets_turns_at_the_twentieth_report_on_one_of_them() {
    Duration apart = Duration.ofSeconds(20);
    assertThat(reported(3, upTo(3 * 19), apart).fired()).isEmpty();
    assertThat(reported(3, upTo(3 * 19 + 1), apart).fired()).containsExactly("D16");
  }

  @Test
  void reports_spread_over_targets_or_usual_for_a_creator_are_no_brigade() {
    Played spread = Played.of(DAY.multipliedBy(300)).publish();
    for (int i = 0; i < 60; i++) {
      spread.target = "c" + i % 4;
      spread.after(MINUTE).report("reporter-" + i);
    }
    assertThat(spread.publish().fired()).isEmpty();

    Played usual = Played.of(DAY.multipliedBy(300)).publish();
    for (int hour = 0; hour < 24 * 30; hour++) {
      for (int i = 0; i < 15; i++) {
        usual.target = "c" + i % 3;
        usual.after(Duration.ofMinutes(4)).report("reporter-" + hour + "-" + i);
      }
    }
    usual.target = "c1";
    for (int i = 0; i < 21; i++) {
      usual.after(MINUTE).report("fan-" + i);
    }
    assertThat(usual.publish().fired()).isEmpty();
  }

  // D20 claim abuse

  @Test
  void claims_fire_by_a_claimant_of_whose_claims_at_least_four_fifths_are_rejected() {
    int first = 0;
    for (int rejected = 1; rejected <= 40 && first == 0; rejected++) {
      Played creator = Played.of(DAY.multipliedBy(300)).publish();
      creator.report("claimant", ReportSource.RIGHTSHOLDER, since(creator, DAY, rejected, 0, 0));
      first = creator.kept().publish().fired().contains("D20") ? rejected : 0;
    }
    // Beta(2 + n, 2): the lower bound reaches 0.8 at 19 of 19.
    assertThat(first).isEqualTo(19);
  }

  @Test
  void claims_that_are_often_right_and_reports_by_the_same_people_are_no_claim_abuse() {
    Played creator = Played.of(DAY.multipliedBy(300)).publish();
    creator.report("claimant", ReportSource.RIGHTSHOLDER, since(creator, DAY, 40, 8, 0));
    creator.report("somebody", ReportSource.USER_REPORT, since(creator, DAY, 40, 0, 0));
    assertThat(creator.publish().fired()).isEmpty();
    assertThat(creator.facts().reports().claims()).isEqualTo(1);

    creator.report("claimant", ReportSource.RIGHTSHOLDER, since(creator, DAY, 40, 0, 0));
    assertThat(creator.publish().fired()).containsExactly("D20");
    assertThat(creator.value("D20", "unfounded")).isEqualTo(40);
    assertThat(creator.after(DAY).publish().fired()).isEmpty();
  }

  // D15 account ring

  private static Neighbour closed(Played creator, String id, Duration ago) {
    return new Neighbour(id, creator.now - ago.toMillis(), 0, 0);
  }

  private static Neighbour upheld(Played creator, String id, int decisions) {
    return new Neighbour(id, 0, decisions, creator.now - DAY.toMillis());
  }

  @Test
  void a_ring_fires_where_two_sorts_of_values_join_it_to_a_closed_account() {
    Played creator = Played.of(DAY.multipliedBy(300));
    Neighbour other = closed(creator, "closed", DAY.multipliedBy(400));
    creator.shares(AccountSignal.Type.PAYOUT, "p", 2, other);
    assertThat(creator.publish().fired()).isEmpty();
    creator.shares(AccountSignal.Type.TAX_ID, "t", 2, other);
    // Closed longer ago than a year.
    assertThat(creator.publish().fired()).isEmpty();

    Neighbour lately = closed(creator, "closed", DAY.multipliedBy(300));
    creator.shares(AccountSignal.Type.PAYOUT, "p", 2, lately);
    creator.shares(AccountSignal.Type.TAX_ID, "t", 2, lately);

    assertThat(creator.kept().publish().fired()).contains("D15");
    // 1 - (1 - 0.95 / log2(3))^2
    assertThat(creator.value("D15", "ringRisk")).isBetween(0.8395, 0.8396);
    assertThat(creator.lists("D15"))
        .containsExactly(List.of("closed"), List.of("PAYOUT", "TAX_ID"));
    assertThat(creator.after(DAY.multipliedBy(66)).publish().fired()).isEmpty();
  }

  /** A member of so many who share payout account and tax number, of whom some were closed. */
  private static Played among(int accounts, int closed) {
    Played creator = Played.of(DAY.multipliedBy(300));
    Neighbour[] told = new Neighbour[closed];
    for (int i = 0; i < closed; i++) {
      told[i] = closed(creator, "closed-" + i, DAY);
    }
    return creator
        .shares(AccountSignal.Type.PAYOUT, "p", accounts, told)
        .shares(AccountSignal.Type.TAX_ID, "t", accounts, told)
        .publish();
  }

  @Test
  void a_ring_of_hundreds_fires_by_how_many_of_it_were_closed() {
    assertThat(among(500, 5).fired()).contains("D15");
    assertThat(among(500, 4).fired()).doesNotContain("D15");
    assertThat(among(4, 1).fired()).contains("D15");
    assertThat(among(5, 1).fired()).doesNotContain("D15");
    // 1 - (1 - 0.95 / log2(51))^10
    assertThat(among(500, 5).value("D15", "ringRisk")).isBetween(0.840, 0.841);
  }

  @Test
  void a_label_one_of_whose_300_artists_was_closed_is_neither_a_ring_nor_ban_evasion() {
    assertThat(among(300, 1).fired()).isEmpty();
    assertThat(among(300, 0).fired()).isEmpty();
    assertThat(among(256, 1).fired()).containsExactly("D19");
    assertThat(among(500, 2).fired()).containsExactly("D19");
  }

  @Test
  void a_family_that_shares_a_device_with_one_who_was_closed_is_none() {
    Played creator = Played.of(DAY);
    Neighbour other = closed(creator, "closed", DAY);
    creator.shares(AccountSignal.Type.DEVICE, "d", 3, other);
    assertThat(creator.publish().fired()).isEmpty();
    creator.shares(AccountSignal.Type.IP_PREFIX, "i", 3, other);
    assertThat(creator.publish().fired()).doesNotContain("D15");
  }

  @Test
  void what_many_accounts_share_joins_nobody() {
    Played creator = Played.of(DAY);
    Neighbour other = closed(creator, "closed", DAY);
    for (AccountSignal.Type type : AccountSignal.Type.values()) {
      creator.shares(type, "v", 256, other);
    }
    assertThat(creator.publish().fired()).doesNotContain("D15");
    creator.shares(AccountSignal.Type.TAX_ID, "v", 2, other);
    creator.shares(AccountSignal.Type.CARD, "v", 2, other);
    assertThat(creator.publish().fired()).contains("D15");

    Played licensor = Played.of(DAY).change(new AccountChange(null, true, false));
    licensor.shares(AccountSignal.Type.PAYOUT, "p", 2, other);
    licensor.shares(AccountSignal.Type.TAX_ID, "t", 2, other);
    assertThat(licensor.publish().fired()).isEmpty();
  }

  @Test
  void a_ring_around_upheld_decisions_turns_with_their_number_and_ends_with_an_overturn() {
    Played creator = Played.of(DAY.multipliedBy(300));
    int first = 0;
    for (int decisions = 1; decisions < 10 && first == 0; decisions++) {
      creator.shares(AccountSignal.Type.PAYOUT, "p", 2, upheld(creator, "bad", decisions));
      creator.shares(AccountSignal.Type.TAX_ID, "t", 2, upheld(creator, "bad", decisions));
      creator.shares(AccountSignal.Type.DEVICE, "d", 2, upheld(creator, "bad", decisions));
      first = creator.publish().fired().contains("D15") ? decisions : 0;
    }
    assertThat(first).isEqualTo(3);
    assertThat(creator.fired()).containsExactly("D15");

    creator.shares(AccountSignal.Type.PAYOUT, "p", 0);
    assertThat(creator.publish().fired()).isEmpty();
  }

  // D19 ban evasion

  @Test
  void who_is_paid_like_a_closed_account_has_come_back() {
    Played creator = Played.of(DAY);
    creator.shares(
        AccountSignal.Type.CARD, "c", 3, closed(creator, "closed", DAY.multipliedBy(365)));

    assertThat(creator.publish().fired()).containsExactly("D19");
    assertThat(creator.value("D19", "closedDays")).isEqualTo(365);
    assertThat(creator.lists("D19")).containsExactly(List.of("closed"), List.of("CARD"));
    assertThat(creator.after(Duration.ofMillis(1)).publish().fired()).isEmpty();
  }

  @Test
  void a_shared_flat_and_an_account_with_upheld_decisions_are_no_ban_evasion() {
    Played creator = Played.of(DAY);
    creator.shares(AccountSignal.Type.IP_PREFIX, "i", 2, closed(creator, "closed", DAY));
    creator.shares(AccountSignal.Type.PAYOUT, "p", 2, upheld(creator, "open", 3));
    // Another closed account: two with one thing each are not one with two.
    creator.shares(AccountSignal.Type.DEVICE, "d", 2, closed(creator, "other", DAY));
    assertThat(creator.publish().fired()).doesNotContain("D19");

    creator.shares(AccountSignal.Type.DEVICE, "e", 2, closed(creator, "closed", DAY));
    assertThat(creator.publish().fired()).contains("D19");
    assertThat(creator.lists("D19"))
        .containsExactly(List.of("closed"), List.of("DEVICE", "IP_PREFIX"));
  }

  @Test
  void reporters_are_warned_at_four_fifths_of_at_least_ten_answers_each_by_their_own_record() {
    assertThat(Played.SET.distrusts(new ReporterStanding(0, 18, 0, 0), false)).isNull();
    assertThat(Played.SET.distrusts(new ReporterStanding(0, 19, 0, 0), false))
        .extracting(RiskSettings.Distrust::detector)
        .isEqualTo("D16");
    assertThat(Played.SET.distrusts(new ReporterStanding(0, 19, 1, 0), false)).isNull();
    assertThat(Played.SET.distrusts(new ReporterStanding(0, 19, 0, 0), true))
        .extracting(RiskSettings.Distrust::detector)
        .isEqualTo("D20");
    assertThat(Played.SET.distrusts(ReporterStanding.unknown(0), true)).isNull();
  }
}
