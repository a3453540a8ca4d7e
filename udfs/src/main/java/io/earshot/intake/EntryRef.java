package io.earshot.intake;

import java.util.Comparator;

/**
 * An entry of a bank of known media.
 *
 * @param bank which bank
 * @param entryId which entry of it
 */
public record EntryRef(String bank, String entryId) {

  /** The order in which entries are listed. */
  public static final Comparator<EntryRef> ORDER =
      Comparator.comparing(EntryRef::bank).thenComparing(EntryRef::entryId);

  /** The entry that was matched. */
  public static EntryRef of(BankMatch match) {
    return new EntryRef(match.bank(), match.entryId());
  }
}
