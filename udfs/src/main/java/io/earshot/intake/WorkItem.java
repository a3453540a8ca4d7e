package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One modality of one content version, ready to be scored. The last place where text and media
 * travel.
 *
 * @param content what it belongs to
 * @param modality which of its modalities this is
 * @param fields the text, with {@link Modality#TEXT}; else empty
 * @param media the picture or the sound; null with text, and where the event promised one that it
 *     did not carry
 * @param supplied scores that the platform sent for this modality, if any
 * @param matches known media that was found in it, once it was looked up
 */
public record WorkItem(
    ContentRef content,
    Modality modality,
    List<TextField> fields,
    @Nullable MediaRef media,
    @Nullable SuppliedScores supplied,
    List<BankMatch> matches) {

  /** An item that was not looked up yet. */
  public WorkItem(
      ContentRef content,
      Modality modality,
      List<TextField> fields,
      @Nullable MediaRef media,
      @Nullable SuppliedScores supplied) {
    this(content, modality, fields, media, supplied, List.of());
  }

  /** The same, looked up. */
  public WorkItem matching(List<BankMatch> found) {
    return new WorkItem(content, modality, fields, media, supplied, found);
  }
}
