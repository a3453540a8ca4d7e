package io.earshot.matching;

import io.earshot.intake.ControlChange;
import java.util.Comparator;

/**
 * A change of one entry of a bank while the job runs.
 *
 * @param eventId unique for the change; a repeat of it is the same change
 * @param operation what is done
 * @param entry the entry, in effect from when it was asked for; of what ends one, only bank and id
 *     count
 * @param publishedAt when it was published, milliseconds since the epoch
 */
public record BankChange(String eventId, Operation operation, BankEntry entry, long publishedAt)
    implements ControlChange {

  /** What is done. */
  public enum Operation {
    /** The entry is in effect, in the place of an earlier one of that id. */
    ADD,
    /** It is no longer in effect; what it led to stays. */
    EXPIRE,
    /** It was wrong: it is no longer in effect, and what only it supported is to be lifted. */
    WITHDRAW
  }

  /** The order in which changes take effect; of those at the same time the one published last. */
  static final Comparator<BankChange> IN_EFFECT =
      Comparator.comparingLong(BankChange::takesEffectAt)
          .thenComparingLong(BankChange::publishedAt)
          .thenComparing(BankChange::eventId);

  @Override
  public String topic() {
    return "control.banks";
  }

  @Override
  public String subject() {
    return "bank " + entry.bank() + " entry " + entry.entryId();
  }

  @Override
  public long effectiveAt() {
    return entry.from();
  }

  @Override
  public long takesEffectAt() {
    return Math.max(entry.from(), publishedAt);
  }

  /** Which entry it is about. */
  String key() {
    return key(entry.bank(), entry.entryId());
  }

  static String key(String bank, String entryId) {
    return bank + '\u0000' + entryId;
  }
}
