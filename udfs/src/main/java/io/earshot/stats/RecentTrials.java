package io.earshot.stats;

/**
 * The outcomes of the last trials, one bit each (17 bytes, 2 to 18 written). Which are the last
 * depends on their order, so it is fed in canonical order.
 */
public final class RecentTrials {

  /** Most trials that are kept. */
  public static final int CAPACITY = 100;

  private long older;
  private long newer;
  private int size;

  /** One more trial; the oldest goes where there are more than {@link #CAPACITY}. */
  public void add(boolean success) {
    // Newest at the lowest bit of newer; bit i of the two together is i trials ago.
    older = (older << 1) | (newer >>> 63);
    newer = (newer << 1) | (success ? 1 : 0);
    older &= (1L << (CAPACITY - 64)) - 1;
    size = Math.min(CAPACITY, size + 1);
  }

  /** Trials that are kept. */
  public int trials() {
    return size;
  }

  /** Successes among them. */
  public int successes() {
    return Long.bitCount(older) + Long.bitCount(newer);
  }

  /** Writes it. */
  public void write(ByteWriter out) {
    out.count(size).count(newer);
    if (size > 64) {
      out.count(older);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static RecentTrials read(ByteReader in) {
    RecentTrials read = new RecentTrials();
    read.size = in.smallCount();
    read.newer = in.count();
    read.older = read.size > 64 ? in.count() : 0;
    return read;
  }
}
