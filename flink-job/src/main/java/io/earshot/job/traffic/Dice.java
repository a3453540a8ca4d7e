package io.earshot.job.traffic;

import java.util.List;

/**
 * Chance without a memory: a throw is a function of the seed and of where it happens, so what one
 * script draws never moves what another gets. The mixing function is the finaliser of SplitMix64
 * (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
 *
 * @param state the place of the throw
 */
record Dice(long state) {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The dice of a place below this one. */
  Dice at(long place) {
    return new Dice(mix(state + GOLDEN * (place + 1)));
  }

  /** The dice of a named place below this one. */
  Dice at(String place) {
    return at(place.hashCode());
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (mix(state) >>> 11) * 0x1.0p-53;
  }

  /** Uniform in 0 … bound-1. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Uniform in 0 … bound-1. */
  long below(long bound) {
    return (long) (unit() * bound);
  }

  <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  private static long mix(long z) {
    long x = z;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
