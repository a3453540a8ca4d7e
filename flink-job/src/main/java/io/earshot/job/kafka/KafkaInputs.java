package io.earshot.job.kafka;

import io.earshot.intake.CreatorSignal;
import io.earshot.intake.Inbound;
import io.earshot.intake.Intake;
import io.earshot.intake.PlayAggregate;
import io.earshot.intake.Submission;
import io.earshot.job.Inputs;
import io.earshot.job.Inputs.Extent;
import io.earshot.job.JobConfig;
import io.earshot.job.wire.InputWire;
import io.earshot.matching.BankChange;
import io.earshot.policy.PolicyChange;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.scoring.ModelChange;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The input topics as streams, with watermarks by partition. */
public final class KafkaInputs {

  /** New partitions are found after this time. */
  private static final String PARTITION_DISCOVERY = "60000";

  @FunctionalInterface
  private interface TimeOf<T> extends ToLongFunction<T>, Serializable {}

  private final StreamExecutionEnvironment env;
  private final JobConfig config;
  private final Extent extent;

  private KafkaInputs(StreamExecutionEnvironment env, JobConfig config, Extent extent) {
    this.env = env;
    this.config = config;
    this.extent = extent;
  }

  /** The inputs that a configuration names. */
  public static Inputs of(StreamExecutionEnvironment env, JobConfig config, Extent extent) {
    KafkaInputs inputs = new KafkaInputs(env, config, extent);
    TypeInformation<Inbound<CreatorSignal>> signal =
        TypeInformation.of(new TypeHint<Inbound<CreatorSignal>>() {});
    return new Inputs(
        inputs.stream(
            Topic.CONTENT_EVENTS,
            ContentEvent.class,
            InputWire::submission,
            Submission::eventTime,
            TypeInformation.of(new TypeHint<Inbound<Submission>>() {})),
        inputs.stream(
            Topic.CREATOR_EVENTS,
            CreatorEvent.class,
            InputWire::account,
            CreatorSignal::eventTime,
            signal),
        inputs.stream(
            Topic.REPORTS, Report.class, InputWire::report, CreatorSignal::eventTime, signal),
        inputs.stream(
            Topic.PLAY_AGGREGATES,
            io.earshot.schemas.avro.PlayAggregate.class,
            InputWire::plays,
            PlayAggregate::eventTime,
            TypeInformation.of(new TypeHint<Inbound<PlayAggregate>>() {})),
        inputs.stream(
            Topic.REVIEWS,
            ReviewOutcome.class,
            InputWire::review,
            CreatorSignal::eventTime,
            signal),
        inputs.stream(
            Topic.ORDERS, AuthorityOrder.class, InputWire::order, CreatorSignal::eventTime, signal),
        inputs.stream(
            Topic.CONTROL_POLICIES,
            PolicyControl.class,
            InputWire::policyChange,
            PolicyChange::publishedAt,
            TypeInformation.of(new TypeHint<Inbound<PolicyChange>>() {})),
        inputs.stream(
            Topic.CONTROL_BANKS,
            BankControl.class,
            InputWire::bankChange,
            BankChange::publishedAt,
            TypeInformation.of(new TypeHint<Inbound<BankChange>>() {})),
        inputs.stream(
            Topic.CONTROL_MODELS,
            ModelControl.class,
            InputWire::modelChange,
            ModelChange::publishedAt,
            TypeInformation.of(new TypeHint<Inbound<ModelChange>>() {})),
        publishedModels(config),
        extent);
  }

  /**
   * The changes of models that are published by now; none where no model scores.
   *
   * @throws io.earshot.job.ConfigurationException if the brokers do not give them in time
   */
  public static List<ModelChange> publishedModels(JobConfig config) {
    return config.scoring().models().isEmpty()
        ? List.of()
        : ControlHistory.read(
            config, Topic.CONTROL_MODELS, ModelControl.class, InputWire::modelChange);
  }

  private <A extends SpecificRecord, T> DataStream<Inbound<T>> stream(
      Topic topic,
      Class<A> type,
      InboundDeserializer.Mapping<A, T> mapping,
      TimeOf<T> time,
      TypeInformation<Inbound<T>> produced) {
    KafkaSourceBuilder<Inbound<T>> source =
        KafkaSource.<Inbound<T>>builder()
            .setBootstrapServers(config.kafka().bootstrapServers())
            .setTopics(topic.fullName(config.kafka().topicPrefix()))
            .setGroupId(config.kafka().groupId())
            // What is in effect is the sum of all changes, so these are read from the first one on.
            .setStartingOffsets(
                topic.role() == Topic.Role.CONTROL ? OffsetsInitializer.earliest() : start())
            .setDeserializer(
                new InboundDeserializer<>(topic, type, mapping, config.wire(), produced))
            .setProperties(properties());
    if (extent == Extent.BOUNDED) {
      source.setBounded(OffsetsInitializer.latest());
    }
    DataStreamSource<Inbound<T>> stream =
        env.fromSource(
            source.build(), watermarks(topic, time), "Kafka: " + topic.topicName(), produced);
    if (topic.role() == Topic.Role.CONTROL) {
      // One partition, so that changes have one order.
      stream.setParallelism(1);
    }
    return stream.uid("source-" + topic.topicName());
  }

  /**
   * Watermarks by partition. A record that was not decoded, or whose time is not plausible, has no
   * time: it is refused behind this, and must neither close windows for everybody else nor keep
   * them open.
   */
  private <T> WatermarkStrategy<Inbound<T>> watermarks(Topic topic, TimeOf<T> time) {
    long maxAhead = config.limits().maxAheadMillis();
    Duration outOfOrderness = config.time().outOfOrderness();
    Duration idleTimeout =
        topic == Topic.CONTENT_EVENTS
            ? config.time().idleTimeout()
            : config.time().signalIdleTimeout();
    return WatermarkStrategy.<Inbound<T>>forGenerator(
            context ->
                new TimedRecordsWatermarks<>(
                    outOfOrderness, idleTimeout, context.getInputActivityClock()))
        .withTimestampAssigner(
            (record, kafkaTime) -> {
              T value = record.value();
              if (value == null) {
                return TimedRecordsWatermarks.NO_TIME;
              }
              long eventTime = time.applyAsLong(value);
              return Intake.isPlausible(eventTime, record.timestamp(), maxAhead)
                  ? eventTime
                  : TimedRecordsWatermarks.NO_TIME;
            });
  }

  @SuppressWarnings("deprecation") // the connector asks for the type that kafka-clients deprecates
  private OffsetsInitializer start() {
    return switch (config.kafka().start()) {
      case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
    };
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("partition.discovery.interval.ms", PARTITION_DISCOVERY);
    // What a producer rolled back never happened.
    properties.setProperty("isolation.level", "read_committed");
    properties.putAll(config.kafka().properties());
    return properties;
  }
}
