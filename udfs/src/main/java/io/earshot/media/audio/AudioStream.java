package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.IOException;

/**
 * A sound being decoded: mono, full scale being 1, at {@link #RATE} unless it was opened with
 * another. For one thread. The stream of bytes below is the caller's to close.
 */
public final class AudioStream {

  /** Samples a second that models hear. */
  public static final int RATE = 16_000;

  private final String format;
  private final SampleSource source;
  private final AudioLimits limits;
  private final int rate;
  private final Resampler resampler;
  private float[] mono = new float[0];
  private float[] ready = new float[0];
  private int at;
  private int end;
  private long frames;
  private long samples;
  private boolean ended;

  AudioStream(String format, SampleSource source, AudioLimits limits, int rate) {
    this.format = format;
    this.source = source;
    this.limits = limits;
    this.rate = rate;
    this.resampler = new Resampler(source.sampleRate(), rate);
  }

  /**
   * Fills an array as far as there is sound.
   *
   * @return how many samples, fewer than asked for at the end only; 0 after it
   * @throws MediaException when the medium is at fault, or longer than allowed
   */
  public int read(float[] into, int from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (at == end && !more()) {
        break;
      }
      int some = Math.min(count - done, end - at);
      System.arraycopy(ready, at, into, from + done, some);
      at += some;
      done += some;
    }
    samples += done;
    return done;
  }

  /** Samples a second that come out. */
  public int rate() {
    return rate;
  }

  /** Samples read so far. */
  public long samples() {
    return samples;
  }

  /** Channels of the original. */
  public int channels() {
    return source.channels();
  }

  /** Samples a second of the original. */
  public int originalRate() {
    return source.sampleRate();
  }

  private boolean more() throws IOException {
    at = 0;
    end = 0;
    while (!ended && end == 0) {
      int got;
      try {
        got = source.next();
      } catch (RuntimeException e) {
        // Bounds that only malformed data breaks.
        throw new MediaException(
            MediaException.Reason.CORRUPT,
            format + " sound cannot be decoded: " + e.getClass().getName(),
            e);
      }
      if (got < 0) {
        ended = true;
        if (frames == 0) {
          throw MediaException.empty(format + " sound has no samples");
        }
        ready = fit(ready, resampler.room(0));
        end = resampler.finish(ready);
        break;
      }
      frames += got;
      if (frames / source.sampleRate() > limits.maxDuration().toSeconds()) {
        throw limits.tooLong(format);
      }
      mono = fit(mono, got);
      ready = fit(ready, resampler.room(got));
      Downmix.mix(source.block(), got, mono);
      end = resampler.push(mono, got, ready);
    }
    return end > 0;
  }

  private static float[] fit(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
