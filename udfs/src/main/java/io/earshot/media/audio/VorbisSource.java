package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.IOException;
import java.util.Arrays;

/** Vorbis I in Ogg, as its specification says but for floors of type 0. */
final class VorbisSource implements SampleSource {

  private final OggPackets packets;
  private final VorbisBits bits = new VorbisBits();
  private final int channels;
  private final int rate;
  private final int[] sizes = new int[2];
  private final Imdct[] transforms = new Imdct[2];
  private final float[][] slopes = new float[2][];
  private final VorbisCodebook[] books;
  private final VorbisFloor[] floors;
  private final VorbisResidue[] residues;
  private final Mapping[] mappings;
  private final boolean[] longMode;
  private final int[] mappingOf;
  private final float[][] spectra;
  private final float[][] wave;
  private final float[][] overlap;
  private final float[][] block;
  private int previous;
  private long produced;

  /** How channels are coupled, and which floor and residue each has. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Mapping(
      int[] magnitudes, int[] angles, int[] submap, int[] floors, int[] residues) {}

  VorbisSource(ByteFeed feed, AudioLimits limits) throws IOException {
    packets = new OggPackets(feed);
    header(1, true);
    int version = bits.take(32);
    channels = bits.take(8);
    long frequency = bits.take(32) & 0xffffffffL;
    bits.take(32);
    bits.take(32);
    bits.take(32);
    sizes[0] = 1 << bits.take(4);
    sizes[1] = 1 << bits.take(4);
    if (version != 0 || sizes[0] < 64 || sizes[1] < sizes[0] || sizes[1] > 8192 || !bits.flag()) {
      throw MediaException.corrupt(
          "Vorbis sound of version "
              + version
              + " has blocks of "
              + sizes[0]
              + " and "
              + sizes[1]
              + " samples");
    }
    limits.check("Vorbis", frequency, channels, 0);
    rate = (int) frequency;
    header(3, false);
    header(5, true);
    for (int i = 0; i < 2; i++) {
      transforms[i] = new Imdct(sizes[i]);
      slopes[i] = slope(sizes[i] / 2);
    }
    books = new VorbisCodebook[bits.take(8) + 1];
    long numbers = 0;
    for (int i = 0; i < books.length; i++) {
      books[i] = new VorbisCodebook(bits);
      numbers += books[i].vectors.length + books[i].entries;
      if (numbers > 1 << 22) {
        throw MediaException.tooLarge(
            "Vorbis sound has codebooks of over " + (1 << 22) + " numbers; encode it again");
      }
    }
    for (int left = bits.take(6) + 1; left > 0; left--) {
      bits.take(16);
    }
    floors = new VorbisFloor[bits.take(6) + 1];
    for (int i = 0; i < floors.length; i++) {
      floors[i] = new VorbisFloor(bits, books);
    }
    residues = new VorbisResidue[bits.take(6) + 1];
    for (int i = 0; i < residues.length; i++) {
      residues[i] = new VorbisResidue(bits, books);
    }
    mappings = new Mapping[bits.take(6) + 1];
    for (int i = 0; i < mappings.length; i++) {
      mappings[i] = mapping();
    }
    longMode = new boolean[bits.take(6) + 1];
    mappingOf = new int[longMode.length];
    for (int i = 0; i < longMode.length; i++) {
      longMode[i] = bits.flag();
      bits.take(32);
      mappingOf[i] = bits.take(8);
      if (mappingOf[i] >= mappings.length) {
        throw MediaException.corrupt("Vorbis mode has mapping " + mappingOf[i]);
      }
    }
    if (!bits.flag() || bits.ended()) {
      throw MediaException.corrupt("Vorbis setup does not end with its mark");
    }
    spectra = new float[channels][sizes[1] / 2];
    wave = new float[channels][sizes[1]];
    overlap = new float[channels][sizes[1] / 2];
    block = new float[channels][sizes[1]];
  }

  private void header(int type, boolean keep) throws IOException {
    int length = packets.next(keep);
    if (!keep) {
      return;
    }
    bits.over(packets.bytes(), Math.max(0, length));
    boolean right = bits.take(8) == type;
    for (int i = 0; i < 6; i++) {
      right &= bits.take(8) == "vorbis".charAt(i);
    }
    if (!right) {
      throw MediaException.corrupt("Vorbis header of type " + type + " is missing");
    }
  }

  private Mapping mapping() throws MediaException {
    int type = bits.take(16);
    int submaps = bits.flag() ? bits.take(4) + 1 : 1;
    int steps = bits.flag() ? bits.take(8) + 1 : 0;
    int[] magnitudes = new int[steps];
    int[] angles = new int[steps];
    int width = 32 - Integer.numberOfLeadingZeros(channels - 1);
    for (int i = 0; i < steps; i++) {
      magnitudes[i] = bits.take(width);
      angles[i] = bits.take(width);
      if (magnitudes[i] == angles[i] || magnitudes[i] >= channels || angles[i] >= channels) {
        throw MediaException.corrupt("Vorbis mapping couples channels that are not there");
      }
    }
    if (type != 0 || bits.take(2) != 0) {
      throw MediaException.corrupt("Vorbis mapping is of type " + type);
    }
    int[] submap = new int[channels];
    for (int c = 0; submaps > 1 && c < channels; c++) {
      submap[c] = bits.take(4);
    }
    int[] floor = new int[submaps];
    int[] residue = new int[submaps];
    for (int i = 0; i < submaps; i++) {
      bits.take(8);
      floor[i] = bits.take(8);
      residue[i] = bits.take(8);
      if (floor[i] >= floors.length || residue[i] >= residues.length) {
        throw MediaException.corrupt("Vorbis mapping has floor " + floor[i]);
      }
    }
    if (Arrays.stream(submap).anyMatch(s -> s >= submaps)) {
      throw MediaException.corrupt("Vorbis mapping has more submaps than it says");
    }
    return new Mapping(magnitudes, angles, submap, floor, residue);
  }

  private static float[] slope(int length) {
    float[] slope = new float[length];
    for (int i = 0; i < length; i++) {
      double sine = Math.sin((i + 0.5) / length * Math.PI / 2);
      slope[i] = (float) Math.sin(Math.PI / 2 * sine * sine);
    }
    return slope;
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
    int length = packets.next(true);
    if (length < 0) {
      return -1;
    }
    bits.over(packets.bytes(), length);
    if (length == 0 || bits.flag()) {
      return 0; // no sound
    }
    int mode = bits.take(32 - Integer.numberOfLeadingZeros(longMode.length - 1));
    if (mode >= longMode.length) {
      throw MediaException.corrupt("Vorbis packet has mode " + mode);
    }
    int isLong = longMode[mode] ? 1 : 0;
    int size = sizes[isLong];
    boolean longBefore = isLong == 1 && bits.flag();
    boolean longAfter = isLong == 1 && bits.flag();
    spectrum(mappings[mappingOf[mode]], size / 2);
    for (int c = 0; c < channels; c++) {
      transforms[isLong].transform(spectra[c], wave[c]);
      window(wave[c], size, slopes[longBefore ? 1 : 0], slopes[longAfter ? 1 : 0]);
    }
    int frames = overlapAdd(size);
    produced += frames;
    long position = packets.position();
    if (packets.atEnd() && position >= 0 && produced > position) {
      frames -= (int) Math.min(frames, produced - position);
    }
    return frames;
  }

  private void spectrum(Mapping mapping, int lines) {
    boolean[] silent = new boolean[channels];
    boolean[] skipped = new boolean[channels];
    // A floor's points are kept in it, so it is applied right after it is read: to ones, which the
    // residue then multiplies.
    float[][] envelopes = wave;
    for (int c = 0; c < channels; c++) {
      Arrays.fill(spectra[c], 0, lines, 0);
      VorbisFloor floor = floors[mapping.floors()[mapping.submap()[c]]];
      silent[c] = !floor.read(bits);
      skipped[c] = silent[c];
      if (!silent[c]) {
        Arrays.fill(envelopes[c], 0, lines, 1);
        floor.apply(envelopes[c], lines);
      }
    }
    for (int i = 0; i < mapping.magnitudes().length; i++) {
      boolean heard = !skipped[mapping.magnitudes()[i]] || !skipped[mapping.angles()[i]];
      skipped[mapping.magnitudes()[i]] &= !heard;
      skipped[mapping.angles()[i]] &= !heard;
    }
    for (int s = 0; s < mapping.floors().length; s++) {
      int count = 0;
      float[][] members = new float[channels][];
      boolean[] left = new boolean[channels];
      for (int c = 0; c < channels; c++) {
        if (mapping.submap()[c] == s) {
          members[count] = spectra[c];
          left[count++] = skipped[c];
        }
      }
      if (count > 0) {
        residues[mapping.residues()[s]].read(
            bits, Arrays.copyOf(members, count), Arrays.copyOf(left, count), lines);
      }
    }
    for (int i = mapping.magnitudes().length - 1; i >= 0; i--) {
      uncouple(spectra[mapping.magnitudes()[i]], spectra[mapping.angles()[i]], lines);
    }
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < lines; i++) {
        spectra[c][i] = silent[c] ? 0 : spectra[c][i] * envelopes[c][i];
      }
    }
  }

  private static void uncouple(float[] magnitude, float[] angle, int lines) {
    for (int i = 0; i < lines; i++) {
      float m = magnitude[i];
      float a = angle[i];
      if (a > 0) {
        angle[i] = m > 0 ? m - a : m + a;
      } else {
        angle[i] = m;
        magnitude[i] = m > 0 ? m + a : m - a;
      }
    }
  }

  private static void window(float[] wave, int size, float[] rise, float[] fall) {
    int start = size / 4 - rise.length / 2;
    Arrays.fill(wave, 0, start, 0);
    for (int i = 0; i < rise.length; i++) {
      wave[start + i] *= rise[i];
    }
    int end = size * 3 / 4 - fall.length / 2;
    for (int i = 0; i < fall.length; i++) {
      wave[end + i] *= fall[fall.length - 1 - i];
    }
    Arrays.fill(wave, end + fall.length, size, 0);
  }

  /** From the middle of the block before to the middle of this one. */
  private int overlapAdd(int size) {
    int frames = previous == 0 ? 0 : previous / 4 + size / 4;
    for (int c = 0; c < channels; c++) {
      float[] out = block[c];
      // The second half of the block before starts with the output; this one so that its middle
      // ends it.
      int shift = frames - size / 2;
      for (int i = 0; i < frames; i++) {
        float before = i < previous / 2 ? overlap[c][i] : 0;
        int at = i - shift;
        out[i] = before + (at >= 0 ? wave[c][at] : 0);
      }
      System.arraycopy(wave[c], size / 2, overlap[c], 0, size / 2);
    }
    previous = size;
    return frames;
  }
}
