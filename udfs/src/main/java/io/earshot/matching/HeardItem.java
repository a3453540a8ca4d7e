package io.earshot.matching;

import io.earshot.intake.ContentRef;
import io.earshot.intake.SourceRef;
import java.util.List;

/**
 * What a content version sounds like, for whoever keeps what was heard before.
 *
 * @param eventId event that published it
 * @param contentId what was published
 * @param creatorId by whom
 * @param eventTime when, milliseconds since the epoch
 * @param source where the event was read
 * @param sketch what it sounds like
 * @param bands under which copies of it are found: at least one of them is that of a copy
 */
public record HeardItem(
    String eventId,
    String contentId,
    String creatorId,
    long eventTime,
    SourceRef source,
    SoundSketch sketch,
    List<Long> bands) {

  /** The same for one who knows the band. */
  HeardItem withoutBands() {
    return new HeardItem(eventId, contentId, creatorId, eventTime, source, sketch, List.of());
  }

  /** An item of a content version. */
  static HeardItem of(ContentRef content, SoundSketch sketch, List<Long> bands) {
    return new HeardItem(
        content.eventId(),
        content.contentId(),
        content.creatorId(),
        content.eventTime(),
        content.source(),
        sketch,
        bands);
  }
}
