package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.intake.ContentKind;
import io.earshot.matching.SoundSketch;
import io.earshot.policy.BundleException;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.testing.TestData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The greatest values that bundles may ask of detectors: they can be reached, and more cannot. */
class DetectorLimitsTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final SoundSketch SOUND = new SoundSketch(0x0123456789abcdefL, 77, 1_400);

  static Stream<Arguments> limits() {
    return DetectorCatalog.installed().specs().stream()
        .flatMap(
            spec ->
                spec.parameters().stream()
                    .filter(parameter -> parameter.most() > 0)
                    .map(parameter -> Arguments.of(spec.id(), parameter)));
  }

  private static void compile(String id, Parameter parameter, long value) throws BundleException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<String, Map<String, Map<String, Object>>> bundle = yaml.load(TestData.detectorsText());
    Map<String, Object> settings =
        Objects.requireNonNull(Objects.requireNonNull(bundle.get("detectors")).get(id), id);
    boolean isDuration = parameter.kind() == Parameter.Kind.DURATION;
    Object shown = isDuration ? Duration.ofMillis(value).toString() : (Object) value;
    settings.put(parameter.name(), shown);
    PolicyEvaluator.compile("test", yaml.dump(bundle), TestData.VOCABULARY);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void a_value_at_its_limit_is_accepted_and_one_above_is_refused(String id, Parameter parameter) {
    long most = parameter.most();
    assertThatCode(() -> compile(id, parameter, most)).doesNotThrowAnyException();

    BundleException refused =
        catchThrowableOfType(BundleException.class, () -> compile(id, parameter, most + 1));
    String limit = parameter.shown(most);
    assertThat(refused.faults())
        .singleElement()
        .asString()
        .contains(parameter.name() + " is " + parameter.shown(most + 1) + "; " + id)
        .contains("no more than " + limit + " of a creator")
        .contains("write " + limit + " or less, or leave " + id + " out");
  }

  @Test
  void what_is_kept_by_number_has_a_limit() {
    assertThat(limits())
        .extracting(one -> one.get()[0] + " " + ((Parameter) one.get()[1]).name())
        .contains("D03 recordings", "D03 window", "D10 items", "D10 window", "D11 items")
        .contains("D12 edits", "D12 window", "D13 items", "D14 items", "D15 window")
        .contains("D16 protects", "D17 identical", "D17 parents", "D18 edits", "D19 window")
        // All reports are counted, whatever their number.
        .doesNotContain("D16 reports1h");
  }

  /** It fires at the limit and beyond, and not before. */
  private static void turnsAtTheLimit(
      String id, String parameter, Played creator, IntConsumer step) {
    Parameter limited =
        DetectorCatalog.installed().specs().stream()
            .filter(spec -> spec.id().equals(id))
            .flatMap(spec -> spec.parameters().stream())
            .filter(one -> one.name().equals(parameter))
            .findFirst()
            .orElseThrow();
    int most = (int) limited.most();
    Parameters values =
        Objects.requireNonNull(Played.SET.parameters(id)).with(Map.of(parameter, (double) most));
    creator.set = new RiskSettings(Map.of(id, new RiskSettings.Setting(0.1, values)), null);
    for (int i = 1; i <= most + 2; i++) {
      creator.after(Duration.ofSeconds(1)).kept();
      step.accept(i);
      assertThat(creator.fired())
          .as("%s at %s %d", id, parameter, i)
          .isEqualTo(i < most ? List.of() : List.of(id));
    }
  }

  @Test
  void d03_d05_d10_and_d11_fire_at_their_greatest_counts() {
    Played sounds = Played.of(DAY);
    turnsAtTheLimit("D03", "recordings", sounds, i -> sounds.track("recording-" + i, SOUND));

    Played tracks = Played.of(DAY);
    tracks.durationMs = 31_000L;
    turnsAtTheLimit("D05", "tracks", tracks, i -> tracks.publish());

    Played stuffed = Played.of(DAY);
    stuffed.signs = Played.words(20, 500, 1_000);
    turnsAtTheLimit("D10", "items", stuffed, i -> stuffed.publish());

    Played linking = Played.of(DAY);
    linking.durationMs = 7_000L;
    linking.signs = Played.linksTo("pills.example");
    turnsAtTheLimit("D11", "items", linking, i -> linking.publish());
  }

  @Test
  void d12_and_d13_fire_at_their_greatest_counts() {
    Played editor = Played.of(DAY);
    turnsAtTheLimit(
        "D12",
        "edits",
        editor,
        i -> {
          editor.links = 0;
          editor.version("edited-" + i, 1);
          editor.links = 1;
          editor.after(Duration.ofSeconds(1)).version("edited-" + i, 2);
        });

    Played drip = Played.of(DAY);
    turnsAtTheLimit("D13", "items", drip, i -> drip.publish("hate", 0.4));
  }

  @Test
  void d17_and_d18_fire_at_their_greatest_counts() {
    Played repeating = Played.of(DAY);
    repeating.kind = ContentKind.COMMENT;
    repeating.signs = Played.says("buy", null);
    turnsAtTheLimit("D17", "identical", repeating, i -> repeating.publish());

    Played scattering = Played.of(DAY);
    scattering.kind = ContentKind.COMMENT;
    scattering.links = 1;
    turnsAtTheLimit(
        "D17",
        "parents",
        scattering,
        i -> {
          scattering.signs = Played.says("text " + i, "parent " + i);
          scattering.publish();
        });

    for (String parameter : List.of("edits", "violating")) {
      Played renaming = Played.of(DAY);
      renaming.kind = ContentKind.PLAYLIST;
      turnsAtTheLimit(
          "D18", parameter, renaming, i -> renaming.version("list", i + 1L, "hate", 0.9));
    }
  }
}
