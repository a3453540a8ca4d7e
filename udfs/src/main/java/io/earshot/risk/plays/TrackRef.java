package io.earshot.risk.plays;

import io.earshot.intake.ContentKind;
import io.earshot.intake.PlayAggregate;
import java.util.Comparator;

/**
 * Which content version is played, and what an action about it has to say.
 *
 * @param contentId pseudonymous id
 * @param version which version
 * @param creatorId whose it is
 * @param kind what it is
 * @param publishedAt when the version was published, milliseconds since the epoch; 0 if not known
 */
public record TrackRef(
    String contentId, long version, String creatorId, ContentKind kind, long publishedAt) {

  /**
   * Of several records of one content that differ in the rest, the one that counts: never that
   * which happened to come first.
   */
  static final Comparator<TrackRef> ORDER =
      Comparator.comparing(TrackRef::creatorId)
          .thenComparing(TrackRef::kind)
          .thenComparingLong(TrackRef::publishedAt);

  /** The content version of an aggregate. */
  static TrackRef of(PlayAggregate plays) {
    return new TrackRef(
        plays.contentId(),
        plays.version(),
        plays.creatorId(),
        plays.kind(),
        plays.publishedAt() == null ? 0 : plays.publishedAt());
  }

  /** By content and version. */
  public String key() {
    return version + "/" + contentId;
  }
}
