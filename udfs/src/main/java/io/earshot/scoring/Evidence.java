package io.earshot.scoring;

/**
 * Where a model found what it found.
 *
 * @param label what was found
 * @param field part of the content: title, description, transcript, tags; cover; audio
 * @param window which window of a long text, from 0
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
}
