package io.earshot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioFrontEnd;
import io.earshot.media.audio.AudioInput;
import io.earshot.media.audio.AudioInput.Mel;
import io.earshot.media.audio.AudioInput.Waveform;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.audio.AudioWindow;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PixelTensor;
import io.earshot.media.image.PixelTensor.Layout;
import io.earshot.media.image.PixelTensor.Resize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages for pictures and sound, from the bytes of their samples to their scores. */
class MediaPackagesTest {

  @ParameterizedTest
  @ValueSource(strings = {"image-safety", "speech-gate", "audio-events"})
  void a_package_holds_the_sample_its_manifest_names(String name) throws Exception {
    JsonNode test = manifest(name).get("selfTest");
    byte[] bytes = Files.readAllBytes(Path.of(name, test.get("media").asText()));

    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .isEqualTo(test.get("mediaSha256").asText());
  }

  @Test
  void the_picture_gets_the_scores_its_manifest_states() throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of("image-safety", "selftest.png"));
    PixelTensor tensor =
        PixelTensor.unitRange(224, 224, Layout.NCHW, Resize.BILINEAR_ALIGN_CORNERS);
    float[] pixels = tensor.of(new ImageDecoder(ImageLimits.DEFAULT).decode(bytes, "image/png"));

    float[][] scores = run("image-safety", "pixels", List.of(pixels), 3, 224, 224);

    assertStated("image-safety", scores[0]);
  }

  @Test
  void the_sound_of_events_gets_the_scores_its_manifest_states() throws Exception {
    JsonNode form = manifest("audio-events").get("preprocessing");
    JsonNode mel = form.get("logMel");
    List<AudioWindow> windows =
        windows(
            "audio-events",
            Mel.of(
                form.get("windowMs").asInt(),
                form.get("hopMs").asInt(),
                mel.get("window").asInt(),
                mel.get("hop").asInt(),
                mel.get("fft").asInt(),
                mel.get("mels").asInt(),
                mel.get("fmin").asDouble(),
                mel.get("fmax").asDouble(),
                mel.get("offset").asDouble()));

    float[][] scores = run("audio-events", "log_mel", values(windows), 96, 64);

    assertThat(windows).hasSize(12);
    float[] highest = new float[scores[0].length];
    for (float[] row : scores) {
      for (int i = 0; i < row.length; i++) {
        highest[i] = Math.max(highest[i], row[i]);
      }
    }
    assertStated("audio-events", highest);
  }

  @Test
  void the_sound_of_the_gate_has_the_speech_its_manifest_states() throws Exception {
    JsonNode form = manifest("speech-gate").get("preprocessing");
    List<AudioWindow> windows =
        windows(
            "speech-gate",
            Waveform.of(
                form.get("windowMs").asInt(),
                form.get("hopMs").asInt(),
                form.get("contextSamples").asInt()));

    float[][] scores = run("speech-gate", "samples", values(windows), 179_776);

    double threshold = manifest("speech-gate").get("labels").get(0).get("threshold").asDouble();
    int frames = 0;
    int spoken = 0;
    for (AudioWindow window : windows) {
      float[] row = scores[window.index()];
      for (int i = 0; i < row.length && window.startMs() + 32L * i < window.endMs(); i++) {
        frames++;
        spoken += row[i] >= threshold ? 1 : 0;
      }
    }
    assertThat(frames).isEqualTo(219);
    assertStated("speech-gate", new float[] {(float) spoken / frames});
  }

  @ParameterizedTest
  @ValueSource(strings = {"speech-gate", "audio-events", "image-safety"})
  void scores_do_not_depend_on_what_shares_a_batch(String name) throws Exception {
    JsonNode input = manifest(name).get("inputs").get(0);
    int[] shape = new int[input.get("shape").size() - 1];
    int length = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = input.get("shape").get(i + 1).asInt();
      length *= shape[i];
    }
    Random random = new Random(3);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      float[] row = new float[length];
      for (int j = 0; j < length; j++) {
        row[j] = random.nextFloat() * (i + 1) / 5;
      }
      rows.add(row);
    }
    String key = input.get("name").asText();

    float[][] together = run(name, key, rows, shape);

    for (int i = 0; i < rows.size(); i++) {
      float[] alone = run(name, key, List.of(rows.get(i)), shape)[0];
      assertThat(together[i]).as("row %s", i).containsExactly(alone, within(5e-4f));
    }
  }

  private static void assertStated(String name, float[] scores) throws IOException {
    JsonNode manifest = manifest(name);
    assertThat(scores).hasSize(manifest.get("labels").size());
    for (int i = 0; i < scores.length; i++) {
      String label = manifest.get("labels").get(i).get("name").asText();
      assertThat((double) scores[i])
          .as(label)
          .isCloseTo(
              manifest.get("selfTest").get("expected").get(label).asDouble(), within(0.0015));
    }
  }

  private static List<AudioWindow> windows(String name, AudioInput input) throws Exception {
    List<AudioWindow> windows = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of(name, "selftest.flac"))) {
      AudioFrontEnd.feed(
          new AudioDecoder(AudioLimits.DEFAULT).open(in, "audio/flac"),
          List.of(input.open(windows::add)));
    }
    return windows;
  }

  private static List<float[]> values(List<AudioWindow> windows) {
    return windows.stream().map(AudioWindow::values).toList();
  }

  private static float[][] run(String name, String input, List<float[]> rows, int... shape)
      throws OrtException {
    int length = rows.get(0).length;
    FloatBuffer buffer = FloatBuffer.allocate(rows.size() * length);
    rows.forEach(buffer::put);
    buffer.flip();
    long[] dimensions = new long[shape.length + 1];
    dimensions[0] = rows.size();
    for (int i = 0; i < shape.length; i++) {
      dimensions[i + 1] = shape[i];
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session =
              environment.createSession(Path.of(name, "model.onnx").toString(), options);
          OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, dimensions);
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        return (float[][]) result.get(0).getValue();
      }
    }
  }

  private static JsonNode manifest(String name) throws IOException {
    return new YAMLMapper().readTree(Path.of(name, "model.yaml").toFile());
  }
}
