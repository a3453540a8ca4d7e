package io.earshot.enforcement;

import io.earshot.enforcement.CreatorLedger.Hold;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Forgets of a creator's ledgers what nothing in force rests on: entries of strike ledgers that
 * count no more, what was done before, and of each subject what has ended.
 *
 * <p>Kept is what somebody may still have to lift or to answer: restrictions in force, the strikes
 * that count and those that make them count, open tasks. Of a subject with which something happened
 * the number of its last action stays as well: consumers pass over lower ones, so an action that
 * began again at 1 would never reach them. And as long as an authority demands that data about the
 * creator is preserved, nothing is forgotten.
 */
final class Erasure {

  private Erasure() {}

  /**
   * Forgets.
   *
   * @return what was forgotten and what was kept, for the audit
   */
  static String of(WindowLedgers window) {
    Optional<Hold> hold =
        window.holds.stream()
            .filter(one -> one.until() > window.now)
            .max(Comparator.comparingLong(Hold::until).thenComparing(Hold::orderId));
    if (hold.isPresent()) {
      long until = hold.get().until();
      return "nothing of the ledgers erased: order "
          + hold.get().orderId()
          + " demands to preserve data until "
          + (until == Long.MAX_VALUE ? "it is released" : Instant.ofEpochMilli(until))
          + "; erase again after that";
    }
    int strikes = window.strikes.size();
    List<Strike> inForce = StrikeLadder.inForce(window.strikes, window.now);
    window.strikes.clear();
    window.strikes.addAll(inForce);
    int acts = window.history.size();
    window.history.clear();
    int ended = 0;
    int restrictions = 0;
    for (String key : window.store.subjectKeys()) {
      SubjectLedger subject = window.store.subject(key);
      restrictions += subject.restrictions().size();
      if (!subject.ended().isEmpty()) {
        ended += subject.ended().size();
        window.store.put(
            key, new SubjectLedger(subject.sequence(), subject.restrictions(), List.of()));
      }
    }
    return ("ledgers erased: %d of %d strikes, %d acts of the history, %d decisions that have"
            + " ended; kept: %d restrictions in force, %d open tasks")
        .formatted(
            strikes - inForce.size(),
            strikes,
            acts,
            ended,
            restrictions,
            window.desk.open().size());
  }
}
