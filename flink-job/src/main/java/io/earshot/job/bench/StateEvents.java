package io.earshot.job.bench;

import io.earshot.assessment.Assessment;
import io.earshot.id.Ids;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ContentSigns;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.risk.Activity;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * The publication of a number: the first ones of one creator each, so that all have a profile, the
 * later ones of any creator. That is the worst there is for a cache; real traffic comes back to the
 * same creators.
 *
 * @param creators how many there are
 */
record StateEvents(int creators) implements MapFunction<Long, Activity> {

  private static final long serialVersionUID = 1L;

  /**
   * How often a creator publishes, in event time, however many there are: else small sizes would
   * have floods, which are judged otherwise.
   */
  private static final long MILLIS_BETWEEN = Duration.ofHours(2).toMillis();

  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** Event time of a number, milliseconds since the epoch. */
  static long time(long number, int creators) {
    return START + number * MILLIS_BETWEEN / creators;
  }

  /** At most so many events are in a window that has not closed yet. */
  static int open(int creators, Duration window) {
    return (int) (creators * window.toMillis() / MILLIS_BETWEEN) + 2;
  }

  @Override
  public Activity map(Long number) {
    long mixed = mixed(number);
    long creator = number < creators ? number : Long.remainderUnsigned(mixed, creators);
    ContentKind[] kinds = {ContentKind.TRACK, ContentKind.EPISODE, ContentKind.PLAYLIST};
    double low = (mixed >>> 40 & 0xFF) / 1_000.0;
    boolean high = (mixed & 63) == 0;
    boolean links = (mixed >>> 8 & 7) == 0;
    String id = Ids.of("state-event", number);
    return Activity.of(
        new Assessment(
            new ContentRef(
                id,
                "content-" + Long.toHexString(number),
                1,
                "creator-" + Long.toHexString(creator),
                kinds[(int) (mixed >>> 16 & 0xFF) % kinds.length],
                "en",
                "SE",
                time(number, creators),
                30_000 + (mixed >>> 24 & 0xFFFFF),
                false,
                24,
                links ? 1 : 0,
                2,
                List.of(Modality.TEXT),
                new SourceRef("bench", 0, number),
                new ContentSigns(mixed, 40, 80, 850, links ? List.of(mixed) : List.of(), 0, null)),
            List.of(
                ModelScores.scored(
                    Modality.TEXT,
                    "bench-text",
                    "1",
                    List.of(
                        new LabelScore("harassment", LabelScore.round(high ? 0.4 + low : low)),
                        new LabelScore("spam", LabelScore.round(low / 2))),
                    List.of()))));
  }

  /** Numbers in no order; the finaliser of SplitMix64. */
  private static long mixed(long number) {
    long x = number * 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
