package io.earshot.job.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bytes, none longer than a limit, whatever the input holds. A byte order mark at
 * the beginning, which some editors write before UTF-8, belongs to no line.
 */
final class BoundedLines {

  /**
   * A line without its end.
   *
   * @param number from 1
   * @param bytes its bytes; null if it has more than the limit
   */
  @SuppressWarnings("ArrayRecordComponent") // carried along, never compared
  record Line(long number, byte @Nullable [] bytes) {}

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int limit;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;

  BoundedLines(InputStream in, int limit) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.limit = limit;
  }

  /** The next line, null at the end of the input. A last line without an end is a line. */
  @Nullable Line next() throws IOException {
    line.reset();
    boolean any = false;
    boolean tooLong = false;
    for (int b = in.read(); b >= 0; b = in.read()) {
      any = true;
      if (b == '\n') {
        break;
      }
      if (line.size() < limit) {
        line.write(b);
      } else {
        tooLong = true;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    return new Line(number, tooLong ? null : text());
  }

  private byte[] text() {
    byte[] bytes = line.toByteArray();
    boolean marked =
        number == 1
            && bytes.length >= MARK.length
            && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    return marked ? Arrays.copyOfRange(bytes, MARK.length, bytes.length) : bytes;
  }
}
