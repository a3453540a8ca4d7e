package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms and filters against their definitions. */
class SignalProcessingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 512})
  void fft_is_the_discrete_fourier_transform(int size) {
    Random random = new Random(size);
    double[] re = random.doubles(size).toArray();
    double[] im = random.doubles(size).toArray();
    double[] expectedRe = new double[size];
    double[] expectedIm = new double[size];
    for (int k = 0; k < size; k++) {
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * k * n / size;
        expectedRe[k] += re[n] * Math.cos(angle) - im[n] * Math.sin(angle);
        expectedIm[k] += re[n] * Math.sin(angle) + im[n] * Math.cos(angle);
      }
    }

    new Fft(size).transform(re, im);

    assertThat(re).containsExactly(expectedRe, within(1e-9));
    assertThat(im).containsExactly(expectedIm, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 256, 1024})
  void imdct_is_its_definition(int size) {
    Random random = new Random(size);
    float[] in = new float[size / 2];
    for (int i = 0; i < in.length; i++) {
      in[i] = random.nextFloat() - 0.5f;
    }
    float[] out = new float[size];

    new Imdct(size).transform(in, out);

    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int k = 0; k < in.length; k++) {
        sum += in[k] * Math.cos(2 * Math.PI / size * (i + 0.5 + size / 4.0) * (k + 0.5));
      }
      assertThat((double) out[i]).isCloseTo(sum, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 100",
    "44100, 1000",
    "44100, 7000",
    "44100, 7400",
    "48000, 7400",
    "22050, 7000",
    "8000, 3600",
    "11025, 5000",
    "44099, 3000",
    "96000, 7000",
    "16000, 7900"
  })
  void resampler_lets_pass_what_lies_in_the_pass_band(int rate, double frequency) {
    float[] out = resample(rate, frequency);

    for (int i = 1000; i < out.length - 1000; i++) {
      double expected = Math.sin(2 * Math.PI * frequency * i / 16_000);
      // Rates without a common measure have their phases rounded.
      assertThat((double) out[i]).isCloseTo(expected, within(rate == 44_099 ? 0.01 : 0.003));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 8600",
    "44100, 9500",
    "44100, 15000",
    "44100, 21000",
    "48000, 8600",
    "96000, 40000",
    "22050, 9000"
  })
  void resampler_stops_what_would_fold_back(int rate, double frequency) {
    float[] out = resample(rate, frequency);

    double power = 0;
    for (int i = 1000; i < out.length - 1000; i++) {
      power += out[i] * out[i];
    }
    double decibels = 10 * Math.log10(power / (out.length - 2000) / 0.5);
    assertThat(decibels).isLessThan(-75);
  }

  @ParameterizedTest
  @CsvSource({"44100", "48000", "8000", "11025", "16000"})
  void resampled_sound_does_not_depend_on_how_it_is_pushed(int rate) {
    Random random = new Random(rate);
    float[] in = new float[20_000];
    for (int i = 0; i < in.length; i++) {
      in[i] = random.nextFloat() - 0.5f;
    }

    assertThat(push(rate, in, 37)).isEqualTo(push(rate, in, in.length));
    assertThat(push(rate, in, 999).length).isEqualTo((int) Math.ceil(in.length * 16_000.0 / rate));
  }

  @Test
  void log_mel_is_its_definition() throws Exception {
    int length = AudioInput.Mel.YAMNET.samples();
    float[] sound = new float[length];
    for (int i = 0; i < length; i++) {
      sound[i] = (float) Sounds.scene(i / 16_000.0, i % 2);
    }
    float[] patch = patches(sound, 1000).get(0);

    for (int frame = 0; frame < 96; frame += 19) {
      double[] magnitude = new double[257];
      for (int bin = 0; bin < 257; bin++) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < 400; n++) {
          double x = sound[160 * frame + n] * (0.5 - 0.5 * Math.cos(2 * Math.PI * n / 400));
          re += x * Math.cos(2 * Math.PI * bin * n / 512);
          im -= x * Math.sin(2 * Math.PI * bin * n / 512);
        }
        magnitude[bin] = Math.hypot(re, im);
      }
      double low = 1127 * Math.log(1 + 125 / 700.0);
      double high = 1127 * Math.log(1 + 7500 / 700.0);
      for (int band = 0; band < 64; band++) {
        double left = low + (high - low) * band / 65;
        double centre = low + (high - low) * (band + 1) / 65;
        double right = low + (high - low) * (band + 2) / 65;
        double sum = 0;
        for (int bin = 1; bin < 257; bin++) {
          double mel = 1127 * Math.log(1 + bin * 31.25 / 700);
          double up = (mel - left) / (centre - left);
          double down = (right - mel) / (right - centre);
          sum += Math.max(0, Math.min(up, down)) * magnitude[bin];
        }
        assertThat((double) patch[frame * 64 + band])
            .isCloseTo(Math.log(sum + 0.001), within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "400, 1",
    "15600, 1",
    "15601, 2",
    "23280, 2",
    "23281, 3",
    "160000, 20"
  })
  void patches_cover_all_of_a_sound_and_no_more(int samples, int count) throws Exception {
    assertThat(patches(new float[samples], 777)).hasSize(count);
  }

  @Test
  void patches_do_not_depend_on_how_samples_are_pushed() throws Exception {
    float[] sound = new float[50_000];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) Sounds.scene(i / 16_000.0, 0);
    }

    List<float[]> one = patches(sound, 1);
    List<float[]> all = patches(sound, sound.length);

    assertThat(one).hasSameSizeAs(all);
    for (int i = 0; i < one.size(); i++) {
      assertThat(one.get(i)).isEqualTo(all.get(i));
    }
  }

  private static List<float[]> patches(float[] sound, int chunk) throws Exception {
    List<float[]> patches = new ArrayList<>();
    AudioFrontEnd mel = AudioInput.Mel.YAMNET.open(window -> patches.add(window.values()));
    for (int at = 0; at < sound.length; at += chunk) {
      mel.push(sound, at, Math.min(chunk, sound.length - at));
    }
    mel.finish();
    return patches;
  }

  private static float[] resample(int rate, double frequency) {
    float[] in = new float[rate];
    for (int i = 0; i < rate; i++) {
      in[i] = (float) Math.sin(2 * Math.PI * frequency * i / rate);
    }
    return push(rate, in, 4096);
  }

  private static float[] push(int rate, float[] in, int chunk) {
    Resampler resampler = new Resampler(rate, 16_000);
    float[] all = new float[resampler.room(in.length) + 1000];
    int count = 0;
    for (int at = 0; at < in.length; at += chunk) {
      int length = Math.min(chunk, in.length - at);
      float[] out = new float[resampler.room(length)];
      int got = resampler.push(Arrays.copyOfRange(in, at, at + length), length, out);
      System.arraycopy(out, 0, all, count, got);
      count += got;
    }
    float[] out = new float[resampler.room(0)];
    int got = resampler.finish(out);
    System.arraycopy(out, 0, all, count, got);
    return Arrays.copyOf(all, count + got);
  }
}
