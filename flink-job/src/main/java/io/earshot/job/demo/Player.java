package io.earshot.job.demo;

import io.earshot.job.traffic.Traffic;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.PlayAggregate;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Plays traffic, and what a reviewer answers meanwhile, into the input topics, on a thread of its
 * own, each event when it is due: as long after the beginning as its event time is after the start.
 */
final class Player implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Traffic traffic;
  private final Instant start;
  private final Scoreboard scoreboard;
  private final KafkaProducer<byte[], byte[]> producer;
  private final RecordEncoder<ContentEvent> contents;
  private final RecordEncoder<CreatorEvent> creators;
  private final RecordEncoder<Report> reports;
  private final RecordEncoder<PlayAggregate> plays;
  private final RecordEncoder<ReviewOutcome> reviews;
  private final Reviewer reviewer;
  private final Thread thread;
  private Instant end = Instant.MAX;
  private volatile boolean stopping;
  private volatile @Nullable Exception failure;

  Player(
      Traffic traffic,
      Instant start,
      String bootstrapServers,
      WireFormat format,
      Scoreboard scoreboard,
      Reviewer reviewer) {
    this.traffic = traffic;
    this.start = start;
    this.scoreboard = scoreboard;
    this.contents = format.encoder(Topic.CONTENT_EVENTS, ContentEvent.class);
    this.creators = format.encoder(Topic.CREATOR_EVENTS, CreatorEvent.class);
    this.reports = format.encoder(Topic.REPORTS, Report.class);
    this.plays = format.encoder(Topic.PLAY_AGGREGATES, PlayAggregate.class);
    this.reviews = format.encoder(Topic.REVIEWS, ReviewOutcome.class);
    this.reviewer = reviewer;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                "2",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Integer.toString(4 << 20)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.thread = new Thread(this::play, "demo-player");
    thread.setDaemon(true);
  }

  /**
   * Begins.
   *
   * @param duration of the traffic, after which the thread ends; null for no end
   */
  void begin(@Nullable Duration duration) {
    end = duration == null ? Instant.MAX : start.plus(duration);
    thread.start();
  }

  private void play() {
    try {
      traffic.pastPlays().forEach(this::send);
      traffic.past().forEach(this::send);
      long begun = System.nanoTime();
      for (TrafficEvent event = traffic.next();
          !stopping && event.eventTime().isBefore(end);
          event = traffic.next()) {
        long due = begun + Duration.between(start, event.eventTime()).toNanos();
        for (long wait = due - System.nanoTime();
            wait > 0 && !stopping;
            wait = due - System.nanoTime()) {
          LockSupport.parkNanos(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(100)));
        }
        if (!stopping) {
          // What people say is said now, and never after the end.
          reviewer.answers(event.eventTime()).forEach(this::send);
          send(event);
        }
      }
      producer.flush();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void send(TrafficEvent event) {
    byte[] value;
    if (event instanceof TrafficEvent.ContentPlayed played) {
      value = contents.encode(played.event());
    } else if (event instanceof TrafficEvent.CreatorPlayed played) {
      value = creators.encode(played.event());
    } else if (event instanceof TrafficEvent.ReportPlayed played) {
      value = reports.encode(played.event());
    } else if (event instanceof TrafficEvent.PlaysCounted counted) {
      value = plays.encode(counted.event());
    } else if (event instanceof TrafficEvent.ReviewPlayed answered) {
      value = reviews.encode(answered.event());
    } else {
      throw new IllegalStateException("the demo has no encoder for " + event.getClass());
    }
    scoreboard.produced(event, System.currentTimeMillis());
    var unused =
        producer.send(
            new ProducerRecord<>(
                event.topic().topicName(), event.key().getBytes(StandardCharsets.UTF_8), value),
            (metadata, e) -> {
              if (e != null) {
                failure = e;
              }
            });
  }

  /** Whether the traffic has come to its end, or failed. */
  boolean isDone() {
    return !thread.isAlive();
  }

  /** What went wrong; null if nothing did. */
  @Nullable Exception failure() {
    return failure;
  }

  /** Stops; all that was played is in Kafka when this returns. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSING);
  }
}
