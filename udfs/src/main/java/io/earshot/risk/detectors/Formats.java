package io.earshot.risk.detectors;

import io.earshot.stats.ByteReader;

/** The versions of what detectors write. */
final class Formats {

  static final int FIRST = 1;
  static final int SECOND = 2;

  private Formats() {}

  /** The reader behind the version of what a detector wrote. */
  static ByteReader first(String detector, ByteReader in) {
    version(detector, in, FIRST);
    return in;
  }

  /** The version of what a detector wrote, of which all up to the newest can be read. */
  static int version(String detector, ByteReader in, int newest) {
    int version = in.octet();
    if (version < FIRST || version > newest) {
      throw new IllegalStateException(
          "what "
              + detector
              + " knows of a creator has format "
              + version
              + "; this version of the job reads up to "
              + newest);
    }
    return version;
  }
}
