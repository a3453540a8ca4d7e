package io.earshot.schemas;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Writes the next version of every topic whose IDL has changed since its newest released version.
 * All or nothing: if one topic's change breaks compatibility with any earlier version, no file is
 * written.
 */
public final class ReleaseSchemas {

  /** How a changed schema enters the history. */
  public enum Mode {
    /** As the next version. */
    NEXT_VERSION,
    /** In place of version 1; only before the first release, while no topic has a version 2. */
    REWRITE_FIRST
  }

  private static final int DONE = 0;
  private static final int REFUSED = 1;
  private static final int USAGE = 2;

  private ReleaseSchemas() {}

  /**
   * {@code ReleaseSchemas [--rewrite] DIRECTORY}; the directory is {@code
   * schemas/src/main/resources/schemas}.
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out));
  }

  static int run(List<String> args, PrintStream out) {
    boolean rewrite = args.contains("--rewrite");
    List<String> rest = args.stream().filter(arg -> !arg.equals("--rewrite")).toList();
    if (rest.size() != 1 || rest.get(0).startsWith("-")) {
      out.println("Usage: schema release [--rewrite] DIRECTORY");
      out.println("  --rewrite  replace version 1 in place; only before the first release");
      return USAGE;
    }
    return run(Path.of(rest.get(0)), rewrite ? Mode.REWRITE_FIRST : Mode.NEXT_VERSION, out);
  }

  /** As {@link #run(Path, Mode, PrintStream)} with {@link Mode#NEXT_VERSION}. */
  public static int run(Path directory, PrintStream out) {
    return run(directory, Mode.NEXT_VERSION, out);
  }

  /**
   * Releases what has changed and tells what it did.
   *
   * @param directory the folder of schemas, one folder a topic in it; made if absent
   * @return 0 if all topics are released now, 1 if a change was refused
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public static int run(Path directory, Mode mode, PrintStream out) {
    return run(directory, mode, Topic::schema, out);
  }

  static int run(Path directory, Mode mode, Function<Topic, Schema> idl, PrintStream out) {
    SchemaStore store = SchemaStore.inDirectory(directory);
    Map<Topic, SchemaVersion> changed = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      List<SchemaVersion> history = store.versions(topic);
      if (mode == Mode.REWRITE_FIRST && history.size() > 1) {
        faults.add(
            "Topic "
                + topic.topicName()
                + " has "
                + history.size()
                + " versions: --rewrite is only for the time before the first release. Release"
                + " without it.");
      }
      Optional<SchemaVersion> newest = store.newest(topic);
      Schema current = SchemaVersion.portable(idl.apply(topic));
      if (newest.isPresent() && newest.get().text().equals(SchemaVersion.text(current))) {
        continue;
      }
      List<SchemaVersion> kept = mode == Mode.REWRITE_FIRST ? List.of() : history;
      List<SchemaVersion> after = new ArrayList<>(kept);
      SchemaVersion next = new SchemaVersion(topic, kept.size() + 1, current);
      after.add(next);
      faults.addAll(Compatibility.faults(after));
      changed.put(topic, next);
    }
    if (!faults.isEmpty()) {
      faults.forEach(out::println);
      out.println("Nothing was released: change the IDL as the lines above say.");
      return REFUSED;
    }
    changed.values().forEach(version -> write(directory, version, out));
    out.println(
        changed.isEmpty()
            ? "Nothing to release: every topic's newest version is its IDL."
            : "Released: " + changed.size() + " topics. Commit the files; never edit them.");
    return DONE;
  }

  private static void write(Path directory, SchemaVersion version, PrintStream out) {
    String file = SchemaStore.file(version.topic(), version.number());
    Path path = directory.resolve(file);
    try {
      Files.createDirectories(directory.resolve(version.topic().topicName()));
      Files.writeString(path, version.text());
    } catch (IOException e) {
      throw new UncheckedIOException("Schema " + path + " cannot be written", e);
    }
    out.println(file + "  " + SchemaVersion.hex(version.fingerprint()));
  }
}
