package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The packets of the one Vorbis stream of an Ogg file (RFC 3533). Pages are checked against their
 * checksums. Other codecs beside it are passed over if they are not sound; a second sound, at once
 * or after the first, is refused, since only one of them would be judged.
 */
final class OggPackets {

  private static final int MAX_PACKET = 1 << 20;
  private static final int[] CRC = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
      }
      CRC[i] = crc;
    }
  }

  private final ByteFeed feed;
  private final byte[] header = new byte[27 + 255];
  private final byte[] body = new byte[255 * 255];
  private byte[] packet = new byte[1 << 12];
  private int length;
  private int serial;
  private int segments;
  private int segment;
  private int bodyAt;
  private long position = -1;
  private boolean known;
  private boolean last;
  private boolean data;

  OggPackets(ByteFeed feed) {
    this.feed = feed;
  }

  byte[] bytes() {
    return packet;
  }

  /** Samples that the stream has at the end of the last packet's page, -1 if not said. */
  long position() {
    return position;
  }

  /** Whether the packet is the last one. */
  boolean atEnd() {
    return last && segment == segments;
  }

  /**
   * Reads the next packet.
   *
   * @param keep whether its bytes are wanted; others may be of any length
   * @return its length, or -1 at the end
   */
  int next(boolean keep) throws IOException {
    length = 0;
    while (true) {
      while (segment < segments) {
        int size = header[27 + segment++] & 0xff;
        if (keep) {
          append(size);
        }
        bodyAt += size;
        if (size < 255) {
          return length;
        }
      }
      if (last) {
        return -1;
      }
      page();
    }
  }

  private void append(int size) throws MediaException {
    if (length + size > MAX_PACKET) {
      throw MediaException.corrupt("Ogg packet has more than " + MAX_PACKET + " bytes");
    }
    if (length + size > packet.length) {
      packet = Arrays.copyOf(packet, Math.max(2 * packet.length, length + size));
    }
    System.arraycopy(body, bodyAt, packet, length, size);
    length += size;
  }

  /** Reads pages up to the next one of the stream. */
  private void page() throws IOException {
    while (true) {
      int got = feed.read(header, 0, 27);
      if (got < 27) {
        throw MediaException.truncated("Ogg file ends without its last page");
      }
      if (header[0] != 'O' || header[1] != 'g' || header[2] != 'g' || header[3] != 'S') {
        throw MediaException.corrupt("Ogg page at byte " + (feed.position() - 27) + " is none");
      }
      int count = header[26] & 0xff;
      int size = 0;
      if (feed.read(header, 27, count) < count) {
        throw MediaException.truncated("Ogg file ends within a page");
      }
      for (int i = 0; i < count; i++) {
        size += header[27 + i] & 0xff;
      }
      if (feed.read(body, 0, size) < size) {
        throw MediaException.truncated("Ogg file ends within a page");
      }
      check(count, size);
      boolean begins = (header[5] & 2) != 0;
      int stream = little(14);
      if (begins) {
        begin(stream, size);
      } else {
        if (!known) {
          throw MediaException.unsupported("Ogg file holds no Vorbis; encode it as Vorbis");
        }
        data = true;
      }
      if (known && stream == serial) {
        segments = count;
        segment = 0;
        bodyAt = 0;
        position = (little(6) & 0xffffffffL) | (long) little(10) << 32;
        last = (header[5] & 4) != 0;
        return;
      }
    }
  }

  private void begin(int stream, int size) throws MediaException {
    String start = new String(body, 0, Math.min(size, 8), StandardCharsets.ISO_8859_1);
    boolean vorbis = start.startsWith("\u0001vorbis");
    if (data || (vorbis && known)) {
      throw MediaException.unsupported("Ogg file holds several sounds; send one a file");
    }
    if (start.startsWith("OpusHead")
        || start.startsWith("\u007fFLAC")
        || start.startsWith("Speex")) {
      throw MediaException.unsupported(
          "Ogg file holds "
              + (start.startsWith("O") ? "Opus" : start.startsWith("S") ? "Speex" : "FLAC")
              + ", but Vorbis is read; encode it as Vorbis");
    }
    if (vorbis) {
      known = true;
      serial = stream;
    }
  }

  private void check(int count, int size) throws MediaException {
    int crc = 0;
    for (int i = 0; i < 27 + count; i++) {
      int octet = i >= 22 && i < 26 ? 0 : header[i] & 0xff;
      crc = crc << 8 ^ CRC[crc >>> 24 ^ octet];
    }
    for (int i = 0; i < size; i++) {
      crc = crc << 8 ^ CRC[crc >>> 24 ^ (body[i] & 0xff)];
    }
    if (crc != little(22)) {
      throw MediaException.corrupt("Ogg page differs from its checksum");
    }
  }

  private int little(int at) {
    return (header[at] & 0xff)
        | (header[at + 1] & 0xff) << 8
        | (header[at + 2] & 0xff) << 16
        | header[at + 3] << 24;
  }
}
