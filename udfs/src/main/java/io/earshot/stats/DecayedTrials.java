package io.earshot.stats;

/**
 * Trials and successes, both decayed (32 bytes, 2 to 30 written); in any order, as {@link
 * DecayedCounter}.
 *
 * @param successes decayed number of successes
 * @param trials decayed number of trials
 */
public record DecayedTrials(DecayedCounter successes, DecayedCounter trials) {

  /** Nothing tried yet. */
  public static final DecayedTrials NONE =
      new DecayedTrials(DecayedCounter.ZERO, DecayedCounter.ZERO);

  /** With one more trial. */
  public DecayedTrials add(boolean success, long time, long halfLifeMillis) {
    return new DecayedTrials(
        success ? successes.add(1.0, time, halfLifeMillis) : successes,
        trials.add(1.0, time, halfLifeMillis));
  }

  /** What is believed about the share of successes. */
  public BetaPosterior posteriorAt(
      long time, long halfLifeMillis, double priorSuccesses, double priorFailures) {
    return BetaPosterior.of(
        priorSuccesses,
        priorFailures,
        successes.valueAt(time, halfLifeMillis),
        trials.valueAt(time, halfLifeMillis));
  }

  /** Writes it. */
  public void write(ByteWriter out) {
    successes.write(out);
    trials.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static DecayedTrials read(ByteReader in) {
    return new DecayedTrials(DecayedCounter.read(in), DecayedCounter.read(in));
  }
}
