package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What abuse detectors can know of a text, its links and its place without the text: hashes and
 * counts.
 *
 * @param textHash of the words of title and description in their order, whatever their case and
 *     punctuation; 0 without any
 * @param tokens words of title, description and tags
 * @param topTokenShare share of the most frequent word, in thousandths
 * @param uniqueTokenShare different words by words, in thousandths
 * @param domains hashes of the hosts that links lead to, in ascending order, each once
 * @param parentHash of what a comment is on; 0 if nothing was told
 * @param release the release that a track is part of, if told
 * @param recording of what tells a recording from others: its ISRC if told, else the words of its
 *     title; 0 without either
 * @param registrable hashes of the registrable domains of those hosts ({@link Domains}), in
 *     ascending order, each once
 */
public record ContentSigns(
    long textHash,
    int tokens,
    int topTokenShare,
    int uniqueTokenShare,
    List<Long> domains,
    long parentHash,
    @Nullable ReleaseSign release,
    long recording,
    List<Long> registrable) {

  public ContentSigns {
    // State of versions before 0.2 does not know of it.
    registrable = registrable == null ? List.of() : registrable;
  }

  /** Signs of what is not told from other recordings. */
  public ContentSigns(
      long textHash,
      int tokens,
      int topTokenShare,
      int uniqueTokenShare,
      List<Long> domains,
      long parentHash,
      @Nullable ReleaseSign release) {
    this(
        textHash,
        tokens,
        topTokenShare,
        uniqueTokenShare,
        domains,
        parentHash,
        release,
        0,
        List.of());
  }

  /** Nothing known. */
  public static final ContentSigns NONE = new ContentSigns(0, 0, 0, 0, List.of(), 0, null);

  /**
   * A track's place in a release.
   *
   * @param releaseHash of the release's id
   * @param trackCount tracks that the release will have
   * @param joinSimilarity how much the beginning of the track is like the end of the one before, in
   *     thousandths; -1 if not known
   */
  public record ReleaseSign(long releaseHash, int trackCount, int joinSimilarity) {}
}
