package io.earshot.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.matching.Alteration;
import io.earshot.matching.AudioComparison;
import io.earshot.matching.AudioFingerprint;
import io.earshot.matching.AudioFingerprinter;
import io.earshot.matching.PdqFingerprint;
import io.earshot.matching.PdqHash;
import io.earshot.matching.PdqHasher;
import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import io.earshot.media.MediaFormat;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The fingerprint of a local file: of its picture or of its sound. */
sealed interface FileFingerprint {

  ObjectMapper JSON = new ObjectMapper();

  /** The line about a file. */
  ObjectNode json(Path file);

  /**
   * The line about this file compared with a known one.
   *
   * @throws MediaException when one is a picture and the other a sound
   */
  ObjectNode comparedWith(FileFingerprint known) throws MediaException;

  /** Reads a file and computes its fingerprint. */
  static FileFingerprint read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(MediaFormat.SNIFF_BYTES);
      byte[] head = in.readNBytes(MediaFormat.SNIFF_BYTES);
      in.reset();
      MediaFormat format =
          MediaFormat.sniff(head)
              .orElseThrow(
                  () ->
                      MediaException.unsupported(
                          "the bytes start like no format that is read; convert it to one of"
                              + " PNG, JPEG, GIF, WebP, WAVE, FLAC, MP3, Ogg Vorbis"));
      if (format.isImage()) {
        ImageLimits limits = ImageLimits.DEFAULT;
        byte[] bytes = in.readNBytes(limits.maxBytes() + 1);
        return new Picture(
            PdqHasher.views(new ImageDecoder(limits).decode(bytes, format.mediaType())));
      }
      return new Sound(
          AudioFingerprinter.fingerprints(
              new AudioDecoder(AudioLimits.DEFAULT)
                  .open(in, format.mediaType(), AudioFingerprinter.RATE),
              Alteration.KNOWN));
    }
  }

  /** The line about a file that cannot be used. */
  static ObjectNode error(Path file, IOException e) {
    return JSON.createObjectNode().put("file", file.toString()).put("error", message(e));
  }

  /** What is wrong with a file. */
  static String message(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : String.valueOf(e.getMessage());
  }

  private static MediaException unlike() {
    return new MediaException(
        Reason.WRONG_TYPE, "one is a picture and the other a sound; compare two of a kind");
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** Of a picture: as it is, and without its border, if it has one. */
  record Picture(List<PdqFingerprint> views) implements FileFingerprint {

    @Override
    public ObjectNode json(Path file) {
      return JSON.createObjectNode()
          .put("file", file.toString())
          .put("kind", "pdq")
          .put("hash", views.get(0).hash().hex())
          .put("quality", views.get(0).quality());
    }

    @Override
    public ObjectNode comparedWith(FileFingerprint known) throws MediaException {
      if (!(known instanceof Picture picture)) {
        throw unlike();
      }
      PdqFingerprint other = picture.views.get(0);
      PdqFingerprint.Nearest nearest =
          views.stream()
              .map(view -> view.nearest(other.hash()))
              .min(Comparator.comparing(PdqFingerprint.Nearest::distance))
              .orElseThrow();
      boolean usable = views.get(0).usable() && other.usable();
      boolean same = nearest.distance() <= PdqHash.MATCH_DISTANCE;
      return JSON.createObjectNode()
          .put("kind", "pdq")
          .put("distance", nearest.distance())
          .put("orientation", nearest.orientation().name())
          .put("verdict", !usable ? "UNUSABLE" : same ? "SAME" : "DIFFERENT");
    }
  }

  /** Of a sound, one an alteration of {@link Alteration#KNOWN}. */
  record Sound(List<AudioFingerprint> fingerprints) implements FileFingerprint {

    @Override
    public ObjectNode json(Path file) {
      ObjectNode node =
          JSON.createObjectNode().put("file", file.toString()).put("kind", "chromaprint");
      ArrayNode numbers = node.putArray("fingerprint");
      for (int print : fingerprints.get(0).prints()) {
        numbers.add(Integer.toUnsignedLong(print));
      }
      return node.put("seconds", rounded(fingerprints.get(0).seconds()));
    }

    @Override
    public ObjectNode comparedWith(FileFingerprint known) throws MediaException {
      if (!(known instanceof Sound sound)) {
        throw unlike();
      }
      AudioComparison comparison = AudioComparison.compare(fingerprints, sound.fingerprints.get(0));
      return JSON.createObjectNode()
          .put("kind", "chromaprint")
          .put("distance", rounded(comparison.meanBits()))
          .put("bitError", rounded(comparison.meanBits() / Integer.SIZE))
          .put("alignedSeconds", rounded(comparison.alignedSeconds()))
          .put("offsetSeconds", rounded(comparison.offsetSeconds()))
          .put("tempo", rounded(comparison.alteration().tempo()))
          .put("cents", comparison.alteration().cents())
          .put("verdict", comparison.verdict().name());
    }
  }
}
