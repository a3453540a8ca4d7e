package io.earshot.job.demo;

import io.earshot.job.traffic.Findings;
import io.earshot.job.traffic.Labels.Label;
import io.earshot.job.traffic.Traffic;
import io.earshot.schemas.avro.DecisionAudit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How detectors compare with the scripts of the traffic, creator by creator: a detector is right
 * about a creator who plays a script that it is made for ({@link Traffic#DETECTORS}), and wrong
 * about any other, the honest doubles of the scripts among them. A creator whose script has not
 * come to what a detector of returns is made for is none of either. Belongs to the {@link
 * Scoreboard}, which guards it.
 */
final class DetectorScores {

  private final Map<String, Set<String>> expected = new TreeMap<>();
  private final Map<String, Set<String>> fired = new TreeMap<>();

  /**
   * One detector.
   *
   * @param precision share of the creators on whom it fired who play its script; null if it never
   *     fired
   * @param recall share of the creators of its script on whom it fired; null if there was none
   * @param support creators of its script, those who have only begun among them, but for detectors
   *     of returns
   * @param creators on whom it fired
   */
  record Score(@Nullable Double precision, @Nullable Double recall, long support, long creators) {}

  /**
   * An event has its decision.
   *
   * @param label what is true of it, null if that is not known
   */
  void judge(@Nullable Label label, DecisionAudit audit) {
    if (label == null) {
      return;
    }
    boolean returns = label.policies().contains(Traffic.EVASION);
    for (String made : Traffic.DETECTORS.getOrDefault(label.scenario(), Set.of())) {
      if (Traffic.OF_RETURNS.contains(made) && !returns) {
        continue;
      }
      expected.computeIfAbsent(made, id -> new HashSet<>()).add(label.creatorId());
    }
    for (String id : Findings.of(audit)) {
      fired.computeIfAbsent(id, one -> new HashSet<>()).add(label.creatorId());
    }
  }

  /** All detectors that fired or were to fire, by id. */
  Map<String, Score> all() {
    Set<String> ids = new HashSet<>(expected.keySet());
    ids.addAll(fired.keySet());
    Map<String, Score> scores = new TreeMap<>();
    for (String id : ids) {
      Set<String> meant = expected.getOrDefault(id, Set.of());
      Set<String> found = fired.getOrDefault(id, Set.of());
      long right = found.stream().filter(meant::contains).count();
      scores.put(
          id,
          new Score(
              found.isEmpty() ? null : (double) right / found.size(),
              meant.isEmpty() ? null : (double) right / meant.size(),
              meant.size(),
              found.size()));
    }
    return scores;
  }
}
