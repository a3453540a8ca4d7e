package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.matching.AudioComparison.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioComparisonTest {

  private static final double[] TUNE = Tunes.play(1, 40);
  private static final AudioFingerprint KNOWN = Tunes.fingerprints(TUNE).get(0);

  @Test
  void fingerprint_ofATune_isWhatItWasWhenThisWasWritten() {
    AudioFingerprint fingerprint = Tunes.fingerprints(Tunes.play(1, 5)).get(0);

    assertThat(fingerprint.seconds()).isEqualTo(5.0);
    // (55125 - 4096) / 1365 + 1 frames, less 4 for the smoothing and 15 for the longest rectangle.
    assertThat(fingerprint.length()).isEqualTo(38 - 4 - 15);
    assertThat(Arrays.copyOf(fingerprint.prints(), 4))
        .containsExactly(-896657270, -896653174, -892454774, -829544310);
  }

  @Test
  void sameRecording_afterCodecEqualiserNoiseOrGain_isTheSame() {
    assertThat(verdict(Tunes.coded(TUNE, 60))).isEqualTo(Verdict.SAME);
    assertThat(verdict(Tunes.equalised(TUNE, 2, 0.6))).isEqualTo(Verdict.SAME);
    assertThat(verdict(Tunes.equalised(TUNE, 0.6, 2))).isEqualTo(Verdict.SAME);
    assertThat(verdict(Tunes.noisy(TUNE, 0.02))).isEqualTo(Verdict.SAME);
    assertThat(verdict(Arrays.stream(TUNE).map(sample -> sample / 4).toArray()))
        .isEqualTo(Verdict.SAME);
  }

  @Test
  void partOfARecording_isFoundWithItsPlace() {
    double[] part = Arrays.copyOfRange(TUNE, (int) (6.3 * Tunes.RATE), TUNE.length);

    AudioComparison comparison = compare(part);

    assertThat(comparison.verdict()).isEqualTo(Verdict.SAME);
    assertThat(comparison.offsetSeconds()).isBetween(-6.5, -6.1);
    assertThat(comparison.alignedSeconds()).isGreaterThan(29);
  }

  @Test
  void recordingWithinALongerSound_isFoundWithItsPlace() {
    double[] before = Tunes.play(2, 25);
    double[] around = Arrays.copyOf(before, before.length + TUNE.length);
    System.arraycopy(TUNE, 0, around, before.length, TUNE.length);

    AudioComparison comparison = compare(around);

    assertThat(comparison.verdict()).isEqualTo(Verdict.SAME);
    assertThat(comparison.offsetSeconds()).isBetween(24.8, 25.2);
  }

  @ParameterizedTest
  @CsvSource({
    "1.03, 0",
    "0.97, 0",
    "1, 50",
    "1, -50",
    "1.03, 51.2",
    "0.97, -52.7",
    "1.02, 34",
    "1, 35"
  })
  void alteredCopy_isForReview(double tempo, double cents) {
    assertThat(verdict(Tunes.play(1, 40, tempo, cents))).isEqualTo(Verdict.ALTERED);
  }

  @Test
  void otherRecording_isDifferent() {
    for (long seed = 2; seed < 12; seed++) {
      assertThat(verdict(Tunes.play(seed, 40))).as("seed %d", seed).isEqualTo(Verdict.DIFFERENT);
    }
  }

  @Test
  void silenceAndTones_areNothingThatIsKnown() {
    double[] silence = new double[40 * Tunes.RATE];
    double[] tone = new double[40 * Tunes.RATE];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = 0.5 * Math.sin(2 * Math.PI * 440 * i / Tunes.RATE);
    }

    for (double[] sound : List.of(silence, tone)) {
      List<AudioFingerprint> fingerprints = Tunes.fingerprints(sound);
      assertThat(AudioComparison.compare(fingerprints, fingerprints.get(0)).verdict())
          .isEqualTo(Verdict.DIFFERENT);
    }
  }

  @Test
  void soundShorterThanANumber_hasNone() {
    List<AudioFingerprint> fingerprints = Tunes.fingerprints(Tunes.play(1, 2));

    assertThat(fingerprints.get(0).length()).isZero();
    assertThat(AudioComparison.compare(fingerprints, KNOWN).verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void sameTwoSounds_alwaysCompareTheSame() {
    List<AudioFingerprint> copy = Tunes.fingerprints(Tunes.noisy(TUNE, 0.05));

    assertThat(AudioComparison.compare(copy, KNOWN))
        .isEqualTo(AudioComparison.compare(copy, KNOWN));
  }

  private static AudioComparison compare(double[] samples) {
    return AudioComparison.compare(Tunes.fingerprints(samples), KNOWN);
  }

  private static Verdict verdict(double[] samples) {
    return compare(samples).verdict();
  }
}
