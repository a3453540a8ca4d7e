package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where people say that a pattern is none, the detector does not fire on its next item again. */
class OverturnedTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String DECISION = "7c70f2d3-7388-5850-8391-0c60e207da95";

  static Stream<Arguments> patterns() {
    return Stream.of(
        pattern(
            "D11",
            2,
            3,
            (creator, item) -> {
              creator.kind = ContentKind.EPISODE;
              creator.durationMs = 7_000L;
              creator.links = 1;
              creator.signs = Played.linksTo("pills.example");
              creator.publish();
            }),
        pattern(
            "D17",
            1,
            20,
            (creator, item) -> {
              creator.kind = ContentKind.COMMENT;
              creator.durationMs = null;
              creator.signs = Played.says("buy", "episode-" + item);
              creator.publish();
            }),
        pattern(
            "D18",
            300,
            10,
            (creator, item) -> {
              creator.kind = ContentKind.PLAYLIST;
              creator.durationMs = null;
              creator.version("list", item + 1L, "harassment", item >= 9 ? 0.8 : 0.1);
            }));
  }

  private static Arguments pattern(
      String detector, int ageDays, int fires, BiConsumer<Played, Integer> publish) {
    return Arguments.of(
        Named.of(detector, detector), Played.of(DAY.multipliedBy(ageDays)), fires, publish);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void an_overturned_pattern_does_not_fire_on_its_next_item_and_an_upheld_one_does(
      String detector, Played creator, int fires, BiConsumer<Played, Integer> publish) {
    for (int item = 1; item <= fires; item++) {
      assertThat(creator.fired()).doesNotContain(detector);
      publish.accept(creator.after(MINUTE).kept(), item);
    }
    assertThat(creator.fired()).contains(detector);
    creator.profile.decided(DECISION, Family.INT, List.of(detector), Removal.NONE);
    creator.profile.reviewed(DECISION, ReviewOutcome.OVERTURN, creator.now);
    byte[] overturned = creator.profile.toBytes();
    for (int item = fires + 1; item < 2 * fires; item++) {
      publish.accept(creator.after(MINUTE).kept(), item);
      assertThat(creator.fired()).doesNotContain(detector);
    }
    publish.accept(creator.after(MINUTE).kept(), 2 * fires);
    assertThat(creator.fired()).contains(detector);

    creator.profile = CreatorProfile.of(overturned, creator.now);
    creator.profile.reviewed(DECISION, ReviewOutcome.UPHOLD, creator.now);
    publish.accept(creator.after(MINUTE).kept(), 2 * fires + 1);
    assertThat(creator.fired()).contains(detector);
  }
}
