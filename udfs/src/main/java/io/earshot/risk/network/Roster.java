package io.earshot.risk.network;

import io.earshot.intake.AccountSignal;
import io.earshot.risk.Neighbourhood;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.risk.network.SignalNote.Word;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DistinctCount;
import io.earshot.stats.Hash64;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that are known with one value, such as a payout account or a device.
 *
 * <p>A weak value ({@link AccountSignal.Type#isStrong()}) that more than {@link #MOST} accounts
 * share is a provider's or a school's and says nothing about any of them. It is common from then
 * on: it forgets them all, tells nothing any more, and costs a few bytes, however many accounts
 * come.
 *
 * <p>A strong value that many share is either a large label's or a ring's, and which of these, the
 * closed ones among them tell. So it knows up to {@link #MOST_STRONG} accounts, and beyond that
 * keeps {@link #MOST_DEALT_WITH} of those whom people have dealt with, worst first, the newest of
 * the others, and a count of all ({@link DistinctCount}). Who is not kept hears nothing: what
 * somebody was told can always be taken back. The count cannot forget; it holds nothing from which
 * an account could be known again, and ends with the value.
 *
 * <p>A window costs at most one message an account that is kept, and only where there is somebody
 * whom people have dealt with. How many accounts there are is told roughly ({@link
 * Neighbourhood#degree()}), so that a newcomer to hundreds is not told to all of them.
 *
 * <p>State: about 10 bytes and the id of each account. Of ids of 36 characters some 12 KiB of a
 * weak value, 48 KiB of a strong one, and 2.1 KiB for the count.
 */
final class Roster {

  /** Accounts of a weak value. */
  static final int MOST = 256;

  /** Accounts of a strong value; twice the largest ring that is to be found whole. */
  static final int MOST_STRONG = 1_024;

  /**
   * Of more accounts than that, those whom people have dealt with; the rest are to hear of them.
   */
  static final int MOST_DEALT_WITH = MOST_STRONG / 2;

  /**
   * How long after it was last told, or closed, an account is known; somewhat longer than a year,
   * for which rules may ask.
   */
  static final Duration RETENTION = Duration.ofDays(400);

  /** A value that is common notes when it was seen last no more exactly. */
  private static final long SEEN = Duration.ofDays(30).toMillis();

  /** Numbers of accounts below it are told as they are, see {@link #roughly}. */
  private static final int EXACT_BITS = 5;

  /** The second one added the count. */
  private static final int VERSION = 2;

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

  /** All accounts of a strong value, from where not all are kept any more. */
  private @Nullable DistinctCount all;

  /** Accounts of which the first format kept nothing but that they are many. */
  private int forgotten;

  private long newest = Long.MIN_VALUE;

  /**
   * Folds the notes of a window in.
   *
   * @param notes in canonical order, at least one
   * @return what is to be told, in the order of the accounts' ids
   */
  List<News> fold(List<SignalNote> notes) {
    SignalNote first = notes.get(0);
    if (common && first.type().isStrong()) {
      common = false;
      forgotten = MOST + 1;
    }
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
    bound(first.type());
    Map<String, Neighbourhood> after = neighbourhoods(first);
    List<News> news = new ArrayList<>();
    TreeMap<String, Neighbourhood> told = new TreeMap<>(before);
    told.putAll(after);
    for (String creatorId : told.keySet()) {
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
    if (all != null) {
      all.add(Hash64.of(note.creatorId()));
    }
  }

  /** Keeps as many as a value of its sort may have, whatever the order in which they came. */
  private void bound(AccountSignal.Type type) {
    if (!type.isStrong()) {
      common |= members.size() > MOST;
      if (common) {
        members.clear();
        newest = seen(newest);
      }
      return;
    }
    if (members.size() <= MOST_STRONG) {
      return;
    }
    if (all == null) {
      DistinctCount begun = new DistinctCount();
      members.keySet().forEach(creatorId -> begun.add(Hash64.of(creatorId)));
      all = begun;
    }
    List<Member> others = new ArrayList<>();
    List<Member> dealtWith = new ArrayList<>();
    members.values().forEach(member -> (member.isDealtWith() ? dealtWith : others).add(member));
    dealtWith.sort(Comparator.comparing(Member::neighbour, WORST));
    others.sort(
        Comparator.comparingLong(Member::toldAt)
            .reversed()
            .thenComparing(member -> member.neighbour().creatorId()));
    List<Member> kept =
        new ArrayList<>(dealtWith.subList(0, Math.min(MOST_DEALT_WITH, dealtWith.size())));
    kept.addAll(others.subList(0, Math.min(MOST_STRONG - kept.size(), others.size())));
    members.clear();
    kept.forEach(member -> members.put(member.neighbour().creatorId(), member));
  }

  /** How many accounts are known with it. */
  private int accounts() {
    long counted = all == null ? members.size() : Math.max(members.size(), all.count());
    // Those that an earlier version forgot may be among those who came again since.
    return (int) Math.min(Integer.MAX_VALUE, Math.max(counted, forgotten));
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
    Map<String, Neighbourhood> heard = new TreeMap<>();
    if (dealtWith.isEmpty()) {
      return heard;
    }
    int others = roughly(accounts()) - 1;
    int closed =
        (int) members.values().stream().filter(one -> one.neighbour().closedAt() != 0).count();
    members.forEach(
        (creatorId, member) -> {
          List<Neighbour> told =
              dealtWith.stream()
                  .filter(neighbour -> !neighbour.creatorId().equals(creatorId))
                  .limit(Neighbourhood.MOST_NEIGHBOURS)
                  .toList();
          if (!told.isEmpty()) {
            int more = closed - (member.neighbour().closedAt() == 0 ? 0 : 1) - told.size();
            int degree =
                1
                    + (value.type().isStrong() && more > 0
                        ? (int) ((long) others * told.size() / (told.size() + more))
                        : others);
            heard.put(
                creatorId, new Neighbourhood(value.type(), Hash64.of(value.key()), degree, told));
          }
        });
    return heard;
  }

  /** A number with its highest bits only: less than a sixteenth below what it is. */
  private static int roughly(int number) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number) - EXACT_BITS;
    return bits <= 0 ? number : number >> bits << bits;
  }

  /** The beginning of the thirty days in which a time is. */
  private static long seen(long time) {
    return Math.floorDiv(time, SEEN) * SEEN;
  }

  private static Neighbourhood none(SignalNote value) {
    return new Neighbourhood(value.type(), Hash64.of(value.key()), 0, List.of());
  }

  /** What is kept of it; no bytes where nothing is known. */
  byte[] toBytes() {
    if (!common && members.isEmpty() && all == null && forgotten == 0) {
      return new byte[0];
    }
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).octet(common ? COMMON : UNCOMMON).signed(newest);
    out.count(forgotten).octet(all == null ? 0 : 1);
    if (all != null) {
      all.write(out);
    }
    out.count(members.size());
    for (Member member : members.values()) {
      Neighbour neighbour = member.neighbour();
      out.block(neighbour.creatorId().getBytes(StandardCharsets.UTF_8));
      out.signed(newest - member.toldAt()).signed(neighbour.closedAt());
      out.count(neighbour.upheld()).signed(neighbour.upheldAt());
    }
    return out.toBytes();
  }

  /** Whether what was kept is of a weak value that is common, and was seen of late at a time. */
  static boolean isCommon(byte[] bytes, long time) {
    if (bytes.length == 0) {
      return false;
    }
    ByteReader in = new ByteReader(bytes);
    return in.octet() == VERSION && in.octet() == COMMON && seen(time) <= in.signed();
  }

  /** What was kept, for a window of a time; see {@link #RETENTION}. */
  static Roster of(byte[] bytes, long windowStart) {
    Roster read = new Roster();
    if (bytes.length == 0) {
      return read;
    }
    ByteReader in = new ByteReader(bytes);
    if (Formats.upTo("a value that accounts share", in.octet(), VERSION) == VERSION) {
      read.common = in.octet() == COMMON;
      read.newest = in.signed();
      read.forgotten = in.smallCount();
      read.all = in.octet() == 1 ? DistinctCount.read(in) : null;
    } else {
      read.newest = in.signed();
      read.common = in.octet() == COMMON;
    }
    for (int left = in.smallCount(); left > 0; left--) {
      String creatorId = new String(in.block(), StandardCharsets.UTF_8);
      long toldAt = read.newest - in.signed();
      read.members.put(
          creatorId,
          new Member(toldAt, new Neighbour(creatorId, in.signed(), in.smallCount(), in.signed())));
    }
    // Known, or common, until nobody was seen with it for as long.
    return read.newest < windowStart - RETENTION.toMillis() ? new Roster() : read;
  }
}
