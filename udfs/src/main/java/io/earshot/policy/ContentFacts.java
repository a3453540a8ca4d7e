package io.earshot.policy;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import java.util.List;

/**
 * What an action has to say about the content that it is about; nothing of the content.
 *
 * @param kind what it is
 * @param language BCP 47 tag, "und" if not known
 * @param market ISO 3166-1 alpha-2 code, "ZZ" if not known
 * @param publishedAt when this version was published, milliseconds since the epoch
 * @param modalities those on which a decision rests
 */
public record ContentFacts(
    ContentKind kind, String language, String market, long publishedAt, List<Modality> modalities) {

  /** The facts of a content version, with all of its modalities. */
  public static ContentFacts of(ContentRef content) {
    return new ContentFacts(
        content.kind(),
        content.language(),
        content.market(),
        content.eventTime(),
        content.modalities());
  }

  /** The facts for a decision that rests on some evidence; without any, on all modalities. */
  public ContentFacts restingOn(List<EvidenceRef> evidence) {
    List<Modality> found =
        evidence.stream().map(EvidenceRef::modality).distinct().sorted().toList();
    return found.isEmpty() ? this : new ContentFacts(kind, language, market, publishedAt, found);
  }
}
