package io.earshot.media.audio;

/** The bits of a packet, least significant first. Behind its end there are zeros. */
final class VorbisBits {

  private byte[] bytes = new byte[0];
  private int limit;
  private int position;

  void over(byte[] data, int length) {
    bytes = data;
    limit = 8 * length;
    position = 0;
  }

  /** Whether the packet has ended before what was taken last. */
  boolean ended() {
    return position > limit;
  }

  int bit() {
    int value = position < limit ? bytes[position >> 3] >> (position & 7) & 1 : 0;
    position++;
    return value;
  }

  boolean flag() {
    return bit() == 1;
  }

  /** Up to 32 bits. */
  int take(int count) {
    int value = 0;
    for (int done = 0; done < count; ) {
      int inByte = position & 7;
      int some = Math.min(count - done, 8 - inByte);
      int octet = position < limit ? bytes[position >> 3] & 0xff : 0;
      value |= (octet >> inByte & ((1 << some) - 1)) << done;
      position += some;
      done += some;
    }
    return value;
  }
}
