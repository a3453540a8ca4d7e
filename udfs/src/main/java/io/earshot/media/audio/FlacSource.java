package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * FLAC (RFC 9639), the whole of it but for Ogg as its container. Every frame is checked against its
 * checksums. Metadata is passed over, pictures in it as well.
 */
final class FlacSource implements SampleSource {

  private static final int[] RATES = {
    0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
  };
  private static final int[] DEPTHS = {0, 8, 12, -1, 16, 20, 24, 32};
  private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};
  private static final int[] CRC16 = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x8005 : crc << 1;
      }
      CRC16[i] = crc & 0xffff;
    }
  }

  private final ByteFeed feed;
  private final int rate;
  private final int channels;
  private final int depth;
  private final int maxBlock;
  private final long frames;
  private final long[][] samples;
  private final float[][] block;
  private long done;
  private long bits;
  private int bitCount;
  private int crc;

  FlacSource(ByteFeed feed, AudioLimits limits) throws IOException {
    this.feed = feed;
    feed.skip(4);
    if ((take(8) & 0x7f) != 0 || take(24) != 34) {
      throw MediaException.corrupt("FLAC file does not begin with its stream information");
    }
    take(16);
    maxBlock = (int) take(16);
    take(24);
    take(24);
    rate = (int) take(20);
    channels = (int) take(3) + 1;
    depth = (int) take(5) + 1;
    long total = take(4) << 32 | take(32);
    frames = total == 0 ? -1 : total;
    feed.skip(16);
    limits.check("FLAC", rate, channels, total);
    if (maxBlock < 16 || depth < 4) {
      throw MediaException.corrupt(
          "FLAC file has blocks of " + maxBlock + " samples of " + depth + " bits by its header");
    }
    skipMetadata();
    samples = new long[channels][maxBlock];
    block = new float[channels][maxBlock];
  }

  private void skipMetadata() throws IOException {
    // The stream information said whether it was the last block in its first bit, which take
    // dropped: a frame starts with sync, a block cannot.
    while (feed.has(2) && !(feed.peek(0) == 0xff && (feed.peek(1) & 0xfe) == 0xf8)) {
      take(8);
      long length = take(24);
      if (feed.skip(length) < length) {
        throw MediaException.truncated("FLAC file ends within its metadata");
      }
    }
  }

  @Override
  public int sampleRate() {
    return rate;
  }

  @Override
  public float[][] block() {
    return block;
  }

  @Override
  public int next() throws IOException {
    if (done == frames) {
      return -1;
    }
    if (!feed.has(1)) {
      if (frames < 0) {
        return -1;
      }
      throw MediaException.truncated(
          "FLAC file has " + frames + " samples by its header, but ends after " + done);
    }
    int size = frame();
    double scale = 1.0 / (1L << (depth - 1));
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < size; i++) {
        block[c][i] = (float) (samples[c][i] * scale);
      }
    }
    done += size;
    return size;
  }

  private int frame() throws IOException {
    bitCount = 0;
    crc = 0;
    if (take(15) != 0x7ffc) {
      throw MediaException.corrupt("FLAC frame after sample " + done + " does not start with sync");
    }
    take(1);
    int sizeCode = (int) take(4);
    int rateCode = (int) take(4);
    int assignment = (int) take(4);
    int depthCode = (int) take(3);
    take(1);
    int first = (int) take(8);
    for (int mask = 0x40; first >= 0xc0 && (first & mask) != 0; mask >>= 1) {
      take(8);
    }
    int size =
        switch (sizeCode) {
          case 0 -> throw MediaException.corrupt("FLAC frame has the reserved block size");
          case 1 -> 192;
          case 6 -> (int) take(8) + 1;
          case 7 -> (int) take(16) + 1;
          default -> sizeCode < 6 ? 576 << (sizeCode - 2) : 256 << (sizeCode - 8);
        };
    long frameRate =
        switch (rateCode) {
          case 12 -> take(8) * 1000;
          case 13 -> take(16);
          case 14 -> take(16) * 10;
          case 15 -> -1;
          default -> rateCode == 0 ? rate : RATES[rateCode];
        };
    take(8); // checked with the whole frame's
    int frameChannels = assignment < 8 ? assignment + 1 : 2;
    int frameDepth = depthCode == 0 ? depth : DEPTHS[depthCode];
    if (frameRate != rate
        || frameChannels != channels
        || frameDepth != depth
        || assignment > 10
        || size > maxBlock) {
      throw MediaException.corrupt(
          "FLAC frame after sample "
              + done
              + " is of "
              + size
              + " samples, "
              + frameRate
              + " Hz, "
              + frameChannels
              + " channels and "
              + frameDepth
              + " bits, which differs from the file's header");
    }
    for (int c = 0; c < channels; c++) {
      boolean side = assignment == 9 ? c == 0 : assignment >= 8 && c == 1;
      subframe(samples[c], size, depth + (side ? 1 : 0));
    }
    decorrelate(assignment, size);
    bitCount = 0;
    int expected = crc & 0xffff;
    if (take(16) != expected) {
      throw MediaException.corrupt(
          "FLAC frame after sample " + done + " differs from its checksum");
    }
    return size;
  }

  private void decorrelate(int assignment, int size) {
    if (assignment < 8) {
      return;
    }
    long[] a = samples[0];
    long[] b = samples[1];
    for (int i = 0; i < size; i++) {
      switch (assignment) {
        case 8 -> b[i] = a[i] - b[i];
        case 9 -> a[i] += b[i];
        default -> {
          long mid = a[i] << 1 | (b[i] & 1);
          long side = b[i];
          a[i] = (mid + side) >> 1;
          b[i] = (mid - side) >> 1;
        }
      }
    }
  }

  private void subframe(long[] into, int size, int subframeDepth) throws IOException {
    take(1);
    int type = (int) take(6);
    int wasted = 0;
    if (take(1) == 1) {
      wasted = 1;
      while (take(1) == 0) {
        wasted++;
        if (wasted >= subframeDepth) {
          throw MediaException.corrupt("FLAC subframe wastes all of its bits");
        }
      }
    }
    int width = subframeDepth - wasted;
    if (type == 0) {
      Arrays.fill(into, 0, size, signed(width));
    } else if (type == 1) {
      for (int i = 0; i < size; i++) {
        into[i] = signed(width);
      }
    } else if (type >= 8 && type <= 12) {
      predicted(into, size, width, type - 8, null);
    } else if (type >= 32) {
      predicted(into, size, width, type - 31, new int[type - 31]);
    } else {
      throw MediaException.corrupt("FLAC subframe is of type " + type + ", which is reserved");
    }
    for (int i = 0; wasted > 0 && i < size; i++) {
      into[i] <<= wasted;
    }
  }

  private void predicted(long[] into, int size, int width, int order, int @Nullable [] coefficients)
      throws IOException {
    if (order > size) {
      throw MediaException.corrupt("FLAC block of " + size + " samples is predicted from " + order);
    }
    for (int i = 0; i < order; i++) {
      into[i] = signed(width);
    }
    int[] weights = FIXED[0];
    int shift = 0;
    if (coefficients != null) {
      int precision = (int) take(4) + 1;
      shift = (int) signed(5);
      if (precision == 16 || shift < 0) {
        throw MediaException.corrupt(
            "FLAC predictor has precision " + precision + " and shift " + shift);
      }
      for (int i = 0; i < order; i++) {
        coefficients[i] = (int) signed(precision);
      }
      weights = coefficients;
    } else {
      weights = FIXED[order];
    }
    residual(into, size, order);
    for (int i = order; i < size; i++) {
      long sum = 0;
      for (int j = 0; j < order; j++) {
        sum += weights[j] * into[i - 1 - j];
      }
      into[i] += sum >> shift;
    }
  }

  private void residual(long[] into, int size, int order) throws IOException {
    int method = (int) take(2);
    if (method > 1) {
      throw MediaException.corrupt("FLAC residual is coded by method " + method);
    }
    int parameterBits = method == 0 ? 4 : 5;
    int escape = (1 << parameterBits) - 1;
    int partitionOrder = (int) take(4);
    int partition = size >> partitionOrder;
    if (partition << partitionOrder != size || partition < order) {
      throw MediaException.corrupt(
          "FLAC block of " + size + " samples is cut into 2^" + partitionOrder + " partitions");
    }
    int at = order;
    for (int p = 1; p <= 1 << partitionOrder; p++) {
      int parameter = (int) take(parameterBits);
      int end = p * partition;
      if (parameter == escape) {
        int width = (int) take(5);
        while (at < end) {
          into[at++] = width == 0 ? 0 : signed(width);
        }
      } else {
        while (at < end) {
          long folded = unary() << parameter | take(parameter);
          into[at++] = folded >>> 1 ^ -(folded & 1);
        }
      }
    }
  }

  private long unary() throws IOException {
    long zeros = 0;
    while (true) {
      if (bitCount == 0) {
        fill();
      }
      long rest = bits & ((1L << bitCount) - 1);
      int leading = rest == 0 ? bitCount : bitCount - (64 - Long.numberOfLeadingZeros(rest));
      zeros += leading;
      bitCount -= leading;
      if (rest != 0) {
        bitCount--;
        return zeros;
      }
      if (zeros > 1 << 24) {
        throw MediaException.corrupt("FLAC residual is larger than any sample");
      }
    }
  }

  private long signed(int width) throws IOException {
    long value = take(width);
    return value << (64 - width) >> (64 - width);
  }

  /** Up to 36 bits. */
  private long take(int count) throws IOException {
    while (bitCount < count) {
      fill();
    }
    bitCount -= count;
    return bits >>> bitCount & ((1L << count) - 1);
  }

  private void fill() throws IOException {
    int next = feed.read();
    if (next < 0) {
      throw MediaException.truncated("FLAC file ends within a frame, after sample " + done);
    }
    crc = (crc << 8 ^ CRC16[(crc >> 8 & 0xff) ^ next]) & 0xffff;
    bits = bits << 8 | next;
    bitCount += 8;
  }
}
