package io.earshot.intake;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.testing.TestData;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What aggregates of plays have to be; the others are refused with the field and the way out. */
class PlayIntakeTest {

  private static final long HOUR = 3_600_000;

  private static @Nullable Refusal refuse(
      String listener,
      long version,
      long start,
      long end,
      int plays,
      int royalty,
      long seconds,
      int devices,
      @Nullable Long published) {
    return new PlayIntake(TestData.LIMITS)
        .refuse(
            new PlayAggregate(
                "e",
                listener,
                "track",
                version,
                "creator",
                ContentKind.TRACK,
                T0 + start,
                T0 + end,
                plays,
                royalty,
                seconds,
                devices,
                published),
            T0 + HOUR);
  }

  @Test
  void an_hour_and_a_minute_are_fine() {
    assertThat(refuse("l", 1, 0, HOUR - 1, 27, 26, 800, 2, T0)).isNull();
    assertThat(refuse("l", 1, 60_000, 119_999, 0, 0, 0, 0, null)).isNull();
    assertThat(refuse("l", 1, 0, HOUR - 1, 36_000, 36_000, 36_000, 10_000, null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    // listener, version, start, end, plays, royalty, seconds, devices, published
    "'', 1, 0, 100, 1, 1, 1, 1, 0, listenerId",
    "l, 0, 0, 100, 1, 1, 1, 1, 0, version",
    "l, 1, 0, 3600000, 1, 1, 1, 1, 0, eventTime",
    "l, 1, 100, 99, 1, 1, 1, 1, 0, eventTime",
    "l, 1, 0, 100, -1, 0, 1, 1, 0, plays",
    "l, 1, 0, 100, 36001, 1, 1, 1, 0, plays",
    "l, 1, 0, 100, 1, 2, 1, 1, 0, royaltyPlays",
    "l, 1, 0, 100, 1, 1, 36001, 1, 0, playedSeconds",
    "l, 1, 0, 100, 1, 1, -1, 1, 0, playedSeconds",
    "l, 1, 0, 100, 1, 1, 1, -1, 0, concurrentDevices",
    "l, 1, 0, 100, 1, 1, 1, 1, 5, publishedAt"
  })
  void what_is_wrong_is_named(
      String listener,
      long version,
      long start,
      long end,
      int plays,
      int royalty,
      long seconds,
      int devices,
      long published,
      String field) {
    Refusal refusal =
        Objects.requireNonNull(
            refuse(
                listener,
                version,
                start,
                end,
                plays,
                royalty,
                seconds,
                devices,
                published == 0 ? null : published));

    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.message()).startsWith(field);
  }
}
