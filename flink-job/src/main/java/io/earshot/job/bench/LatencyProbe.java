package io.earshot.job.bench;

import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.SingleObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads decisions as a consumer of the topics would, and notes how old they are. The events carry
 * the time of their production as their event time. Only every eighth audit is decoded, since the
 * probe lives on the cores that it measures.
 */
final class LatencyProbe implements AutoCloseable {

  private static final int SAMPLED = 8;
  private static final long HIGHEST_MILLIS = 600_000;
  private static final int DIGITS = 3;

  /** From production to the audit record in a consumer's hands, milliseconds. */
  final Histogram audited = new Histogram(HIGHEST_MILLIS, DIGITS);

  /** From the moment at which the window could close to the same, milliseconds. */
  final Histogram afterWindow = new Histogram(HIGHEST_MILLIS, DIGITS);

  /** From production to the express action in a consumer's hands, milliseconds. */
  final Histogram express = new Histogram(HIGHEST_MILLIS, DIGITS);

  private final String auditTopic;
  private final String expressTopic;
  private final String bootstrapServers;
  private final long outOfOrdernessMillis;
  private final long countFrom;
  private final long countUntil;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private long seen;

  /**
   * A probe, reading.
   *
   * @param outOfOrderness how long a window waits for events that are out of order
   * @param countFrom events before this time are warming up, milliseconds since the epoch
   * @param countUntil events from this time on only keep time going
   */
  LatencyProbe(
      String bootstrapServers,
      String topicPrefix,
      Duration outOfOrderness,
      long countFrom,
      long countUntil) {
    this.bootstrapServers = bootstrapServers;
    this.auditTopic = Topic.DECISIONS_AUDIT.fullName(topicPrefix);
    this.expressTopic = Topic.ENFORCEMENT_EXPRESS.fullName(topicPrefix);
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    this.countFrom = countFrom;
    this.countUntil = countUntil;
    this.thread = new Thread(this::run, "bench-latency-probe");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    SingleObject wire = new SingleObject(SchemaStore.released());
    RecordDecoder<DecisionAudit> audits = wire.decoder(Topic.DECISIONS_AUDIT, DecisionAudit.class);
    RecordDecoder<EnforcementAction> actions =
        wire.decoder(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "bench-probe",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(auditTopic, expressTopic));
      while (!stop.get()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
          long now = System.currentTimeMillis();
          if (record.topic().equals(expressTopic)) {
            long eventTime = actions.decode(record.value()).getEventTime().toEpochMilli();
            note(express, eventTime, now - eventTime);
          } else if (seen++ % SAMPLED == 0) {
            DecisionAudit audit = audits.decode(record.value());
            long eventTime = audit.getEventTime().toEpochMilli();
            note(audited, eventTime, now - eventTime);
            note(
                afterWindow,
                eventTime,
                now - audit.getDecidedAt().toEpochMilli() - outOfOrdernessMillis);
          }
        }
      }
    } catch (DecodeException | RuntimeException e) {
      failure.set(e);
    }
  }

  private void note(Histogram histogram, long eventTime, long millis) {
    if (eventTime >= countFrom && eventTime < countUntil) {
      histogram.recordValue(Math.min(HIGHEST_MILLIS, Math.max(0, millis)));
    }
  }

  /**
   * Stops reading; the histograms may be read then.
   *
   * @throws IllegalStateException if the probe failed
   */
  @Override
  public void close() {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted stopping the probe", e);
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("the probe could not read the decisions", failed);
    }
  }
}
