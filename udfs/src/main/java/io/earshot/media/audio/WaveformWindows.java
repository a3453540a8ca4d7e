package io.earshot.media.audio;

import java.io.IOException;
import java.util.Arrays;

/** The front end of models that take samples. */
final class WaveformWindows implements AudioFrontEnd {

  private final AudioInput.Waveform form;
  private final Sink sink;
  private final float[] held;
  private int count;
  private int windows;
  private long heard;

  /** Samples since the last window, or since the start. */
  private int fresh;

  WaveformWindows(AudioInput.Waveform form, Sink sink) {
    this.form = form;
    this.sink = sink;
    this.held = new float[form.samples()];
    this.count = form.leadIn();
  }

  @Override
  public void push(float[] in, int from, int length) throws IOException, InterruptedException {
    int done = 0;
    while (done < length) {
      int some = Math.min(length - done, held.length - count);
      System.arraycopy(in, from + done, held, count, some);
      count += some;
      fresh += some;
      heard += some;
      done += some;
      if (count == held.length) {
        emit();
      }
    }
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    if (fresh > 0) {
      Arrays.fill(held, count, held.length, 0);
      emit();
    }
  }

  private void emit() throws IOException, InterruptedException {
    long start = (long) windows * form.hop();
    long end = Math.min(heard, start + form.samples() - form.leadIn());
    AudioWindow window = AudioWindow.of(windows, start, end, held.clone());
    windows++;
    System.arraycopy(held, form.hop(), held, 0, held.length - form.hop());
    count = held.length - form.hop();
    fresh = 0;
    sink.window(window);
  }
}
