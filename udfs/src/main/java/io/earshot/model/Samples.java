package io.earshot.model;

import io.earshot.media.MediaException;
import io.earshot.media.MediaFormat;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioFrontEnd;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.audio.AudioWindow;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.model.ModelManifest.MediaSample;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelManifest.Sound;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The picture or sound of a package's self test, as rows for its model. */
final class Samples {

  private Samples() {}

  /**
   * The rows, with the stretch of sound that each is of: one of a picture, at no time, and one a
   * window of a sound.
   *
   * @throws ModelPackageException when the sample cannot be used
   */
  static List<AudioWindow> rows(ModelPackage model) {
    if (!(model.manifest().selfTest() instanceof MediaSample sample)) {
      throw model.wrong("key 'selfTest' has no media, but a model of pictures or sound needs one");
    }
    Path file = model.sampleFile(sample);
    try {
      byte[] bytes = Files.readAllBytes(file);
      String mediaType = mediaType(bytes);
      if (model.manifest().preprocessing() instanceof Pixels pixels) {
        ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
        return List.of(
            new AudioWindow(0, 0, 0, pixels.tensor().of(decoder.decode(bytes, mediaType))));
      }
      if (model.manifest().preprocessing() instanceof Sound sound) {
        List<AudioWindow> windows = new ArrayList<>();
        long unused =
            AudioFrontEnd.feed(
                new AudioDecoder(AudioLimits.DEFAULT)
                    .open(new ByteArrayInputStream(bytes), mediaType),
                List.of(sound.input().open(windows::add)));
        return windows;
      }
      throw model.wrong("key 'selfTest' has media, but the model is for text");
    } catch (IOException e) {
      throw new ModelPackageException(file + " cannot be used as self test: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelPackageException(file + " was not read: interrupted", e);
    }
  }

  private static String mediaType(byte[] bytes) throws MediaException {
    return MediaFormat.sniff(Arrays.copyOf(bytes, MediaFormat.SNIFF_BYTES))
        .map(MediaFormat::mediaType)
        .orElseThrow(
            () -> MediaException.unsupported("its first bytes are those of no format read here"));
  }
}
