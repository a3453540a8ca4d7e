package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * MP3: layer III of MPEG-1, MPEG-2 and MPEG-2.5, constant and variable bit rate, with ID3 and other
 * tags anywhere and garbage between frames.
 *
 * <p>What is a frame is decided by the frame that follows it: four bytes that look like a header
 * are common in pictures and tags, two in the right distance are not. A frame whose data lies in
 * the part of the stream that is missing (the first ones of a cut file) is silence, as is a damaged
 * one; when one in ten is damaged the file is corrupt.
 *
 * <p>Not read: layers I and II, free format, and files that change rate half-way.
 */
final class Mp3Source implements SampleSource {

  /** The most that frames reach back, and the longest frame. */
  private static final int RESERVOIR = 512;

  private static final int MAX_FRAME = 3072;

  /** Bytes that are no frame and no tag, in all. */
  private static final long MAX_GARBAGE = 1 << 20;

  private static final int XING = 0x58696e67;
  private static final int INFO = 0x496e666f;
  private static final int VBRI = 0x56425249;

  private final ByteFeed feed;
  private final Mp3Header first;
  private final Mp3Granule[][] granules = new Mp3Granule[2][2];
  private final Mp3Synthesis[] synthesis = {new Mp3Synthesis(), new Mp3Synthesis()};
  private final Mp3Bits bits = new Mp3Bits();
  private final byte[] frame = new byte[MAX_FRAME];
  private final byte[] main = new byte[RESERVOIR + MAX_FRAME];
  private final int[] shared = new int[2];
  private final float[][] block;
  private final float[][] second = new float[1][1152];
  private int mainBytes;
  private long garbage;
  private long frames;
  private long damaged;
  private long stated = -1;

  Mp3Source(ByteFeed feed, AudioLimits limits) throws IOException {
    this.feed = feed;
    for (Mp3Granule[] row : granules) {
      row[0] = new Mp3Granule();
      row[1] = new Mp3Granule();
    }
    Mp3Header found = sync(null);
    if (found == null) {
      throw MediaException.corrupt("MP3 file holds no two frames of layer III in a row");
    }
    first = found;
    block = new float[first.channels()][first.samples()];
    readInfo();
    limits.check("MP3", first.sampleRate(), first.channels(), statedFrames());
  }

  @Override
  public int sampleRate() {
    return first.sampleRate();
  }

  private long statedFrames() {
    return stated < 0 ? -1 : stated * first.samples();
  }

  @Override
  public float[][] block() {
    return block;
  }

  @Override
  public int next() throws IOException {
    Mp3Header header = sync(first);
    if (header == null) {
      if (stated > frames + 1 + stated / 100) {
        throw MediaException.truncated(
            "MP3 file has " + stated + " frames by its header, but " + frames + " came");
      }
      if (damaged > 2 && damaged * 10 > frames) {
        throw MediaException.corrupt(
            "MP3 file has " + damaged + " damaged frames of " + frames + "; encode it again");
      }
      return -1;
    }
    int length = header.length();
    if (feed.read(frame, 0, length) < length) {
      throw MediaException.truncated("MP3 file ends within its frame " + (frames + 1));
    }
    frames++;
    decode(header, length);
    return header.samples();
  }

  /** Goes to the next frame; null at the end. */
  private @Nullable Mp3Header sync(@Nullable Mp3Header stream) throws IOException {
    while (feed.has(4)) {
      int word = word(0);
      Mp3Header header = new Mp3Header(word);
      if (header.valid()
          && (stream == null || header.sameStream(stream))
          && follows(header, header.length())) {
        return header;
      }
      if (header.looksLikeOne() && header.bitrateIndex() != 0) {
        refuseOther(header, stream);
      }
      if (word >>> 8 == 0x494433 && feed.has(10)) { // ID3
        long size = 0;
        for (int i = 6; i < 10; i++) {
          size = size << 7 | (feed.peek(i) & 0x7f);
        }
        feed.skip(10 + size + ((feed.peek(5) & 0x10) != 0 ? 10 : 0));
      } else if (word >>> 8 == 0x544147) { // TAG
        feed.skip(128);
      } else if (word == 0x41504554 && feed.has(32)) { // APET
        long size = 0;
        for (int i = 15; i >= 12; i--) {
          size = size << 8 | feed.peek(i);
        }
        feed.skip(32 + size);
      } else {
        feed.skip(1);
        garbage += word == 0 ? 0 : 1;
        if (garbage > MAX_GARBAGE) {
          throw MediaException.corrupt(
              "MP3 file has more than " + MAX_GARBAGE + " bytes that are neither frames nor tags");
        }
      }
    }
    return null;
  }

  /** Whether at that distance there is a frame of the same stream, a tag, padding, or the end. */
  private boolean follows(Mp3Header header, int at) throws IOException {
    if (!feed.has(at + 4)) {
      // The last frame, or a part of one: whoever was let in by a frame before it may stay.
      return first != null || feed.has(at);
    }
    int word = word(at);
    Mp3Header next = new Mp3Header(word);
    boolean padding = first != null && word == 0;
    return padding
        || (next.valid() && next.sameStream(header))
        || word >>> 8 == 0x544147
        || word >>> 8 == 0x494433
        || word == 0x41504554
        || word == 0x4c595249;
  }

  /** Frames in a row that are not read here are said to be that, not corrupt. */
  private void refuseOther(Mp3Header header, @Nullable Mp3Header stream) throws IOException {
    if (header.layer() == 3) {
      int at = header.length();
      for (int i = 0; stream != null && i < 2; i++) {
        if (at + 4 > ByteFeed.WINDOW || !feed.has(at + 4)) {
          return;
        }
        Mp3Header next = new Mp3Header(word(at));
        if (!next.valid() || !next.sameStream(header)) {
          return;
        }
        at += next.length();
      }
      if (stream != null && !header.sameStream(stream)) {
        throw MediaException.unsupported(
            "MP3 file changes from "
                + stream.sampleRate()
                + " to "
                + header.sampleRate()
                + " Hz after "
                + frames
                + " frames; encode it at one rate");
      }
      return;
    }
    int rate = header.sampleRate();
    int[] rates1 = {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
    if (header.layer() != 2 || header.low()) {
      return;
    }
    int at = 144 * rates1[header.bitrateIndex() - 1] * 1000 / rate + (header.bits >> 9 & 1);
    if (feed.has(at + 4) && ((word(at) ^ header.bits) & 0xfffe0c00) == 0) {
      throw MediaException.unsupported(
          "MPEG audio file is of layer II, but layer III is read; encode it as MP3");
    }
  }

  private int word(int at) {
    return feed.peek(at) << 24
        | feed.peek(at + 1) << 16
        | feed.peek(at + 2) << 8
        | feed.peek(at + 3);
  }

  /** Reads the frame of encoders that holds the number of frames, if there is one. */
  private void readInfo() throws IOException {
    int length = first.length();
    if (!feed.has(length)) {
      return;
    }
    int at = 4 + first.sideBytes();
    if (at + 12 <= length && (word(at) == XING || word(at) == INFO)) {
      if ((word(at + 4) & 1) != 0) {
        stated = word(at + 8) & 0xffffffffL;
      }
      feed.skip(length);
    } else if (54 <= length && word(36) == VBRI) {
      stated = word(50) & 0xffffffffL;
      feed.skip(length);
    }
  }

  private void decode(Mp3Header header, int length) {
    boolean low = header.low();
    int channels = header.channels();
    int sideAt = header.hasCrc() ? 6 : 4;
    bits.over(frame, sideAt, sideAt + header.sideBytes());
    int back = bits.take(low ? 8 : 9);
    bits.take(low ? channels : channels == 1 ? 5 : 3);
    for (int c = 0; !low && c < channels; c++) {
      shared[c] = bits.take(4);
    }
    int count = low ? 1 : 2;
    for (int g = 0; g < count; g++) {
      for (int c = 0; c < channels; c++) {
        granules[g][c].side(bits, low);
      }
    }
    int dataAt = sideAt + header.sideBytes();
    int kept = Math.min(mainBytes, RESERVOIR);
    System.arraycopy(main, mainBytes - kept, main, 0, kept);
    int data = Math.max(0, length - dataAt);
    System.arraycopy(frame, dataAt, main, kept, data);
    mainBytes = kept + data;
    boolean missing = back > kept;
    if (!missing) {
      bits.over(main, kept - back, mainBytes);
    }
    for (int g = 0; g < count; g++) {
      boolean silent = missing || !granule(header, g, channels);
      if (silent && !missing) {
        damaged += g == 0 || count == 1 ? 1 : 0;
        missing = true;
      }
      for (int c = 0; c < channels; c++) {
        Mp3Granule granule = granules[g][c];
        if (silent) {
          java.util.Arrays.fill(granule.lines, 0);
          granule.blockType = 0;
        } else {
          granule.reduceAliases();
        }
        float[] out = c < block.length ? block[c] : second[0];
        synthesis[c].run(granule.lines, granule.blockType, granule.longBands(), out, 576 * g);
      }
    }
    if (channels < block.length) {
      System.arraycopy(block[0], 0, block[1], 0, header.samples());
    } else if (channels > block.length) {
      for (int i = 0; i < header.samples(); i++) {
        block[0][i] = (block[0][i] + second[0][i]) / 2;
      }
    }
  }

  /** Decodes the lines of a granule; false if there is not as much data as it says. */
  private boolean granule(Mp3Header header, int g, int channels) {
    int row = header.rateRow();
    for (int c = 0; c < channels; c++) {
      Mp3Granule granule = granules[g][c];
      int end = bits.position() + granule.length;
      if (header.low()) {
        granule.lowScaleFactors(bits, c == 1 && header.intensity());
      } else {
        granule.scaleFactors(bits, granules[0][c], g == 0 ? 0 : shared[c]);
      }
      granule.huffman(bits, end, row);
      if (bits.overrun()) {
        return false;
      }
      granule.requantise(row, header.low());
    }
    if (channels == 2) {
      if (header.intensity()) {
        Mp3Stereo.intensity(header, granules[g][0], granules[g][1]);
      } else if (header.midSide()) {
        Mp3Stereo.midSide(granules[g][0].lines, granules[g][1].lines, 0, 576);
      }
    }
    return true;
  }
}
