package io.earshot.intake;

import static io.earshot.intake.Refusal.Reason.INVALID_FIELD;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks aggregates of plays against the contract, as {@link Intake} does with content. */
public final class PlayIntake {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  /**
   * More plays or seconds of one listener in an hour are no count but a fault: ten devices' worth.
   */
  private static final long MOST = 36_000;

  private static final long MOST_DEVICES = 10_000;

  private final FieldChecks checks;

  /** Checks with limits. */
  public PlayIntake(IntakeLimits limits) {
    this.checks = new FieldChecks(limits);
  }

  /** The first thing that is wrong with an aggregate, or null if nothing is. */
  public @Nullable Refusal refuse(PlayAggregate plays, long recordTimestamp) {
    return FieldChecks.first(
        checks.id("eventId", plays.eventId()),
        checks.id("listenerId", plays.listenerId()),
        checks.id("contentId", plays.contentId()),
        checks.id("creatorId", plays.creatorId()),
        range("version", plays.version(), 1, Long.MAX_VALUE),
        checks.time("eventTime", plays.eventTime(), recordTimestamp),
        checks.time("bucketStart", plays.bucketStart(), recordTimestamp),
        plays.publishedAt() == null
            ? null
            : checks.time("publishedAt", plays.publishedAt(), recordTimestamp),
        bucket(plays),
        range("plays", plays.plays(), 0, MOST),
        range("royaltyPlays", plays.royaltyPlays(), 0, plays.plays()),
        range("playedSeconds", plays.playedSeconds(), 0, MOST),
        range("concurrentDevices", plays.concurrentDevices(), 0, MOST_DEVICES));
  }

  private static @Nullable Refusal bucket(PlayAggregate plays) {
    boolean within =
        plays.eventTime() >= plays.bucketStart()
            && Math.floorDiv(plays.eventTime(), HOUR) == Math.floorDiv(plays.bucketStart(), HOUR);
    return within
        ? null
        : new Refusal(
            INVALID_FIELD,
            "eventTime",
            "eventTime is "
                + plays.eventTime()
                + " ms; it must be the last moment of the bucket that begins at "
                + plays.bucketStart()
                + " ms, in the same hour of UTC");
  }

  private static @Nullable Refusal range(String field, long value, long least, long most) {
    return value >= least && value <= most
        ? null
        : new Refusal(
            INVALID_FIELD,
            field,
            field + " is " + value + "; it must be from " + least + " to " + most);
  }
}
