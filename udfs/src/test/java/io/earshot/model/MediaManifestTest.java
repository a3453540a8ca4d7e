package io.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.image.PixelTensor;
import io.earshot.model.ModelManifest.MediaSample;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelManifest.Sound;
import io.earshot.model.ModelManifest.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests of pictures and sound: those that ship, and each with one line changed. */
class MediaManifestTest {

  @TempDir Path folder;

  @Test
  void theManifestsThatShipAreReadWhole() {
    ModelManifest images = read("image-safety");
    ModelManifest events = read("audio-events");
    ModelManifest speech = read("speech-gate");

    assertThat(images.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(images.batching()).isEqualTo(new ModelManifest.Batching(List.of(), 2, 8));
    assertThat(images.preprocessing())
        .isEqualTo(
            new Pixels(
                224,
                224,
                PixelTensor.Layout.NCHW,
                1 / 255.0,
                PixelTensor.Resize.BILINEAR_ALIGN_CORNERS,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0)));
    assertThat(((MediaSample) images.selfTest()).media()).isEqualTo("selftest.png");
    assertThat(((Sound) events.preprocessing()).logMel())
        .contains(new Sound.LogMel(400, 160, 512, 64, 125, 7500, 0.001));
    assertThat(speech.task()).isEqualTo(Task.SPEECH_ACTIVITY);
    assertThat(((Sound) speech.preprocessing()).contextSamples()).isEqualTo(15_936);
    assertThat(((Sound) speech.preprocessing()).logMel()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          image-safety | layout: NCHW        | layout: HWC          | 'preprocessing.layout' is "HWC", but must be NCHW or NHWC
          image-safety | resize: bilinear-align-corners | resize: nearest | 'preprocessing.resize' is "nearest", but must be bilinear-align-corners or bilinear
          image-safety | width: 224          | width: 0             | 'preprocessing.width' is 0, but must be a whole number from 1 to 2048
          image-safety | height: 224         | height: 2049         | 'preprocessing.height' is 2049, but must be a whole number from 1 to 2048
          image-safety | height: 224         | height: 22.4         | 'preprocessing.height' is 22.4, but must be a whole number from 1 to 2048
          image-safety | scale: 0.00392156862745098 | scale: 0      | 'preprocessing.scale' is 0.0, but must be a number above 0
          image-safety | scale: 0.00392156862745098 | scale: 1/255  | 'preprocessing.scale' is "1/255", but must be a number
          image-safety | scale: 0.00392156862745098 | scale: .nan   | is not valid YAML: Malformed numeric value '.nan'
          image-safety | layout: NCHW        | layout: NCHW<nl>  mean: [0, 0]    | 'preprocessing.mean' is [0.0, 0.0], but must be three numbers: of red, green and blue
          image-safety | layout: NCHW        | layout: NCHW<nl>  mean: [0, a, 0] | 'preprocessing.mean[1]' is "a", but must be a number
          image-safety | layout: NCHW        | layout: NCHW<nl>  mean: 0.5       | 'preprocessing.mean' is 0.5, but must be a list
          image-safety | layout: NCHW        | layout: NCHW<nl>  deviation: [1, 0, 1] | 'preprocessing.deviation' is [1.0, 0.0, 1.0], but must be three numbers above 0
          image-safety | kind: image         | kind: audio          | 'preprocessing.kind' is "audio", but must be image
          image-safety | width: 224          | widht: 224           | 'preprocessing.widht' is unknown; allowed here: kind, width, height, layout, scale, resize, mean, deviation
          image-safety | layout: NCHW        | layout:              | 'preprocessing.layout' is "", but must be NCHW or NHWC
          image-safety | layout: NCHW        | mean: [0, 0, 0]      | 'preprocessing.layout' is missing; required here: kind, width, height, layout, scale, resize
          image-safety | modality: image     | modality: audio      | 'preprocessing.width' is unknown; allowed here: kind, sampleRate
          image-safety | task: classification | task: speech-activity | 'task' is speech-activity, but must be another with modality image
          image-safety | task: classification | task: detection      | 'task' is "detection", but must be multi-label-classification or classification or speech-activity
          image-safety | maxBatch: 8         | maxBatch: 8<nl>  lengthBuckets: [8] | 'batching.lengthBuckets' is given, but must be absent: only texts differ in length
          image-safety | maxBatch: 8         | maxBatch: 8<nl>  minBatch: 9 | 'batching.minBatch' is 9, but must be a whole number from 1 to 8
          image-safety | media: selftest.png | media: ../selftest.png | 'selfTest.media' is "../selftest.png", but must be the name of a file in the package's folder
          image-safety | media: selftest.png | text: selftest       | 'selfTest.text' is unknown; allowed here: media, mediaSha256, expected
          image-safety | mediaSha256: 890b   | mediaSha256: 890B    | 'selfTest.mediaSha256' is "890B
          image-safety | neutral: 0.989      | neutral: 1.2         | 'selfTest.expected.neutral' is 1.2, but must be a number from 0 to 1
          image-safety | neutral: 0.989,     | ``                   | but must be one score for each of the labels [drawing, hentai, neutral, porn, sexy]
          image-safety | shape: [batch, 3, 224, 224] | shape: [batch, 3, -1, 224] | 'inputs[0].shape[2]' is -1, but must be a positive number or the name of a varying dimension
          image-safety | id: image-safety    | id: image-safety<nl>gate: {model: a, version: 1.0.0, pass: {porn: 0.1}, recall: 0.9, cleanPassed: 0.1, fittedOn: x} | 'gate' is given, but must be absent with modality image: only texts have one
          image-safety | id: image-safety    | id: image-safety<nl>devices: {gpu: {}} | 'devices.gpu' is unknown; allowed here: cpu, cuda, tensorrt
          image-safety | id: image-safety    | id: image-safety<nl>devices: {cuda: 4} | 'devices.cuda' is 4, but must be a mapping of option names to values
          image-safety | id: image-safety    | id: image-safety<nl>devices: {cuda: {gpu_mem_limit: [1]}} | 'devices.cuda.gpu_mem_limit' is [1], but must be a single value
          audio-events | sampleRate: 16000   | sampleRate: 44100    | 'preprocessing.sampleRate' is 44100, but must be a whole number from 16000 to 16000
          audio-events | features: log-mel   | features: mfcc       | 'preprocessing.features' is "mfcc", but must be log-mel or waveform
          audio-events | features: log-mel   | features: waveform   | 'preprocessing.logMel' is given, but must be absent with features waveform
          audio-events | hopMs: 480          | hopMs: 961           | 'preprocessing.hopMs' is 961, but must be at most preprocessing.windowMs, 960, or some sound goes unheard
          audio-events | hopMs: 480          | hopMs: 0             | 'preprocessing.hopMs' is 0, but must be a whole number from 1 to 60000
          audio-events | windowMs: 960       | windowMs: 60001      | 'preprocessing.windowMs' is 60001, but must be a whole number from 1 to 60000
          audio-events | hopMs: 480          | hopMs: 480<nl>  contextSamples: 10 | 'preprocessing.contextSamples' is given, but must be absent with features log-mel
          audio-events | fft: 512            | fft: 500             | key 'preprocessing' does not go together:
          audio-events | window: 400         | window: 600          | key 'preprocessing' does not go together:
          audio-events | fmax: 7500          | fmax: 9000           | key 'preprocessing' does not go together:
          audio-events | mels: 64            | mels: 0              | 'preprocessing.logMel.mels' is 0, but must be a whole number from 1 to 16384
          audio-events | offset: 0.001       | offset: small        | 'preprocessing.logMel.offset' is "small", but must be a number
          audio-events | offset: 0.001       | offst: 0.001         | 'preprocessing.logMel.offst' is unknown; allowed here: window, hop, fft, mels, fmin, fmax, offset
          audio-events | fmin: 125,          | ``                   | 'preprocessing.logMel.fmin' is missing; required here: window, hop, fft
          audio-events | kind: audio         | kind: image          | 'preprocessing.kind' is "image", but must be audio
          speech-gate  | features: waveform  | features: log-mel    | 'preprocessing.contextSamples' is given, but must be absent with features log-mel
          speech-gate  | contextSamples: 15936 | contextSamples: 160001 | 'preprocessing.contextSamples' is 160001, but must be a whole number from 0 to 160000
          speech-gate  | maxBatch: 8         | maxBatch: none       | 'batching.maxBatch' is "none", but must be a whole number from 1 to 4096
          speech-gate  | speech: 0.507       | speach: 0.507        | 'selfTest.expected' is {"speach":0.507}, but must be one score for each of the labels [speech]
          """)
  void aFaultIsRefusedWithItsFileKeyValueAndWhatIsAllowed(
      String name, String from, String to, String message) throws IOException {
    Path file = folder.resolve(ModelManifest.FILE_NAME);
    String manifest = Files.readString(ShippedModels.directory(name).resolve("model.yaml"));
    assertThat(manifest).contains(from);
    Files.writeString(file, manifest.replace(from, to.replace("<nl>", "\n")));

    assertThatThrownBy(() -> ModelManifest.read(file))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  private static ModelManifest read(String name) {
    return ModelManifest.read(ShippedModels.directory(name).resolve(ModelManifest.FILE_NAME));
  }
}
