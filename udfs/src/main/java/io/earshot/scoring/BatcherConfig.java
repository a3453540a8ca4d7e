package io.earshot.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits of a {@link MicroBatcher}.
 *
 * @param queueRows rows that may wait; above it submitters wait instead
 * @param linger how long the oldest row of a bucket waits for others to share its batch
 * @param maxBlock how long a submitter waits for room in the queue before its item is {@link
 *     UnscoredReason#OVERLOADED}
 * @param cacheRows rows whose scores are remembered, 0 for none; about 150 bytes each
 * @param retries how often a row that failed alone is tried again
 * @param breakerFailures batches in a row with not one row scored after which the breaker opens
 * @param breakerCoolDown how long it stays open before a batch is tried
 * @param drain how long {@code close} goes on scoring what is queued
 */
public record BatcherConfig(
    int queueRows,
    Duration linger,
    Duration maxBlock,
    int cacheRows,
    int retries,
    int breakerFailures,
    Duration breakerCoolDown,
    Duration drain)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Room for many full batches, a linger that a listener does not notice, and a breaker that opens
   * within seconds.
   */
  public static final BatcherConfig DEFAULT =
      new BatcherConfig(
          2048,
          Duration.ofMillis(5),
          Duration.ofSeconds(2),
          65_536,
          1,
          5,
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  public BatcherConfig {
    atLeast("queueRows", queueRows, 1);
    atLeast("cacheRows", cacheRows, 0);
    atLeast("retries", retries, 0);
    atLeast("breakerFailures", breakerFailures, 1);
    notNegative("linger", linger);
    notNegative("maxBlock", maxBlock);
    notNegative("breakerCoolDown", breakerCoolDown);
    notNegative("drain", drain);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
    }
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", but must not be negative");
    }
  }
}
