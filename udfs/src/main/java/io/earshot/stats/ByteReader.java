package io.earshot.stats;

import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Bytes that end too early are an {@link
 * IllegalStateException}: state is written by the job alone, and what cannot be read is damaged.
 */
public final class ByteReader {

  private final byte[] bytes;
  private int at;

  /** A reader from the first byte on. */
  @SuppressWarnings("ArrayIsStoredDirectly") // read within one call, never kept
  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether there is more. */
  public boolean hasMore() {
    return at < bytes.length;
  }

  /** One byte, 0 to 255. */
  public int octet() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  /** See {@link ByteWriter#count}. */
  public long count() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalStateException("a number in state has more than ten bytes; it is damaged");
  }

  /** A count that fits an int, such as a length. */
  public int smallCount() {
    long value = count();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalStateException("a length in state is " + value + "; it is damaged");
    }
    return (int) value;
  }

  /** See {@link ByteWriter#signed}. */
  public long signed() {
    long folded = count();
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** See {@link ByteWriter#word}. */
  public long word() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  /** See {@link ByteWriter#fraction}. */
  public double fraction() {
    return Double.longBitsToDouble(word());
  }

  /** See {@link ByteWriter#block}. */
  public byte[] block() {
    int length = smallCount();
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private void need(int more) {
    if (more > bytes.length - at) {
      throw new IllegalStateException(
          "state ends after "
              + bytes.length
              + " bytes, in the middle of a value of "
              + more
              + "; it is damaged");
    }
  }
}
