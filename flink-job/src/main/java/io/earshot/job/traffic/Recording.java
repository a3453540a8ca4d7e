package io.earshot.job.traffic;

/**
 * A recording that is long enough to be told from others: notes, by formula.
 *
 * @param tune by which its notes are drawn
 * @param copy 0 for the recording itself; each further one ends a little sooner and is a little
 *     quieter, so that no two have the same bytes
 * @param form how long it is, and how it was altered
 */
record Recording(Dice tune, int copy, Form form) {

  /** What is played, how long it is, and how it was altered. */
  enum Form {
    /** Quick chords. Two notes of a semitone are told apart in less. */
    CHORDS(3, 3_000, 16, 0, 1),
    /** A melody, since of chords made by formula copies of another pitch are hardly ever found. */
    SONG(1, 6_000, 32, 0, 1),
    /** A song without its first ten seconds. */
    TRIMMED(1, 6_000, 32, 10, 1),
    /** A song that sounds two percent higher and is as fast as it was. */
    HIGHER(1, 6_000, 32, 0, 1.02);

    private final int voices;
    private final int noteSamples;
    private final int seconds;
    private final int cutSeconds;
    private final double pitch;

    Form(int voices, int noteSamples, int seconds, int cutSeconds, double pitch) {
      this.voices = voices;
      this.noteSamples = noteSamples;
      this.seconds = seconds;
      this.cutSeconds = cutSeconds;
      this.pitch = pitch;
    }
  }

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
    return new Recording(song == 0 ? tunes : tunes.at(song), take.step(), Form.CHORDS);
  }

  /** 8 bits each, unsigned. Of whole numbers, so that they are the same on every platform. */
  byte[] samples() {
    int loudness = 100 - 5 * copy;
    int skipped = form.cutSeconds * SampleMedia.SAMPLE_RATE;
    int end = form.seconds * SampleMedia.SAMPLE_RATE - copy * CUT_PER_COPY;
    byte[] samples = new byte[end - skipped];
    int[] phases = new int[form.voices];
    int[] steps = new int[form.voices];
    for (int i = 0; i < end; i++) {
      int since = i % form.noteSamples;
      int sum = 0;
      for (int voice = 0; voice < form.voices; voice++) {
        if (since == 0) {
          steps[voice] = step(tune.at(i / form.noteSamples).at(voice).below(NOTES), form.pitch);
        }
        phases[voice] += steps[voice];
        // A triangle, which has overtones as a string has.
        sum += Math.abs(phases[voice] >> 16) - (1 << 14);
      }
      int faded = sum / form.voices * (form.noteSamples - since) / form.noteSamples;
      if (i >= skipped) {
        samples[i - skipped] = (byte) (128 + faded * loudness / (1 << 14));
      }
    }
    return samples;
  }

  /** By how much the phase of a note grows with each sample; a turn is all of an int. */
  private static int step(int note, double pitch) {
    double hertz = pitch * LOWEST_HERTZ * StrictMath.pow(2, note / 12.0);
    return (int) (hertz / SampleMedia.SAMPLE_RATE * (1L << 32));
  }
}
