package io.earshot.risk.network;

import io.earshot.id.Ids;
import io.earshot.intake.AccountSignal;
import io.earshot.intake.SourceRef;
import io.earshot.risk.Activity;
import io.earshot.risk.Insight;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;

/**
 * Keyed by what accounts share ({@link AccountSignal}): tells their windows of accounts on the
 * other side with which people have dealt ({@link Roster}).
 */
public final class SignalFunction extends FoldingFunction<SignalNote, Activity> {

  private static final long serialVersionUID = 1L;

  /**
   * A stage of shared values.
   *
   * @param windowMillis length of a window of creators
   */
  public SignalFunction(long windowMillis) {
    super(SignalNote.class, windowMillis, Roster.RETENTION);
  }

  @Override
  long time(SignalNote event) {
    return event.time();
  }

  @Override
  Comparator<SignalNote> canonical() {
    return SignalNote.CANONICAL;
  }

  /** What a provider's customers share is told of each of them: nothing of that is kept. */
  @Override
  boolean changesNothing(SignalNote event, Known known) throws Exception {
    return !event.type().isStrong() && Roster.isCommon(known.bytes(), event.time());
  }

  @Override
  byte[] fold(
      String key, byte[] before, List<SignalNote> events, long windowEnd, Collector<Activity> out) {
    Roster roster = Roster.of(before, windowEnd - windowMillis());
    for (Roster.News news : roster.fold(events)) {
      out.collect(
          Activity.of(
              news.creatorId(),
              news.time(),
              Ids.of("neighbourhood", key, news.creatorId(), windowEnd),
              new SourceRef("network", 0, windowEnd),
              Insight.of(news.neighbourhood())));
    }
    return roster.toBytes();
  }
}
