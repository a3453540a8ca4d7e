package io.earshot.job.demo;

import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Watches the output topics the way a consumer of them would, on a thread of its own, and tells the
 * scoreboard, and the reviewer what there is to look at.
 */
final class Observer {

  private static final Duration CLOSING = Duration.ofSeconds(60);

  private final Scoreboard scoreboard;
  private final RecordDecoder<ContentEvent> content;
  private final String bootstrapServers;
  private final Map<String, Taker> takers = new HashMap<>();
  private final AtomicBoolean complete = new AtomicBoolean();
  private final Thread thread;
  private volatile @Nullable Exception failure;

  private interface Taker {
    void take(byte @Nullable [] value) throws DecodeException;
  }

  Observer(String bootstrapServers, WireFormat format, Scoreboard scoreboard, Reviewer reviewer) {
    this.bootstrapServers = bootstrapServers;
    this.scoreboard = scoreboard;
    this.content = format.decoder(Topic.CONTENT_EVENTS, ContentEvent.class);
    Consumer<EnforcementAction> action = a -> scoreboard.acted(a, System.currentTimeMillis());
    on(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class, format, action);
    on(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class, format, action);
    on(
        Topic.REVIEW_TASKS,
        ReviewTask.class,
        format,
        task -> {
          if (scoreboard.referred(task)) {
            reviewer.asked(task);
          }
        });
    on(Topic.DECISIONS_AUDIT, DecisionAudit.class, format, scoreboard::decided);
    on(
        Topic.DEAD_LETTERS,
        DeadLetter.class,
        format,
        letter -> this.scoreboard.refused(letter, eventId(letter)));
    on(Topic.LATE_EVENTS, LateEvent.class, format, scoreboard::late);
    this.thread = new Thread(this::observe, "demo-observer");
    thread.setDaemon(true);
  }

  private <T extends SpecificRecord> void on(
      Topic topic, Class<T> type, WireFormat format, Consumer<T> taker) {
    RecordDecoder<T> decoder = format.decoder(topic, type);
    takers.put(topic.topicName(), value -> taker.accept(decoder.decode(value)));
  }

  /** The event in a letter, unless the letter is there because nobody can read it. */
  private Optional<String> eventId(DeadLetter letter) {
    boolean isContent = Topic.CONTENT_EVENTS.topicName().equals(letter.getCoordinates().getTopic());
    if (!isContent || letter.getOriginal() == null) {
      return Optional.empty();
    }
    ByteBuffer original = letter.getOriginal().duplicate();
    byte[] bytes = new byte[original.remaining()];
    original.get(bytes);
    try {
      return Optional.of(content.decode(bytes).getEventId());
    } catch (DecodeException e) {
      return Optional.empty(); // counted all the same, as refused for that
    }
  }

  void begin() {
    thread.start();
  }

  private void observe() {
    List<Topic> topics =
        takers.keySet().stream().map(name -> Topic.named(name).orElseThrow()).toList();
    try (TopicReader reader = new TopicReader(bootstrapServers, topics)) {
      reader.readAll(complete, this::take);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      Taker taker = takers.get(record.topic());
      if (taker != null) {
        taker.take(record.value());
      }
    } catch (DecodeException e) {
      throw new IllegalStateException("the job wrote what cannot be read: " + e.getMessage(), e);
    }
  }

  /** What went wrong; null if nothing did. */
  @Nullable Exception failure() {
    return failure;
  }

  /** Nothing more will be written: reads the rest, and returns when it has. */
  void finish() {
    complete.set(true);
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive() && failure == null) {
      failure = new IllegalStateException("the output topics were not read within " + CLOSING);
    }
  }
}
