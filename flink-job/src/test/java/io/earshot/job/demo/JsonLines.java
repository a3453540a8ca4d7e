package io.earshot.job.demo;

import org.apache.avro.specific.SpecificRecord;

/** Records as the demo writes them to files, for tests of other packages. */
public final class JsonLines {

  private JsonLines() {}

  /** A record as one line. */
  public static String of(SpecificRecord record) {
    return RecordJson.of(record).toString();
  }
}
