package io.earshot.media.audio;

import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import io.earshot.media.MediaFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Serializable;

/**
 * Sounds from untrusted bytes to samples: WAVE, FLAC, MP3 and Ogg Vorbis, streaming, in memory that
 * does not grow with the length. All four are read by code of this package: what is on Maven
 * Central for them is either under the LGPL or reads a part of the format only (MPEG-1 alone, say,
 * where most spoken MP3 is MPEG-2).
 *
 * <p>Length, rate and channels are held against the limits as soon as the header states them, and
 * the length again while decoding, since headers lie. A sound that ends before its header says so
 * is {@link Reason#TRUNCATED}, though what came was decoded: whether to judge by a part is not for
 * a decoder to say.
 */
public final class AudioDecoder implements Serializable {

  private static final long serialVersionUID = 1L;

  private final AudioLimits limits;

  public AudioDecoder(AudioLimits limits) {
    this.limits = limits;
  }

  /**
   * Opens a sound at the rate that models hear, reading its header.
   *
   * @param in its bytes, read as they are needed
   * @param mediaType what it is called; it must be what the bytes are
   * @throws MediaException when it cannot be used
   * @throws IOException when the bytes cannot be read
   */
  public AudioStream open(InputStream in, String mediaType) throws IOException {
    return open(in, mediaType, AudioStream.RATE);
  }

  /**
   * Opens a sound, reading its header.
   *
   * @param in its bytes, read as they are needed
   * @param mediaType what it is called; it must be what the bytes are
   * @param rate samples a second that are wanted
   * @throws MediaException when it cannot be used
   * @throws IOException when the bytes cannot be read
   */
  public AudioStream open(InputStream in, String mediaType, int rate) throws IOException {
    byte[] head = in.readNBytes(MediaFormat.SNIFF_BYTES);
    MediaFormat format = MediaFormat.of(mediaType, head);
    PushbackInputStream whole = new PushbackInputStream(in, MediaFormat.SNIFF_BYTES);
    whole.unread(head);
    ByteFeed feed = new ByteFeed(whole);
    try {
      SampleSource source =
          switch (format) {
            case WAV -> new WavSource(feed, limits);
            case FLAC -> new FlacSource(feed, limits);
            case MP3 -> new Mp3Source(feed, limits);
            case OGG -> new VorbisSource(feed, limits);
            default ->
                throw new MediaException(
                    Reason.WRONG_TYPE,
                    "a sound is needed, but the media type is " + format.mediaType());
          };
      return new AudioStream(format.name(), source, limits, rate);
    } catch (RuntimeException e) {
      throw new MediaException(
          Reason.CORRUPT, format + " sound cannot be decoded: " + e.getClass().getName(), e);
    }
  }
}
