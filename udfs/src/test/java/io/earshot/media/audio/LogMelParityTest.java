package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.FrontEnds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the front end that the models were trained and measured with, in Python. */
class LogMelParityTest {

  @Test
  void log_mel_rows_are_those_of_the_training() throws Exception {
    List<AudioWindow> windows = new ArrayList<>();
    AudioFrontEnd mel = AudioInput.Mel.YAMNET.open(windows::add);
    float[] sound = sound();
    mel.push(sound, 0, sound.length);
    mel.finish();

    assertThat(windows).hasSize(3);
    List<String[]> rows = FrontEnds.rows("mel");
    assertThat(rows).hasSize(18);
    for (String[] row : rows) {
      float[] values = windows.get(Integer.parseInt(row[1])).values();
      double[] expected = FrontEnds.numbers(row);
      for (int band = 0; band < expected.length; band++) {
        assertThat((double) values[Integer.parseInt(row[2]) * expected.length + band])
            .as("window %s, frame %s, band %s", row[1], row[2], band)
            .isCloseTo(expected[band], within(FrontEnds.TOLERANCE));
      }
    }
  }

  /** As fixture.py has it. */
  private static float[] sound() {
    float[] sound = new float[30_000];
    for (int n = 0; n < sound.length; n++) {
      long i = n;
      int part = n / 4000 % 3;
      long level = part == 0 ? 1 : part == 1 ? 16 : 1024;
      long tone = Math.floorDiv(i * 977 % 16_384 - 8_192, level);
      long noise = (i * i * 7_919 + i * 104_729) % 65_536 - 32_768;
      sound[n] = (float) ((tone + Math.floorDiv(noise, 4 * level)) / 32_768.0);
    }
    return sound;
  }
}
