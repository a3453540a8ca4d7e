package io.earshot.stats;

/**
 * A hash of 64 bits for telling things apart within one creator's state: FNV-1a (Fowler, Noll, Vo)
 * over UTF-16 units with the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). The same on
 * every machine; not for secrets.
 */
public final class Hash64 {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Hash64() {}

  /** The hash of a text. */
  public static long of(CharSequence text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mix(hash);
  }

  /** The hash of a hash and a number. */
  public static long of(long hash, long more) {
    return mix((hash * PRIME) ^ mix(more));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
