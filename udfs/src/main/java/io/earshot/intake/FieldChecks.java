package io.earshot.intake;

import static io.earshot.intake.Refusal.Reason.INVALID_FIELD;
import static io.earshot.intake.Refusal.Reason.MISSING_FIELD;
import static io.earshot.intake.Refusal.Reason.OVERSIZED_FIELD;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks that content and signals share. What passes here is copied into actions, tasks and
 * audit records, so a field without a limit would make one of them larger than Kafka takes, and a
 * record that cannot be written stops the job again after every restart.
 */
final class FieldChecks {

  private static final int BRIEF_CHARS = 40;

  private final IntakeLimits limits;

  FieldChecks(IntakeLimits limits) {
    this.limits = limits;
  }

  /** The first refusal that there is. */
  static @Nullable Refusal first(@Nullable Refusal... refusals) {
    return Stream.<@Nullable Refusal>of(refusals).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** An id, or a name that is used like one: there, and short. */
  @Nullable Refusal id(String field, String value) {
    if (value.isBlank()) {
      return new Refusal(MISSING_FIELD, field, field + " is empty; every event needs one");
    }
    return shortText(field, value);
  }

  /** A text that may be missing and is never long. */
  @Nullable Refusal shortText(String field, @Nullable String value) {
    return value == null || value.length() <= limits.maxIdChars()
        ? null
        : new Refusal(
            OVERSIZED_FIELD,
            field,
            String.format(
                Locale.ROOT,
                "%s has %,d characters, the limit is %,d; shorten it",
                field,
                value.length(),
                limits.maxIdChars()));
  }

  /** A text up to a limit that the job's options set. */
  static @Nullable Refusal length(String field, @Nullable String value, int limit) {
    return value == null || value.length() <= limit
        ? null
        : new Refusal(
            OVERSIZED_FIELD,
            field,
            String.format(
                Locale.ROOT,
                "%s has %,d characters, the limit is %,d; shorten it or raise the limit in the"
                    + " job's options",
                field,
                value.length(),
                limit));
  }

  /** A moment that may be taken for time; {@code recordTimestamp} is that of its record. */
  @Nullable Refusal time(String field, long time, long recordTimestamp) {
    return time(field, time, recordTimestamp, limits.maxAheadMillis());
  }

  /** The same, with another limit. */
  static @Nullable Refusal time(
      String field, long time, long recordTimestamp, long maxAheadMillis) {
    if (Intake.isPlausible(time, recordTimestamp, maxAheadMillis)) {
      return null;
    }
    return new Refusal(
        INVALID_FIELD,
        field,
        field
            + " is "
            + time
            + " ms; it must lie between 2000 and 2100, in milliseconds since the epoch, and at most"
            + " "
            + maxAheadMillis
            + " ms after the record's own time, which is "
            + recordTimestamp);
  }

  /** A value as a message may show it. */
  static String brief(String value) {
    return value.length() <= BRIEF_CHARS ? value : value.substring(0, BRIEF_CHARS) + "…";
  }
}
