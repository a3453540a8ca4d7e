package io.earshot.scoring;

import io.earshot.id.Ids;
import io.earshot.intake.ContentRef;

/**
 * What a version in shadow said of a modality of a content version, beside what is acted upon. It
 * leaves the graph where it was made, so that no later stage can act upon it.
 *
 * @param eventId UUIDv5 of the event, the modality and the version
 * @param content what was scored
 * @param model the version in shadow, as {@code id@version}
 * @param acting what is acted upon
 * @param shadow what the version in shadow says
 */
public record ShadowScores(
    String eventId, ContentRef content, String model, ModelScores acting, ModelScores shadow) {

  /** The record of one shadow. */
  static ShadowScores of(RoutedScores scores, RoutedScores.Shadow shadow) {
    return new ShadowScores(
        Ids.of("shadow", scores.content().eventId(), scores.acting().modality(), shadow.model()),
        scores.content(),
        shadow.model(),
        scores.acting(),
        shadow.scores());
  }
}
