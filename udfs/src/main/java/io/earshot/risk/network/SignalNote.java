package io.earshot.risk.network;

import io.earshot.intake.AccountSignal;
import java.util.Comparator;

/**
 * What a value that accounts may share is told of one of them.
 *
 * @param key the value: its type and the platform's hash
 * @param type what it is
 * @param creatorId whose account
 * @param time of what made the difference, milliseconds since the epoch
 * @param saidAt end of the window in which it was found; of two notes on one account the newer
 *     counts
 * @param word what is to be done with the account; if it is to be forgotten, the rest says nothing
 * @param closedAt when the account was closed for what it did; 0 if it is open
 * @param upheld decisions on it that reviewers upheld
 * @param upheldAt time of the newest of those outcomes; 0 if there is none
 */
public record SignalNote(
    String key,
    AccountSignal.Type type,
    String creatorId,
    long time,
    long saidAt,
    Word word,
    long closedAt,
    int upheld,
    long upheldAt) {

  /** What a note says of an account. */
  public enum Word {
    /** It is forgotten, and hears nothing any more. */
    ERASED,
    /** It has too many values, and this one is not kept. */
    DROPPED,
    /** It is known with the value. */
    KNOWN
  }

  /** By event time; of one time by account, and the newer note on one account last. */
  static final Comparator<SignalNote> CANONICAL =
      Comparator.comparingLong(SignalNote::time)
          .thenComparing(SignalNote::creatorId)
          .thenComparingLong(SignalNote::saidAt)
          .thenComparing(SignalNote::word);
}
