package io.earshot.job.demo;

import io.earshot.job.demo.Scoreboard.Snapshot;
import java.time.Duration;

/** What a person sees while the demo runs. */
interface View extends AutoCloseable {

  /** How long until the next {@link #show}. */
  Duration pause();

  /** A new action; from any thread. */
  void action(String line);

  /**
   * How it stands.
   *
   * @param elapsed since the traffic began
   * @param rate events a second lately
   */
  void show(Snapshot now, Duration elapsed, double rate);

  /** Something to say beside the counts, such as that it stops now. */
  void say(String message);

  /** Leaves the terminal as it was found. */
  @Override
  void close();
}
