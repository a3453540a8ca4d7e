package io.earshot.intake;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the times of a change to what may be taken for time, as {@link Intake} does with those of
 * content. A change that takes effect in the year 9999 never does, stands in the state of every
 * task until then, and whoever published it believes that it is in effect.
 *
 * <p>It is decided by the time of the change's own record, so a replay refuses the same.
 */
public final class ControlTimes implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How far ahead of its record a change may be to take effect. */
  public static final Duration FARTHEST_AHEAD = Duration.ofDays(366);

  private final long maxAheadMillis;

  /**
   * Checks of times.
   *
   * @param maxAheadMillis how far the time of a change may be ahead of that of its record
   */
  public ControlTimes(long maxAheadMillis) {
    this.maxAheadMillis = maxAheadMillis;
  }

  /**
   * Why a record is no change that can be checked further: it was not decoded, or one of its times
   * is not plausible.
   *
   * @return null if nothing is wrong so far
   */
  public @Nullable Refusal refuse(Inbound<? extends ControlChange> record) {
    ControlChange change = record.value();
    return change == null ? record.refusal() : refuse(change, record.timestamp());
  }

  /**
   * Why the times of a change cannot be taken for time; null if they can.
   *
   * @param recordTimestamp time of the record that carries it
   */
  public @Nullable Refusal refuse(ControlChange change, long recordTimestamp) {
    return FieldChecks.first(
        FieldChecks.time("eventTime", change.publishedAt(), recordTimestamp, maxAheadMillis),
        FieldChecks.time(
            "effectiveAt", change.effectiveAt(), recordTimestamp, FARTHEST_AHEAD.toMillis()));
  }

  /** What whoever published a change with such a time is told, besides the dead letter. */
  public static ControlStatus answer(ControlChange change, Refusal refusal) {
    return ControlStatus.of(
        change, change.subject(), List.of(refusal.message()), change.effectiveAt());
  }
}
