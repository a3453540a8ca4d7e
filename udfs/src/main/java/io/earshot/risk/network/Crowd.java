package io.earshot.risk.network;

import io.earshot.risk.LinkCrowd;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The creators who linked to one host within a day: those {@link LinkCrowd#MOST_CREATORS} of them
 * whose hashes are the smallest. That is all of them where they are fewer, and else a sample that
 * has nothing to do with the age of their accounts (bottom-k sampling; Cohen and Kaplan, 2007), so
 * that the median holds for a host that everybody links to. Some 18 bytes a creator, 1.2 KiB at
 * most.
 */
final class Crowd {

  static final long MEMORY = Duration.ofDays(1).toMillis();

  private static final int VERSION = 1;

  private record Linking(long at, long createdAt) {}

  private final long host;
  private final TreeMap<Long, Linking> creators = new TreeMap<>();
  private long newest = Long.MIN_VALUE;

  private Crowd(long host) {
    this.host = host;
  }

  void fold(LinkNote note) {
    newest = Math.max(newest, note.time());
    long creator = Hash64.of(note.creatorId());
    if (note.forget()) {
      creators.remove(creator);
      return;
    }
    creators.put(creator, new Linking(note.time(), note.createdAt()));
    if (creators.size() > LinkCrowd.MOST_CREATORS) {
      prune();
      while (creators.size() > LinkCrowd.MOST_CREATORS) {
        creators.pollLastEntry();
      }
    }
  }

  private void prune() {
    creators.values().removeIf(linking -> linking.at() <= newest - MEMORY);
  }

  /** Who links to it, as of the newest link. */
  LinkCrowd now() {
    prune();
    List<Long> ages = new ArrayList<>();
    for (Linking linking : creators.values()) {
      if (linking.createdAt() != 0) {
        ages.add(Math.max(0, newest - linking.createdAt()));
      }
    }
    ages.sort(null);
    // The greater one of the middle two: what is in doubt counts as older.
    long median = 2 * ages.size() <= creators.size() ? -1 : ages.get(ages.size() / 2);
    return new LinkCrowd(host, creators.size(), median);
  }

  /** What is kept of it; no bytes where nothing is known. */
  byte[] toBytes() {
    prune();
    if (creators.isEmpty()) {
      return new byte[0];
    }
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).signed(newest).count(creators.size());
    creators.forEach(
        (creator, linking) ->
            out.word(creator).signed(newest - linking.at()).signed(linking.createdAt()));
    return out.toBytes();
  }

  /** What was kept of a host. */
  static Crowd of(long host, byte[] bytes) {
    Crowd read = new Crowd(host);
    if (bytes.length > 0) {
      ByteReader in = new ByteReader(bytes);
      Formats.check("a host", in.octet(), VERSION);
      read.newest = in.signed();
      for (int left = in.smallCount(); left > 0; left--) {
        read.creators.put(in.word(), new Linking(read.newest - in.signed(), in.signed()));
      }
    }
    return read;
  }
}
