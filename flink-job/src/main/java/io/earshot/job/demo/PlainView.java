package io.earshot.job.demo;

import io.earshot.job.demo.Scoreboard.Snapshot;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Lines, for a file, a pipe or a screen reader. */
final class PlainView implements View {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintWriter out;

  PlainView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Duration pause() {
    return PAUSE;
  }

  @Override
  public void action(String line) {
    say(line);
  }

  @Override
  public void show(Moment moment) {
    Snapshot now = moment.counts();
    say(
        String.format(
            Locale.ROOT,
            "[%4d s] %.1f events/s  in %,d  decided %,d  refused %,d  late %,d  in flight %,d"
                + "  lag %s  time to action p50 %s p99 %s",
            moment.elapsed().toSeconds(),
            moment.rate(),
            now.inputs(),
            now.decided(),
            now.refused(),
            now.late(),
            now.inFlight(),
            moment.lagText(),
            Summary.seconds(now.timeToActionP50()),
            Summary.seconds(now.timeToActionP99())));
  }

  @Override
  public synchronized void say(String message) {
    out.println(message);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
