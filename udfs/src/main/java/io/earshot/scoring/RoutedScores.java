package io.earshot.scoring;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import java.util.List;

/**
 * What all versions said that an item was routed to.
 *
 * @param content what it belongs to
 * @param acting the scores that count
 * @param shadows the others
 * @param matches known media that was found in it
 */
public record RoutedScores(
    ContentRef content, ModelScores acting, List<Shadow> shadows, List<BankMatch> matches) {

  /**
   * What a version in shadow said.
   *
   * @param model the version, as {@code id@version}
   * @param scores what it said; a cheaper first step may have answered for it
   */
  public record Shadow(String model, ModelScores scores) {}
}
