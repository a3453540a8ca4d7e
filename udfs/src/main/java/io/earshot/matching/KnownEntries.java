package io.earshot.matching;

import io.earshot.stats.Hash64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entries there are or were: those of the configuration, and every one that was added. Of the
 * latter only 64 bits are kept, so that a million of them are 8 MB in a checkpoint.
 */
final class KnownEntries {

  /** Says in what is kept that it is all that was ever added. An older job did not keep any. */
  private static final long COMPLETE = 1;

  private final BankIndex configured;
  private final Set<Long> added = new HashSet<>();
  private boolean complete;

  /**
   * Entries that begin with those of the configuration.
   *
   * @param kept what {@link #kept} gave before a restart; null where there was none
   */
  KnownEntries(BankIndex configured, @Nullable List<Long> kept) {
    this.configured = configured;
    if (kept != null) {
      added.addAll(kept);
    }
    complete = kept == null || added.remove(COMPLETE);
  }

  /** Takes an entry in that was added. */
  void add(BankEntry entry) {
    added.add(Hash64.of(entry.bank()));
    added.add(Hash64.of(BankChange.key(entry.bank(), entry.entryId())));
  }

  /**
   * What is wrong with a change that ends an entry which there never was; null if nothing is. A
   * bank that nobody has here may be one of the platform, whose matches come with the content: of
   * these an entry may be withdrawn, and there is nothing that could expire.
   */
  @Nullable String faultOf(BankChange change) {
    String bank = change.entry().bank();
    String id = change.entry().entryId();
    if (!complete
        || change.operation() == BankChange.Operation.ADD
        || added.contains(Hash64.of(BankChange.key(bank, id)))
        || configured.has(bank, id)) {
      return null;
    }
    boolean bankIsKnown = added.contains(Hash64.of(bank)) || configured.hasBank(bank);
    if (!bankIsKnown && change.operation() == BankChange.Operation.WITHDRAW) {
      return null;
    }
    return "entryId is "
        + id
        + ", and "
        + (bankIsKnown
            ? "bank " + bank + " never had such an entry"
            : "there never was a bank " + bank)
        + " in this job; ./earshot bank list FILE lists those of the configuration, and"
        + " control.banks has the others";
  }

  /** What is to be kept for a restart. */
  List<Long> kept() {
    TreeSet<Long> all = new TreeSet<>(added);
    if (complete) {
      all.add(COMPLETE);
    }
    return List.copyOf(all);
  }
}
