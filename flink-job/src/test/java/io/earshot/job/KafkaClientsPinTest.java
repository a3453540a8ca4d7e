package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

final class KafkaClientsPinTest {

  @Test
  void kafka_clients_stay_on_the_line_whose_producer_internals_the_connector_drives() {
    assertThat(AppInfoParser.getVersion())
        .as(
            "kafka-clients on the class path: flink-connector-kafka 5.0.0-2.2 fails its first"
                + " exactly-once checkpoint with 4.3 and later (NoSuchMethodError in"
                + " TransactionalRequestResult), so raise the two together")
        .startsWith("4.2.");
  }
}
