package io.earshot.job.traffic;

/**
 * A recording that is long enough to be told from others: {@value #SECONDS} s of chords, by
 * formula.
 *
 * @param tune by which its notes are drawn
 * @param copy 0 for the recording itself; each further one ends a little sooner and is a little
 *     quieter, so that no two have the same bytes
 */
record Recording(Dice tune, int copy) {

  private static final int SECONDS = 16;
  private static final int VOICES = 3;

  /** Two notes of a semitone are told apart in less. */
  private static final int CHORD = 3_000;

  private static final int NOTES = 36;
  private static final double LOWEST_HERTZ = 110;
  private static final int CUT_PER_COPY = SampleMedia.SAMPLE_RATE / 10;

  /**
   * A recording of a creator.
   *
   * @param song which of those that a creator has in a round; each play of it is another copy
   */
  static Recording of(Script.Stage stage, Script.Take take, int song) {
    Dice tunes = stage.dice().at(take.creator().id()).at("recording").at(take.round());
    return new Recording(song == 0 ? tunes : tunes.at(song), take.step());
  }

  /** 8 bits each, unsigned. Of whole numbers, so that they are the same on every platform. */
  byte[] samples() {
    int loudness = 100 - 5 * copy;
    byte[] samples = new byte[SECONDS * SampleMedia.SAMPLE_RATE - copy * CUT_PER_COPY];
    int[] phases = new int[VOICES];
    int[] steps = new int[VOICES];
    for (int i = 0; i < samples.length; i++) {
      int since = i % CHORD;
      int sum = 0;
      for (int voice = 0; voice < VOICES; voice++) {
        if (since == 0) {
          steps[voice] = step(tune.at(i / CHORD).at(voice).below(NOTES));
        }
        phases[voice] += steps[voice];
        // A triangle, which has overtones as a string has.
        sum += Math.abs(phases[voice] >> 16) - (1 << 14);
      }
      int faded = sum / VOICES * (CHORD - since) / CHORD;
      samples[i] = (byte) (128 + faded * loudness / (1 << 14));
    }
    return samples;
  }

  /** By how much the phase of a note grows with each sample; a turn is all of an int. */
  private static int step(int note) {
    double hertz = LOWEST_HERTZ * StrictMath.pow(2, note / 12.0);
    return (int) (hertz / SampleMedia.SAMPLE_RATE * (1L << 32));
  }
}
