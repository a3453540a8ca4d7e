package io.earshot.risk;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which detectors fired on a creator, an hour at a time, and the risk that follows. Risk is made
 * from them anew at every reading, its hysteresis too, so that a firing that was wrong leaves
 * nothing behind. At most 32 firings of about 8 bytes; most creators have none.
 */
final class Firings {

  private static final int MOST = 32;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** How fast the prior of a new account goes over. */
  private static final long AGE_HALF_LIFE = Duration.ofDays(7).toMillis();

  /** Beyond this, a firing says nothing any more. */
  private static final int MOST_HALF_LIVES = 20;

  private static final int GROUPS = RiskGroup.values().length;

  private record Firing(String detector, long hour, int permille) {
    long at() {
      return hour * HOUR;
    }
  }

  private final List<Firing> firings = new ArrayList<>(0);

  static long hour(long time) {
    return Math.floorDiv(time, HOUR);
  }

  boolean isEmpty() {
    return firings.isEmpty();
  }

  /** A detector fired. */
  void add(String detector, double risk, long time) {
    long hour = hour(time);
    int permille = (int) StrictMath.rint(risk * 1_000);
    for (int i = firings.size() - 1; i >= 0 && firings.get(i).hour() >= hour; i--) {
      Firing known = firings.get(i);
      if (known.hour() == hour && known.detector().equals(detector)) {
        if (permille > known.permille()) {
          firings.set(i, new Firing(detector, hour, permille));
        }
        return;
      }
    }
    if (firings.size() == MOST) {
      firings.remove(0);
    }
    firings.add(new Firing(detector, hour, permille));
  }

  void remove(String detector, long time) {
    firings.removeIf(f -> f.hour() == hour(time) && f.detector().equals(detector));
  }

  void prune(long now, long halfLife) {
    firings.removeIf(f -> f.at() < now - MOST_HALF_LIVES * halfLife);
  }

  /**
   * The risk as of a time.
   *
   * @param createdAt when the account was made; 0 if not known
   * @param ledger tells which firings were wrong
   */
  RiskFacts riskAt(long now, RiskSettings.Level level, long createdAt, ItemLedger ledger) {
    List<Firing> standing = standing(ledger);
    if (standing.isEmpty()) {
      return RiskFacts.NONE;
    }
    double[] groups = contributions(standing, standing.size(), now, level, createdAt);
    List<RiskFacts.Contribution> contributions = new ArrayList<>(1);
    for (RiskGroup group : RiskGroup.values()) {
      double value = Finding.round(groups[Codes.of(group)]);
      if (value > 0) {
        contributions.add(new RiskFacts.Contribution(group, value));
      }
    }
    double risk = Finding.round(risk(groups));
    return new RiskFacts(risk, isHigh(standing, risk, level, createdAt), contributions, List.of());
  }

  private List<Firing> standing(ItemLedger ledger) {
    List<Firing> standing = new ArrayList<>(firings.size());
    for (Firing firing : firings) {
      if (!ledger.isOverturned(firing.detector(), firing.hour())) {
        standing.add(firing);
      }
    }
    return standing;
  }

  /** Whether risk has been above {@code enter} and not at {@code leave} since: told by its past. */
  private static boolean isHigh(
      List<Firing> standing, double risk, RiskSettings.Level level, long createdAt) {
    if (risk >= level.enter()) {
      return true;
    }
    boolean high = false;
    for (int i = 0; i < standing.size() && risk > level.leave(); i++) {
      long at = standing.get(i).at();
      // Between two firings risk only falls, so the lowest is the moment before the next one.
      high &= riskAt(standing, i, at, level, createdAt) > level.leave();
      high |= riskAt(standing, i + 1, at, level, createdAt) >= level.enter();
    }
    return high && risk > level.leave();
  }

  private static double riskAt(
      List<Firing> standing, int first, long at, RiskSettings.Level level, long createdAt) {
    return Finding.round(risk(contributions(standing, first, at, level, createdAt)));
  }

  private static double risk(double[] contributions) {
    double sum = 0;
    for (double contribution : contributions) {
      sum += contribution;
    }
    return 1.0 - StrictMath.exp(-sum);
  }

  private static double[] contributions(
      List<Firing> standing, int first, long at, RiskSettings.Level level, long createdAt) {
    double[] groups = new double[GROUPS];
    DetectorCatalog catalog = DetectorCatalog.installed();
    for (int i = 0; i < first; i++) {
      Firing firing = standing.get(i);
      Detector detector = catalog.find(firing.detector());
      // A detector that is not installed any more has no group to speak in.
      if (detector != null) {
        double share =
            firing.permille()
                / 1_000.0
                * DecayedCounter.factor(Math.max(0, at - firing.at()), level.halfLifeMillis());
        int group = Codes.of(detector.spec().group());
        groups[group] = Math.max(groups[group], -StrictMath.log1p(-share));
      }
    }
    double prior = prior(at, createdAt);
    for (int group = 0; group < GROUPS; group++) {
      groups[group] *= prior;
    }
    return groups;
  }

  private static double prior(long at, long createdAt) {
    return createdAt == 0
        ? 1.0
        : 1.0 + 2.0 * DecayedCounter.factor(Math.max(0, at - createdAt), AGE_HALF_LIFE);
  }

  void write(ByteWriter out) {
    out.count(firings.size());
    for (Firing firing : firings) {
      out.block(firing.detector().getBytes(StandardCharsets.US_ASCII));
      out.signed(firing.hour()).count(firing.permille());
    }
  }

  static Firings read(ByteReader in) {
    Firings read = new Firings();
    for (int left = in.smallCount(); left > 0; left--) {
      read.firings.add(
          new Firing(
              new String(in.block(), StandardCharsets.US_ASCII), in.signed(), in.smallCount()));
    }
    return read;
  }
}
