package io.earshot.media.audio;

/** Bits of a few bytes; behind them there are zeros. */
final class Mp3Bits {

  private byte[] bytes = new byte[0];
  private int limit;
  private int position;

  void over(byte[] data, int from, int to) {
    bytes = data;
    position = 8 * from;
    limit = 8 * to;
  }

  int position() {
    return position;
  }

  void seek(int bit) {
    position = bit;
  }

  /** Whether more was taken than there was. */
  boolean overrun() {
    return position > limit;
  }

  int take(int count) {
    int value = 0;
    for (int left = count; left > 0; ) {
      int inByte = position & 7;
      int some = Math.min(left, 8 - inByte);
      int octet = position < limit ? bytes[position >> 3] & 0xff : 0;
      value = value << some | (octet >> (8 - inByte - some) & ((1 << some) - 1));
      position += some;
      left -= some;
    }
    return value;
  }
}
