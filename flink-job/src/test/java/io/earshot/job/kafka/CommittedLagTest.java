package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.kafka.CommittedLag.Offsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class CommittedLagTest {

  private static final TopicPartition ONE = new TopicPartition("enforcement.actions", 0);
  private static final TopicPartition OTHER = new TopicPartition("enforcement.actions", 1);

  private long now = 1_000_000;
  private final CommittedLag lag = new CommittedLag(new Watch());

  /** A clock that the test sets. */
  private final class Watch extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }

  @Test
  void everythingCommitted_isNoLag() {
    lag.seen(Map.of(ONE, new Offsets(7, 7), OTHER, new Offsets(0, 0)));

    assertThat(lag.records()).isZero();
    assertThat(lag.stalledMillis()).isZero();
  }

  @Test
  void whatIsOpen_isCountedOverThePartitions() {
    lag.seen(Map.of(ONE, new Offsets(7, 9), OTHER, new Offsets(1, 4)));

    assertThat(lag.records()).isEqualTo(5);
  }

  @Test
  void transactionsThatAreCommittedInTheirTurn_areNoStandstill() {
    lag.seen(Map.of(ONE, new Offsets(7, 9)));
    now += 15_000;
    lag.seen(Map.of(ONE, new Offsets(9, 12)));

    assertThat(lag.stalledMillis()).isZero();
  }

  @Test
  void openTransaction_standsStillForAsLongAsItIsOpen_whateverIsWrittenBehindIt() {
    lag.seen(Map.of(ONE, new Offsets(7, 9), OTHER, new Offsets(3, 3)));
    now += 15_000;
    lag.seen(Map.of(ONE, new Offsets(7, 20), OTHER, new Offsets(3, 4)));
    now += 15_000;
    lag.seen(Map.of(ONE, new Offsets(7, 30), OTHER, new Offsets(5, 5)));

    assertThat(lag.stalledMillis()).isEqualTo(30_000);

    lag.seen(Map.of(ONE, new Offsets(30, 30), OTHER, new Offsets(5, 5)));
    assertThat(lag.stalledMillis()).isZero();
  }
}
