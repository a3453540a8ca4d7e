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
 */
public record ContentSigns(
    long textHash,
    int tokens,
    int topTokenShare,
    int uniqueTokenShare,
    List<Long> domains,
    long parentHash,
    @Nullable ReleaseSign release) {

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
