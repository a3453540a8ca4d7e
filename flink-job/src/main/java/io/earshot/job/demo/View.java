package io.earshot.job.demo;

import io.earshot.job.demo.Scoreboard.Snapshot;
import java.time.Duration;
import java.util.Locale;

/** What a person sees while the demo runs. */
interface View extends AutoCloseable {

  /** How long until the next {@link #show}. */
  Duration pause();

  /** A new action; from any thread. */
  void action(String line);

  /**
   * How it stands.
   *
   * @param counts all that was counted
   * @param elapsed since the traffic began
   * @param rate events a second lately
   * @param lag records that no checkpoint of the job holds yet; {@link Progress#UNKNOWN} if Kafka
   *     does not say
   */
  record Moment(Snapshot counts, Duration elapsed, double rate, long lag) {

    /** The lag for people. */
    String lagText() {
      return lag == Progress.UNKNOWN ? "-" : String.format(Locale.ROOT, "%,d", lag);
    }
  }

  /** Shows how it stands. */
  void show(Moment now);

  /** Something to say beside the counts, such as that it stops now. */
  void say(String message);

  /** Leaves the terminal as it was found. */
  @Override
  void close();
}
