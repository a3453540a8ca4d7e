package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import java.util.List;

/**
 * A work item with the versions that score it.
 *
 * @param item what is scored
 * @param acting the versions whose scores count
 * @param shadows those whose scores are recorded and nothing else
 */
public record RoutedItem(WorkItem item, Lineup acting, List<Shadow> shadows) {

  /**
   * Versions in shadow: those that act, but for one.
   *
   * @param model the one, as {@code id@version}
   * @param lineup all of them
   */
  public record Shadow(String model, Lineup lineup) {}

  /** An item for the versions that the job was started with. */
  public static RoutedItem configured(WorkItem item) {
    return new RoutedItem(item, Lineup.CONFIGURED, List.of());
  }
}
