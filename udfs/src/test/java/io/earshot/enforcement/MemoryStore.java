package io.earshot.enforcement;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ledgers of subjects in memory. */
final class MemoryStore implements LedgerStore {

  final Map<String, SubjectLedger> subjects = new TreeMap<>();
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
  public void wakeAt(long at, String subjectKey) {
    wakes.computeIfAbsent(at, time -> new TreeSet<>()).add(subjectKey);
  }

  /** All that is active, in the order of subjects. */
  List<Restriction> restrictions() {
    return subjects.values().stream().flatMap(s -> s.restrictions().stream()).toList();
  }
}
