package io.earshot.enforcement;

import static io.earshot.policy.ActionType.SUSPEND_ACCOUNT;
import static io.earshot.policy.ActionType.TERMINATE_ACCOUNT;
import static io.earshot.policy.ActionType.UPLOAD_FREEZE;
import static io.earshot.policy.ActionType.WITHHOLD_ROYALTY;

import io.earshot.id.Ids;
import io.earshot.policy.ActionType;
import io.earshot.policy.StrikeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What strikes are worth and what they lead to, as functions of the entries alone: nothing of it is
 * kept, so an entry that is overturned leaves no trace in what the others are worth.
 *
 * <p>The shape is that of the published ladders: a first minor offence is a warning; points expire;
 * escalation needs points of one ledger; and when several rungs are crossed at once only the
 * highest acts. Rungs that end in an account are prepared here and decided by a human, but for a
 * suspension after a violation of severity 1.
 *
 * <p>Copyright is apart: each entry is worth the same and lasts a year, there is no warning, and it
 * counts only when the time to dispute it is over. Old content is forgiven there too.
 */
final class StrikeLadder {

  /** How long an offence is remembered when the next one is asked whether it is the first. */
  static final Duration FIRST_OFFENCE_MEMORY = Duration.ofDays(90);

  /** Minor violations in content older than this give no points. */
  static final Duration MINOR_CONTENT_AGE = Duration.ofDays(90);

  /** Severe violations in content older than this give no points. */
  static final Duration SEVERE_CONTENT_AGE = Duration.ofDays(4 * 365);

  /** What an entry of the copyright ledger is worth, whatever its severity. */
  static final int COPYRIGHT_POINTS = 4;

  /** How long an entry of the copyright ledger counts. */
  static final Duration COPYRIGHT_VALIDITY = Duration.ofDays(365);

  /**
   * How long an entry of the copyright ledger is open to dispute before it counts: one that is
   * overturned by then has never counted.
   */
  static final Duration DISPUTE_HOLD = Duration.ofDays(7);

  /**
   * The most entries of a ledger that are kept. Three severe ones end in an account; who has fifty
   * has long been before a human. Above it the one goes that takes the fewest points with it: see
   * {@link #surplus}.
   */
  static final int MAX_ENTRIES = 50;

  /** The rung of a violation of severity 0, which is not a matter of points. */
  static final int ZERO_TOLERANCE = 0;

  /**
   * A rung.
   *
   * @param points active points from which on it applies
   * @param actions what follows by itself
   * @param proposal what a human is asked to decide; null if nothing
   */
  private record Rung(int points, List<Step> actions, @Nullable ActionType proposal) {}

  private record Step(ActionType action, Duration duration) {}

  /**
   * An entry with what it is worth.
   *
   * @param strike the entry
   * @param points 0 for a warning
   * @param countsFrom from when on it counts
   * @param expiresAt from when on it does not count any more
   */
  record Counted(Strike strike, int points, long countsFrom, long expiresAt) {

    boolean isActive(long time) {
      return countsFrom <= time && time < expiresAt;
    }

    /** Whether it waits for a time before it counts. */
    boolean isHeld() {
      return countsFrom > strike.issuedAt();
    }
  }

  /**
   * What follows from an entry.
   *
   * @param decisionId UUIDv5 of entry, rung and action
   * @param cause the entry with which the rung was reached
   * @param step the ledger and the rung
   * @param points active points with it
   * @param action what follows
   * @param startsAt from when on
   * @param durationMillis how long; null with a proposal
   * @param proposed whether a human has to decide it
   */
  record Consequence(
      String decisionId,
      Strike cause,
      LadderStep step,
      int points,
      ActionType action,
      long startsAt,
      @Nullable Long durationMillis,
      boolean proposed) {}

  private static final List<Rung> COMMUNITY =
      List.of(
          new Rung(4, List.of(new Step(UPLOAD_FREEZE, Duration.ofDays(7))), null),
          new Rung(
              8,
              List.of(
                  new Step(UPLOAD_FREEZE, Duration.ofDays(14)),
                  new Step(WITHHOLD_ROYALTY, Duration.ofDays(30))),
              null),
          new Rung(12, List.of(new Step(SUSPEND_ACCOUNT, Duration.ofDays(30))), TERMINATE_ACCOUNT));

  private static final List<Rung> COPYRIGHT = List.of(new Rung(12, List.of(), TERMINATE_ACCOUNT));

  /** Fraud is answered with money first. */
  private static final List<Rung> INTEGRITY =
      List.of(
          new Rung(4, List.of(new Step(WITHHOLD_ROYALTY, Duration.ofDays(30))), null),
          new Rung(
              8,
              List.of(
                  new Step(WITHHOLD_ROYALTY, Duration.ofDays(90)),
                  new Step(UPLOAD_FREEZE, Duration.ofDays(14))),
              null),
          new Rung(12, List.of(), SUSPEND_ACCOUNT));

  /** What was found is of the worst kind: the account is held at once, and a human ends it. */
  private static final Rung AT_ONCE =
      new Rung(
          ZERO_TOLERANCE, List.of(new Step(UPLOAD_FREEZE, Duration.ofDays(14))), TERMINATE_ACCOUNT);

  private StrikeLadder() {}

  /** What the entries are worth, in their order. */
  static List<Counted> count(List<Strike> strikes) {
    List<Counted> counted = new ArrayList<>(strikes.size());
    for (int i = 0; i < strikes.size(); i++) {
      Strike strike = strikes.get(i);
      counted.add(
          new Counted(
              strike,
              points(strikes.subList(0, i), strike),
              strike.issuedAt()
                  + (strike.ledger() == StrikeLedger.COPYRIGHT ? DISPUTE_HOLD.toMillis() : 0),
              strike.issuedAt() + validity(strike).toMillis()));
    }
    return counted;
  }

  private static int points(List<Strike> before, Strike strike) {
    Strike.Ground worst = strike.worst();
    int severity = worst.policy().severity();
    long age = worst.age(strike.issuedAt());
    Duration forgiven = severity >= 3 ? MINOR_CONTENT_AGE : SEVERE_CONTENT_AGE;
    if (age > forgiven.toMillis()) {
      return 0;
    }
    if (strike.ledger() == StrikeLedger.COPYRIGHT) {
      return COPYRIGHT_POINTS;
    }
    long earlier =
        before.stream()
            .filter(
                s ->
                    s.worst().family() == worst.family()
                        && s.issuedAt() > strike.issuedAt() - FIRST_OFFENCE_MEMORY.toMillis())
            .count();
    boolean notice = (severity == 3 && earlier < 1) || (severity == 4 && earlier < 2);
    return notice
        ? 0
        : switch (severity) {
          // Severity 0 is not a matter of points: the account is held and a human decides.
          case 0 -> 0;
          case 1 -> 12;
          case 2 -> 6;
          case 3 -> 4;
          default -> 1;
        };
  }

  private static Duration validity(Strike strike) {
    if (strike.ledger() == StrikeLedger.COPYRIGHT) {
      return COPYRIGHT_VALIDITY;
    }
    return switch (strike.worst().policy().severity()) {
      case 0, 1 -> Duration.ofDays(365);
      case 2 -> Duration.ofDays(180);
      default -> Duration.ofDays(90);
    };
  }

  /** Active points of a ledger at a time. */
  static int points(List<Counted> counted, StrikeLedger ledger, long time) {
    int points = 0;
    for (Counted one : counted) {
      if (one.strike().ledger() == ledger && one.isActive(time)) {
        points += one.points();
      }
    }
    return points;
  }

  /**
   * The entries without those that nobody will ask for again: they neither count nor are remembered
   * for the next first offence, and no entry that is kept was worth more because of them.
   */
  static List<Strike> remembered(List<Strike> strikes, long now) {
    long forgotten = now - FIRST_OFFENCE_MEMORY.toMillis();
    List<Counted> counted = count(strikes);
    List<Strike> kept = new ArrayList<>();
    for (int i = counted.size() - 1; i >= 0; i--) {
      Counted one = counted.get(i);
      boolean needed =
          one.expiresAt() > now
              || one.strike().issuedAt() > forgotten
              || kept.stream()
                  .anyMatch(
                      later ->
                          later.ledger() == one.strike().ledger()
                              && later.issuedAt() < one.expiresAt());
      if (needed) {
        kept.add(0, one.strike());
      }
    }
    return kept;
  }

  /**
   * The entries that count at a time, and those without which they would count otherwise: what may
   * not be forgotten before somebody lifts it, or its time is over.
   */
  static List<Strike> inForce(List<Strike> strikes, long now) {
    List<Strike> kept = new ArrayList<>(strikes);
    for (Counted one : count(strikes)) {
      if (one.expiresAt() <= now) {
        List<Strike> others = new ArrayList<>(kept);
        others.remove(one.strike());
        List<Counted> alike = new ArrayList<>(count(kept));
        alike.removeIf(counted -> counted.strike().equals(one.strike()));
        if (count(others).equals(alike)) {
          kept = others;
        }
      }
    }
    return kept;
  }

  /**
   * The entry that has to go from a ledger that is too full: the one whose going takes the fewest
   * points, of those the oldest. A warning is not always that one, since without it the next
   * offence would be the first.
   *
   * @return null if there is room
   */
  static @Nullable Strike surplus(List<Strike> strikes, StrikeLedger ledger, long now) {
    if (strikes.stream().filter(strike -> strike.ledger() == ledger).count() <= MAX_ENTRIES) {
      return null;
    }
    Strike least = null;
    int most = -1;
    for (Strike candidate : strikes) {
      if (candidate.ledger() != ledger) {
        continue;
      }
      List<Strike> others = new ArrayList<>(strikes);
      others.remove(candidate);
      int left = 0;
      for (Counted one : count(others)) {
        // One that is not in force yet has its worth all the same.
        if (one.strike().ledger() == ledger && now < one.expiresAt()) {
          left += one.points();
        }
      }
      if (left > most) {
        most = left;
        least = candidate;
      }
    }
    return least;
  }

  /** All that follows from the entries of a ledger, in the order in which it came. */
  static List<Consequence> consequences(List<Counted> counted, StrikeLedger ledger) {
    List<Consequence> all = new ArrayList<>();
    for (Counted one : counted) {
      if (one.strike().ledger() != ledger) {
        continue;
      }
      long time = one.countsFrom();
      int after = points(counted.subList(0, counted.indexOf(one) + 1), ledger, time);
      Rung rung =
          one.strike().worst().policy().severity() == 0
              ? AT_ONCE
              : crossed(ledger, after - one.points(), after);
      if (rung != null) {
        add(all, one, rung, after);
      }
    }
    return all;
  }

  private static void add(List<Consequence> all, Counted counted, Rung rung, int points) {
    Strike cause = counted.strike();
    LadderStep step = new LadderStep(cause.ledger(), rung.points(), cause.entryId());
    for (Step follows : rung.actions()) {
      boolean automatic = isAutomatic(follows.action(), cause.worst().policy().severity());
      all.add(
          new Consequence(
              id(cause, rung, follows.action()),
              cause,
              step,
              points,
              follows.action(),
              counted.countsFrom(),
              follows.duration().toMillis(),
              !automatic));
    }
    if (rung.proposal() != null) {
      all.add(
          new Consequence(
              id(cause, rung, rung.proposal()),
              cause,
              step,
              points,
              rung.proposal(),
              counted.countsFrom(),
              null,
              true));
    }
  }

  private static String id(Strike cause, Rung rung, ActionType action) {
    return Ids.of("ladder", cause.entryId(), rung.points(), action);
  }

  /** The highest rung that is reached by {@code after} points and was not by {@code before}. */
  private static @Nullable Rung crossed(StrikeLedger ledger, int before, int after) {
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
  private static boolean isAutomatic(ActionType action, int severity) {
    return !action.humanOnly() && (action != SUSPEND_ACCOUNT || severity == 1);
  }

  private static List<Rung> rungs(StrikeLedger ledger) {
    return switch (ledger) {
      case COMMUNITY -> COMMUNITY;
      case COPYRIGHT -> COPYRIGHT;
      case INTEGRITY -> INTEGRITY;
    };
  }
}
