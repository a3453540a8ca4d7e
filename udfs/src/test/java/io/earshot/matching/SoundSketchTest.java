package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoundSketchTest {

  /** What bundles set. */
  private static final int NEAR = 30;

  private static final double[] TUNE = Tunes.play(1, 60);
  private static final AudioFingerprint PRINT = print(TUNE);
  private static final SoundSketch SKETCH = sketch(PRINT);
  private static final List<AudioFingerprint> OTHERS =
      LongStream.range(2, 20).mapToObj(seed -> print(Tunes.play(seed, 60))).toList();

  @Test
  void sketch_ofATune_isWhatItWasWhenThisWasWritten() {
    assertThat(SKETCH).isEqualTo(new SoundSketch(6290571546529537852L, 5093496648739599629L, 463));
  }

  @Test
  void copies_afterCodecNoiseOrACut_areNear() {
    for (double[] copy : copies()) {
      assertThat(sketch(print(copy)).distance(SKETCH)).isLessThanOrEqualTo(NEAR);
      assertThat(sketch(print(copy)).isNear(SKETCH, NEAR)).isTrue();
    }
  }

  @Test
  void otherRecordings_areFar() {
    List<SoundSketch> others = OTHERS.stream().map(SoundSketchTest::sketch).toList();
    for (int i = 0; i < others.size(); i++) {
      assertThat(others.get(i).distance(SKETCH)).isGreaterThan(NEAR + 8);
      for (int j = 0; j < i; j++) {
        assertThat(others.get(i).distance(others.get(j))).isGreaterThan(NEAR + 8);
      }
    }
  }

  @Test
  void anExcerpt_isNotNear_howeverLikeItIs() {
    SoundSketch whole = new SoundSketch(5, 5, 1_000);

    assertThat(new SoundSketch(5, 5, 800).isNear(whole, NEAR)).isTrue();
    assertThat(whole.isNear(new SoundSketch(5, 5, 800), NEAR)).isTrue();
    assertThat(new SoundSketch(5, 5, 799).isNear(whole, NEAR)).isFalse();
    assertThat(whole.isNear(new SoundSketch(5, 5, 799), NEAR)).isFalse();
  }

  @Test
  void silenceTonesAndJingles_haveNone() {
    double[] silence = new double[40 * Tunes.RATE];
    double[] tone = new double[40 * Tunes.RATE];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = 0.5 * Math.sin(2 * Math.PI * 440 * i / Tunes.RATE);
    }

    assertThat(SoundSketch.of(print(silence))).isNull();
    assertThat(SoundSketch.of(print(tone))).isNull();
    assertThat(SoundSketch.of(print(Tunes.play(1, 4)))).isNull();
    assertThat(SoundBands.of(print(silence))).isEmpty();
  }

  @Test
  void copies_shareABand_andOtherRecordingsHardlyEver() {
    List<Long> bands = SoundBands.of(PRINT);

    assertThat(bands).hasSize(SoundBands.BANDS);
    for (double[] copy : copies()) {
      assertThat(shared(bands, SoundBands.of(print(copy)))).isPositive();
    }
    int byChance = 0;
    for (AudioFingerprint other : OTHERS) {
      byChance += shared(bands, SoundBands.of(other));
    }
    assertThat(byChance).isLessThanOrEqualTo(3);
  }

  @Test
  void sketch_writtenAndRead_isTheSame() {
    ByteWriter out = new ByteWriter();
    SKETCH.write(out);

    assertThat(out.size()).isLessThanOrEqualTo(18);
    assertThat(SoundSketch.read(new ByteReader(out.toBytes()))).isEqualTo(SKETCH);
  }

  private static List<double[]> copies() {
    return List.of(
        TUNE,
        Tunes.coded(TUNE, 60),
        Tunes.noisy(TUNE, 0.02),
        Arrays.stream(TUNE).map(sample -> sample / 4).toArray(),
        Arrays.copyOfRange(TUNE, 3 * Tunes.RATE, TUNE.length));
  }

  private static int shared(List<Long> bands, List<Long> others) {
    Set<Long> shared = new HashSet<>(bands);
    shared.retainAll(others);
    return shared.size();
  }

  private static AudioFingerprint print(double[] samples) {
    return Tunes.fingerprints(samples, List.of(Alteration.NONE)).get(0);
  }

  private static SoundSketch sketch(AudioFingerprint print) {
    return Objects.requireNonNull(SoundSketch.of(print));
  }
}
