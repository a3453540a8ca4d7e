package io.earshot.risk.network;

import io.earshot.assessment.Assessment;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.risk.Activity;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by creator: tells hosts who links to them and how old the account is, once a window ({@link
 * Linker}).
 */
public final class LinkerFunction extends FoldingFunction<Activity, LinkNote> {

  private static final long serialVersionUID = 1L;

  /**
   * A stage of creators who link.
   *
   * @param windowMillis length of a window of creators
   */
  public LinkerFunction(long windowMillis) {
    super(Activity.class, windowMillis, Linker.RETENTION);
  }

  /** Whether something is for this stage: content with links, and what is known of accounts. */
  public static boolean isFor(Activity activity) {
    Assessment assessment = activity.assessment();
    AccountChange change = change(activity);
    return (assessment != null && !assessment.content().signs().domains().isEmpty())
        || (change != null && (change.erase() || change.createdAt() != null));
  }

  private static @Nullable AccountChange change(Activity activity) {
    return activity.signal() == null ? null : activity.signal().account();
  }

  @Override
  long time(Activity event) {
    return event.eventTime();
  }

  @Override
  Comparator<Activity> canonical() {
    return Activity.CANONICAL;
  }

  @Override
  byte[] fold(
      String key, byte[] before, List<Activity> events, long windowEnd, Collector<LinkNote> out) {
    Linker linker = Linker.of(key, before, windowEnd);
    for (Activity event : events) {
      Assessment assessment = event.assessment();
      AccountChange change = change(event);
      if (assessment != null) {
        assessment
            .content()
            .signs()
            .domains()
            .forEach(host -> linker.link(host, event.eventTime()));
      } else if (change != null && change.erase()) {
        linker.erase(event.eventTime());
      } else if (change != null && change.createdAt() != null) {
        linker.made(change.createdAt(), event.eventTime());
      }
    }
    linker.notes().forEach(out::collect);
    return linker.toBytes();
  }

  /** Content that is late has missed the creator's window too. */
  @Override
  boolean takeLate(Activity event, byte[] known, Collector<LinkNote> out) {
    return event.assessment() == null;
  }
}
