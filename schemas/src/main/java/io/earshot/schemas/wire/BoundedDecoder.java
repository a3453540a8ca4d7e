package io.earshot.schemas.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from an array that anybody may have written.
 *
 * <p>Avro's own decoder is made for streams, so it allocates what a length says before it knows
 * whether so many bytes follow, and its limits are system properties of the whole JVM, which an
 * application on a shared cluster has no business to set. Here the end is known, so every length is
 * held against what is left, and the items of all arrays and maps together against the length of
 * the record: what is allocated is always in proportion to what was sent. (An item that takes no
 * bytes, such as an empty record, breaks that rule; no topic has one.)
 *
 * <p>It is also stricter where leniency would make two different ids one: text that is not UTF-8 is
 * refused instead of patched with replacement characters.
 */
final class BoundedDecoder extends Decoder {
  private byte[] bytes = new byte[0];
  private int position;
  private long itemsLeft;

  void reset(byte[] from, int offset) {
    bytes = from;
    position = offset;
    itemsLeft = (long) from.length - offset;
  }

  int position() {
    return position;
  }

  @Override
  public int remainingBytes() {
    return bytes.length - position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    byte value = bytes[take(1)];
    if (value != 0 && value != 1) {
      throw new IOException("boolean " + value + ", must be 0 or 1");
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new IOException("int " + value + " does not fit in 32 bits");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[take(1)];
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        if (shift == 63 && next > 1) {
          break;
        }
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IOException("number longer than 64 bits");
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat((int) littleEndian(4));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(littleEndian(8));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = length("string");
    int start = take(length);
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0 && !sameBytes(text, start, length)) {
      throw new IOException("string is not UTF-8");
    }
    return text;
  }

  @Override
  public void skipString() throws IOException {
    take(length("string"));
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    int length = length("bytes");
    int start = take(length);
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
  }

  @Override
  public void skipBytes() throws IOException {
    take(length("bytes"));
  }

  @Override
  public void readFixed(byte[] into, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), into, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return items();
  }

  @Override
  public long arrayNext() throws IOException {
    return items();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return items();
  }

  @Override
  public long mapNext() throws IOException {
    return items();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  /**
   * A negative count is followed by the block's length in bytes, which only a reader that skips it
   * needs.
   */
  private long items() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    return claim(count);
  }

  private long skipBlocks() throws IOException {
    long count = readLong();
    while (count < 0) {
      take(length("block"));
      count = readLong();
    }
    return claim(count);
  }

  private long claim(long count) throws IOException {
    if (count < 0 || count > itemsLeft) {
      throw new IOException(
          "collection of " + count + " items, at most " + itemsLeft + " can follow");
    }
    itemsLeft -= count;
    return count;
  }

  private int length(String what) throws IOException {
    long length = readLong();
    if (length < 0 || length > remainingBytes()) {
      throw new IOException(
          what + " of " + length + " bytes where " + remainingBytes() + " are left");
    }
    return (int) length;
  }

  private boolean sameBytes(String text, int start, int length) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(bytes, start, start + length, encoded, 0, encoded.length);
  }

  private long littleEndian(int size) throws IOException {
    int start = take(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[start + i] & 0xFFL);
    }
    return value;
  }

  private int take(int count) throws IOException {
    if (count > bytes.length - position) {
      throw new EOFException("end after " + bytes.length + " bytes, " + count + " more needed");
    }
    int start = position;
    position += count;
    return start;
  }
}
