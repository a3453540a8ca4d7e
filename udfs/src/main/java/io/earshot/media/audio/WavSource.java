package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.IOException;

/**
 * WAVE: PCM of 8, 16, 24 and 32 bits, floats of 32 and 64, also by the extensible header. Other
 * codes are refused. A data chunk of length 0 or 0xffffffff, as recorders write that cannot go
 * back, goes to the end of the file.
 */
final class WavSource implements SampleSource {

  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int BLOCK = 4096;
  private static final long OPEN = 0xffffffffL;

  private final ByteFeed feed;
  private final int code;
  private final int rate;
  private final int channels;
  private final int sampleBytes;
  private final long frames;
  private final float[][] block;
  private final byte[] raw;
  private long left;

  WavSource(ByteFeed feed, AudioLimits limits) throws IOException {
    this.feed = feed;
    feed.skip(12);
    int[] format = null;
    long length;
    while (true) {
      if (!feed.has(8)) {
        throw MediaException.truncated("WAVE file ends before its data chunk");
      }
      long id = feed.little(4);
      length = feed.little(4);
      if (id == 0x61746164) { // data
        break;
      }
      long padded = length + (length & 1);
      if (id == 0x20746d66) { // fmt
        format = format(length);
        padded -= Math.min(length, 40);
      }
      if (feed.skip(padded) < padded) {
        throw MediaException.truncated(
            "WAVE file ends within a chunk that has " + length + " bytes by its header");
      }
    }
    if (format == null) {
      throw MediaException.corrupt("WAVE file has its data before its format");
    }
    code = format[0];
    channels = format[1];
    rate = format[2];
    sampleBytes = format[3];
    limits.check("WAVE", rate & OPEN, channels, 0);
    if ((code != PCM || sampleBytes > 4) && (code != FLOAT || (sampleBytes & ~12) != 0)) {
      throw MediaException.unsupported(
          "WAVE file has code "
              + code
              + " of "
              + 8 * sampleBytes
              + " bits, but PCM (1) of 8 to 32 and floats (3) of 32 and 64 are read; convert it");
    }
    if (format[4] != channels * sampleBytes) {
      throw MediaException.corrupt(
          "WAVE file says "
              + format[4]
              + " bytes a frame, but "
              + channels
              + " channels of "
              + sampleBytes
              + " bytes are not that many");
    }
    left = length == 0 || length == OPEN ? -1 : length / format[4];
    frames = left;
    limits.check("WAVE", rate, channels, frames);
    block = new float[channels][BLOCK];
    raw = new byte[BLOCK * format[4]];
  }

  private int[] format(long length) throws IOException {
    if (length < 16 || !feed.has((int) Math.min(length, 40))) {
      throw MediaException.corrupt("WAVE format chunk has " + length + " bytes, but 16 are needed");
    }
    int code = (int) feed.little(2);
    int channels = (int) feed.little(2);
    int rate = (int) Math.min(feed.little(4), Integer.MAX_VALUE);
    feed.skip(4);
    int frameBytes = (int) feed.little(2);
    int bits = (int) feed.little(2);
    long taken = 16;
    if (code == EXTENSIBLE && length >= 40) {
      feed.skip(8);
      code = (int) feed.little(2);
      taken = 26;
    }
    feed.skip(Math.min(length, 40) - taken);
    return new int[] {code, channels, rate, (bits + 7) / 8, frameBytes};
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
    if (left == 0) {
      return -1;
    }
    int frameBytes = channels * sampleBytes;
    int wanted = left < 0 ? BLOCK : (int) Math.min(left, BLOCK);
    int got = feed.read(raw, 0, wanted * frameBytes) / frameBytes;
    if (left < 0) {
      if (got == 0) {
        return -1;
      }
    } else if (got == 0) {
      throw MediaException.truncated(
          "WAVE file has " + frames + " frames by its header, but ends " + left + " before");
    } else {
      left -= got;
    }
    for (int i = 0; i < got; i++) {
      for (int c = 0; c < channels; c++) {
        block[c][i] = sample((i * channels + c) * sampleBytes);
      }
    }
    return got;
  }

  private float sample(int at) {
    if (code == FLOAT) {
      double value =
          sampleBytes == 4
              ? Float.intBitsToFloat((int) bits(at, 4))
              : Double.longBitsToDouble(bits(at, 8));
      // A float file may go over full scale; what is no number is no sound.
      return value >= -16 && value <= 16 ? (float) value : 0;
    }
    if (sampleBytes == 1) {
      return ((raw[at] & 0xff) - 128) / 128f;
    }
    int shift = 64 - 8 * sampleBytes;
    return (float) ((double) (bits(at, sampleBytes) << shift) / 0x1p63);
  }

  private long bits(int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (raw[at + i] & 0xff);
    }
    return value;
  }
}
