package io.earshot.risk.network;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.risk.Activity;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;

/**
 * Keyed by account: tells the values that an account shares with others when it is first seen with
 * them, and when people deal with it ({@link Account}). It says nothing to the creator's window.
 */
public final class AccountFunction extends FoldingFunction<ArrivedSignal, SignalNote> {

  private static final long serialVersionUID = 1L;

  /**
   * A stage of accounts.
   *
   * @param windowMillis length of a window of creators
   */
  public AccountFunction(long windowMillis) {
    super(ArrivedSignal.class, windowMillis, Account.RETENTION);
  }

  /** Whether a signal is one for this stage. */
  public static boolean isFor(ArrivedSignal arrived) {
    CreatorSignal signal = arrived.signal();
    return signal.review() != null
        || (signal.account() != null
            && (signal.account().erase()
                || signal.account().closure() != null
                || !signal.account().signals().isEmpty()));
  }

  /** Whose account. */
  public static String key(ArrivedSignal arrived) {
    return arrived.signal().creatorId();
  }

  @Override
  long time(ArrivedSignal event) {
    return event.signal().eventTime();
  }

  @Override
  Comparator<ArrivedSignal> canonical() {
    return Comparator.comparing(Activity::of, Activity.CANONICAL);
  }

  @Override
  byte[] fold(
      String key,
      byte[] before,
      List<ArrivedSignal> events,
      long windowEnd,
      Collector<SignalNote> out) {
    Account account = Account.of(key, before, windowEnd);
    for (ArrivedSignal event : events) {
      CreatorSignal signal = event.signal();
      if (signal.account() != null) {
        account.change(signal.account(), signal.eventTime());
      } else if (signal.review() != null) {
        account.review(signal.review(), signal.eventTime());
      }
    }
    account.notes().forEach(out::collect);
    return account.toBytes();
  }
}
