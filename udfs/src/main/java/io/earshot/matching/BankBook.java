package io.earshot.matching;

import io.earshot.intake.BankMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are in effect at which event time: those of the configuration, and every change
 * since. A change of an entry takes the place of all that was said of it before, from its time on.
 *
 * <p>What is looked up lies in three indexes: the banks of the configuration, which all subtasks
 * share; the changes so far; and the latest ones, which are few, so that a change does not cost an
 * index of all of them. An entry is in the last that knows it.
 *
 * <p>What is over leaves the book ({@link #forgetBefore}), so it holds what is in effect or will
 * be, however many entries came and went. Only the end of an entry of a bank that the configuration
 * has stays: it is all that keeps that entry out.
 *
 * <p>Not thread-safe; one a subtask.
 */
public final class BankBook {

  /** Latest changes that are put aside at least, before all are indexed anew. */
  private static final int LEAST_ASIDE = 256;

  /** And as a share of all of them. */
  private static final int ASIDE_SHARE = 8;

  private final BankIndex configured;
  private final Map<String, TreeSet<BankChange>> histories = new TreeMap<>();
  private final Map<String, Long> firstChange = new HashMap<>();
  private final Set<String> aside = new HashSet<>();

  /** Entries of which something is over from a time on, for {@link #forgetBefore}. */
  private final TreeMap<Long, Set<String>> over = new TreeMap<>();

  /** Entries that were forgotten and still lie in {@link #settled}, where nothing finds them. */
  private int stale;

  private BankIndex settled = BankIndex.EMPTY;
  private @Nullable BankIndex latest = BankIndex.EMPTY;

  /** A book with the banks of the configuration. */
  public BankBook(BankIndex configured) {
    this.configured = configured;
  }

  /** Enters a change that was found to be right; entering it again does nothing. */
  public void enter(BankChange change) {
    String key = change.key();
    if (!histories.computeIfAbsent(key, id -> new TreeSet<>(BankChange.IN_EFFECT)).add(change)) {
      return;
    }
    firstChange.merge(key, change.takesEffectAt(), Math::min);
    over.computeIfAbsent(change.takesEffectAt(), at -> new TreeSet<>()).add(key);
    if (change.operation() == BankChange.Operation.ADD) {
      over.computeIfAbsent(change.entry().until(), at -> new TreeSet<>()).add(key);
    }
    aside.add(key);
    latest = null;
  }

  /**
   * What is known of a content.
   *
   * @param time the event time at which entries must be in effect
   * @return matches, each entry once, in order of bank and entry; what is nearer to an entry that
   *     is known to be safe than to one that is not, is not a match of the latter. That holds for
   *     one picture, one field of a text and one stretch of a sound: what is safe beside something
   *     else says nothing about it
   */
  public List<BankMatch> find(MediaFingerprints item, long time) {
    if (item.texts().size() < 2) {
      return findInOne(item, time);
    }
    Map<String, BankMatch> nearest = new TreeMap<>();
    for (TextFingerprint text : item.texts()) {
      for (BankMatch match : findInOne(MediaFingerprints.ofTexts(List.of(text)), time)) {
        BankIndex.keep(match, nearest);
      }
    }
    return nearest.values().stream().sorted(BankIndex.ORDER).toList();
  }

  private List<BankMatch> findInOne(MediaFingerprints item, long time) {
    List<BankMatch> found = new ArrayList<>();
    for (BankMatch match : configured.find(item, time)) {
      Long changed = firstChange.get(BankChange.key(match.bank(), match.entryId()));
      if (changed == null || time < changed) {
        found.add(match);
      }
    }
    BankIndex changes = latest();
    for (BankMatch match : settled.find(item, time)) {
      if (!aside.contains(BankChange.key(match.bank(), match.entryId()))) {
        found.add(match);
      }
    }
    found.addAll(changes.find(item, time));
    List<BankMatch> safe =
        found.stream().filter(match -> match.isSafe() && !match.altered()).toList();
    found.removeIf(
        match ->
            !match.isSafe()
                && safe.stream()
                    .anyMatch(one -> match.distance() > one.distance() && one.covers(match)));
    found.sort(BankIndex.ORDER);
    return found;
  }

  /** Whether an entry of some kind may be in effect at some time. */
  public boolean knows(FingerprintKind kind) {
    return configured.size(kind) > 0 || settled.size(kind) > 0 || latest().size(kind) > 0;
  }

  private BankIndex latest() {
    BankIndex index = latest;
    if (index == null) {
      if (aside.size() + stale > Math.max(LEAST_ASIDE, histories.size() / ASIDE_SHARE)) {
        settled = index(histories.keySet());
        aside.clear();
        stale = 0;
      }
      index = index(aside);
      latest = index;
    }
    return index;
  }

  private BankIndex index(Set<String> keys) {
    BankIndex.Builder builder = new BankIndex.Builder();
    for (String key : new TreeSet<>(keys)) {
      TreeSet<BankChange> history =
          histories.getOrDefault(key, new TreeSet<>(BankChange.IN_EFFECT));
      for (BankChange change : history) {
        if (change.operation() == BankChange.Operation.ADD) {
          BankChange next = history.higher(change);
          long until =
              next == null
                  ? change.entry().until()
                  : Math.min(change.entry().until(), next.takesEffectAt());
          if (until > change.takesEffectAt()) {
            builder.add(change.entry().during(change.takesEffectAt(), until));
          }
        }
      }
    }
    return builder.build();
  }

  /** How many changes it holds. */
  int size() {
    return histories.values().stream().mapToInt(Set::size).sum();
  }

  /** How many entries lie in its indexes of changes. */
  int indexed() {
    BankIndex changes = latest();
    return changes.size() + settled.size();
  }

  /**
   * Forgets what cannot decide any more: changes that a later one has replaced by then, and entries
   * whose time was over.
   *
   * @param time before which nothing is looked up any more
   * @return the changes that were forgotten
   */
  public List<BankChange> forgetBefore(long time) {
    List<BankChange> forgotten = new ArrayList<>();
    Map<Long, Set<String>> due = over.headMap(time, true);
    Set<String> keys = new TreeSet<>();
    due.values().forEach(keys::addAll);
    due.clear();
    for (String key : keys) {
      forget(key, time, forgotten);
    }
    return forgotten;
  }

  private void forget(String key, long time, List<BankChange> forgotten) {
    TreeSet<BankChange> history = histories.get(key);
    while (history != null && !history.isEmpty()) {
      BankChange first = history.first();
      BankChange next = history.higher(first);
      boolean replaced = next != null && next.takesEffectAt() <= time;
      if (!replaced && !(next == null && isOver(first, time) && !isConfigured(first))) {
        return;
      }
      history.remove(first);
      forgotten.add(first);
    }
    histories.remove(key);
    firstChange.remove(key);
    if (aside.remove(key)) {
      latest = null;
    } else {
      stale++;
    }
  }

  private boolean isConfigured(BankChange change) {
    return configured.hasBank(change.entry().bank());
  }

  /** Whether nothing of an entry is in effect at a time and later, if no other change follows. */
  private static boolean isOver(BankChange last, long time) {
    return last.operation() == BankChange.Operation.ADD
        ? last.entry().until() <= time
        : last.takesEffectAt() <= time;
  }
}
