package io.earshot.job.traffic;

import io.earshot.id.Ids;
import io.earshot.schemas.avro.PlayAggregate;
import io.earshot.schemas.avro.SubjectType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was played in the days before the traffic begins: a stream farm, an artist whom it hides
 * behind, and what looks like either and is none. It is told by the hour, as a platform counts it.
 *
 * <p>The farm is one of 1,040 bots of which each played 636 times a day (United States v. Smith,
 * 2024), scaled down to eight: they play what they push, each a little, and others beside.
 */
final class PlayScripts {

  static final String FARM = "stream-farm";
  static final String VICTIM = "botted-artist";
  static final String SHARED = "shared-account";
  static final String HIT = "hit";
  static final String SLEEP = "sleep-sounds";

  static final int HOURS = 72;
  static final int BOTS = 8;
  static final int PUSHED = 6;

  private static final Set<String> FRAUD = Set.of("INT.STREAMFRAUD");
  private static final Duration AGE = Duration.ofDays(700);
  private static final Duration FARM_AGE = Duration.ofDays(40);

  /** Just beyond what is paid for. */
  private static final int GAMING_SECONDS = 31;

  private static final int SONG_SECONDS = 190;
  private static final int FANS = 10;
  private static final int CROWD = 30;
  private static final int SLEEPERS = 45;

  private final Cast cast;
  private final Instant end;
  private final List<TrafficEvent> played = new ArrayList<>();

  private PlayScripts(Cast cast, Instant start) {
    this.cast = cast;
    this.end = start.truncatedTo(ChronoUnit.HOURS);
  }

  /** All of it, in the order of event time. */
  static List<TrafficEvent> past(Cast cast, Instant start) {
    PlayScripts scripts = new PlayScripts(cast, start);
    for (int hour = 0; hour < HOURS; hour++) {
      scripts.farm(hour);
      scripts.fans(hour);
      scripts.sharedAccount(hour);
      scripts.hit(hour);
      scripts.sleepers(hour);
    }
    return scripts.played;
  }

  /** 24 plays an hour of what is pushed, and two or three of somebody else's: 636 a day. */
  private void farm(int hour) {
    for (int bot = 0; bot < BOTS; bot++) {
      String listener = "bot-" + bot;
      for (int track = 0; track < 3; track++) {
        play(FARM, (hour + bot + 2 * track) % PUSHED, listener, hour, 8, GAMING_SECONDS, 1);
      }
      play(VICTIM, 0, listener, hour, 2 + hour % 2, GAMING_SECONDS, 1);
    }
  }

  /** The few listeners of the artist whom the farm hides behind. */
  private void fans(int hour) {
    if (isDay(hour)) {
      for (int fan = 0; fan < FANS; fan++) {
        play(VICTIM, 0, "fan-" + fan + "-" + hour, hour, 1, SONG_SECONDS, 1);
      }
    }
  }

  /** A family with one account: much, on several devices, and no more than they can hear. */
  private void sharedAccount(int hour) {
    for (int track = 0; track < 2; track++) {
      play(SHARED, track, "family", hour, isDay(hour) ? 10 : 2, SONG_SECONDS, 4);
    }
  }

  /** Many listeners, with little each, and at night few of them. */
  private void hit(int hour) {
    int listeners = isDay(hour) ? CROWD : CROWD / 6;
    for (int listener = 0; listener < listeners; listener++) {
      play(HIT, 0, "crowd-" + hour + "-" + listener, hour, 2, SONG_SECONDS, 1);
    }
  }

  /** Noise that plays while people sleep: all night, in long pieces. */
  private void sleepers(int hour) {
    if (!isDay(hour)) {
      for (int sleeper = 0; sleeper < SLEEPERS; sleeper++) {
        play(SLEEP, 0, "sleeper-" + sleeper, hour, 2, 1_750, 1);
      }
    }
  }

  /** Between eight and midnight of UTC. */
  private boolean isDay(int hour) {
    return start(hour).atZone(ZoneOffset.UTC).getHour() >= 8;
  }

  private Instant start(int hour) {
    return end.minus(Duration.ofHours(HOURS - hour));
  }

  private void play(
      String script, int track, String who, int hour, int times, int seconds, int devices) {
    boolean fraud = script.equals(FARM) || script.equals(VICTIM);
    Creator creator = cast.creator(script, 0, script.equals(FARM) ? FARM_AGE : AGE, null);
    String contentId = cast.contentId(script, track);
    String listenerId = cast.contentId("listener/" + who, 0);
    Instant start = start(hour);
    played.add(
        new TrafficEvent.PlaysCounted(
            PlayAggregate.newBuilder()
                .setEventId(Ids.of("traffic-plays", contentId, listenerId, hour))
                .setListenerId(listenerId)
                .setContentId(contentId)
                .setCreatorId(creator.id())
                .setType(SubjectType.TRACK)
                .setBucketStart(start)
                .setEventTime(start.plus(Duration.ofHours(1)).minusMillis(1))
                .setPlays(times)
                .setRoyaltyPlays(times)
                .setPlayedSeconds((long) times * seconds)
                .setConcurrentDevices(devices)
                .build(),
            fraud ? FRAUD : Set.of(),
            script));
  }
}
