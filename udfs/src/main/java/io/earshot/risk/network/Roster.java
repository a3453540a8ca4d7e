package io.earshot.risk.network;

import io.earshot.risk.Neighbourhood;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.risk.network.SignalNote.Word;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The accounts that are known with one value, such as a payout account or a device.
 *
 * <p>A value that more than {@link #MOST} accounts share says nothing about any of them, and is
 * common from then on: it forgets them all, tells nothing any more, and costs a few bytes, however
 * many accounts come. Until then a window costs at most one message an account, and only where
 * there is somebody whom people have dealt with.
 *
 * <p>State: about 30 bytes and the id of each account; at most {@link #MOST}, so some 15 KiB.
 */
final class Roster {

  /** Accounts of one value. */
  static final int MOST = 256;

  /**
   * How long after it was last told, or closed, an account is known; somewhat longer than a year,
   * for which rules may ask.
   */
  static final Duration RETENTION = Duration.ofDays(400);

  private static final int VERSION = 1;
  private static final int COMMON = 1;
  private static final int UNCOMMON = 0;

  /** Who is told first: closed ones, the newest of them; then the newest upheld; then by id. */
  private static final Comparator<Neighbour> WORST =
      Comparator.comparingLong(Neighbour::closedAt)
          .thenComparingLong(Neighbour::upheldAt)
          .reversed()
          .thenComparing(Neighbour::creatorId);

  /** What an account is to hear. */
  record News(String creatorId, long time, Neighbourhood neighbourhood) {}

  private record Member(long toldAt, Neighbour neighbour) {

    boolean isDealtWith() {
      return neighbour.closedAt() != 0 || neighbour.upheld() > 0;
    }

    long lastAt() {
      return Math.max(toldAt, Math.max(neighbour.closedAt(), neighbour.upheldAt()));
    }
  }

  private final Map<String, Member> members = new TreeMap<>();
  private boolean common;
  private long newest = Long.MIN_VALUE;

  /**
   * Folds the notes of a window in.
   *
   * @param notes in canonical order, at least one
   * @return what is to be told, in the order of the accounts' ids
   */
  List<News> fold(List<SignalNote> notes) {
    SignalNote first = notes.get(0);
    Map<String, Neighbourhood> before = neighbourhoods(first);
    Map<String, Long> joined = new TreeMap<>();
    long dealtWithAt = Long.MIN_VALUE;
    long last = Long.MIN_VALUE;
    for (SignalNote note : notes) {
      newest = Math.max(newest, note.time());
      last = Math.max(last, note.time());
      Member known = members.get(note.creatorId());
      boolean wasDealtWith = known != null && known.isDealtWith();
      if (note.word() == Word.ERASED) {
        before.remove(note.creatorId());
      }
      if (note.word() != Word.KNOWN) {
        members.remove(note.creatorId());
        joined.remove(note.creatorId());
      } else {
        take(note);
        if (known == null) {
          joined.put(note.creatorId(), note.time());
        }
      }
      Member now = members.get(note.creatorId());
      if (wasDealtWith || (now != null && now.isDealtWith())) {
        dealtWithAt = note.time();
      }
    }
    prune();
    Map<String, Neighbourhood> after = neighbourhoods(first);
    List<News> news = new ArrayList<>();
    TreeMap<String, Neighbourhood> all = new TreeMap<>(before);
    all.putAll(after);
    for (String creatorId : all.keySet()) {
      Neighbourhood then = before.get(creatorId);
      Neighbourhood now = after.get(creatorId);
      if (now == null) {
        now = none(first);
      }
      if (!now.equals(then) && !(then == null && now.neighbours().isEmpty())) {
        long time = Math.max(dealtWithAt, joined.getOrDefault(creatorId, Long.MIN_VALUE));
        news.add(new News(creatorId, time == Long.MIN_VALUE ? last : time, now));
      }
    }
    return news;
  }

  private void take(SignalNote note) {
    if (common) {
      return;
    }
    members.put(
        note.creatorId(),
        new Member(
            note.time(),
            new Neighbour(note.creatorId(), note.closedAt(), note.upheld(), note.upheldAt())));
    if (members.size() > MOST) {
      prune();
      if (members.size() > MOST) {
        common = true;
        members.clear();
      }
    }
  }

  private void prune() {
    members.values().removeIf(member -> member.lastAt() < newest - RETENTION.toMillis());
  }

  /** What each account has on the other side; only those that have somebody there. */
  private Map<String, Neighbourhood> neighbourhoods(SignalNote value) {
    List<Neighbour> dealtWith =
        members.values().stream()
            .filter(Member::isDealtWith)
            .map(Member::neighbour)
            .sorted(WORST)
            .limit(Neighbourhood.MOST_NEIGHBOURS + 1L)
            .toList();
    Map<String, Neighbourhood> all = new TreeMap<>();
    if (dealtWith.isEmpty()) {
      return all;
    }
    for (String creatorId : members.keySet()) {
      List<Neighbour> others =
          dealtWith.stream()
              .filter(neighbour -> !neighbour.creatorId().equals(creatorId))
              .limit(Neighbourhood.MOST_NEIGHBOURS)
              .toList();
      if (!others.isEmpty()) {
        all.put(
            creatorId,
            new Neighbourhood(value.type(), Hash64.of(value.key()), members.size(), others));
      }
    }
    return all;
  }

  private static Neighbourhood none(SignalNote value) {
    return new Neighbourhood(value.type(), Hash64.of(value.key()), 0, List.of());
  }

  /** What is kept of it; no bytes where nothing is known. */
  byte[] toBytes() {
    if (!common && members.isEmpty()) {
      return new byte[0];
    }
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).signed(newest).octet(common ? COMMON : UNCOMMON).count(members.size());
    for (Member member : members.values()) {
      Neighbour neighbour = member.neighbour();
      out.block(neighbour.creatorId().getBytes(StandardCharsets.UTF_8));
      out.signed(newest - member.toldAt()).signed(neighbour.closedAt());
      out.count(neighbour.upheld()).signed(neighbour.upheldAt());
    }
    return out.toBytes();
  }

  /** What was kept, for a window of a time; see {@link #RETENTION}. */
  static Roster of(byte[] bytes, long windowStart) {
    Roster read = new Roster();
    if (bytes.length == 0) {
      return read;
    }
    ByteReader in = new ByteReader(bytes);
    Formats.check("a value that accounts share", in.octet(), VERSION);
    read.newest = in.signed();
    read.common = in.octet() == COMMON;
    for (int left = in.smallCount(); left > 0; left--) {
      String creatorId = new String(in.block(), StandardCharsets.UTF_8);
      long toldAt = read.newest - in.signed();
      read.members.put(
          creatorId,
          new Member(toldAt, new Neighbour(creatorId, in.signed(), in.smallCount(), in.signed())));
    }
    // Common until nobody was seen with it for as long.
    return read.newest < windowStart - RETENTION.toMillis() ? new Roster() : read;
  }
}
