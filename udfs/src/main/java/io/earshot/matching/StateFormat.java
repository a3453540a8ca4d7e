package io.earshot.matching;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;

/** The version before what this stage keeps as bytes. */
final class StateFormat {

  /** All of it is at its first one. */
  private static final int FIRST = 1;

  private StateFormat() {}

  /** Begins to write. */
  static ByteWriter writer() {
    return new ByteWriter().octet(FIRST);
  }

  /** The reader behind the version. */
  static ByteReader reader(String what, byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.octet();
    if (version != FIRST) {
      throw new IllegalStateException(
          what
              + " has format "
              + version
              + ", this version of the job reads "
              + FIRST
              + "; start from a savepoint of this version, or with the version that wrote it");
    }
    return in;
  }
}
