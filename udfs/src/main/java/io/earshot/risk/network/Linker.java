package io.earshot.risk.network;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One creator as somebody who links to hosts: when the account was made, and to which hosts it
 * linked within a day, so that an erasure finds them. Some ten bytes and ten a host, at most {@link
 * #MOST_HOSTS} of these.
 */
final class Linker {

  /** More hosts within a day are not kept: the one that was linked to longest ago forgets it. */
  static final int MOST_HOSTS = 32;

  static final Duration RETENTION = Duration.ofDays(400);

  private static final long MEMORY = Crowd.MEMORY;
  private static final int VERSION = 1;

  private final String creatorId;
  private long createdAt;
  private long newest = Long.MIN_VALUE;

  /** When the creator linked to each host last; the oldest first. */
  private final Map<Long, Long> hosts = new LinkedHashMap<>();

  // Of one window.
  private final List<LinkNote> forgotten = new ArrayList<>(0);
  private final Map<Long, Long> linked = new TreeMap<>();

  private Linker(String creatorId) {
    this.creatorId = creatorId;
  }

  void made(long at, long time) {
    newest = Math.max(newest, time);
    createdAt = at;
  }

  void erase(long time) {
    hosts.keySet().forEach(host -> forget(host, time));
    hosts.clear();
    linked.clear();
    createdAt = 0;
    newest = Long.MIN_VALUE;
  }

  private void forget(long host, long time) {
    forgotten.add(new LinkNote(host, creatorId, time, 0, true));
  }

  void link(long host, long time) {
    newest = Math.max(newest, time);
    linked.putIfAbsent(host, time);
    hosts.remove(host);
    hosts.put(host, time);
    prune();
    if (hosts.size() > MOST_HOSTS) {
      long oldest = hosts.keySet().iterator().next();
      hosts.remove(oldest);
      linked.remove(oldest);
      forget(oldest, time);
    }
  }

  private void prune() {
    hosts.values().removeIf(at -> at <= newest - MEMORY);
  }

  /** What hosts have to hear after a window. */
  List<LinkNote> notes() {
    List<LinkNote> notes = new ArrayList<>(forgotten);
    linked.forEach((host, at) -> notes.add(new LinkNote(host, creatorId, at, createdAt, false)));
    return notes;
  }

  /** What is kept of it; no bytes where nothing is known. */
  byte[] toBytes() {
    if (newest == Long.MIN_VALUE) {
      return new byte[0];
    }
    prune();
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).signed(newest).signed(createdAt).count(hosts.size());
    hosts.forEach((host, at) -> out.word(host).signed(newest - at));
    return out.toBytes();
  }

  /** What was kept, for a window that ends at a time; see {@link #RETENTION}. */
  static Linker of(String creatorId, byte[] bytes, long windowEnd) {
    Linker read = new Linker(creatorId);
    if (bytes.length == 0) {
      return read;
    }
    ByteReader in = new ByteReader(bytes);
    Formats.check("a creator who links", in.octet(), VERSION);
    read.newest = in.signed();
    if (read.newest < windowEnd - RETENTION.toMillis()) {
      return new Linker(creatorId);
    }
    read.createdAt = in.signed();
    for (int left = in.smallCount(); left > 0; left--) {
      read.hosts.put(in.word(), read.newest - in.signed());
    }
    return read;
  }
}
