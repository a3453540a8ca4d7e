package io.earshot.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.jspecify.annotations.Nullable;

/**
 * The versions of every topic's value schema, found by number or by fingerprint. What is released
 * lies in this module as {@code schemas/<topic>/<n>.avsc}, so a reader needs no service to
 * understand any record ever written. Immutable.
 */
public final class SchemaStore {

  private static final class Released {
    static final SchemaStore STORE =
        load(
            (topic, number) -> {
              try (InputStream in =
                  SchemaStore.class.getResourceAsStream("/schemas/" + file(topic, number))) {
                return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
              }
            });
  }

  private interface Source {
    @Nullable String text(Topic topic, int number) throws IOException;
  }

  private final Map<Topic, List<SchemaVersion>> versions;

  private SchemaStore(Map<Topic, List<SchemaVersion>> versions) {
    this.versions = versions;
  }

  /** Every version that was ever released. Parsed once. */
  public static SchemaStore released() {
    return Released.STORE;
  }

  /**
   * The versions in a folder that is laid out as the resources are.
   *
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if a file holds no Avro schema
   */
  public static SchemaStore inDirectory(Path directory) {
    return load(
        (topic, number) -> {
          Path path = directory.resolve(file(topic, number));
          return Files.exists(path) ? Files.readString(path) : null;
        });
  }

  /**
   * A store of the given versions.
   *
   * @throws IllegalArgumentException if the versions of a topic are not given as 1, 2, 3 and so on
   */
  public static SchemaStore of(List<SchemaVersion> given) {
    Map<Topic, List<SchemaVersion>> versions = new EnumMap<>(Topic.class);
    for (SchemaVersion version : given) {
      List<SchemaVersion> ofTopic =
          versions.computeIfAbsent(version.topic(), topic -> new ArrayList<>());
      if (version.number() != ofTopic.size() + 1) {
        throw new IllegalArgumentException(
            "Topic "
                + version.topic().topicName()
                + ": version "
                + version.number()
                + " follows version "
                + ofTopic.size()
                + "; versions count up by one from 1.");
      }
      ofTopic.add(version);
    }
    versions.replaceAll((topic, list) -> List.copyOf(list));
    return new SchemaStore(versions);
  }

  /** The versions of a topic, oldest first; empty if none is released. */
  public List<SchemaVersion> versions(Topic topic) {
    return versions.getOrDefault(topic, List.of());
  }

  /** The newest version of a topic; empty if none is released. */
  public Optional<SchemaVersion> newest(Topic topic) {
    List<SchemaVersion> list = versions(topic);
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
  }

  /** The newest version of the topic that has this fingerprint. */
  public Optional<SchemaVersion> find(Topic topic, long fingerprint) {
    return versions(topic).stream()
        .filter(version -> version.fingerprint() == fingerprint)
        .reduce((older, newer) -> newer);
  }

  /**
   * Any topic's version with this fingerprint: tells a record on the wrong topic from one of an
   * unknown schema.
   */
  public Optional<SchemaVersion> find(long fingerprint) {
    return versions.keySet().stream()
        .flatMap(topic -> find(topic, fingerprint).stream())
        .findFirst();
  }

  /** Where a version lies below the folder of schemas: {@code content.events/1.avsc}. */
  static String file(Topic topic, int number) {
    return topic.topicName() + "/" + number + ".avsc";
  }

  private static SchemaStore load(Source source) {
    List<SchemaVersion> found = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      int number = 1;
      for (String text = read(source, topic, number);
          text != null;
          text = read(source, topic, number)) {
        found.add(parse(topic, number, text));
        number++;
      }
    }
    return of(found);
  }

  private static @Nullable String read(Source source, Topic topic, int number) {
    try {
      return source.text(topic, number);
    } catch (IOException e) {
      throw new UncheckedIOException("Schema " + file(topic, number) + " cannot be read", e);
    }
  }

  private static SchemaVersion parse(Topic topic, int number, String text) {
    try {
      return new SchemaVersion(topic, number, SchemaParser.parseSingle(text));
    } catch (SchemaParseException e) {
      throw new IllegalArgumentException(
          "Schema "
              + file(topic, number)
              + " is no Avro schema: "
              + e.getMessage()
              + ". A released file is never edited: restore it from version control.",
          e);
    }
  }
}
