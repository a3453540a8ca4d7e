package io.earshot.job.traffic;

import io.earshot.job.traffic.Script.Stage;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.CreatorEventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Accounts that have put out a track an hour for three days when the traffic begins, and go on: one
 * whose tracks are all made by a machine, and one who plays them, with a machine once in a while.
 * The platform says of each what its own detector of generated music heard. Their past has to be
 * played before anything else, or it comes too late.
 */
enum UploadStreams {
  MACHINE("synthetic-flood", 30_500, 1),
  ARTIST("prolific-artist", 31_500, 10);

  static final int UPLOADS = 3;
  static final int PAST_UPLOADS = 66;

  /** An hour of more uploads would be a burst, whoever made them. */
  private static final int ROUNDS_A_CREATOR = 6;

  /** So many creators of a script have a past; half an hour at the usual rate. */
  static final int CREATORS = 2;

  private static final Duration SPAN = Duration.ofDays(3);
  private static final Duration AGE = Duration.ofDays(40);

  private final String part;
  private final long firstMillis;
  private final int syntheticEvery;

  UploadStreams(String part, long firstMillis, int syntheticEvery) {
    this.part = part;
    this.firstMillis = firstMillis;
    this.syntheticEvery = syntheticEvery;
  }

  static List<Scenario> on(Stage stage) {
    List<Scenario> scenarios = new ArrayList<>();
    for (UploadStreams stream : values()) {
      scenarios.add(stream.scenario(stage));
    }
    return scenarios;
  }

  private Scenario scenario(Stage stage) {
    List<PackItem> tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
    return stage.script(
        part,
        stage.tempo().rare(firstMillis, 2_500, UPLOADS),
        round -> creator(stage.cast(), stage.copy(), round / ROUNDS_A_CREATOR),
        take -> {
          long upload = (take.round() % ROUNDS_A_CREATOR) * UPLOADS + take.step();
          PackItem item = take.turn(tracks);
          return new Play(
              take.creator(),
              upload == 0,
              take.contentId(),
              1,
              labelled(
                  item.withTexts(item.title() + " " + (upload + 1), item.description()), upload),
              heard(upload, take.dice()));
        });
  }

  private Creator creator(Cast cast, String copy, long number) {
    return cast.creator(part + copy, number, AGE, null);
  }

  private boolean isSynthetic(long upload) {
    return upload % syntheticEvery == 0;
  }

  /** A machine is no violation; a stream of nothing else is. */
  private PackItem labelled(PackItem item, long upload) {
    return syntheticEvery == 1 && isSynthetic(upload) ? item.breaking(Set.of("INT.FLOOD")) : item;
  }

  private Extras heard(long upload, Dice dice) {
    double spread = dice.at("synthetic").below(60) / 1_000.0;
    return Extras.heardAs(isSynthetic(upload) ? 0.93 + spread : 0.04 + 4 * spread);
  }

  /** What they did before the traffic begins, in the order of event time. */
  static List<TrafficEvent> past(
      TrafficPack pack, int copies, Cast cast, Dice dice, EventWriter writer, Instant start) {
    PackItem track = HonestScripts.clean(pack, ContentKind.TRACK).get(0);
    Instant begin = start.minus(SPAN);
    Duration apart = SPAN.dividedBy(PAST_UPLOADS);
    List<TrafficEvent> events = new ArrayList<>();
    List<TrafficEvent> contents = new ArrayList<>();
    for (long upload = 0; upload < PAST_UPLOADS; upload++) {
      for (int copy = 0; copy < copies; copy++) {
        for (long number = 0; number < CREATORS; number++) {
          for (UploadStreams stream : values()) {
            Creator creator = stream.creator(cast, "/" + copy, number);
            Staged staged =
                new Staged(
                    stream.part,
                    new Play(
                        creator,
                        upload == 0,
                        cast.contentId(creator.id(), upload),
                        1,
                        stream.labelled(track, upload),
                        stream.heard(upload, dice.at(creator.id()).at(upload))));
            if (upload == 0) {
              events.add(writer.account(staged, CreatorEventKind.UPDATED, begin));
            }
            contents.add(
                writer.published(staged, begin.plusSeconds(1).plus(apart.multipliedBy(upload))));
          }
        }
      }
    }
    events.addAll(contents);
    return events;
  }
}
