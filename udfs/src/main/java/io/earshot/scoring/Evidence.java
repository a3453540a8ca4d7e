package io.earshot.scoring;

/**
 * Where a model found what it found.
 *
 * @param label what was found
 * @param field part of the content: title, description, transcript, tags; cover; audio
 * @param window which window of a long text, from 0; 0 for other modalities
 * @param startMs where in the audio it starts, milliseconds; -1 where time codes do not apply
 * @param endMs where in the audio it ends, milliseconds; -1 where time codes do not apply
 * @param score the score there
 */
public record Evidence(
    String label, String field, int window, long startMs, long endMs, double score) {

  /** Evidence in a text. */
  public static Evidence inText(String label, String field, int window, double score) {
    return new Evidence(label, field, window, -1, -1, score);
  }

  /** Evidence in a picture, which is judged as a whole. */
  public static Evidence inPicture(String label, String field, double score) {
    return new Evidence(label, field, 0, -1, -1, score);
  }

  /**
   * Evidence in a sound.
   *
   * @param startMs from the sound's start
   * @param endMs after {@code startMs}
   */
  public static Evidence inAudio(
      String label, String field, long startMs, long endMs, double score) {
    if (startMs < 0 || endMs < startMs) {
      throw new IllegalArgumentException(
          "evidence for "
              + label
              + " is from "
              + startMs
              + " to "
              + endMs
              + " ms, but must start at 0 or later and not end before it starts");
    }
    return new Evidence(label, field, 0, startMs, endMs, score);
  }
}
