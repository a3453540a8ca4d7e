package io.earshot.media.audio;

/**
 * What a model is given of a stretch of sound, and which stretch that is.
 *
 * @param index from 0, in the order of the sound
 * @param startMs where the stretch starts that the model's answer is about, milliseconds from the
 *     sound's start; a lead-in lies before it
 * @param endMs where it ends, or where the sound does, if that is earlier and silence follows
 * @param values the model's input for one row; the receiver's to keep
 */
@SuppressWarnings("ArrayRecordComponent") // carried along, never compared
public record AudioWindow(int index, long startMs, long endMs, float[] values) {

  /** A window by the samples that it covers. */
  static AudioWindow of(int index, long start, long end, float[] values) {
    return new AudioWindow(
        index, start * 1000 / AudioStream.RATE, end * 1000 / AudioStream.RATE, values);
  }
}
