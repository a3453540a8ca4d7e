package io.earshot.matching;

import io.earshot.media.audio.AudioStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes fingerprints of a sound, streaming: what is kept of it are the fingerprints.
 *
 * <p>Those of altered copies come from the same transform. Another pitch is another table from
 * frequencies to notes; another tempo takes the rows of notes at other times; so seven fingerprints
 * cost little more than one.
 */
public final class AudioFingerprinter {

  /** The rate at which sounds must be opened, samples a second. */
  public static final int RATE = ChromaFrames.RATE;

  private AudioFingerprinter() {}

  /** The fingerprint of a sound as it is. */
  public static AudioFingerprint fingerprint(AudioStream sound) throws IOException {
    return fingerprints(sound, List.of(Alteration.NONE)).get(0);
  }

  /**
   * Fingerprints of a sound as if alterations had been undone.
   *
   * @param sound opened at {@link #RATE}
   * @return one an alteration, in their order
   * @throws io.earshot.media.MediaException when the sound is at fault
   */
  public static List<AudioFingerprint> fingerprints(AudioStream sound, List<Alteration> alterations)
      throws IOException {
    if (sound.rate() != RATE) {
      throw new IllegalArgumentException(
          "sound comes at " + sound.rate() + " Hz, but fingerprints are of " + RATE + " Hz");
    }
    double[] tunings = alterations.stream().mapToDouble(Alteration::cents).distinct().toArray();
    List<ChromaPrinter> printers = new ArrayList<>();
    int[] tuningOf = new int[alterations.size()];
    for (int i = 0; i < tuningOf.length; i++) {
      while (tunings[tuningOf[i]] != alterations.get(i).cents()) {
        tuningOf[i]++;
      }
      printers.add(new ChromaPrinter(1 / alterations.get(i).tempo()));
    }
    ChromaFrames frames =
        new ChromaFrames(
            tunings,
            rows -> {
              for (int i = 0; i < tuningOf.length; i++) {
                printers.get(i).row(rows[tuningOf[i]]);
              }
            });
    float[] block = new float[ChromaFrames.FRAME];
    int got = sound.read(block, 0, block.length);
    while (got > 0) {
      frames.push(block, got);
      got = sound.read(block, 0, block.length);
    }
    double seconds = (double) sound.samples() / RATE;
    return printers.stream()
        .map(printer -> new AudioFingerprint(printer.prints(), seconds))
        .toList();
  }
}
