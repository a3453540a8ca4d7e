package io.earshot.media.audio;

import java.io.IOException;
import java.io.InputStream;

/** Bytes of a stream with a look ahead of up to {@link #WINDOW}, in constant memory. */
final class ByteFeed {

  /** How far ahead may be looked. The longest MPEG frame has under 3 kB. */
  static final int WINDOW = 1 << 14;

  private final InputStream in;
  private final byte[] buffer = new byte[2 * WINDOW];
  private int at;
  private int end;
  private long taken;
  private boolean ended;

  ByteFeed(InputStream in) {
    this.in = in;
  }

  /** Bytes taken so far. */
  long position() {
    return taken;
  }

  /** Whether that many more bytes are there, at most {@link #WINDOW}. */
  boolean has(int count) throws IOException {
    if (end - at >= count) {
      return true;
    }
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    while (!ended && end < count) {
      int got = in.read(buffer, end, buffer.length - end);
      if (got < 0) {
        ended = true;
      } else {
        end += got;
      }
    }
    return end >= count;
  }

  /** A byte ahead, which must be there. */
  int peek(int ahead) {
    return buffer[at + ahead] & 0xff;
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    if (at == end && !has(1)) {
      return -1;
    }
    taken++;
    return buffer[at++] & 0xff;
  }

  /** Fills an array as far as there are bytes; returns how many there were. */
  int read(byte[] into, int from, int count) throws IOException {
    int done = 0;
    while (done < count && has(1)) {
      int some = Math.min(count - done, end - at);
      System.arraycopy(buffer, at, into, from + done, some);
      at += some;
      taken += some;
      done += some;
    }
    return done;
  }

  /** Passes over bytes; returns over how many. */
  long skip(long count) throws IOException {
    long left = count;
    while (left > 0 && has(1)) {
      int some = (int) Math.min(left, end - at);
      at += some;
      taken += some;
      left -= some;
    }
    return count - left;
  }

  long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) (read() & 0xff) << (8 * i);
    }
    return value;
  }
}
