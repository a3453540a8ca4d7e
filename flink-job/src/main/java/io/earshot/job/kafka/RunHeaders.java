package io.earshot.job.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.flink.connector.kafka.sink.HeaderProvider;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What belongs to a run and not to a decision: when and where it was computed. It travels in
 * headers, so that the payload of a decision is the same in every run.
 *
 * @param <T> what the topic carries
 */
final class RunHeaders<T> implements HeaderProvider<T> {

  private static final long serialVersionUID = 1L;

  /** When the record was written, milliseconds since the epoch as decimal text. */
  static final String PROCESSED_AT = "earshot-processed-at";

  /** Which machine wrote it. */
  static final String HOST = "earshot-host";

  private static final Clock CLOCK = Clock.systemUTC();
  private static final byte[] LOCAL_HOST = localHost().getBytes(StandardCharsets.UTF_8);

  @Override
  public Headers getHeaders(T input) {
    return new RecordHeaders()
        .add(PROCESSED_AT, String.valueOf(CLOCK.millis()).getBytes(StandardCharsets.US_ASCII))
        .add(HOST, LOCAL_HOST);
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine that cannot name itself still writes; the header says so.
      return "unknown";
    }
  }
}
