package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.util.Arrays;

/** The fine structure of the spectra, types 0 to 2 (Vorbis I, section 8). */
final class VorbisResidue {

  private final VorbisCodebook[] books;
  private final int type;
  private final int begin;
  private final int end;
  private final int partition;
  private final int classes;
  private final VorbisCodebook classBook;
  private final int[][] stages;
  private float[] interleaved = new float[0];
  private int[][] classOf = new int[0][];

  VorbisResidue(VorbisBits bits, VorbisCodebook[] books) throws MediaException {
    this.books = books;
    type = bits.take(16);
    begin = bits.take(24);
    end = bits.take(24);
    partition = bits.take(24) + 1;
    classes = bits.take(6) + 1;
    int classNumber = bits.take(8);
    if (type > 2 || end < begin || classNumber >= books.length) {
      throw MediaException.corrupt(
          "Vorbis residue of type " + type + " is from " + begin + " to " + end);
    }
    classBook = books[classNumber];
    int[] cascade = new int[classes];
    for (int i = 0; i < classes; i++) {
      int low = bits.take(3);
      cascade[i] = low | (bits.flag() ? bits.take(5) << 3 : 0);
    }
    stages = new int[classes][8];
    for (int i = 0; i < classes; i++) {
      for (int stage = 0; stage < 8; stage++) {
        stages[i][stage] = -1;
        if ((cascade[i] >> stage & 1) == 1) {
          int number = bits.take(8);
          if (number >= books.length || books[number].vectors.length == 0) {
            throw MediaException.corrupt("Vorbis residue has a codebook without vectors");
          }
          stages[i][stage] = number;
        }
      }
    }
  }

  /** Adds the residue of a packet to the spectra of those channels. */
  void read(VorbisBits bits, float[][] spectra, boolean[] skipped, int lines) {
    if (type != 2) {
      decode(bits, spectra, skipped, lines);
      return;
    }
    boolean all = true;
    for (boolean one : skipped) {
      all &= one;
    }
    if (all) {
      return;
    }
    int channels = spectra.length;
    if (interleaved.length < channels * lines) {
      interleaved = new float[channels * lines];
    }
    Arrays.fill(interleaved, 0, channels * lines, 0);
    decode(bits, new float[][] {interleaved}, new boolean[1], channels * lines);
    for (int i = 0; i < lines; i++) {
      for (int c = 0; c < channels; c++) {
        spectra[c][i] += interleaved[i * channels + c];
      }
    }
  }

  private void decode(VorbisBits bits, float[][] spectra, boolean[] skipped, int lines) {
    int from = Math.min(begin, lines);
    int partitions = (Math.min(end, lines) - from) / partition;
    if (partitions == 0) {
      return;
    }
    int channels = spectra.length;
    int perWord = classBook.dimensions;
    if (classOf.length < channels || classOf[0].length < partitions + perWord) {
      classOf = new int[channels][partitions + perWord];
    }
    for (int stage = 0; stage < 8; stage++) {
      for (int at = 0; at < partitions; ) {
        for (int c = 0; stage == 0 && c < channels; c++) {
          if (skipped[c]) {
            continue;
          }
          int word = classBook.decode(bits);
          if (word < 0) {
            return;
          }
          for (int i = perWord - 1; i >= 0; i--) {
            classOf[c][at + i] = word % classes;
            word /= classes;
          }
        }
        for (int i = 0; i < perWord && at < partitions; i++, at++) {
          for (int c = 0; c < channels; c++) {
            int book = skipped[c] ? -1 : stages[classOf[c][at]][stage];
            if (book >= 0 && !add(bits, books[book], spectra[c], from + at * partition)) {
              return;
            }
          }
        }
      }
    }
  }

  private boolean add(VorbisBits bits, VorbisCodebook book, float[] into, int from) {
    int size = book.dimensions;
    int steps = partition / size;
    for (int i = 0; i < steps; i++) {
      int entry = book.decode(bits);
      if (entry < 0) {
        return false;
      }
      for (int j = 0; j < size; j++) {
        int at = type == 0 ? from + i + j * steps : from + i * size + j;
        into[at] += book.vectors[entry * size + j];
      }
    }
    return true;
  }
}
