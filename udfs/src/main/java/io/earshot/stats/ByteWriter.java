package io.earshot.stats;

import java.util.Arrays;

/**
 * Writes small statistics as bytes, for state that is kept once a creator: whole numbers take as
 * many bytes as they need (LEB128, seven bits a byte, low bits first), signed ones after zigzag
 * folding, as in Protocol Buffers.
 */
public final class ByteWriter {

  private byte[] bytes = new byte[128];
  private int size;

  /** One byte, 0 to 255. */
  public ByteWriter octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** A whole number that is small more often than not, and not negative; 1 to 10 bytes. */
  public ByteWriter count(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** A whole number of either sign; 1 to 10 bytes. */
  public ByteWriter signed(long value) {
    return count((value << 1) ^ (value >> 63));
  }

  /** A whole number that may be any, such as a hash; 8 bytes. */
  public ByteWriter word(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** A fraction, all of its bits; 8 bytes. */
  public ByteWriter fraction(double value) {
    return word(Double.doubleToRawLongBits(value));
  }

  /** Bytes with their number before them. */
  public ByteWriter block(byte[] block) {
    count(block.length);
    room(block.length);
    System.arraycopy(block, 0, bytes, size, block.length);
    size += block.length;
    return this;
  }

  /** What another writer wrote, as it is. */
  public ByteWriter raw(ByteWriter other) {
    room(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
    return this;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
