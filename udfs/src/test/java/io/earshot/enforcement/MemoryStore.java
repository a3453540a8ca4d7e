package io.earshot.enforcement;

import io.earshot.policy.MatchSupport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Ledgers of subjects in memory. */
final class MemoryStore implements LedgerStore {

  final Map<String, MatchSupport> supports = new TreeMap<>();

  final Map<String, SubjectLedger> subjects = new TreeMap<>();
  final Map<String, List<OpenTask>> tasks = new TreeMap<>();
  final TreeMap<Long, TreeSet<String>> wakes = new TreeMap<>();

  @Override
  public SubjectLedger subject(String subjectKey) {
    return subjects.getOrDefault(subjectKey, SubjectLedger.EMPTY);
  }

  @Override
  public void put(String subjectKey, SubjectLedger ledger) {
    subjects.put(subjectKey, ledger);
  }

  @Override
  public List<String> subjectKeys() {
    return List.copyOf(subjects.keySet());
  }

  @Override
  public List<OpenTask> tasks(String subjectKey) {
    return tasks.getOrDefault(subjectKey, List.of());
  }

  @Override
  public void putTasks(String subjectKey, List<OpenTask> open) {
    if (open.isEmpty()) {
      tasks.remove(subjectKey);
    } else {
      tasks.put(subjectKey, open);
    }
  }

  @Override
  public List<String> taskKeys() {
    return List.copyOf(tasks.keySet());
  }

  @Override
  public void wakeAt(long at, String subjectKey) {
    wakes.computeIfAbsent(at, time -> new TreeSet<>()).add(subjectKey);
  }

  /** All that is active, in the order of subjects. */
  List<Restriction> restrictions() {
    return subjects.values().stream().flatMap(s -> s.restrictions().stream()).toList();
  }

  @Override
  public @Nullable MatchSupport support(String contentEventId) {
    return supports.get(contentEventId);
  }

  @Override
  public void putSupport(String contentEventId, @Nullable MatchSupport support) {
    if (support == null) {
      supports.remove(contentEventId);
    } else {
      supports.put(contentEventId, support);
    }
  }
}
