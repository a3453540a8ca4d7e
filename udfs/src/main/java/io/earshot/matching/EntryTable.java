package io.earshot.matching;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of entries besides their fingerprints, in plain arrays: a million entries take some
 * 60 MB, where objects would take half a gigabyte. Banks, policies and sources repeat and are kept
 * once.
 */
final class EntryTable {

  private final List<String> shared = new ArrayList<>();
  private final Map<String, Integer> numberOfShared = new HashMap<>();
  private final Set<String> bankNames = new HashSet<>();
  private byte[] ids = new byte[256];
  private int[] idEnds = new int[16];
  private int[] banks = new int[16];
  private int[] policies = new int[16];
  private int[] sources = new int[16];
  private byte[] severities = new byte[16];
  private long[] from = new long[16];
  private long[] until = new long[16];
  private float[] within = new float[16];
  private int size;

  /** Adds an entry; its number is the size before. */
  void add(BankEntry entry) {
    if (size == banks.length) {
      grow(size + (size >> 1) + 16);
    }
    byte[] id = entry.entryId().getBytes(StandardCharsets.UTF_8);
    int start = size == 0 ? 0 : idEnds[size - 1];
    if (start + id.length > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(start + id.length, ids.length + (ids.length >> 1)));
    }
    System.arraycopy(id, 0, ids, start, id.length);
    idEnds[size] = start + id.length;
    banks[size] = share(entry.bank());
    bankNames.add(entry.bank());
    policies[size] = share(entry.policyId());
    sources[size] = share(entry.source());
    severities[size] = (byte) entry.severity();
    from[size] = entry.from();
    until[size] = entry.until();
    within[size] = (float) entry.within();
    size++;
  }

  /** Gives back what was allocated ahead. */
  void trim() {
    grow(size);
    ids = Arrays.copyOf(ids, size == 0 ? 0 : idEnds[size - 1]);
  }

  private void grow(int capacity) {
    idEnds = Arrays.copyOf(idEnds, capacity);
    banks = Arrays.copyOf(banks, capacity);
    policies = Arrays.copyOf(policies, capacity);
    sources = Arrays.copyOf(sources, capacity);
    severities = Arrays.copyOf(severities, capacity);
    from = Arrays.copyOf(from, capacity);
    until = Arrays.copyOf(until, capacity);
    within = Arrays.copyOf(within, capacity);
  }

  private int share(String text) {
    return numberOfShared.computeIfAbsent(
        text,
        added -> {
          shared.add(added);
          return shared.size() - 1;
        });
  }

  int size() {
    return size;
  }

  /** Whether an entry is of a bank. */
  boolean hasBank(String bank) {
    return bankNames.contains(bank);
  }

  /** Whether there is an entry. */
  boolean has(String bank, String entryId) {
    Integer number = numberOfShared.get(bank);
    byte[] id = entryId.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; number != null && i < size; i++) {
      int start = i == 0 ? 0 : idEnds[i - 1];
      if (banks[i] == number && Arrays.equals(ids, start, idEnds[i], id, 0, id.length)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an entry is in effect at an event time. */
  boolean inEffect(int number, long time) {
    return from[number] <= time && time < until[number];
  }

  /** How far a match of it may be. */
  double within(int number) {
    return within[number];
  }

  String bank(int number) {
    return shared.get(banks[number]);
  }

  String policy(int number) {
    return shared.get(policies[number]);
  }

  String source(int number) {
    return shared.get(sources[number]);
  }

  int severity(int number) {
    return severities[number];
  }

  long from(int number) {
    return from[number];
  }

  String id(int number) {
    int start = number == 0 ? 0 : idEnds[number - 1];
    return new String(ids, start, idEnds[number] - start, StandardCharsets.UTF_8);
  }
}
