package io.earshot.enforcement;

import static io.earshot.policy.ActionType.SUSPEND_ACCOUNT;
import static io.earshot.policy.ActionType.TERMINATE_ACCOUNT;
import static io.earshot.policy.ActionType.UPLOAD_FREEZE;
import static io.earshot.policy.ActionType.WITHHOLD_ROYALTY;

import io.earshot.assessment.Family;
import io.earshot.policy.ActionType;
import io.earshot.policy.StrikeLedger;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What strikes are worth and what they lead to.
 *
 * <p>The shape is that of the published ladders: a first minor offence is a warning; points expire;
 * escalation needs points of one ledger; and when several rungs are crossed at once only the
 * highest acts. Rungs that end in an account are prepared here and decided by a human, but for a
 * suspension after a violation of severity 1.
 */
public final class StrikeLadder {

  /** How long an offence is remembered when the next one is asked whether it is the first. */
  static final Duration FIRST_OFFENCE_MEMORY = Duration.ofDays(90);

  /**
   * A rung.
   *
   * @param points active points from which on it applies
   * @param actions what follows by itself
   * @param proposal what a human is asked to decide; null if nothing
   */
  record Rung(int points, List<Consequence> actions, @Nullable ActionType proposal) {}

  /** An action for a time. */
  record Consequence(ActionType action, Duration duration) {}

  private static final List<Rung> COMMUNITY =
      List.of(
          new Rung(4, List.of(new Consequence(UPLOAD_FREEZE, Duration.ofDays(7))), null),
          new Rung(
              8,
              List.of(
                  new Consequence(UPLOAD_FREEZE, Duration.ofDays(14)),
                  new Consequence(WITHHOLD_ROYALTY, Duration.ofDays(30))),
              null),
          new Rung(
              12,
              List.of(new Consequence(SUSPEND_ACCOUNT, Duration.ofDays(30))),
              TERMINATE_ACCOUNT));

  private static final List<Rung> COPYRIGHT = List.of(new Rung(12, List.of(), TERMINATE_ACCOUNT));

  /** Fraud is answered with money first. */
  private static final List<Rung> INTEGRITY =
      List.of(
          new Rung(4, List.of(new Consequence(WITHHOLD_ROYALTY, Duration.ofDays(30))), null),
          new Rung(
              8,
              List.of(
                  new Consequence(WITHHOLD_ROYALTY, Duration.ofDays(90)),
                  new Consequence(UPLOAD_FREEZE, Duration.ofDays(14))),
              null),
          new Rung(12, List.of(), SUSPEND_ACCOUNT));

  private StrikeLadder() {}

  /** Active points of a ledger at a time. */
  static int points(List<Strike> strikes, StrikeLedger ledger, long time) {
    int points = 0;
    for (Strike strike : strikes) {
      if (strike.ledger() == ledger && strike.issuedAt() <= time && time < strike.expiresAt()) {
        points += strike.points();
      }
    }
    return points;
  }

  /**
   * The strike of a violation, given the ones before it: the first minor offences of a family are
   * worth nothing.
   */
  static Strike strike(
      List<Strike> before,
      String decisionId,
      StrikeLedger ledger,
      Family family,
      int severity,
      long time) {
    long earlier =
        before.stream()
            .filter(
                s -> s.family() == family && s.issuedAt() > time - FIRST_OFFENCE_MEMORY.toMillis())
            .count();
    boolean notice = (severity == 3 && earlier < 1) || (severity == 4 && earlier < 2);
    int worth =
        switch (severity) {
          // Severity 0 is not a matter of points: the account is held and a human decides.
          case 0 -> 0;
          case 1 -> 12;
          case 2 -> 6;
          case 3 -> 4;
          default -> 1;
        };
    Duration validity =
        switch (severity) {
          case 0, 1 -> Duration.ofDays(365);
          case 2 -> Duration.ofDays(180);
          default -> Duration.ofDays(90);
        };
    return new Strike(
        decisionId, ledger, family, severity, notice ? 0 : worth, time, time + validity.toMillis());
  }

  /**
   * The highest rung that is reached by {@code after} points and was not by {@code before}; null if
   * none is.
   */
  static @Nullable Rung crossed(StrikeLedger ledger, int before, int after) {
    Rung highest = null;
    for (Rung rung : rungs(ledger)) {
      if (before < rung.points() && rung.points() <= after) {
        highest = rung;
      }
    }
    return highest;
  }

  /**
   * Whether the job may take a consequence by itself: an account is only suspended without a human
   * for severity 1.
   */
  static boolean isAutomatic(Consequence consequence, int severity) {
    return !consequence.action().humanOnly()
        && (consequence.action() != SUSPEND_ACCOUNT || severity <= 1);
  }

  private static List<Rung> rungs(StrikeLedger ledger) {
    return switch (ledger) {
      case COMMUNITY -> COMMUNITY;
      case COPYRIGHT -> COPYRIGHT;
      case INTEGRITY -> INTEGRITY;
    };
  }
}
