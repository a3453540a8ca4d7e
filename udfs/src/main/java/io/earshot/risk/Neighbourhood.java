package io.earshot.risk;

import io.earshot.intake.AccountSignal;
import java.time.Duration;
import java.util.List;

/**
 * Who else uses what an account is used or paid with, and had to be dealt with: one value that the
 * account shares, and the accounts on its other side.
 *
 * @param type what is shared
 * @param value hash of it
 * @param degree accounts that are known to use it, this one included, at least 2 where there are
 *     neighbours; exact below 32, else rounded down to 5 bits. Of a strong sort, where more were
 *     closed than are told, the accounts that come to those that are: with 20 of 501 closed and 6
 *     told, 1 + 500 * 6 / 20
 * @param neighbours those of them that people have dealt with, at most {@link #MOST_NEIGHBOURS};
 *     empty where there are none any more
 */
public record Neighbourhood(
    AccountSignal.Type type, long value, int degree, List<Neighbour> neighbours) {

  /** More are not told: the closed ones first, the newest of them. */
  public static final int MOST_NEIGHBOURS = 6;

  /** How long they are known after people dealt with them; somewhat longer than rules may ask. */
  public static final Duration MEMORY = Duration.ofDays(400);

  /** Copied, so that it can be kept. */
  public Neighbourhood {
    neighbours = neighbours == null ? List.of() : List.copyOf(neighbours);
  }

  /**
   * Accounts to each one that was closed: of a payout account that thousands share it says more
   * than how many share it.
   *
   * @param since closed ones count that were since this time; at least one is taken to be
   */
  public double accountsPerClosed(long since) {
    long closed = neighbours.stream().filter(one -> one.isClosedSince(since)).count();
    return degree / (double) Math.max(1, closed);
  }

  /**
   * An account that people have dealt with.
   *
   * @param creatorId whose
   * @param closedAt when it was closed for what it did, milliseconds since the epoch; 0 if it was
   *     not, or was opened again
   * @param upheld decisions on it that reviewers upheld
   * @param upheldAt time of the newest of those outcomes; 0 if there is none
   */
  public record Neighbour(String creatorId, long closedAt, int upheld, long upheldAt) {

    /** Whether it was closed since a time. */
    public boolean isClosedSince(long time) {
      return closedAt != 0 && closedAt >= time;
    }

    /** Whether a reviewer upheld a decision on it since a time. */
    public boolean isUpheldSince(long time) {
      return upheld > 0 && upheldAt >= time;
    }
  }
}
