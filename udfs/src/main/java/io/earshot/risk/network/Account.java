package io.earshot.risk.network;

import io.earshot.intake.AccountSignal;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Closure;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.risk.network.SignalNote.Word;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What values that accounts share have to know of one account: which values it was seen with, and
 * whether people have dealt with it. What it was used with once, it stays known with: who gets a
 * new payout account is still who they were.
 *
 * <p>That people have dealt with it comes from the job's inputs alone, so there is no cycle: the
 * platform's word that an account is closed ({@code creator.events}), and outcomes of reviews
 * ({@code reviews}), the remedy that closes an account among them. Outcomes are kept one by one, so
 * that one that is overturned later leaves nothing behind.
 *
 * <p>State: up to {@link #MOST_SIGNALS} values and {@link #MOST_OUTCOMES} outcomes; an ordinary
 * account takes 100 to 300 bytes.
 */
final class Account {

  /** More are not kept; the one that was told longest ago is forgotten, by the value too. */
  static final int MOST_SIGNALS = 40;

  static final int MOST_OUTCOMES = 32;

  /**
   * Longer than what it has told lasts with the values ({@link Roster#RETENTION}), so that an
   * erasure finds all of it.
   */
  static final Duration RETENTION = Duration.ofDays(1_200);

  /** A value hears again of an account that is told with it, so that it does not forget it. */
  private static final long REFRESH = Duration.ofDays(30).toMillis();

  /** Outcomes of reviews count for as long. */
  private static final long OUTCOMES = Duration.ofDays(400).toMillis();

  /** Remedies that take somebody off the platform. */
  private static final Set<String> CLOSING = Set.of("TERMINATE_ACCOUNT", "SUSPEND_ACCOUNT");

  private static final int VERSION = 1;
  private static final AccountSignal.Type[] TYPES = AccountSignal.Type.values();

  /** A value, and when it was told of the account last. */
  private record Told(AccountSignal signal, long at) {}

  private record Outcome(long decision, long at, boolean closes) {}

  /** What people have done about it. */
  private record Standing(long closedAt, int upheld, long upheldAt) {
    static final Standing NONE = new Standing(0, 0, 0);
  }

  private final String creatorId;
  private final long windowEnd;
  private long newest = Long.MIN_VALUE;
  private long closedAt;
  private final Map<String, Told> signals = new TreeMap<>();
  private final List<Outcome> outcomes = new ArrayList<>(0);

  // Of one window: what its notes will say.
  private final Map<String, Told> touched = new TreeMap<>();
  private final List<SignalNote> forgotten = new ArrayList<>(0);
  private Standing before = Standing.NONE;
  private long dealtWithAt;

  private Account(String creatorId, long windowEnd) {
    this.creatorId = creatorId;
    this.windowEnd = windowEnd;
  }

  static String key(AccountSignal signal) {
    return signal.type() + ":" + signal.hash();
  }

  /** Folds a change of the account in. */
  void change(AccountChange change, long time) {
    if (change.erase()) {
      signals.values().forEach(told -> forget(told.signal(), time, Word.ERASED));
      signals.clear();
      touched.clear();
      outcomes.clear();
      closedAt = 0;
      newest = Long.MIN_VALUE;
      before = Standing.NONE;
      return;
    }
    newest = Math.max(newest, time);
    if (change.closure() != null) {
      closedAt = change.closure() == Closure.TERMINATED ? time : 0;
      dealtWithAt = time;
    }
    for (AccountSignal signal : change.signals()) {
      tell(signal, time);
    }
  }

  private void tell(AccountSignal signal, long time) {
    String key = key(signal);
    Told told = signals.get(key);
    if (told != null && time - told.at() < REFRESH) {
      return;
    }
    Told now = new Told(signal, time);
    signals.put(key, now);
    touched.put(key, now);
    if (signals.size() > MOST_SIGNALS) {
      Map.Entry<String, Told> oldest = null;
      for (Map.Entry<String, Told> entry : signals.entrySet()) {
        oldest = oldest == null || entry.getValue().at() < oldest.getValue().at() ? entry : oldest;
      }
      if (oldest != null) {
        forget(oldest.getValue().signal(), time, Word.DROPPED);
        touched.remove(oldest.getKey());
        signals.remove(oldest.getKey());
      }
    }
  }

  private void forget(AccountSignal signal, long time, Word word) {
    forgotten.add(
        new SignalNote(key(signal), signal.type(), creatorId, time, windowEnd, word, 0, 0, 0));
  }

  /** Folds the outcome of a review in. */
  void review(Review review, long time) {
    long decision = UUID.fromString(review.decisionId()).getMostSignificantBits();
    switch (review.outcome()) {
      case UPHOLD, MODIFY -> {
        Remedy remedy = review.remedy();
        outcomes.removeIf(known -> known.decision() == decision);
        outcomes.add(
            new Outcome(decision, time, remedy != null && CLOSING.contains(remedy.action())));
        if (outcomes.size() > MOST_OUTCOMES) {
          outcomes.remove(0);
        }
      }
      case OVERTURN -> outcomes.removeIf(known -> known.decision() == decision);
      case UNSURE -> {
        return;
      }
    }
    newest = Math.max(newest, time);
    dealtWithAt = time;
  }

  private Standing standing() {
    long closed = closedAt;
    long upheldAt = 0;
    for (Outcome outcome : outcomes) {
      closed = outcome.closes() ? Math.max(closed, outcome.at()) : closed;
      upheldAt = Math.max(upheldAt, outcome.at());
    }
    return new Standing(closed, outcomes.size(), upheldAt);
  }

  /** What the values that it is or was known with have to hear after a window. */
  List<SignalNote> notes() {
    List<SignalNote> notes = new ArrayList<>();
    notes.addAll(forgotten);
    Standing now = standing();
    boolean changed = !now.equals(before);
    signals.forEach(
        (key, told) -> {
          if (changed || touched.containsKey(key)) {
            long joined = touched.containsKey(key) ? told.at() : Long.MIN_VALUE;
            long time = Math.max(joined, changed ? dealtWithAt : Long.MIN_VALUE);
            notes.add(
                new SignalNote(
                    key,
                    told.signal().type(),
                    creatorId,
                    time,
                    windowEnd,
                    Word.KNOWN,
                    now.closedAt(),
                    now.upheld(),
                    now.upheldAt()));
          }
        });
    return notes;
  }

  /** What is kept of it; no bytes where nothing is known. */
  byte[] toBytes() {
    if (newest == Long.MIN_VALUE) {
      return new byte[0];
    }
    outcomes.removeIf(outcome -> outcome.at() < newest - OUTCOMES);
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).signed(newest).signed(closedAt).count(signals.size());
    for (Told told : signals.values()) {
      out.octet(code(told.signal().type()));
      out.block(told.signal().hash().getBytes(StandardCharsets.UTF_8)).signed(newest - told.at());
    }
    out.count(outcomes.size());
    for (Outcome outcome : outcomes) {
      out.word(outcome.decision()).signed(newest - outcome.at()).octet(outcome.closes() ? 1 : 0);
    }
    return out.toBytes();
  }

  @SuppressWarnings("EnumOrdinal") // the wire and the state fix the places of these
  private static int code(AccountSignal.Type type) {
    return type.ordinal();
  }

  /** What was kept, for a window that ends at a time; see {@link #RETENTION}. */
  static Account of(String creatorId, byte[] bytes, long windowEnd) {
    Account read = new Account(creatorId, windowEnd);
    if (bytes.length == 0) {
      return read;
    }
    ByteReader in = new ByteReader(bytes);
    Formats.check("an account", in.octet(), VERSION);
    read.newest = in.signed();
    if (read.newest < windowEnd - RETENTION.toMillis()) {
      return new Account(creatorId, windowEnd);
    }
    read.closedAt = in.signed();
    for (int left = in.smallCount(); left > 0; left--) {
      AccountSignal.Type type = TYPES[in.octet()];
      AccountSignal signal =
          new AccountSignal(type, new String(in.block(), StandardCharsets.UTF_8));
      read.signals.put(key(signal), new Told(signal, read.newest - in.signed()));
    }
    for (int left = in.smallCount(); left > 0; left--) {
      read.outcomes.add(new Outcome(in.word(), read.newest - in.signed(), in.octet() == 1));
    }
    read.before = read.standing();
    return read;
  }
}
