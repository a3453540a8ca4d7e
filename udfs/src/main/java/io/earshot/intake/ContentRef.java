package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a published version that may travel on and be kept: facts and references, no
 * text, picture or sound.
 *
 * @param eventId unique for the event; a repeat of it is the same event
 * @param contentId what was published
 * @param version 1 for the first publication, up with every edit
 * @param creatorId pseudonymous id of who published it
 * @param language BCP 47 tag, "und" if not known
 * @param market ISO 3166-1 alpha-2 code, "ZZ" if not known
 * @param eventTime when it was published, milliseconds since the epoch
 * @param durationMs length of the audio, if known
 * @param declaredExplicit whether the creator flagged it
 * @param titleLength characters of the title
 * @param linkCount links given with it
 * @param tagCount tags given with it
 * @param modalities those that must have a result before it is assessed, in the order of {@link
 *     Modality}
 * @param source where the event was read
 * @param signs what detectors of abuse look at beside
 */
public record ContentRef(
    String eventId,
    String contentId,
    long version,
    String creatorId,
    ContentKind kind,
    String language,
    String market,
    long eventTime,
    @Nullable Long durationMs,
    boolean declaredExplicit,
    int titleLength,
    int linkCount,
    int tagCount,
    List<Modality> modalities,
    SourceRef source,
    ContentSigns signs) {

  /** Content of which detectors have nothing to look at. */
  public ContentRef(
      String eventId,
      String contentId,
      long version,
      String creatorId,
      ContentKind kind,
      String language,
      String market,
      long eventTime,
      @Nullable Long durationMs,
      boolean declaredExplicit,
      int titleLength,
      int linkCount,
      int tagCount,
      List<Modality> modalities,
      SourceRef source) {
    this(
        eventId,
        contentId,
        version,
        creatorId,
        kind,
        language,
        market,
        eventTime,
        durationMs,
        declaredExplicit,
        titleLength,
        linkCount,
        tagCount,
        modalities,
        source,
        ContentSigns.NONE);
  }

  /** The same under another event: what is decided about it again is no copy of what was. */
  public ContentRef under(String otherEventId) {
    return new ContentRef(
        otherEventId,
        contentId,
        version,
        creatorId,
        kind,
        language,
        market,
        eventTime,
        durationMs,
        declaredExplicit,
        titleLength,
        linkCount,
        tagCount,
        modalities,
        source,
        signs);
  }
}
