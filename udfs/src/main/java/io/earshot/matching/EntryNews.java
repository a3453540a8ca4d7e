package io.earshot.matching;

import io.earshot.stats.Hash64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes known of an entry, on its way to the register: exactly one of the two is there.
 *
 * @param share which share of the register it is for: the entry, and a part of all creators
 * @param match that the entry was found
 * @param withdrawal that the entry was wrong
 */
public record EntryNews(
    String share, @Nullable EntryMatch match, @Nullable EntryWithdrawal withdrawal) {

  /**
   * Into how many shares the register of an entry is split by creator, so that an entry that is
   * found everywhere does not lie on one machine. Part of the keys in state: never to be changed.
   */
  static final int SHARES = 16;

  /** Which share of the creators a match is of. */
  static int shareOf(EntryMatch match) {
    return (int) Math.floorMod(Hash64.of(match.creatorId()), (long) SHARES);
  }

  /** For what is counted: the share, and as what the entry was found. */
  public String life() {
    return match == null ? share : match.since() + "\u0000" + share;
  }

  /** A match, for the share of its creator. */
  public static EntryNews of(EntryMatch match) {
    return new EntryNews(
        shareOf(match) + "\u0000" + BankChange.key(match.entry().bank(), match.entry().entryId()),
        match,
        null);
  }

  /** A withdrawal, for all shares. */
  public static List<EntryNews> of(EntryWithdrawal withdrawal) {
    String key = BankChange.key(withdrawal.entry().bank(), withdrawal.entry().entryId());
    List<EntryNews> all = new ArrayList<>(SHARES);
    for (int share = 0; share < SHARES; share++) {
      all.add(new EntryNews(share + "\u0000" + key, null, withdrawal));
    }
    return all;
  }
}
