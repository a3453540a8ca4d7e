package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.MediaException;
import io.earshot.media.audio.AudioInput.Mel;
import io.earshot.media.audio.AudioInput.Waveform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioWindowsTest {

  private static final Waveform GATE = Waveform.of(10_240, 10_240, 15_936);

  @Test
  void a_chunk_starts_with_its_lead_in_and_is_timed_without_it() throws Exception {
    float[] sound = counting(400_000);

    List<AudioWindow> windows = windows(GATE, sound, 1000);

    assertThat(windows).hasSize(3);
    for (AudioWindow window : windows) {
      int start = window.index() * 163_840;
      assertThat(window.startMs()).isEqualTo(window.index() * 10_240L);
      assertThat(window.endMs()).isEqualTo(Math.min(25_000, (window.index() + 1) * 10_240L));
      float[] values = window.values();
      assertThat(values).hasSize(179_776);
      for (int i = 0; i < values.length; i += 97) {
        int at = start - 15_936 + i;
        assertThat(values[i]).isEqualTo(at < 0 || at >= sound.length ? 0 : sound[at]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "163839, 1", "163840, 1", "163841, 2", "327680, 2", "327681, 3"})
  void chunks_cover_all_of_a_sound_and_no_more(int samples, int count) throws Exception {
    assertThat(windows(GATE, new float[samples], 4096)).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1000, 1", "1001, 2", "1400, 2", "1401, 3"})
  void windows_that_overlap_cover_all_of_a_sound_and_no_more(int samples, int count)
      throws Exception {
    List<AudioWindow> windows = windows(new Waveform(1000, 400, 0), counting(samples), 7);

    assertThat(windows).hasSize(count);
    if (count == 3) {
      assertThat(windows.get(2).values()[0]).isEqualTo(counting(801)[800]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 333, 50_000})
  void windows_do_not_depend_on_how_samples_are_pushed(int chunk) throws Exception {
    float[] sound = counting(50_000);
    for (AudioInput input : List.of(Mel.YAMNET, new Waveform(9000, 3000, 1000))) {
      List<AudioWindow> expected = windows(input, sound, 4096);
      List<AudioWindow> windows = windows(input, sound, chunk);

      assertThat(windows).hasSameSizeAs(expected);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(windows.get(i).values()).isEqualTo(expected.get(i).values());
        assertThat(windows.get(i).startMs()).isEqualTo(expected.get(i).startMs());
        assertThat(windows.get(i).endMs()).isEqualTo(expected.get(i).endMs());
      }
    }
  }

  @Test
  void rows_of_energies_have_their_times_and_none_ends_after_the_sound() throws Exception {
    List<AudioWindow> windows = windows(Mel.YAMNET, counting(24_000), 100);

    assertThat(windows).extracting(AudioWindow::startMs).containsExactly(0L, 480L, 960L);
    assertThat(windows).extracting(AudioWindow::endMs).containsExactly(975L, 1455L, 1500L);
    assertThat(windows).allSatisfy(w -> assertThat(w.values()).hasSize(96 * 64));
  }

  @Test
  void a_sound_is_decoded_once_for_all_front_ends() throws Exception {
    byte[] wav = Sounds.wav(1, 16, 44_100, 2, 12.5);
    List<AudioWindow> chunks = new ArrayList<>();
    List<AudioWindow> rows = new ArrayList<>();
    AudioStream stream =
        new AudioDecoder(AudioLimits.DEFAULT).open(new ByteArrayInputStream(wav), "audio/wav");

    long millis =
        AudioFrontEnd.feed(stream, List.of(GATE.open(chunks::add), Mel.YAMNET.open(rows::add)));

    assertThat(millis).isEqualTo(12_500);
    assertThat(chunks).extracting(AudioWindow::endMs).containsExactly(10_240L, 12_500L);
    assertThat(rows).hasSize(26);
    assertThat(rows.get(25).startMs()).isEqualTo(12_000);
    assertThat(rows.get(25).endMs()).isEqualTo(12_500);
  }

  @Test
  void windows_come_while_the_sound_is_decoded_and_a_sink_that_fails_stops_it() throws Exception {
    byte[] wav = Sounds.wav(1, 16, 16_000, 1, 60);
    AtomicInteger given = new AtomicInteger();
    AudioStream stream =
        new AudioDecoder(AudioLimits.DEFAULT).open(new ByteArrayInputStream(wav), "audio/wav");
    AudioFrontEnd frontEnd =
        Mel.YAMNET.open(
            window -> {
              if (given.incrementAndGet() == 3) {
                throw new IOException("enough");
              }
            });

    assertThatThrownBy(() -> AudioFrontEnd.feed(stream, List.of(frontEnd))).hasMessage("enough");
    // The third window ends at 1.935 s.
    assertThat(stream.samples()).isLessThan(2 * AudioStream.RATE + 4096);
  }

  @Test
  void a_sound_beyond_the_limit_is_refused_however_it_is_cut() throws Exception {
    AudioDecoder decoder = new AudioDecoder(new AudioLimits(Duration.ofSeconds(2), 2));
    byte[] wav = Sounds.wav(1, 16, 16_000, 1, 4);

    assertThatThrownBy(() -> decoder.open(new ByteArrayInputStream(wav), "audio/wav"))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("longer than PT2S");
  }

  @Test
  void millis_of_a_manifest_become_samples_and_frames() {
    assertThat(GATE).isEqualTo(new Waveform(179_776, 163_840, 15_936));
    assertThat(Mel.of(960, 480, 400, 160, 512, 64, 125, 7500, 0.001)).isEqualTo(Mel.YAMNET);
  }

  @Test
  void forms_that_cannot_be_are_refused_with_what_is_allowed() {
    assertThatThrownBy(() -> new Waveform(1000, 900, 200))
        .hasMessageContaining("leaves sound unheard");
    assertThatThrownBy(() -> Mel.of(965, 480, 400, 160, 512, 64, 125, 7500, 0.001))
        .hasMessageContaining("windowMs is 965")
        .hasMessageContaining("a multiple of the frames' hop, 160");
    assertThatThrownBy(() -> Mel.of(960, 480, 400, 160, 500, 64, 125, 7500, 0.001))
        .hasMessageContaining("fft is 500");
    assertThatThrownBy(() -> Mel.of(960, 480, 400, 160, 512, 64, 125, 9000, 0.001))
        .hasMessageContaining("125.0 to 9000.0");
    assertThatThrownBy(() -> Mel.of(960, 1600, 400, 160, 512, 64, 125, 7500, 0.001))
        .hasMessageContaining("step is 160");
    assertThatThrownBy(() -> Mel.of(960, 480, 400, 160, 512, 64, 125, 7500, 0))
        .hasMessageContaining("offset is 0.0");
  }

  private static float[] counting(int length) {
    float[] sound = new float[length];
    for (int i = 0; i < length; i++) {
      sound[i] = (i % 1009 - 504) / 600f;
    }
    return sound;
  }

  private static List<AudioWindow> windows(AudioInput input, float[] sound, int chunk)
      throws Exception {
    List<AudioWindow> windows = new ArrayList<>();
    AudioFrontEnd frontEnd = input.open(windows::add);
    for (int at = 0; at < sound.length; at += chunk) {
      frontEnd.push(sound, at, Math.min(chunk, sound.length - at));
    }
    frontEnd.finish();
    return windows;
  }
}
