package io.earshot.risk.plays;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ContentKind;
import io.earshot.intake.PlayAggregate;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameters;
import io.earshot.risk.plays.Listener.Sums;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What listeners play, and what of it is artificial: D07a, D07b and D07c. */
class PlaysTest {

  /** Midnight of a day. */
  private static final long MIDNIGHT = 20_454L * Hours.OF_DAY;

  private static final TrackRef TRACK = new TrackRef("track", 1, "creator", ContentKind.TRACK, 0);

  private static final Parameters LISTENER =
      new Parameters(new ImpossibleListener().spec().parameters(), 90_720_000, 600, 40_000, 3);
  private static final Parameters SHARE =
      new Parameters(
          new TrackFraudShare().spec().parameters(),
          604_800_000,
          500,
          0.1,
          0.5,
          0.9,
          2_592_000_000.);
  private static final Parameters MIX =
      new Parameters(
          new ListenerMix().spec().parameters(), 500, 20, 100, 0.6, 1_000, 0.98, 604_800_000);

  private static PlayAggregate played(String id, long hour, int plays, long seconds, int devices) {
    return new PlayAggregate(
        id,
        "listener",
        "track-" + id,
        1,
        "creator",
        ContentKind.TRACK,
        hour * Hours.LENGTH,
        Hours.end(hour) - 1,
        plays,
        plays,
        seconds,
        devices,
        null);
  }

  private static TrackBatch batch(long hour, long plays, long flagged) {
    return new TrackBatch(TRACK, hour, 0, plays, flagged, new byte[0]);
  }

  private static TrackPlays told(long all, long flagged) {
    return Track.of(new byte[0]).close(List.of(batch(MIDNIGHT, all, flagged)), SHARE);
  }

  @ParameterizedTest
  @CsvSource({
    // A bot of the stream farm: 636 plays of half a minute.
    "636, 636, 19716, 1, true",
    "601, 601, 24040, 1, true",
    "601, 601, 24041, 1, false",
    "600, 600, 6000, 9, false",
    // A family on several devices plays much, but not as much as is gaming.
    "420, 420, 75600, 4, false",
    "601, 601, 72120, 3, true",
    "601, 601, 72120, 2, false",
    // Who sleeps with noise of which most plays earn nothing.
    "900, 300, 28800, 1, false",
    // 24 hours and 5 percent.
    "30, 30, 90720, 1, false",
    "30, 30, 90721, 1, true"
  })
  void listener_isImpossible_beyondWhatAnybodyCanPlay(
      long plays, long royalty, long seconds, long devices, boolean impossible) {
    assertThat(
            ImpossibleListener.isImpossible(new Sums(plays, royalty, seconds, devices), LISTENER))
        .isEqualTo(impossible);
  }

  @Test
  void listener_isJudgedByTheLast24Hours_andForgetsThoseBefore() {
    Listener listener = Listener.of(new byte[0]);
    List<Boolean> flagged = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      int plays = i < 30 ? 27 : 1;
      Listener.Closed closed =
          listener.close(
              MIDNIGHT + i,
              List.of(played("p" + i, MIDNIGHT + i, plays, 30L * plays, 1)),
              Sums.NONE,
              LISTENER,
              false);
      flagged.add(closed.tracks().get(0).flagged());
      listener = Listener.of(listener.toBytes());
    }
    // 23 hours of 27 plays are 621.
    assertThat(flagged.indexOf(true)).isEqualTo(22);
    // From hour 30 on one an hour: 24 hours end with 23 of 27 and one.
    assertThat(flagged.lastIndexOf(true)).isEqualTo(30);
    assertThat(listener.day(MIDNIGHT + 47).plays()).isEqualTo(6 * 27 + 18);
    assertThat(listener.lastHour()).isEqualTo(MIDNIGHT + 47 + 24);
  }

  @Test
  void listener_copiesAreFoldedOnce_andWithoutADetectorNobodyIsFlagged() {
    PlayAggregate much = played("p", MIDNIGHT, 2, 3_500, 1);

    Listener.Closed closed =
        Listener.of(new byte[0])
            .close(MIDNIGHT, List.of(much, much, much), Sums.NONE, LISTENER, false);
    Listener.Closed off =
        Listener.of(new byte[0])
            .close(MIDNIGHT, List.of(much), new Sums(0, 0, 999_999, 0), null, true);

    assertThat(closed.copies()).isEqualTo(2);
    assertThat(closed.tracks()).extracting(TrackHour::plays).containsExactly(2L);
    assertThat(off.tracks()).extracting(TrackHour::flagged).containsExactly(false);
  }

  @Test
  void listener_withMoreRecordsThanAreKept_isImpossible() {
    assertThat(
            Listener.of(new byte[0])
                .close(MIDNIGHT, List.of(played("p", MIDNIGHT, 1, 1, 1)), Sums.NONE, LISTENER, true)
                .tracks())
        .extracting(TrackHour::flagged)
        .containsExactly(true);
  }

  @ParameterizedTest
  @CsvSource({
    "499, 499, ''",
    "1000, 99, ''",
    "1000, 100, 1",
    "1000, 499, 1",
    "1000, 500, '2, 3'",
    "1000, 899, '2, 3'",
    "1000, 900, '2, 3, 4'"
  })
  void track_isAMatterOfPeople_thenOfChartsAndMoney_thenOfAPenalty(
      long all, long flagged, String matters) {
    assertThat(TrackFraudShare.matters(told(all, flagged), SHARE)).hasToString("[" + matters + "]");
  }

  @Test
  void track_tellsOfItsShareWithAnInterval() {
    Finding finding =
        Objects.requireNonNull(
            new TrackFraudShare().judge(told(1_000, 600), TrackPlays.ROYALTIES, SHARE));

    assertThat(finding.events()).isEqualTo(600);
    assertThat(finding.values()).startsWith(3, 600, 1_000, 0.6);
    assertThat(finding.values()[4]).isBetween(0.57, 0.6);
    assertThat(finding.values()[5]).isBetween(0.6, 0.63);
  }

  @Test
  void track_isToldOfOnce_untilTheTimeIsOver() {
    Track track = Track.of(new byte[0]);
    List<Integer> told = new ArrayList<>();
    for (int day = 0; day <= 30; day++) {
      TrackPlays plays = track.close(List.of(batch(MIDNIGHT + 24L * day, 1_000, 600)), SHARE);
      told.addAll(track.tell(plays, SHARE, MIX));
      track = Track.of(track.toBytes());
    }
    assertThat(told).containsExactly(2, 3, 2, 3);
  }

  /**
   * A farm that spreads itself thin: 1,040 bots with 636 plays a day over 10,000 tracks, which are
   * 66 of a track a day. Within two weeks that adds up.
   */
  @Test
  void track_ofAFarmThatPlaysEachALittle_isAMatterWithinAFortnight() {
    Track track = Track.of(new byte[0]);
    List<String> told = new ArrayList<>();
    for (int day = 1; day <= 20; day++) {
      TrackPlays plays = track.close(List.of(batch(MIDNIGHT + 24L * day, 66, 66)), SHARE);
      for (int matter : track.tell(plays, SHARE, MIX)) {
        told.add(day + ":" + matter);
      }
      track = Track.of(track.toBytes());
    }
    assertThat(told).containsExactly("13:2", "13:3", "13:4");
  }

  @Test
  void track_playsCountHalfAfterAWeek_andNothingAfterThreeMonths() {
    Track track = Track.of(new byte[0]);
    track.close(List.of(batch(MIDNIGHT, 1_000, 600)), SHARE);

    TrackPlays week = track.close(List.of(batch(MIDNIGHT + 7 * 24, 500, 0)), SHARE);
    TrackPlays later = track.close(List.of(batch(MIDNIGHT + 107 * 24, 500, 0)), SHARE);

    assertThat(week.all()).isEqualTo(1_000);
    assertThat(week.share()).isEqualTo(0.3);
    assertThat(later.all()).isEqualTo(500);
    assertThat(later.flagged()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // plays, listeners, share of the hundredth, entropy
    "600, 30, 0.05, 0.8, true",
    "600, 31, 0.05, 0.8, false",
    "499, 1, 0.05, 0.8, false",
    "600, 100, 0.6, 0.8, true",
    "600, 100, 0.59, 0.8, false",
    "600, 99, 0.6, 0.8, false",
    "1000, 800, 0.05, 0.98, true",
    "1000, 800, 0.05, 0.979, false",
    "999, 800, 0.05, 1.0, false"
  })
  void day_isOdd_byWhoPlaysAndWhen(
      long plays, long listeners, double top, double entropy, boolean odd) {
    assertThat(ListenerMix.isOdd(new TrackPlays.Day(plays, listeners, top, entropy), MIX))
        .isEqualTo(odd);
  }

  @Test
  void day_ofAnAudience_isCountedAtItsEnd() {
    TrackPlays.Day day = day(hour -> hour < 7 ? 5 : 40, listener -> 1);

    assertThat(day.plays()).isEqualTo(7 * 5 + 17 * 40);
    assertThat(day.listeners()).isEqualTo(715);
    assertThat(day.topShare()).isEqualTo(8.0 / 715);
    assertThat(day.entropy()).isBetween(0.85, 0.95);
  }

  @Test
  void day_ofMachines_isEven() {
    TrackPlays.Day day = day(hour -> 50, listener -> 1);

    assertThat(day.plays()).isEqualTo(1_200);
    assertThat(day.entropy()).isCloseTo(1.0, org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void day_ofMoreListenersThanAreKept_isEstimated() {
    List<ListenerSample> parts = new ArrayList<>();
    for (int shard = 0; shard < TrackHour.SHARDS; shard++) {
      parts.add(new ListenerSample());
    }
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      long listener = random.nextLong();
      // One in fifty plays as much as all the others.
      parts.get((int) (listener & (TrackHour.SHARDS - 1))).add(listener, i % 50 == 0 ? 100 : 1);
    }
    ListenerSample all = ListenerSample.join(parts);

    assertThat(all.listeners()).isBetween(45_000L, 55_000L);
    assertThat(all.topShare()).isBetween(0.25, 0.5);
  }

  /** What the parts and the track make of a day in which each listener plays in one hour. */
  private static TrackPlays.Day day(
      java.util.function.IntUnaryOperator listeners, java.util.function.IntUnaryOperator plays) {
    List<TrackHour> heard = new ArrayList<>();
    for (int hour = 0; hour < Hours.OF_DAY; hour++) {
      for (int i = 0; i < listeners.applyAsInt(hour); i++) {
        heard.add(
            new TrackHour(
                TRACK,
                MIDNIGHT + hour,
                TrackHour.listener(hour + "/" + i),
                plays.applyAsInt(i),
                false));
      }
    }
    List<TrackPlays> hours = fold(heard);
    return hours.get(hours.size() - 1).day();
  }

  private static List<TrackPlays> fold(List<TrackHour> heard) {
    List<TrackPart> parts = new ArrayList<>();
    for (int shard = 0; shard < TrackHour.SHARDS; shard++) {
      parts.add(TrackPart.of(new byte[0]));
    }
    for (TrackHour one : heard) {
      TrackPart part = parts.get(one.shard());
      part.add(one);
      // As state is read and written.
      parts.set(one.shard(), TrackPart.of(part.toBytes()));
    }
    Track track = Track.of(new byte[0]);
    List<TrackPlays> hours = new ArrayList<>();
    for (long hour = MIDNIGHT; hour < MIDNIGHT + Hours.OF_DAY; hour++) {
      List<TrackBatch> batches = new ArrayList<>();
      for (int shard = 0; shard < TrackHour.SHARDS; shard++) {
        TrackBatch batch = parts.get(shard).close(TRACK, shard, hour);
        if (batch != null) {
          batches.add(batch);
        }
      }
      if (!batches.isEmpty()) {
        Collections.shuffle(batches, new Random(hour));
        hours.add(track.close(batches, SHARE));
        track = Track.of(track.toBytes());
      }
    }
    assertThat(parts).allSatisfy(part -> assertThat(part.toBytes()).isEmpty());
    return hours;
  }

  @Property(tries = 30)
  void track_isTheSameInAnyOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int n) {
    Random random = new Random(seed);
    List<TrackHour> heard = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      heard.add(
          new TrackHour(
              TRACK,
              MIDNIGHT + random.nextInt(Hours.OF_DAY),
              TrackHour.listener("listener-" + random.nextInt(1_500)),
              random.nextInt(9),
              random.nextBoolean()));
    }
    List<TrackHour> other = new ArrayList<>(heard);
    Collections.shuffle(other, random);

    assertThat(fold(other)).isEqualTo(fold(heard));
  }

  @Property(tries = 30)
  void listener_isTheSameInAnyOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<PlayAggregate> hour = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      hour.add(played("p" + random.nextInt(30), MIDNIGHT, 1 + i % 3, 20L * i, i % 4));
    }
    // Copies are equal.
    List<PlayAggregate> distinct = new ArrayList<>();
    hour.stream()
        .filter(one -> distinct.stream().noneMatch(o -> o.eventId().equals(one.eventId())))
        .forEach(distinct::add);
    distinct.addAll(distinct.subList(0, distinct.size() / 2));
    List<PlayAggregate> other = new ArrayList<>(distinct);
    Collections.shuffle(other, random);
    Listener one = Listener.of(new byte[0]);
    Listener two = Listener.of(new byte[0]);

    assertThat(two.close(MIDNIGHT, other, Sums.NONE, LISTENER, false))
        .isEqualTo(one.close(MIDNIGHT, distinct, Sums.NONE, LISTENER, false));
    assertThat(two.toBytes()).isEqualTo(one.toBytes());
  }
}
