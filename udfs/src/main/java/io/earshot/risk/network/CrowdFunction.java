package io.earshot.risk.network;

import io.earshot.id.Ids;
import io.earshot.intake.SourceRef;
import io.earshot.risk.Activity;
import io.earshot.risk.Insight;
import io.earshot.risk.LinkCrowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;

/**
 * Keyed by host: tells those who link to it that many others do ({@link Crowd}), as of their own
 * link. Where few do, or accounts are old on average, it tells nothing: hardly any host has such a
 * crowd, and those that everybody links to have not.
 */
public final class CrowdFunction extends FoldingFunction<LinkBatch, Activity> {

  private static final long serialVersionUID = 1L;

  /** Fewer creators are not told of; the least that a bundle can ask for. */
  public static final int LEAST_CREATORS = 3;

  /**
   * A stage of hosts.
   *
   * @param windowMillis length of a window of creators
   */
  public CrowdFunction(long windowMillis) {
    super(LinkBatch.class, windowMillis, Duration.ofMillis(Crowd.MEMORY));
  }

  @Override
  long time(LinkBatch event) {
    return event.windowEnd() - 1;
  }

  @Override
  Comparator<LinkBatch> canonical() {
    return Comparator.comparingLong(LinkBatch::windowEnd).thenComparing(LinkBatch::shard);
  }

  @Override
  byte[] fold(
      String key, byte[] before, List<LinkBatch> events, long windowEnd, Collector<Activity> out) {
    List<LinkNote> notes = new ArrayList<>();
    events.forEach(batch -> notes.addAll(batch.notes()));
    notes.sort(LinkNote.CANONICAL);
    Crowd crowd = Crowd.of(events.get(0).host(), before);
    for (LinkNote note : notes) {
      crowd.fold(note);
      if (!note.forget()) {
        LinkCrowd now = crowd.now();
        if (now.creators() >= LEAST_CREATORS
            && now.medianAgeMillis() >= 0
            && now.medianAgeMillis() < LinkCrowd.OLDEST.toMillis()) {
          out.collect(
              Activity.of(
                  note.creatorId(),
                  note.time(),
                  Ids.of("crowd", key, note.creatorId(), windowEnd, note.time()),
                  new SourceRef("network", 0, windowEnd),
                  Insight.of(now)));
        }
      }
    }
    return crowd.toBytes();
  }
}
