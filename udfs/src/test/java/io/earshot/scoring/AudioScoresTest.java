package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.scoring.AudioScores.Segment;
import io.earshot.scoring.AudioScores.Speech;
import io.earshot.scoring.AudioScores.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AudioScoresTest {

  private static final List<String> LABELS = List.of("siren", "gunshot");

  @Test
  void the_score_of_a_sound_is_the_highest_of_its_windows() {
    List<Window> windows = windows(new float[][] {{0.1f, 0.2f}, {0.9004f, 0f}, {0.3f, 0.21f}});

    assertThat(AudioScores.highest(LABELS, windows))
        .containsExactly(new LabelScore("siren", 0.9), new LabelScore("gunshot", 0.21));
    assertThat(AudioScores.highest(LABELS, List.of()))
        .containsExactly(new LabelScore("siren", 0), new LabelScore("gunshot", 0));
  }

  @Test
  void windows_above_the_threshold_that_overlap_or_touch_are_one_segment() {
    List<Window> windows =
        List.of(
            window(0, 975, 0.6f),
            window(480, 1455, 0.8f),
            window(960, 1935, 0.1f),
            window(1440, 2415, 0.7f),
            window(2415, 3000, 0.6f),
            window(3001, 4000, 0.6f));

    assertThat(AudioScores.segments(windows, 0, 1, 0.6, 9))
        .containsExactly(new Segment(0, 2415 + 585, 0.8), new Segment(3001, 4000, 0.6));
    assertThat(AudioScores.segments(windows, 0, 1, 0.75, 9))
        .containsExactly(new Segment(480, 1455, 0.8));
    assertThat(AudioScores.segments(windows, 0, 1, 0.9, 9)).isEmpty();
  }

  @Test
  void a_threshold_is_held_against_scores_as_rules_see_them() {
    assertThat(AudioScores.segments(List.of(window(0, 10, 0.6996f)), 0, 1, 0.7, 9))
        .containsExactly(new Segment(0, 10, 0.7));
  }

  @Test
  void of_many_segments_the_strongest_are_told_in_the_order_of_time() {
    List<Window> windows = new ArrayList<>();
    float[] scores = {0.6f, 0.9f, 0.7f, 0.9f, 0.9f, 0.8f};
    for (int i = 0; i < scores.length; i++) {
      windows.add(window(i * 2000L, i * 2000L + 975, scores[i]));
    }

    assertThat(AudioScores.segments(windows, 0, 1, 0.5, 2))
        .containsExactly(new Segment(2000, 2975, 0.9), new Segment(6000, 6975, 0.9));
  }

  @Test
  void evidence_is_of_segments_or_of_the_best_window_above_the_floor() {
    List<Window> windows =
        windows(new float[][] {{0.1f, 0.3f}, {0.9f, 0.45f}, {0.95f, 0.45f}, {0.1f, 0.1f}});

    assertThat(AudioScores.evidence(LABELS, List.of(0.8, 0.7), windows, "audio", 0.2, 3))
        .containsExactly(
            Evidence.inAudio("gunshot", "audio", 480, 1455, 0.45),
            Evidence.inAudio("siren", "audio", 480, 1935, 0.95));
    assertThat(AudioScores.evidence(LABELS, List.of(0.8, 0.7), windows, "audio", 0.5, 3))
        .containsExactly(Evidence.inAudio("siren", "audio", 480, 1935, 0.95));
  }

  @Test
  void the_order_in_which_windows_come_back_does_not_matter() {
    Random random = new Random(7);
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      windows.add(
          new Window(
              i * 480L, i * 480L + 975, new float[] {random.nextFloat(), random.nextFloat()}));
    }
    List<Evidence> expected =
        AudioScores.evidence(LABELS, List.of(0.8, 0.9), windows, "audio", 0.2, 5);
    assertThat(expected).hasSize(10);

    Collections.shuffle(windows, random);

    assertThat(AudioScores.evidence(LABELS, List.of(0.8, 0.9), windows, "audio", 0.2, 5))
        .isEqualTo(expected);
  }

  @Test
  void rows_that_are_not_as_wide_as_the_labels_are_an_error() {
    assertThatThrownBy(() -> AudioScores.highest(LABELS, List.of(window(960, 1935, 0.1f))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("960 ms has 1 scores, but there are 2 labels");
  }

  @Test
  void speech_starts_at_the_threshold_and_goes_on_above_the_lower_one() {
    float[] frames = new float[320];
    Arrays.fill(frames, 10, 20, 0.4f); // not yet
    Arrays.fill(frames, 20, 40, 0.9f);
    Arrays.fill(frames, 40, 50, 0.36f); // still
    frames[50] = 0.34f;
    Arrays.fill(frames, 51, 60, 0.4f); // no longer

    Speech speech = AudioScores.speech(List.of(new Window(0, 10_240, frames)), 0.5);

    assertThat(speech.segments()).containsExactly(new Segment(640, 1600, 0.9));
    assertThat(speech.share()).isEqualTo(0.094);
    assertThat(speech.highest()).isEqualTo(0.9);
  }

  @Test
  void short_pauses_are_part_of_speech_and_short_noises_are_none() {
    float[] frames = new float[320];
    Arrays.fill(frames, 0, 10, 0.9f);
    Arrays.fill(frames, 19, 30, 0.8f); // 288 ms later
    Arrays.fill(frames, 100, 107, 0.99f); // 224 ms

    Speech speech = AudioScores.speech(List.of(new Window(0, 10_240, frames)), 0.5);

    assertThat(speech.segments()).containsExactly(new Segment(0, 960, 0.9));
    assertThat(speech.highest()).isEqualTo(0.99);
  }

  @Test
  void speech_goes_on_across_windows_and_ends_with_the_sound() {
    float[] first = new float[320];
    Arrays.fill(first, 300, 320, 0.9f);
    float[] second = new float[320];
    Arrays.fill(second, 0.8f);

    Speech speech =
        AudioScores.speech(
            List.of(new Window(10_240, 12_000, second), new Window(0, 10_240, first)), 0.5);

    assertThat(speech.segments()).containsExactly(new Segment(9_600, 12_000, 0.9));
    assertThat(speech.share()).isEqualTo(0.2);
    assertThat(speech.evidence("speech", "audio", 3))
        .containsExactly(Evidence.inAudio("speech", "audio", 9_600, 12_000, 0.9));
  }

  @Test
  void a_sound_without_windows_has_no_speech() {
    assertThat(AudioScores.speech(List.of(), 0.5)).isEqualTo(new Speech(0, 0, List.of()));
  }

  @Test
  void evidence_in_a_sound_has_a_place_in_it() {
    assertThatThrownBy(() -> Evidence.inAudio("siren", "audio", 5, 4, 0.5))
        .hasMessageContaining("from 5 to 4 ms");
    assertThat(Evidence.inPicture("porn", "cover", 0.5).startMs()).isEqualTo(-1);
  }

  private static Window window(long start, long end, float score) {
    return new Window(start, end, new float[] {score});
  }

  private static List<Window> windows(float[][] rows) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      windows.add(new Window(i * 480L, i * 480L + 975, rows[i]));
    }
    return windows;
  }
}
