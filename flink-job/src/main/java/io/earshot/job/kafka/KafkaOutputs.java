package io.earshot.job.kafka;

import io.earshot.enforcement.EffectiveState;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.DeadLetter;
import io.earshot.job.ConfigurationException;
import io.earshot.job.EarshotOptions;
import io.earshot.job.EarshotOptions.TransactionNaming;
import io.earshot.job.JobConfig;
import io.earshot.job.Outputs;
import io.earshot.job.wire.DeadLetterWire;
import io.earshot.job.wire.OutputWire;
import io.earshot.policy.DecisionAudit;
import io.earshot.risk.LateEvent;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.StatementOfReasons;
import io.earshot.scoring.ShadowScores;
import io.earshot.statement.Statement;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The output topics. Actions and states are written in transactions, so that a consumer that reads
 * committed sees each exactly once, after the checkpoint that holds it. Everything else is written
 * at least once, under ids that make a repeat recognisable, and so at once.
 */
public final class KafkaOutputs implements Outputs {

  /** Eight times Kafka's default: at full load, some hundred audit records. */
  private static final int BATCH_BYTES = 128 << 10;

  private static final String MAX_REQUEST_SIZE = "max.request.size";

  @FunctionalInterface
  private interface KeyOf<T> extends Function<T, byte[]>, Serializable {

    /** A key that is text. */
    static <T> KeyOf<T> text(TextOf<T> text) {
      return value -> text.apply(value).getBytes(StandardCharsets.UTF_8);
    }
  }

  @FunctionalInterface
  private interface TextOf<T> extends Function<T, String>, Serializable {}

  private final JobConfig config;

  public KafkaOutputs(JobConfig config) {
    this.config = config;
  }

  @Override
  public void actions(DataStream<EnforcementAction> actions) {
    write(
        actions,
        Topic.ENFORCEMENT_ACTIONS,
        io.earshot.schemas.avro.EnforcementAction.class,
        OutputWire::action,
        KeyOf.text(a -> a.subject().key()),
        DeliveryGuarantee.EXACTLY_ONCE,
        new OutputMeters.Actions(Clock.systemUTC()));
  }

  @Override
  public void express(DataStream<EnforcementAction> actions) {
    write(
        actions,
        Topic.ENFORCEMENT_EXPRESS,
        io.earshot.schemas.avro.EnforcementAction.class,
        OutputWire::action,
        KeyOf.text(a -> a.subject().key()),
        DeliveryGuarantee.AT_LEAST_ONCE,
        new OutputMeters.Actions(Clock.systemUTC()));
  }

  @Override
  public void states(DataStream<EffectiveState> states) {
    write(
        states,
        Topic.ENFORCEMENT_STATE,
        io.earshot.schemas.avro.EnforcementState.class,
        OutputWire::state,
        KeyOf.text(s -> s.subject().key() + ":" + s.subject().version() + ":" + s.dimension()),
        DeliveryGuarantee.EXACTLY_ONCE,
        RecordMeter.none());
  }

  @Override
  public void tasks(DataStream<ReviewTask> tasks) {
    write(
        tasks,
        Topic.REVIEW_TASKS,
        io.earshot.schemas.avro.ReviewTask.class,
        OutputWire::task,
        KeyOf.text(ReviewTask::creatorId),
        DeliveryGuarantee.AT_LEAST_ONCE,
        new OutputMeters.Tasks(Clock.systemUTC()));
  }

  @Override
  public void audits(DataStream<DecisionAudit> audits) {
    write(
        audits,
        Topic.DECISIONS_AUDIT,
        io.earshot.schemas.avro.DecisionAudit.class,
        OutputWire::audit,
        KeyOf.text(DecisionAudit::creatorId),
        DeliveryGuarantee.AT_LEAST_ONCE,
        new OutputMeters.Audits());
  }

  @Override
  public void status(DataStream<ControlStatus> status) {
    write(
        status
            .map(new CommittedLagFunction(config.kafka()))
            .setParallelism(1)
            .uid("watch-committed")
            .name("Watch: what is committed"),
        Topic.CONTROL_STATUS,
        io.earshot.schemas.avro.ControlStatus.class,
        OutputWire::status,
        KeyOf.text(ControlStatus::controlEventId),
        DeliveryGuarantee.AT_LEAST_ONCE,
        new OutputMeters.Answers());
  }

  @Override
  public void shadows(DataStream<ShadowScores> shadows) {
    write(
        shadows,
        Topic.SCORES_SHADOW,
        io.earshot.schemas.avro.ShadowScores.class,
        OutputWire::shadow,
        KeyOf.text(s -> s.content().contentId()),
        DeliveryGuarantee.AT_LEAST_ONCE,
        new OutputMeters.Shadows());
  }

  @Override
  public void statements(DataStream<Statement> statements) {
    write(
        statements,
        Topic.DSA_STATEMENTS,
        StatementOfReasons.class,
        OutputWire::statement,
        KeyOf.text(Statement::puid),
        DeliveryGuarantee.AT_LEAST_ONCE,
        RecordMeter.none());
  }

  @Override
  public void deadLetters(DataStream<DeadLetter> letters) {
    write(
        letters,
        Topic.DEAD_LETTERS,
        io.earshot.schemas.avro.DeadLetter.class,
        new DeadLetterWire(maxRequestSize())::letter,
        DeadLetterWire::key,
        DeliveryGuarantee.AT_LEAST_ONCE,
        new OutputMeters.DeadLetters());
  }

  @Override
  public void late(DataStream<LateEvent> events) {
    String prefix = config.kafka().topicPrefix();
    write(
        events,
        Topic.LATE_EVENTS,
        io.earshot.schemas.avro.LateEvent.class,
        event -> OutputWire.late(event, prefix),
        KeyOf.text(LateEvent::creatorId),
        DeliveryGuarantee.AT_LEAST_ONCE,
        RecordMeter.none());
  }

  private int maxRequestSize() {
    String given = config.kafka().properties().get(MAX_REQUEST_SIZE);
    if (given == null) {
      return DeadLetterWire.DEFAULT_LIMIT_BYTES;
    }
    try {
      return Integer.parseInt(given.strip());
    } catch (NumberFormatException e) {
      throw new ConfigurationException(
          EarshotOptions.KAFKA_PROPERTIES
              + MAX_REQUEST_SIZE
              + " is \""
              + given
              + "\"; it must be a number of bytes",
          e);
    }
  }

  private <T, A extends SpecificRecord> void write(
      DataStream<T> stream,
      Topic topic,
      Class<A> type,
      AvroSerializer.Mapping<T, A> mapping,
      KeyOf<T> key,
      DeliveryGuarantee guarantee,
      RecordMeter<T> meter) {
    KafkaSinkBuilder<T> sink =
        KafkaSink.<T>builder()
            .setBootstrapServers(config.kafka().bootstrapServers())
            .setDeliveryGuarantee(guarantee)
            .setKafkaProducerConfig(properties(topic, guarantee))
            .setRecordSerializer(
                new Metered<>(
                    new RunHeaders<>(
                        KafkaRecordSerializationSchema.<T>builder()
                            .setTopic(topic.fullName(config.kafka().topicPrefix()))
                            .setKeySerializationSchema(key::apply)
                            .setValueSerializationSchema(
                                new AvroSerializer<>(topic, type, mapping, config.wire()))
                            .build()),
                    meter));
    if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(config.kafka().transactionPrefix() + "-" + topic.topicName())
          .setTransactionNamingStrategy(
              config.kafka().transactionNaming() == TransactionNaming.POOLING
                  ? TransactionNamingStrategy.POOLING
                  : TransactionNamingStrategy.INCREMENTING);
    }
    stream
        .sinkTo(sink.build())
        .uid("sink-" + topic.topicName())
        .name("Kafka: " + topic.topicName());
  }

  private Properties properties(Topic topic, DeliveryGuarantee guarantee) {
    Properties properties = new Properties();
    properties.setProperty("compression.type", "lz4");
    // A small batch costs as much to open, compress and send as a large one; the express lane is
    // the one that somebody waits for.
    properties.setProperty("linger.ms", topic == Topic.ENFORCEMENT_EXPRESS ? "5" : "25");
    properties.setProperty("batch.size", String.valueOf(BATCH_BYTES));
    properties.putAll(config.kafka().properties());
    if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
      // The connector's default of an hour is above what brokers allow.
      properties.setProperty(
          "transaction.timeout.ms", String.valueOf(config.kafka().transactionTimeout().toMillis()));
    }
    return properties;
  }
}
