package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Family;
import io.earshot.intake.AccountSignal;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentSigns;
import io.earshot.intake.ContentSigns.ReleaseSign;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Modality;
import io.earshot.matching.SoundSketch;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.stats.Hash64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bytes that earlier versions left in the state mean to this one what they meant to those. When a
 * format gets a new version, write a file more with {@code mvn test -pl udfs -am
 * -Dtest=StateBytesTest -Dsurefire.failIfNoSpecifiedTests=false -Dearshot.state-bytes=FILE} before
 * the change, and list it here; files are never changed.
 */
class StateBytesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource({
    // Of the first formats of all.
    "creator-profile-1.hex, false",
    // D11, D17 and D18 in their second, and reports beyond those that are kept one by one.
    "creator-profile-2.hex, true"
  })
  void a_profile_that_an_earlier_version_wrote_goes_on_as_if_this_one_had_lived_it(
      String file, boolean brigade) throws IOException {
    Played lived = story(brigade).kept();
    Played read = story(brigade);
    read.profile = CreatorProfile.of(bytes(file), read.now);

    for (int step = 0; step < 40; step++) {
      publish(lived, 100 + step);
      publish(read, 100 + step);
      assertThat(read.fired()).as("step %d", step).isEqualTo(lived.fired());
      assertThat(read.facts().families()).isEqualTo(lived.facts().families());
      assertThat(read.facts().risk().contributions())
          .isEqualTo(lived.facts().risk().contributions());
      assertThat(read.facts().items()).isEqualTo(lived.facts().items());
      assertThat(read.facts().reports24h()).isEqualTo(lived.facts().reports24h());
    }
    assertThat(lived.facts().risk().contributions()).isNotEmpty();
  }

  @Test
  void every_detector_that_keeps_something_has_something_in_the_bytes_and_tells_it()
      throws IOException {
    Played story = story(false);
    CreatorProfile read = CreatorProfile.of(bytes("creator-profile-1.hex"), story.now);

    ProfileReport report = read.report(story.now, Played.SET);
    assertThat(report.counts())
        .extracting(StateFact::what)
        .contains("accounts that share a PAYOUT", "creators who link to a host to which it links");
    assertThat(report.detectors())
        .allSatisfy(known -> assertThat(known.facts()).as(known.detector()).isNotEmpty())
        .extracting(ProfileReport.Knowledge::detector)
        .contains(
            "D01", "D02", "D03", "D04", "D05", "D06", "D10", "D11", "D12", "D16", "D17", "D18",
            "D21");
  }

  /** What is kept by its place keeps its place: another order is another meaning. */
  @Test
  void the_codes_of_what_is_kept_never_change() {
    assertThat(names(Family.values()))
        .startsWith("CSE,TVE,VIO,HAT,HAR,SSH,SEX,REG,MIS,DEC,INT,IPR,CON,ANI,LAB,LEG".split(","));
    assertThat(names(AccountSignal.Type.values()))
        .startsWith("PAYOUT,TAX_ID,CARD,DEVICE,FINGERPRINT,EMAIL_PATTERN,IP_PREFIX".split(","));
    assertThat(names(Verdict.State.values())).startsWith("MADE,UPHELD,OVERTURNED,OPEN".split(","));
    assertThat(names(Removal.values())).startsWith("NONE,PROPOSED,MADE".split(","));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  @Test
  @EnabledIfSystemProperty(named = "earshot.state-bytes", matches = ".+")
  void writes_the_bytes_of_this_version() throws IOException {
    Files.writeString(
        Path.of(System.getProperty("earshot.state-bytes")),
        HexFormat.of().formatHex(story(true).profile.toBytes()) + "\n");
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = StateBytesTest.class.getResourceAsStream("/state/" + file)) {
      assertThat(in).as(file).isNotNull();
      return HexFormat.of()
          .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
  }

  /**
   * Somebody of whom something is kept of every sort.
   *
   * @param brigade whether a crowd reports the creator in the end
   */
  private static Played story(boolean brigade) {
    Played creator = Played.of(Duration.ofDays(2));
    creator.signals(
        new AccountSignal(AccountSignal.Type.DEVICE, "device"),
        new AccountSignal(AccountSignal.Type.PAYOUT, "payout"));
    creator.shares(
        AccountSignal.Type.PAYOUT,
        "payout",
        3,
        new Neighbour("closed-before", creator.now - 1, 2, creator.now - 2));
    creator.crowd("pills.example", 7, Duration.ofDays(3));
    for (int step = 0; step < 60; step++) {
      publish(creator, step);
      String decision = new UUID(step, 0x8000_0000_0000_0000L).toString();
      if (step % 7 == 0) {
        creator.profile.decided(decision, Family.HAT, List.of("D13"), Removal.MADE);
      }
      if (step % 14 == 0) {
        creator.profile.reviewed(decision, ReviewOutcome.UPHOLD, creator.now);
      } else if (step % 21 == 0) {
        creator.profile.reviewed(decision, ReviewOutcome.OVERTURN, creator.now);
      }
      if (step % 5 == 0) {
        creator.report("reporter-" + step);
      }
    }
    for (int i = 0; brigade && i < 60; i++) {
      creator.report("crowd-" + i);
    }
    return creator;
  }

  private static void publish(Played creator, int step) {
    creator.after(MINUTE);
    creator.links = step % 2;
    creator.durationMs = step % 3 == 0 ? 31_000L : 7_000L;
    creator.modality = Modality.TEXT;
    creator.sketch = null;
    switch (step % 5) {
      case 0 -> {
        creator.kind = ContentKind.TRACK;
        creator.modality = Modality.AUDIO;
        creator.sketch = new SoundSketch(Hash64.of("sound " + step % 4), step % 3, 1_400);
        creator.signs =
            new ContentSigns(
                step,
                5,
                200,
                1_000,
                List.of(),
                0,
                new ReleaseSign(Hash64.of("release"), 12, 950),
                Hash64.of("recording " + step),
                List.of());
        creator.version("track-" + step, 1, "synthetic", 0.95, "hate", 0.5);
      }
      case 1 -> {
        creator.kind = ContentKind.COMMENT;
        creator.durationMs = null;
        creator.signs = Played.says("the same", "parent-" + step % 2);
        creator.version("comment-" + step, 1, "spam", 0.6);
      }
      case 2 -> {
        creator.kind = ContentKind.PLAYLIST;
        creator.durationMs = null;
        creator.signs = Played.words(30, 500, 100);
        creator.version("list", 1L + step, "harassment", step % 2 == 0 ? 0.8 : 0.1);
      }
      case 3 -> {
        creator.kind = ContentKind.EPISODE;
        creator.signs = Played.linksTo("pills.example");
        creator.version("episode-" + step, 1, "hate", 0.4);
      }
      default -> {
        creator.kind = ContentKind.TRACK;
        creator.signs = Played.linksTo("host-" + step + ".example");
        creator.version("song-" + step % 10, 1L + step / 10, "violence", step % 20 / 20.0);
      }
    }
  }
}
