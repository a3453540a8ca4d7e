package io.earshot.risk;

import io.earshot.stats.ByteWriter;
import java.util.function.Consumer;

/** How a profile is written: a version, the time of its newest event, and parts with tags. */
final class ProfileFormat {

  static final int VERSION = 1;

  static final int ACCOUNT = 1;
  static final int PUBLISHED = 2;
  static final int REPORTS = 3;
  static final int LEDGER = 4;
  static final int FIRINGS = 5;
  static final int DETECTOR = 6;
  static final int REPORT_BOOK = 7;
  static final int NEIGHBOURHOODS = 8;
  static final int CROWDS = 9;

  /** Belongs to the ledger, which comes before it. */
  static final int REMOVALS = 10;

  static final int SEGMENT = 11;

  /** Belongs to the book of reports, which comes before it. */
  static final int REPORT_OVERFLOW = 12;

  private ProfileFormat() {}

  /** Writes a part, unless it is empty. */
  static void section(ByteWriter out, int tag, Consumer<ByteWriter> write) {
    ByteWriter part = new ByteWriter();
    write.accept(part);
    if (part.size() > 0) {
      out.octet(tag).block(part.toBytes());
    }
  }

  static void checkVersion(int version) {
    if (version != VERSION) {
      throw new IllegalStateException(
          "a creator's profile has format "
              + version
              + ", this version of the job reads "
              + VERSION
              + "; start from a savepoint of this version, or with the version that wrote it");
    }
  }
}
