package io.earshot.risk.network;

import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;

/**
 * Keyed by host and part of those who link to it: makes one record a window of theirs. To a host
 * that everybody links to come then as many records a window as there are parts, and not as many as
 * there are creators. Keeps nothing between windows.
 */
public final class LinkShardFunction extends FoldingFunction<LinkNote, LinkBatch> {

  private static final long serialVersionUID = 1L;

  /**
   * A stage of parts.
   *
   * @param windowMillis length of a window of creators
   */
  public LinkShardFunction(long windowMillis) {
    super(LinkNote.class, windowMillis, Linker.RETENTION);
  }

  @Override
  long time(LinkNote event) {
    return event.time();
  }

  @Override
  Comparator<LinkNote> canonical() {
    return LinkNote.CANONICAL;
  }

  @Override
  byte[] fold(
      String key, byte[] before, List<LinkNote> events, long windowEnd, Collector<LinkBatch> out) {
    out.collect(new LinkBatch(events.get(0).host(), key, windowEnd, List.copyOf(events)));
    return before;
  }
}
