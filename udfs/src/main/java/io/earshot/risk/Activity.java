package io.earshot.risk;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Likeness;
import io.earshot.id.Ids;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.ContentRef;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.matching.FoundLater;
import io.earshot.matching.HeardBefore;
import io.earshot.matching.HeardItem;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened with a creator, as the creator's window collects it: an assessed content
 * version, a signal, what a content version sounds like, or an insight of another stage.
 *
 * @param creatorId whose window it is for
 * @param eventTime when it happened, milliseconds since the epoch
 * @param foldAt the time by which it belongs to a window; the event time, but for a signal that
 *     came too late for its own window and may not be passed over
 * @param eventId unique for the event
 * @param source where it was read
 * @param assessment the content version; null with a signal
 * @param signal the signal; null with content
 * @param likeness what the content version of that event sounds like; null with an event
 * @param insight what other stages know about it; null where they were not asked
 */
public record Activity(
    String creatorId,
    long eventTime,
    long foldAt,
    String eventId,
    SourceRef source,
    @Nullable Assessment assessment,
    @Nullable CreatorSignal signal,
    @Nullable Likeness likeness,
    @Nullable Insight insight) {

  /**
   * The order in which a window is folded: by event time, at one time what other stages know before
   * what happens, then by id. Copies of one event are equal in it, whichever came first, so the
   * result does not depend on arrival; their coordinates settle only which of them is called the
   * copy.
   */
  public static final Comparator<Activity> CANONICAL =
      Comparator.comparingLong(Activity::eventTime)
          .thenComparing(activity -> activity.assessment() != null || activity.signal() != null)
          .thenComparing(Activity::eventId)
          .thenComparing(a -> a.source().topic())
          .thenComparing(a -> a.source().partition())
          .thenComparing(a -> a.source().offset());

  /** The activity of an assessed content version. */
  public static Activity of(Assessment assessment) {
    return new Activity(
        assessment.content().creatorId(),
        assessment.content().eventTime(),
        assessment.content().eventTime(),
        assessment.content().eventId(),
        assessment.content().source(),
        assessment,
        null,
        null,
        null);
  }

  /** The activity of a signal. */
  public static Activity of(ArrivedSignal arrived) {
    return of(arrived, null);
  }

  /** The activity of a signal, with what other stages know about it. */
  public static Activity of(ArrivedSignal arrived, @Nullable Insight insight) {
    CreatorSignal signal = arrived.signal();
    return new Activity(
        signal.creatorId(),
        signal.eventTime(),
        signal.eventTime(),
        signal.eventId(),
        arrived.source(),
        null,
        signal,
        null,
        insight);
  }

  /** What a content version sounds like: goes with its assessment, and is no event of its own. */
  public static Activity of(HeardItem item) {
    return likeness(
        item.creatorId(),
        item.eventTime(),
        item.eventId(),
        item.source(),
        Likeness.of(item.sketch()));
  }

  /** Who published what a content version sounds like: goes with its assessment too. */
  public static Activity of(HeardBefore before) {
    return likeness(
        before.creatorId(),
        before.eventTime(),
        before.eventId(),
        before.source(),
        Likeness.of(before.earlier()));
  }

  /** Known media that was found in a content version after that was judged. */
  public static Activity of(FoundLater found) {
    ContentRef content = found.content();
    String eventId =
        Ids.of("found-later", content.eventId(), found.match().bank(), found.match().entryId());
    return new Activity(
        content.creatorId(),
        found.at(),
        found.foldAt(),
        eventId,
        content.source(),
        Assessment.ofLater(content.under(eventId), content.eventId(), found.match()),
        null,
        null,
        null);
  }

  private static Activity likeness(
      String creatorId, long eventTime, String eventId, SourceRef source, Likeness likeness) {
    return new Activity(
        creatorId, eventTime, eventTime, eventId, source, null, null, likeness, null);
  }

  /** What another stage found out, which no event of the creator says. */
  public static Activity of(
      String creatorId, long time, String eventId, SourceRef source, Insight insight) {
    return new Activity(creatorId, time, time, eventId, source, null, null, null, insight);
  }

  /**
   * Whether it may be passed over where it comes too late for its window. What a human said may
   * not, nor what was found in something that was published long ago, nor what another stage found
   * out.
   */
  public boolean canBeLate() {
    if (assessment != null) {
      return !assessment.foundLater();
    }
    return signal == null ? insight == null : signal.canBeLate();
  }

  /** The same activity in a later window. */
  public Activity foldedAt(long time) {
    return new Activity(
        creatorId, eventTime, time, eventId, source, assessment, signal, likeness, insight);
  }

  /** What it is about. */
  public SubjectRef subject() {
    if (assessment != null) {
      return SubjectRef.of(assessment.content());
    }
    if (signal != null && signal.report() != null) {
      return signal.report().target();
    }
    if (signal != null && signal.withdrawal() != null) {
      return signal.withdrawal().subject();
    }
    return signal != null && signal.order() != null
        ? signal.order().subject()
        : SubjectRef.creator(creatorId);
  }
}
