package io.earshot.media;

import io.earshot.media.MediaException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * The bytes of a medium on their way to a decoder, counted, timed and digested as they pass.
 * Whoever has read what it needs calls {@link #verify}, which reads the rest: results from bytes
 * that turn out not to be those that were named are worth nothing. So a sound need not lie in
 * memory whole to be checked.
 */
public final class VerifiedStream extends InputStream {

  private final InputStream in;
  private final String sha256;
  private final long maxBytes;
  private final long deadline;
  private final LongSupplier nanoTime;
  private final MessageDigest digest;
  private long count;

  /**
   * A stream over another, which it closes.
   *
   * @param sha256 what the bytes must digest to, 64 lower-case hex digits
   * @param maxBytes how many there may be
   * @param timeoutNanos how long all of it may take from now
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  public VerifiedStream(
      InputStream in, String sha256, long maxBytes, long timeoutNanos, LongSupplier nanoTime) {
    this.in = in;
    this.sha256 = sha256;
    this.maxBytes = maxBytes;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + timeoutNanos;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Bytes read so far. */
  public long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (nanoTime.getAsLong() - deadline > 0) {
      throw new MediaException(
          Reason.TIMEOUT,
          "medium did not come in time, after "
              + count
              + " bytes; raise the time or find out why its store is slow");
    }
    int got = in.read(into, from, length);
    if (got > 0) {
      count += got;
      if (count > maxBytes) {
        throw MediaException.tooLarge(
            "medium has more than the " + maxBytes + " bytes that are read; raise the limit");
      }
      digest.update(into, from, got);
    }
    return got;
  }

  /**
   * Reads the rest and checks the digest.
   *
   * @throws MediaException when the bytes are not those that were named, too many, or too slow
   */
  public void verify() throws IOException {
    byte[] rest = new byte[1 << 13];
    while (read(rest, 0, rest.length) >= 0) {
      // digested
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(sha256)) {
      throw new MediaException(
          Reason.DIGEST_MISMATCH,
          "medium digests to "
              + actual
              + ", but "
              + sha256
              + " was named; it was changed after the event was sent, or the event is wrong");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
