package io.earshot.risk.detectors;

import io.earshot.stats.ByteReader;

/** The versions of what detectors write. */
final class Formats {

  /** All of them are at their first one. */
  static final int FIRST = 1;

  private Formats() {}

  /** The reader behind the version of what a detector wrote. */
  static ByteReader first(String detector, ByteReader in) {
    int version = in.octet();
    if (version != FIRST) {
      throw new IllegalStateException(
          "what "
              + detector
              + " knows of a creator has format "
              + version
              + "; this version of the job reads "
              + FIRST);
    }
    return in;
  }
}
