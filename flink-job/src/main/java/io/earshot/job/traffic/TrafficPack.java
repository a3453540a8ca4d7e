package io.earshot.job.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The items that traffic is made of, in the order of their file; read and checked whole. */
public final class TrafficPack {

  private static final String BUNDLED = "/traffic/pack.jsonl";

  private final String name;
  private final List<PackItem> items;

  private TrafficPack(String name, List<PackItem> items) {
    this.name = name;
    this.items = List.copyOf(items);
  }

  /**
   * The pack that comes with the job.
   *
   * @throws InvalidPackException if the build carries a broken one
   */
  public static TrafficPack bundled() {
    try (InputStream in = TrafficPack.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new InvalidPackException(
            "the traffic pack " + BUNDLED + " is not in this jar; build flink-job again");
      }
      return read("pack.jsonl", new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the traffic pack " + BUNDLED + " cannot be read", e);
    }
  }

  /**
   * Reads a pack: JSON lines, one item each, blank lines skipped.
   *
   * @param name how errors call the pack
   * @throws InvalidPackException at the first line that is not an item, naming line and field
   * @throws IOException if the reader fails
   */
  public static TrafficPack read(String name, Reader reader) throws IOException {
    List<PackItem> items = new ArrayList<>();
    Map<String, Integer> lineOfId = new HashMap<>();
    BufferedReader lines = new BufferedReader(reader);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      PackLine parsed = PackLine.parse(name, number, line);
      PackItem item = parsed.item();
      Integer earlier = lineOfId.putIfAbsent(item.id(), number);
      if (earlier != null) {
        throw parsed.invalid(
            "id",
            "\"" + item.id() + "\" is already the id of line " + earlier + "; make it unique");
      }
      items.add(item);
    }
    if (items.isEmpty()) {
      throw new InvalidPackException(name + " holds no items; a pack needs at least one line");
    }
    return new TrafficPack(name, items);
  }

  /** Every item, in the order of the file. */
  public List<PackItem> items() {
    return items;
  }

  /**
   * The items that a script needs, in the order of the file.
   *
   * @param what how the error calls them
   * @throws InvalidPackException if there are fewer than {@code atLeast}
   */
  List<PackItem> select(String what, int atLeast, Predicate<PackItem> which) {
    List<PackItem> selected = items.stream().filter(which).toList();
    if (selected.size() < atLeast) {
      throw new InvalidPackException(
          String.format(
              "%s holds %d of the items that a script plays (%s), at least %d are needed; add some",
              name, selected.size(), what, atLeast));
    }
    return selected;
  }

  /** The items with a note. */
  List<PackItem> noted(String note) {
    return select("items with the note \"" + note + "\"", 1, item -> note.equals(item.note()));
  }
}
