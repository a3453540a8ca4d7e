package io.earshot.job.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.WireFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What is in the topics, as files: {@code <topic>.jsonl}, one record a line. */
final class TopicFiles {

  private TopicFiles() {}

  /**
   * Writes each topic's content into a file of its name, an empty one if there is none.
   *
   * @param directory created if it does not exist; files of these names in it are replaced
   * @throws UncheckedIOException if it cannot be written
   */
  static void write(String bootstrapServers, WireFormat format, Path directory) {
    try {
      Files.createDirectories(directory);
      for (Topic topic : Topic.values()) {
        write(bootstrapServers, format, topic, directory.resolve(topic.topicName() + ".jsonl"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the topics to " + directory, e);
    }
  }

  private static void write(String bootstrapServers, WireFormat format, Topic topic, Path file)
      throws IOException {
    RecordDecoder<? extends SpecificRecord> decoder = format.decoder(topic, topic.valueType());
    try (BufferedWriter out = Files.newBufferedWriter(file);
        TopicReader reader = new TopicReader(bootstrapServers, List.of(topic))) {
      reader.readAll(
          new AtomicBoolean(true),
          record -> {
            try {
              out.write(line(record, decoder).toString());
              out.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ObjectNode line(
      ConsumerRecord<byte[], byte[]> record, RecordDecoder<? extends SpecificRecord> decoder) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("partition", record.partition());
    line.put("offset", record.offset());
    line.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
    line.put("key", record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8));
    ObjectNode headers = line.putObject("headers");
    for (Header header : record.headers()) {
      headers.put(
          header.key(),
          header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
    }
    try {
      line.set("value", RecordJson.of(decoder.decode(record.value())));
    } catch (DecodeException e) {
      line.put("undecodable", e.getMessage());
      line.put("bytes", record.value());
    }
    return line;
  }
}
