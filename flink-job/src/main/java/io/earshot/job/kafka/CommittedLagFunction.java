package io.earshot.job.kafka;

import io.earshot.intake.ControlStatus;
import io.earshot.job.JobConfig;
import io.earshot.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@link CommittedLag} of the topics that are written in transactions, while the answers to
 * control records pass through: it needs a place in the graph that there is once, and that has a
 * close, and a sink's serialiser has none. What goes wrong while it asks is counted and stops
 * nothing ({@link AdminWatch}).
 */
final class CommittedLagFunction extends RichMapFunction<ControlStatus, ControlStatus> {

  private static final long serialVersionUID = 1L;

  /** Often enough to see a standstill of some checkpoints. */
  private static final Duration EVERY = Duration.ofSeconds(15);

  private static final int LIMIT_MILLIS = 10_000;

  private final TreeMap<String, String> properties;
  private final ArrayList<String> topics;
  private transient @Nullable AdminWatch watch;

  CommittedLagFunction(JobConfig.Kafka kafka) {
    properties = new TreeMap<>(kafka.properties());
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("default.api.timeout.ms", String.valueOf(LIMIT_MILLIS));
    properties.put("request.timeout.ms", String.valueOf(LIMIT_MILLIS));
    topics = new ArrayList<>();
    topics.add(Topic.ENFORCEMENT_ACTIONS.fullName(kafka.topicPrefix()));
    topics.add(Topic.ENFORCEMENT_STATE.fullName(kafka.topicPrefix()));
  }

  @Override
  public void open(OpenContext context) {
    CommittedLag lag = new CommittedLag(Clock.systemUTC());
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    metrics.gauge("uncommittedRecords", lag::records);
    metrics.gauge("uncommittedStalledMillis", lag::stalledMillis);
    Counter failures = metrics.counter("uncommittedUnknown");
    watch =
        new AdminWatch(
            "earshot-committed-lag",
            () -> Admin.create(new TreeMap<String, Object>(properties)),
            admin -> lag.seen(offsets(admin)),
            failures::inc,
            EVERY);
  }

  @Override
  public ControlStatus map(ControlStatus status) {
    return status;
  }

  private Map<TopicPartition, CommittedLag.Offsets> offsets(Admin open)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription topic :
        open.describeTopics(topics)
            .allTopicNames()
            .get(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
            .values()) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
      }
    }
    // The stable offset first: what is committed between the two calls looks open, and not the
    // other way round, and is gone the next time.
    Map<TopicPartition, Long> stable = ask(open, latest, IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> end = ask(open, latest, IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, CommittedLag.Offsets> offsets = new HashMap<>();
    stable.forEach(
        (partition, at) ->
            offsets.put(partition, new CommittedLag.Offsets(at, end.getOrDefault(partition, at))));
    return offsets;
  }

  private static Map<TopicPartition, Long> ask(
      Admin open, Map<TopicPartition, OffsetSpec> latest, IsolationLevel level)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> answer :
        open.listOffsets(latest, new ListOffsetsOptions(level))
            .all()
            .get(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
            .entrySet()) {
      offsets.put(answer.getKey(), answer.getValue().offset());
    }
    return offsets;
  }

  @Override
  public void close() throws InterruptedException {
    AdminWatch running = watch;
    if (running != null) {
      running.stop();
    }
  }
}
